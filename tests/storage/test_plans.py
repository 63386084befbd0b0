"""Every statement of this package finds its rows by an index, however large the tables grow.

The connection is traced on the tour, and SQLite explains each statement (sqlite.org/eqp.html):
SCAN reads a whole table or index, TEMP B-TREE sorts what was found.
"""

from collections.abc import Iterator

import pytest

from conversations.errands import Errand, Task
from storage import SqliteDatabase, Store
from tests.support.forms import AGENT, NOW
from tests.support.statements import FORM, GROWING, TOUR, Way

pytestmark = pytest.mark.one_engine

_NEWEST = "walks back from the newest row, and stops at the limit"
_PAGE = "sorts no more than the page that it gives"
_REPORT = "counts in an index that holds all it needs; the groups are few"
_OPERATOR = "asked for by an operator, in a process of its own"
_RARE = "at the start and after the clock was set back; compares two numbers of each row"
_COUNTS = "stops counting at a limit"
_ORDER, _GROUP = "USE TEMP B-TREE FOR ORDER BY", "USE TEMP B-TREE FOR GROUP BY"

#: Steps that may read or sort more than they return, and why.
EXCEPTIONS: dict[tuple[str, str], str] = {
    (
        "applications.are_there",
        "SCAN applications USING COVERING INDEX sqlite_autoindex_applications_1",
    ): "stops at the first row",
    ("backlog.messages", "SCAN outbox USING COVERING INDEX outbox_lanes"): _COUNTS,
    (
        "backlog.updates_queued",
        "SCAN waiting_updates USING COVERING INDEX waiting_updates_of_sender",
    ): _COUNTS,
    (
        "backlog.updates_set_aside",
        "SCAN set_aside_updates USING COVERING INDEX set_aside_updates_by_age",
    ): _COUNTS,
    ("caseloads.of_agent", _ORDER): _PAGE,
    ("caseloads.unfinished", _ORDER): "sorts references of one team's open applications",
    ("caseloads.count_by_phase", _GROUP): _REPORT,
    ("audit.record", "SCAN audit"): _NEWEST,
    ("audit.head", "SCAN audit"): _NEWEST,
    ("audit.shared_with", "SCAN audit"): _NEWEST,
    ("audit.entries", "SCAN audit"): _OPERATOR,
    ("errands.pull_in", "SCAN errands"): _RARE,
    ("due_messages.pull_in", "SCAN outbox"): _RARE,
    ("outbox.count", "SCAN outbox USING COVERING INDEX outbox_lanes"): "once, at the end",
    ("figures.attempts", _GROUP): _REPORT,
    ("figures.reasons", _GROUP): _REPORT,
    ("figures.by_day", _GROUP): _REPORT,
    ("figures.by_day", _ORDER): _REPORT,
    ("inbox.take_waiting", _ORDER): "sorts a share of each sender who has to wait",
    ("inbox.list_set_aside", "SCAN set_aside_updates"): _OPERATOR,
}


def methods(store: Store) -> Iterator[str]:
    """Every public method of every table."""
    for table, owner in vars(store).items():
        if type(owner).__module__.startswith("storage.") and not table.startswith(("_", "hashes")):
            for name, member in vars(type(owner)).items():
                if callable(member) and not name.startswith("_"):
                    yield f"{table}.{name}"


#: Calls that may read very many rows of an agent or of all; the index holds all they need.
COVERED = (
    "backlog.verdicts",
    "caseloads.count_begun",
    "caseloads.count_by_phase",
    "caseloads.count_of_agent",
    "caseloads.search",
    "figures.by_day",
    "figures.count_corrected",
    "submissions.awaiting_verdict",
)


def plans(database: SqliteDatabase, store: Store, way: Way) -> Iterator[tuple[str, list[str]]]:
    """The statements of the call, each with the steps that SQLite takes."""
    statements: list[str] = []
    connection = database.connection
    connection.set_trace_callback(statements.append)
    with store.transaction():
        way(store)
    connection.set_trace_callback(None)
    for statement in statements:
        if statement.startswith(("select", "with", "insert", "update", "delete")):
            plan = connection.execute(f"explain query plan {statement}").fetchall()
            yield statement, [step for _, _, _, step in plan]


def slow_steps(database: SqliteDatabase, store: Store, way: Way) -> set[str]:
    """The steps of the call's statements that read or sort a table that grows as a whole."""
    return {
        step
        for statement, steps in plans(database, store, way)
        for is_growing in [any(f" {table} " in f"{statement} " for table in GROWING)]
        for step in steps
        if (step.startswith("SCAN") and step.split()[1] in GROWING)
        or ("TEMP B-TREE" in step and is_growing)
    }


@pytest.mark.parametrize("call", TOUR)
def test_no_statement_reads_a_growing_table_as_a_whole(
    database: SqliteDatabase, store: Store, call: str
) -> None:
    store.applications.save(FORM)
    store.errands.owe(FORM.id, Errand(task=Task.SUBMIT, ticket="t"), NOW)
    store.outbox.owe(AGENT, "{x}", NOW, label="receipt", subjects=(FORM.id,), kind="send")

    slow = set().union(*(slow_steps(database, store, way) for way in TOUR[call]))

    allowed = {step for other, step in EXCEPTIONS if other == call}
    assert slow == allowed


@pytest.mark.parametrize("call", COVERED)
def test_what_may_read_many_rows_reads_only_an_index(
    database: SqliteDatabase, store: Store, call: str
) -> None:
    steps = [
        step
        for way in TOUR[call]
        for _, steps in plans(database, store, way)
        for step in steps
        if " applications " in step
    ]

    assert steps
    assert [step for step in steps if "COVERING INDEX" not in step] == []


def test_the_tour_visits_every_method(store: Store) -> None:
    assert set(methods(store)) == set(TOUR)
