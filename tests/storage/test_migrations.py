"""The schema: reached from every older step, and strict about its content."""

import functools
import hashlib
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlite_utils
from sqlcipher3 import dbapi2 as sqlcipher

from conversations.events import CorrectionBegun
from conversations.verdict import Decision, Verdict
from storage import SqliteDatabase, Store, open_sqlite
from storage.agents import Agent, Role
from storage.migrations import MIGRATIONS
from storage.sqlite_schema import STEPS
from tests.support.engine import KEY
from tests.support.forms import AGENT as AGENT_ID
from tests.support.forms import FAILED, NOW, after, decided, pending, press

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.one_engine

#: A row that is valid from that step on.
ROWS = {
    "m001_people": "insert into agents (id, name, role, language, enrolled_at)"
    " values (7, 'Rahim', 'agent', 'bn', 1.5)",
    "m002_applications": "insert into applications"
    " (id, agent_id, phase, created_at, changed_at, document)"
    " values ('abcd2345', 7, 'filling', 1.5, 1.5, '{}')",
    "m003_what_is_owed": "insert into errands (application_id, task, ticket, due_at)"
    " values ('abcd2345', 'submit', 't1', 1.5)",
    "m004_updates": "insert into handled_updates (id, digest, handled_at) values (1, 'd', 1.5)",
    "m005_troubles": "insert into troubles (name, told_at) values ('denied', 1.5)",
    "m006_audit": "insert into audit (at, actor, action, subject, details, seal)"
    " values (1.5, 'bot', 'started', '', '{}', 's')",
    "m007_standing": "insert into refusals (person, kind, hour, times) values (7, 'press', 1, 1)",
    "m008_retention": "insert into chat_messages values ('abcd2345', 7, 1, 1.5, 0)",
    "m009_service_tokens": "insert into service_tokens values ('agent:7', 'token')",
    "m010_examples": "insert into examples_shown values (7, 'front')",
    "m011_own_numbers": "insert into strangers values (8, 1.5)",
    "m012_audit_is_not_replaced": "insert into audit (at, actor, action, subject, details, seal)"
    " values (2.5, 'bot', 'started', '', '{}', 's')",
    "m013_closed": "update applications set phase = 'closed'",
    "m014_inviters": "insert into invites"
    " (code_digest, name, role, created_at, expires_at, made_by)"
    " values ('d', 'Karim', 'agent', 1.5, 2.5, 7)",
    "m015_lists_of_agents": "insert into strangers values (9, 1.5)",
    "m016_waiting_updates": "insert into waiting_updates (sender, document) values (7, '{}')",
    "m017_search": "insert into strangers values (10, 1.5)",
    "m019_plans": "insert into last_seen (at) values (1.5)",
    "m022_unfinished": "insert into strangers values (13, 1.5)",
    "m024_open_invitations": "insert into name_questions values (7, 'agent', '', null, 1.5)",
    "m023_seen": "update agents set seen_at = 1.5",
    "m025_evening_reports": "insert into evening_reports values (7, 0, '2026-11-30')",
    "m026_announcements": "insert into announcements (maker, text, asked_at) values (7, 'x', 1.5)",
    "m027_owed_at": "update errands set owed_at = 1.5",
    "m028_forwardable_messages": "insert into shown (label, chat_id, message_id, is_forwardable)"
    " values ('receipt:abcd', 7, 1, 1)",
    "m029_confirmations": "insert into confirmations values (7, '~a.1', '~b.1', null, 1.5)",
    "m030_searches": "insert into searches values (7, 1, 'abcd2345', 1)",
    "m031_common_subset": "update applications set begun_on = '2026-11-30', sent_with = 'digest'",
    "m032_outbox_kinds": "insert into strangers values (11, 1.5)",
    "m035_masked_messages": "insert into chat_messages values ('abcd2345', 8, 9, 1.5, 1)",
    "m034_begun_by": "update errands set begun_by = 'one '",
    "m036_kept_news": "insert into strangers values (14, 1.5)",
    "m037_answers_only": "insert into strangers values (15, 1.5)",
    "m033_keyed_digests": "insert into strangers values (12, 1.5)",
    "m020_attempts": "insert into attempts values ('abcd2345', 1, 7, 1.5, 'passed', '')",
    "m021_hints": "insert into hints values (2001, 'digest', 1.5)",
    "m018_times_and_heads": "insert into schedules (name, due_at, delay) values ('s', 1.5, 2.5)",
}


def connect(path: Path) -> sqlcipher.Connection:
    connection = sqlcipher.connect(str(path), isolation_level=None)
    connection.execute(f"pragma key = \"x'{KEY}'\"")
    return connection


def schema(database: SqliteDatabase) -> list[tuple[str, str]]:
    return database.rows("select name, sql from sqlite_master where sql is not null order by name")


@functools.cache
def schema_of_a_new_one() -> list[tuple[str, str]]:
    database = open_sqlite(":memory:", KEY)
    try:
        return schema(database)
    finally:
        database.close()


