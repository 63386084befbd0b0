"""Updates: each is handled once, none is lost, and none holds up those behind it."""

import asyncio
import contextlib
import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlcipher3 import dbapi2 as sqlcipher

from bot.alerts import Alerts
from bot.applications.clerk import Clerk
from bot.chat.incoming import Incoming
from bot.handlers.routing import Router
from bot.intake.batch import Decide, Intake
from bot.observation import UNOBSERVED, Observer
from bot.runtime.nudge import Nudge
from storage import DatabaseFailed, Store, open_database
from storage.agents import Agent, Role
from tests.support.clocks import Clock, ManualTimer, until
from tests.support.engine import current
from tests.support.forms import NOW
from tests.support.postgres import needs_postgres
from tests.support.postgres_roles import server_of_the_page
from tests.support.running import ADMIN, DATABASE_KEY
from tests.support.scripted_telegram import message
from tests.support.trips import CountingDatabase

RAHIM = 2001
SECRET = "Asaduzzaman 0001980100147"

Update = Mapping[str, object]


class Counter:
    """A database and a clock that outlive every process."""

    def __init__(self) -> None:
        self.database = CountingDatabase(current().open_fresh())
        self.store = Store(self.database)
        self.clock = Clock()
        self.router = Router(self.store, Clerk(self.store), language="en")
        self.nudge = Nudge(ManualTimer())
        for agent_id, role in ((RAHIM, Role.AGENT), (ADMIN, Role.ADMIN)):
            agent = Agent(id=agent_id, name="Somebody", role=role, language="en")
            self.store.agents.enrol(agent, self.clock())

    def intake(self, decide: Decide | None = None, observer: Observer = UNOBSERVED) -> Intake:
        """The intake of a new process, which knows only what is stored."""
        return Intake(
            self.store,
            decide or self.router.handle,
            Alerts(self.store),
            nudges=(self.nudge,),
            clock=self.clock,
            observer=observer,
        )

    def takes(
        self,
        *batches: list[Update],
        decide: Decide | None = None,
        observer: Observer = UNOBSERVED,
    ) -> None:
        """A new process takes these batches in, then handles all queued updates."""
        intake = self.intake(decide, observer)
        for batch in batches:
            intake.take(batch)
        while intake.is_behind:
            intake.take([])

    def owed(self, chat: int = RAHIM) -> list[str]:
        """The texts of all messages that are owed to the chat, in order."""
        rows = self.database.rows(
            "select document from outbox where chat_id = ? order by id", (chat,)
        )
        return [json.loads(document)["text"] for (document,) in rows]


class Heard(Observer):
    """The updates that were reported: kind, outcome, chat and time of each."""

    def __init__(self) -> None:
        self.updates: list[tuple[str, str, int | None, datetime]] = []

    def update_taken(self, kind: str, outcome: str, chat: int | None, at: datetime) -> None:
        self.updates.append((kind, outcome, chat, at))


@pytest.fixture
def counter() -> Iterator[Counter]:
    counter = Counter()
    yield counter
    counter.store.close()


def asks(update_id: int, number: int = 0) -> Update:
    """A question whose answer is one message, which tells how many digits the question had."""
    return message(update_id, f"/status {'1' * (number + 1)}")


# -- once -------------------------------------------------------------------------------------


def test_an_update_that_comes_twice_is_handled_once(counter: Counter) -> None:
    counter.takes([asks(100), asks(101)], [asks(100), asks(101)], [asks(101), asks(102)])

    assert len(counter.owed()) == 3


def test_it_tells_whether_there_was_anything_new(counter: Counter) -> None:
    intake = counter.intake()

    assert [intake.take(batch) for batch in ([], [asks(100)], [asks(100)])] == [False, True, False]


def test_updates_that_a_dead_process_had_saved_and_not_confirmed_change_nothing(
    counter: Counter,
) -> None:
    counter.takes([asks(100), asks(101)])
    counter.takes([asks(100), asks(101), asks(102)])

    assert len(counter.owed()) == 3


def test_when_the_numbers_restart_everything_is_handled(counter: Counter) -> None:
    counter.takes([asks(1_000_000)], [asks(5)], [asks(6)])

    assert len(counter.owed()) == 3