def steps_with_times(database: SqliteDatabase) -> list[tuple[str, str]]:
    return database.rows("select name, applied_at from _sqlite_migrations order by id")


def test_the_steps_are_these_in_this_order(database: SqliteDatabase) -> None:
    assert tuple(name for name, _ in steps_with_times(database)) == STEPS


@pytest.mark.parametrize("present", range(len(STEPS)))
def test_an_older_database_keeps_its_rows_and_becomes_like_a_new_one(
    path: Path, present: int
) -> None:
    """`present` counts the steps that the older database has."""
    connection = connect(path)
    MIGRATIONS.apply(sqlite_utils.Database(connection), stop_before=STEPS[present])
    for step in STEPS[:present]:
        connection.execute(ROWS[step])
    connection.close()

    migrated = open_sqlite(path, KEY)

    assert schema(migrated) == schema_of_a_new_one()
    kept = migrated.row(
        "select (select count(*) from agents), (select count(*) from applications),"
        " (select count(*) from errands)"
    )
    assert kept == tuple(int(number < present) for number in range(3))
    for step in STEPS[present:]:
        migrated.run(ROWS[step])
    migrated.close()


def test_customers_of_an_older_database_are_found_by_name_and_number(path: Path) -> None:
    database = open_sqlite(path, KEY)
    store = Store(database)
    store.agents.enrol(Agent(id=7, name="Rahim", role=Role.AGENT, language="en"), NOW)
    store.applications.save(replace(pending(), id="older", agent=7))
    new = database.row("select found_by from applications")
    database.run("drop index applications_to_search")
    database.run("alter table applications drop column found_by")
    database.run("delete from _sqlite_migrations where name = 'm017_search'")
    database.close()

    migrated = open_sqlite(path, KEY)

    assert migrated.row("select found_by from applications") == new
    assert Store(migrated).caseloads.search(7, ["asaduzzaman"]) == ["older"]
    migrated.close()


def test_labels_that_an_older_version_never_forgot_are_gone(path: Path) -> None:
    database = open_sqlite(path, KEY)
    for label in ("answer-review:abcd2345", "answer-gender:abcd2345", "prompt:abcd2345"):
        Store(database).shown.note(label, 7, 1)
    database.run("delete from _sqlite_migrations where name = 'm037_answers_only'")
    database.close()

    migrated = open_sqlite(path, KEY)

    kept = migrated.rows("select label from shown order by label")
    assert kept == [("answer-gender:abcd2345",), ("prompt:abcd2345",)]
    migrated.close()


def test_news_kept_by_an_older_version_is_due_at_no_time(path: Path) -> None:
    database = open_sqlite(path, KEY)
    Store(database).outbox.owe(7, "{}", NOW, delay=timedelta(days=3650), lane="held:7")
    database.run("delete from _sqlite_migrations where name = 'm036_kept_news'")
    database.close()

    migrated = open_sqlite(path, KEY)

    assert not Store(migrated).due_messages.heads(NOW + timedelta(days=9999), others=9).others
    migrated.close()


def test_verdicts_of_an_older_database_are_counted_as_attempts(path: Path) -> None:
    database = open_sqlite(path, KEY)
    store = Store(database)
    store.agents.enrol(Agent(id=AGENT_ID, name="Rahim", role=Role.AGENT, language="en"), NOW)
    failed = decided(replace(FAILED, card_photo_matches=False, selfie_matches=False))
    corrected = after(decided(FAILED), press(CorrectionBegun))
    unknown = decided(Verdict(decision=Decision.INVALID, found_at=NOW))
    for number, application in enumerate((failed, corrected, unknown, decided(), pending())):
        store.applications.save(replace(application, id=f"older{number}"))
    new = database.rows("select * from attempts order by application_id, number")
    database.run("drop table attempts")
    database.run("delete from _sqlite_migrations where name = 'm020_attempts'")
    database.close()

    migrated = open_sqlite(path, KEY)

    assert len(new) == 4
    assert migrated.rows("select * from attempts order by application_id, number") == new
    migrated.close()


def test_what_an_older_database_kept_as_json_has_columns_of_its_own(path: Path) -> None:
    connection = connect(path)
    MIGRATIONS.apply(sqlite_utils.Database(connection), stop_before="m031_common_subset")
    for step in STEPS[:3]:
        connection.execute(ROWS[step])
    connection.execute(
        "update applications set document = ?, created_at = ?",
        (
            '{"submission": {"token": "5d5d"}}',
            datetime(2026, 11, 30, 18, 30, tzinfo=UTC).timestamp(),
        ),
    )
    for _ in range(2):
        connection.execute(ROWS["m006_audit"])
    connection.execute(
        "insert into set_aside_updates (id, set_aside_at, error, document)"
        " values (7, 1.5, 'KeyError', ?), (8, 1.5, 'KeyError', 'no JSON')",
        ('{"update_id": 7, "message": {}}',),
    )
    connection.close()

    migrated = open_sqlite(path, KEY)

    assert migrated.row("select begun_on, sent_with from applications") == ("2026-12-01", "5d5d")
    kinds = migrated.rows("select kind from set_aside_updates order by number")
    assert kinds == [("message",), ("",)]
    assert migrated.rows("select number from audit_end") == [(2,)]
    migrated.close()


def test_messages_owed_by_an_older_version_have_their_kinds(path: Path) -> None:
    database = open_sqlite(path, KEY)
    Store(database).outbox.owe(7, '{"type":"send","text":"passed"}', NOW)
    database.run("alter table outbox drop column kind")
    database.run("delete from _sqlite_migrations where name = 'm032_outbox_kinds'")
    database.close()

    migrated = open_sqlite(path, KEY)

    assert migrated.rows("select kind from outbox") == [("send",)]
    migrated.close()


def test_an_update_that_an_older_version_took_in_is_not_taken_in_again(path: Path) -> None:
    update = '{"update_id": 7}'
    database = open_sqlite(path, KEY)
    database.run(
        "insert into handled_updates (id, digest, handled_at) values (7, ?, ?)",
        (hashlib.sha256(update.encode()).hexdigest(), NOW.timestamp()),
    )
    database.run("delete from _sqlite_migrations where name = 'm033_keyed_digests'")
    database.close()

    store = Store(open_sqlite(path, KEY))

    assert not store.inbox.note([(7, update)], NOW)
    assert store.inbox.note([(8, update)], NOW)
    store.close()


def test_a_file_with_all_steps_is_opened_without_the_library_of_the_steps(
    path: Path, database: SqliteDatabase
) -> None:
    """It takes a tenth of a start and 4 MB."""
    database.close()
    words = (
        "import sys; from storage import open_sqlite;"
        f" open_sqlite({str(path)!r}, {KEY!r}).close(); print('sqlite_utils' in sys.modules)"
    )

    told = subprocess.run(
        [sys.executable, "-c", words], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert told.stdout == "False\n"


def test_opening_again_changes_nothing(path: Path, database: SqliteDatabase) -> None:
    before = schema(database), steps_with_times(database)
    database.close()

    again = open_sqlite(path, KEY)

    assert (schema(again), steps_with_times(again)) == before
    again.close()


def test_a_step_that_fails_leaves_the_database_as_it_was(path: Path) -> None:
    connection = connect(path)
    connection.execute("create table applications (id text)")  # in the way of the second step
    connection.close()

    with pytest.raises(Exception, match="applications"):
        open_sqlite(path, KEY)

    connection = connect(path)
    tables = [row[0] for row in connection.execute("select name from sqlite_master")]
    connection.close()
    assert tables == ["applications"]


def test_every_table_is_strict(database: SqliteDatabase) -> None:
    loose = database.rows(
        "select name from pragma_table_list where not strict and schema = 'main'"
        " and name not like 'sqlite_%' and name not like '_sqlite_%'"
    )

    assert loose == []


AGENT = ROWS["m001_people"]
APPLICATION = ROWS["m002_applications"]


@pytest.mark.parametrize(
    ("statement", "complaint"),
    [
        (AGENT.replace("'agent'", "'king'"), "CHECK"),
        (AGENT.replace("'bn'", "'fr'"), "CHECK"),
        (AGENT.replace("'Rahim'", "null"), "NOT NULL"),
        (AGENT.replace("1.5", "'yesterday'"), "cannot store TEXT"),
        (AGENT.replace("7", "'x7'"), "datatype mismatch"),
        (APPLICATION.replace("'filling'", "'lost'"), "CHECK"),
        (APPLICATION.replace("7", "8"), "FOREIGN KEY"),
        (APPLICATION.replace("'{}'", "null"), "NOT NULL"),
        (ROWS["m003_what_is_owed"].replace("'abcd2345'", "'unknown'"), "FOREIGN KEY"),
        (ROWS["m003_what_is_owed"].replace("1.5", "'soon'"), "cannot store TEXT"),
    ],
)
def test_a_row_that_violates_the_schema_is_refused(
    database: SqliteDatabase, statement: str, complaint: str
) -> None:
    if statement.startswith("insert into applications"):
        database.run(AGENT)
    if "insert into errands" in statement:
        database.run(AGENT)
        database.run(APPLICATION)

    with pytest.raises(sqlcipher.IntegrityError, match=complaint):
        database.run(statement)


def test_with_an_application_goes_what_it_owed_and_the_agent_stays(
    database: SqliteDatabase,
) -> None:
    for step in STEPS[:3]:
        database.run(ROWS[step])
    database.run("update agents set active_application = 'abcd2345'")

    database.run("delete from applications")

    assert database.row("select count(*) from errands") == (0,)
    assert database.row("select active_application from agents") == (None,)