def test_a_number_that_comes_again_with_another_content_is_handled(counter: Counter) -> None:
    """Another Bot API server numbers from the same beginning."""
    counter.takes([asks(1, number=1)])
    counter.takes([asks(1, number=2)])

    assert len(counter.owed()) == 2


async def test_the_loops_are_nudged_when_there_is_news(counter: Counter) -> None:
    woken = asyncio.create_task(counter.nudge.wait(None, stop=asyncio.Event()))

    counter.takes([asks(100)])

    await until(woken.done)


# -- one who sends many ------------------------------------------------------------------------


FLOOD = list(range(20, 50))  # digits of each question, all too many for a number


def flood() -> list[Update]:
    return [asks(number, digits - 1) for number, digits in enumerate(FLOOD)]


def digits(counter: Counter) -> list[int]:
    """How many digits each of his questions had, in the order of the answers."""
    found = (re.search(r"this one has (\d+)", text) for text in counter.owed())
    return [int(each[1]) for each in found if each]


def test_a_flood_delays_only_its_sender_and_is_answered_in_order(counter: Counter) -> None:
    counter.takes([*flood(), message(40, "/status 40", ADMIN)])

    rows = counter.database.rows("select chat_id from outbox order by id")
    assert rows.index((ADMIN,)) < 10
    assert digits(counter) == FLOOD


def test_later_updates_of_the_sender_queue_behind_the_earlier_ones(counter: Counter) -> None:
    counter.takes(flood()[:20], flood()[20:])

    assert digits(counter) == FLOOD


def test_queued_updates_survive_the_process_and_are_handled_once(counter: Counter) -> None:
    strength = 8

    def gets_tired(incoming: Incoming, now: datetime) -> None:
        """Fail like a full disk after some updates."""
        nonlocal strength
        strength -= 1
        if strength < 0:
            raise DatabaseFailed("database or disk is full")
        counter.router.handle(incoming, now)

    with pytest.raises(DatabaseFailed):
        counter.takes(flood(), decide=gets_tired)
    assert 0 < len(digits(counter)) < len(FLOOD)

    counter.takes(flood())

    assert digits(counter) == FLOOD


def test_what_another_process_had_queued_when_it_ended_is_handled_without_a_new_update(
    counter: Counter,
) -> None:
    here, elsewhere = counter.intake(), counter.intake()
    elsewhere.take(flood())
    assert not here.is_behind

    here.take([])
    while here.is_behind:
        here.take([])

    assert digits(counter) == FLOOD


# -- an update that cannot be handled -----------------------------------------------------------

POISON = {"update_id": 101, "message": {"message_id": SECRET, "text": SECRET}}


def test_an_update_that_cannot_be_read_is_set_aside_and_those_around_it_are_served(
    counter: Counter, caplog: pytest.LogCaptureFixture
) -> None:
    counter.takes([asks(100), POISON, asks(102)])

    assert len(counter.owed()) == 2
    assert set_aside(counter) == [101]
    (alert,) = counter.owed(ADMIN)
    assert "101" in alert
    assert "Update 101 was set aside" in caplog.text
    assert SECRET not in caplog.text


def test_it_is_kept_unmodified(counter: Counter) -> None:
    counter.takes([POISON])

    ((document,),) = counter.database.rows("select document from set_aside_updates")
    assert json.loads(document) == POISON


def test_it_is_set_aside_and_told_only_once_however_often_it_comes(counter: Counter) -> None:
    counter.takes([POISON], [POISON, asks(102)])
    counter.takes([POISON])

    assert set_aside(counter) == [101]
    assert len(counter.owed(ADMIN)) == 1


def set_aside(counter: Counter) -> list[int]:
    return [number for (number,) in counter.database.rows("select id from set_aside_updates")]


def test_whatever_a_failed_update_had_done_is_undone_and_its_neighbours_stay(
    counter: Counter, caplog: pytest.LogCaptureFixture
) -> None:
    def stumbles(incoming: Incoming, now: datetime) -> None:
        """Handle an update whole, and then fail at a word."""
        counter.router.handle(incoming, now)
        if "stumble" in str(getattr(incoming.content, "argument", "")):
            raise KeyError(SECRET)

    batch = [asks(100), message(101, "/status stumble"), asks(102)]
    counter.takes(batch, decide=stumbles)

    assert len(counter.owed()) == 2
    assert set_aside(counter) == [101]
    assert SECRET not in caplog.text


def test_what_is_decided_again_because_of_another_is_told_once(counter: Counter) -> None:
    heard = Heard()

    counter.takes([asks(100), POISON, asks(102)], [asks(100)], observer=heard)

    told = ["handled", "set_aside", "handled", "repeated"]
    assert [outcome for _, outcome, _, _ in heard.updates] == told
    assert [chat for _, outcome, chat, _ in heard.updates if outcome == "handled"] == [RAHIM, RAHIM]
    assert len(counter.owed()) == 2


def test_a_batch_that_was_not_saved_is_not_reported(counter: Counter) -> None:
    heard = Heard()

    def has_no_disk(incoming: Incoming, now: datetime) -> None:
        if counter.owed():
            raise DatabaseFailed("database or disk is full")
        counter.router.handle(incoming, now)

    with pytest.raises(DatabaseFailed):
        counter.takes([asks(100), asks(101)], decide=has_no_disk, observer=heard)

    assert heard.updates == []


def test_a_batch_of_good_updates_needs_no_savepoint(counter: Counter) -> None:
    counter.takes([asks(100), asks(101)])

    assert not [caller for caller in counter.database.trips if "savepoint" in caller]


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 101},
        {"update_id": 101, "poll": {"id": "1"}},
        {"update_id": 101, "message_reaction": {}},
        {"update_id": 101, "something_of_next_year": {"a": 1}},
    ],
)
def test_an_update_of_an_unknown_kind_does_no_harm(counter: Counter, update: Update) -> None:
    counter.takes([asks(100), update, asks(102)])

    assert len(counter.owed()) == 2


# -- when the database fails --------------------------------------------------------------------


def test_a_batch_that_could_not_be_saved_leaves_nothing_and_is_handled_when_it_comes_again(
    counter: Counter,
) -> None:
    def breaks_the_commit(incoming: Incoming, now: datetime) -> None:
        """Leave something behind that SQLite rejects only at the commit."""
        counter.router.handle(incoming, now)
        counter.database.run("pragma defer_foreign_keys = on")
        counter.database.run(
            "insert into errands (application_id, task, ticket, due_at) values ('x', 'y', 'z', 0)"
        )

    with pytest.raises(sqlcipher.IntegrityError):
        counter.takes([asks(100)], decide=breaks_the_commit)
    assert counter.owed() == []

    counter.takes([asks(100)])

    assert len(counter.owed()) == 1


@needs_postgres
def test_a_right_that_is_missing_is_not_taken_for_a_bad_update() -> None:
    with (
        server_of_the_page() as server,
        contextlib.closing(open_database(server.bot, DATABASE_KEY)) as database,
    ):
        store = Store(database)
        intake = Intake(
            store,
            lambda _, __: database.run("delete from audit"),
            Alerts(store),
            nudges=(),
            clock=lambda: NOW,
        )

        with pytest.raises(DatabaseFailed, match="see Roles"):
            intake.take([asks(100)])

        assert database.rows("select number from set_aside_updates") == []
        assert database.rows("select id from handled_updates") == []


def test_a_full_disk_is_not_taken_for_a_bad_update(counter: Counter) -> None:
    def has_no_disk(incoming: Incoming, now: datetime) -> None:
        counter.router.handle(incoming, now)
        raise DatabaseFailed("database or disk is full")

    with pytest.raises(DatabaseFailed):
        counter.takes([asks(100)], decide=has_no_disk)

    assert set_aside(counter) == []
    assert counter.owed() == []


# -- a clock that jumps -------------------------------------------------------------------------

moments = st.integers(-3_000_000_000, 3_000_000_000)  # seconds; nearly a century


@settings(max_examples=20, deadline=None)
@given(st.lists(moments, min_size=1, max_size=6))
def test_each_update_is_handled_once_wherever_the_clock_jumps(jumps: list[int]) -> None:
    counter = Counter()
    for number, jump in enumerate(jumps):
        counter.clock.passes(jump - (counter.clock.now - NOW).total_seconds())
        counter.takes([asks(each) for each in range(number + 1)])

    assert len(counter.owed()) == len(jumps)
    assert set_aside(counter) == []
    counter.store.close()
