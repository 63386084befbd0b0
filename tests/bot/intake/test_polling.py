"""Updates: each handled once, none lost, none in the way of those behind it."""

import asyncio
import contextlib
import json
import logging
import re
import time
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlcipher
from telegram import Bot

from bot.alerts import Alerts
from bot.applications.clerk import Clerk
from bot.chat.incoming import Incoming
from bot.handlers.routing import Router
from bot.intake.polling import Intake
from bot.runtime.nudge import Nudge
from bot.runtime.timer import LoopTimer
from bot.telegram.client import AnotherPoller, TokenRefused, connect
from storage import Database, DatabaseFailed, Store, open_database
from storage.agents import Agent, Role
from tests.support.clocks import Clock
from tests.support.running import ADMIN, DATABASE_KEY
from tests.support.scripted_telegram import (
    TOKEN,
    Answer,
    ScriptedTelegram,
    cut,
    message,
    ok,
    page,
    refused,
    scripted_telegram,
)

RAHIM = 2001
SECRET = "Asaduzzaman 0001980100147"


class Counter:
    """A database and a clock that outlive every intake, and Telegram as scripted."""

    def __init__(self, telegram: ScriptedTelegram, database: Database, bot: Bot) -> None:
        self.telegram = telegram
        self.database = database
        self.store = Store(database)
        self.clock = Clock()
        self.router = Router(self.store, Clerk(self.store), language="en")
        self.nudge = Nudge(LoopTimer())
        self.beats = 0
        self._bot = bot
        for agent_id, role in ((RAHIM, Role.AGENT), (ADMIN, Role.ADMIN)):
            agent = Agent(id=agent_id, name="Somebody", role=role, language="en")
            self.store.agents.enrol(agent, self.clock())

    @contextlib.asynccontextmanager
    async def running(
        self, peace: float = 30.0, latest_answer: float = 40.0
    ) -> AsyncIterator[asyncio.Task[None]]:
        """An intake as a new process has it, that knows nothing but what is stored."""
        intake = Intake(
            self._bot,
            self.store,
            self.router.handle,
            Alerts(self.store),
            nudges=(self.nudge,),
            clock=self.clock,
            beat=self._note_beat,
            peace=peace,
            latest_answer=latest_answer,
        )
        stop = asyncio.Event()
        task = asyncio.create_task(intake.run(stop))
        try:
            yield task
        finally:
            stop.set()
            await asyncio.wait((task,))

    def _note_beat(self) -> None:
        self.beats += 1

    async def takes(self, *batches: list[dict[str, object]], patience: float = 10.0) -> None:
        """Run until these have been brought and confirmed."""
        self.telegram.brings(*batches)
        polled = len(self.telegram.offsets())
        async with self.running() as task:
            polls = polled + len(batches)
            await until(lambda: len(self.telegram.offsets()) > polls or task.done(), patience)

    async def works_off(self) -> None:
        """Run until nobody's updates wait."""
        async with self.running() as task:
            await until(lambda: not self.store.inbox.senders_waiting() or task.done())

    def owed(self, chat: int = RAHIM) -> list[str]:
        """The texts of all messages that are owed to the chat, in order."""
        rows = self.database.rows(
            "select document from outbox where chat_id = ? order by id", (chat,)
        )
        return [json.loads(document)["text"] for (document,) in rows]


@pytest.fixture
async def counter(tmp_path: Path) -> AsyncIterator[Counter]:
    async with scripted_telegram() as telegram:
        database = open_database(tmp_path / "bot.db", DATABASE_KEY)
        bot = connect(TOKEN, telegram.url)
        await bot.initialize()
        yield Counter(telegram, database, bot)
        await bot.shutdown()
        database.close()


async def until(condition: Callable[[], object], seconds: float = 10.0) -> None:
    ends_at = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < ends_at, "it does not come to that"
        await asyncio.sleep(0.02)


def asks(update_id: int, number: int = 0) -> dict[str, object]:
    """A question whose answer is one message, which tells how many digits the question had."""
    return message(update_id, f"/status {'1' * (number + 1)}")


# -- once, and confirmed only when it is saved --------------------------------------------------


async def test_a_batch_is_confirmed_by_the_poll_after_it(counter: Counter) -> None:
    await counter.takes([asks(100), asks(101)], [asks(102)])

    assert counter.telegram.offsets() == [0, 102, 103]
    assert len(counter.owed()) == 3


async def test_a_poll_asks_for_what_the_bot_understands_and_for_no_more(counter: Counter) -> None:
    await counter.takes([])

    given = next(given for method, given in counter.telegram.asked if method == "getUpdates")
    assert given["limit"] == "100"
    assert int(str(given["timeout"])) >= 10
    assert json.loads(str(given["allowed_updates"])) == [
        "message",
        "edited_message",
        "callback_query",
        "my_chat_member",
    ]


async def test_what_comes_twice_is_handled_once(counter: Counter) -> None:
    await counter.takes([asks(100), asks(101)], [asks(100), asks(101)], [asks(101), asks(102)])

    assert len(counter.owed()) == 3


async def test_what_a_dead_process_had_saved_and_not_confirmed_changes_nothing(
    counter: Counter,
) -> None:
    await counter.takes([asks(100), asks(101)])
    await counter.takes([asks(100), asks(101), asks(102)])

    assert counter.telegram.offsets()[2] == 0
    assert len(counter.owed()) == 3


async def test_when_the_numbers_restart_everything_is_handled(counter: Counter) -> None:
    await counter.takes([asks(1_000_000)], [asks(5)], [asks(6)])

    assert counter.telegram.offsets() == [0, 1_000_001, 6, 7]
    assert len(counter.owed()) == 3


async def test_a_number_that_comes_again_with_another_content_is_handled(counter: Counter) -> None:
    """Another Bot API server numbers from the same beginning."""
    await counter.takes([asks(1, number=1)])
    await counter.takes([asks(1, number=2)])

    assert len(counter.owed()) == 2


async def test_old_numbers_are_forgotten_before_a_late_batch_is_looked_at(
    counter: Counter,
) -> None:
    await counter.takes([asks(100)])
    counter.clock.passes(8 * 86_400)

    await counter.takes([asks(100)])

    assert len(counter.owed()) == 2


async def test_the_loops_are_nudged_when_there_is_news(counter: Counter) -> None:
    stop = asyncio.Event()
    woken = asyncio.create_task(counter.nudge.wait(None, stop=stop))

    await counter.takes([asks(100)])

    async with asyncio.timeout(30):
        await woken


# -- one who sends many ------------------------------------------------------------------------


FLOOD = list(range(20, 50))  # digits of each question, all too many for a number


def flood() -> list[dict[str, object]]:
    return [asks(number, digits - 1) for number, digits in enumerate(FLOOD)]


def digits(counter: Counter) -> list[int]:
    """How many digits each of his questions had, in the order of the answers."""
    found = (re.search(r"this one has (\d+)", text) for text in counter.owed())
    return [int(each[1]) for each in found if each]


async def test_a_flood_delays_only_its_sender_and_is_answered_in_order(counter: Counter) -> None:
    await counter.takes([*flood(), message(40, "/status 40", ADMIN)])
    await counter.works_off()

    rows = counter.database.rows("select chat_id from outbox order by id")
    assert rows.index((ADMIN,)) < 10
    assert digits(counter) == FLOOD


async def test_later_updates_of_the_sender_queue_behind_the_earlier_ones(counter: Counter) -> None:
    await counter.takes(flood()[:20], flood()[20:])
    await counter.works_off()

    assert digits(counter) == FLOOD


class RouterThatGetsTired(Router):
    """Fails as a disk does after so many updates."""

    strength = 8

    def handle(self, incoming: Incoming, now: datetime) -> None:
        if not self.strength:
            raise DatabaseFailed("database or disk is full")
        self.strength -= 1
        super().handle(incoming, now)


async def test_queued_updates_survive_the_process_and_are_handled_once(counter: Counter) -> None:
    rested = counter.router
    counter.router = RouterThatGetsTired(counter.store, Clerk(counter.store), language="en")
    counter.telegram.brings(flood())
    async with counter.running() as task:
        with pytest.raises(DatabaseFailed):
            await task
    assert 0 < len(digits(counter)) < len(FLOOD)

    counter.router = rested
    await counter.takes(flood())
    await counter.works_off()

    assert digits(counter) == FLOOD


# -- an update that cannot be handled -----------------------------------------------------------

POISON = {"update_id": 101, "message": {"message_id": SECRET, "text": SECRET}}


async def test_an_update_that_cannot_be_read_is_set_aside_and_those_around_it_are_served(
    counter: Counter, caplog: pytest.LogCaptureFixture
) -> None:
    await counter.takes([asks(100), POISON, asks(102)])

    assert counter.telegram.offsets() == [0, 103]
    assert len(counter.owed()) == 2
    (poison,) = counter.store.inbox.list_set_aside()
    assert (poison.update_id, poison.kind) == (101, "message")
    (alert,) = counter.owed(ADMIN)
    assert "101" in alert
    assert "Update 101 was set aside" in caplog.text
    assert SECRET not in caplog.text


async def test_it_is_set_aside_and_told_only_once_however_often_it_comes(counter: Counter) -> None:
    await counter.takes([POISON], [POISON, asks(102)])
    await counter.takes([POISON])

    assert len(counter.store.inbox.list_set_aside()) == 1
    assert len(counter.owed(ADMIN)) == 1


class RouterThatStumbles(Router):
    """Handles an update whole, and then fails at a word."""

    def handle(self, incoming: Incoming, now: datetime) -> None:
        super().handle(incoming, now)
        if "stumble" in str(getattr(incoming.content, "argument", "")):
            raise KeyError(SECRET)


async def test_what_a_failed_update_had_done_is_undone_and_its_neighbours_stay(
    counter: Counter, caplog: pytest.LogCaptureFixture
) -> None:
    counter.router = RouterThatStumbles(counter.store, Clerk(counter.store), language="en")

    await counter.takes([asks(100), message(101, "/status stumble"), asks(102)])

    assert len(counter.owed()) == 2
    assert [each.update_id for each in counter.store.inbox.list_set_aside()] == [101]
    assert SECRET not in caplog.text


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 101},
        {"update_id": 101, "poll": {"id": "1"}},
        {"update_id": 101, "message_reaction": {}},
        {"update_id": 101, "something_of_next_year": {"a": 1}},
    ],
)
async def test_an_update_of_an_unknown_kind_does_no_harm(
    counter: Counter, update: dict[str, object]
) -> None:
    await counter.takes([asks(100), update, asks(102)])

    assert counter.telegram.offsets() == [0, 103]
    assert len(counter.owed()) == 2


# -- when the database fails --------------------------------------------------------------------


class RouterThatBreaksTheCommit(Router):
    """Leaves something behind about which SQLite complains only at the commit."""

    database: Database

    def handle(self, incoming: Incoming, now: datetime) -> None:
        super().handle(incoming, now)
        self.database.run("pragma defer_foreign_keys = on")
        self.database.run(
            "insert into errands (application_id, task, ticket, due_at) values ('x', 'y', 'z', 0)"
        )


async def test_a_batch_that_could_not_be_saved_is_not_confirmed_and_comes_again(
    counter: Counter,
) -> None:
    sound = counter.router
    broken = RouterThatBreaksTheCommit(counter.store, Clerk(counter.store), language="en")
    broken.database = counter.database
    counter.router = broken
    counter.telegram.brings([asks(100)])
    async with counter.running() as task:
        with pytest.raises(sqlcipher.IntegrityError):
            await task
    assert counter.telegram.offsets() == [0]
    assert counter.owed() == []

    counter.router = sound
    await counter.takes([asks(100)])

    assert len(counter.owed()) == 1


class RouterWithoutDisk(Router):
    def handle(self, incoming: Incoming, now: datetime) -> None:
        super().handle(incoming, now)
        raise DatabaseFailed("database or disk is full")


async def test_a_full_disk_ends_the_loop_and_is_not_taken_for_a_bad_update(
    counter: Counter,
) -> None:
    counter.router = RouterWithoutDisk(counter.store, Clerk(counter.store), language="en")
    counter.telegram.brings([asks(100)])

    async with counter.running() as task:
        with pytest.raises(DatabaseFailed):
            await task

    assert counter.telegram.offsets() == [0]
    assert counter.store.inbox.list_set_aside() == []


# -- when Telegram stumbles ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "stumble",
    [
        refused(429, "Too Many Requests: retry after 1", retry_after=1),
        refused(500, "Internal Server Error"),
        refused(400, "Bad Request: something new"),
        page(502, f"<html>{SECRET}</html>"),
        page(200, f'{{"ok": true, "result": [{{"{SECRET}', "application/json"),
        page(200, "<html>Sign in to the hotel</html>"),
        page(200, "[" * 100_000, "application/json"),
        page(400, '{"ok": ' * 50_000, "application/json"),
        page(401, "<html>Sign in to the hotel</html>"),
        ok({"update_id": 100}),
        ok(None),
        cut,
    ],
)
async def test_an_odd_answer_is_waited_out_and_nothing_is_confirmed_by_it(
    counter: Counter, caplog: pytest.LogCaptureFixture, stumble: Answer
) -> None:
    caplog.set_level(logging.INFO)
    counter.telegram.polls = [ok([asks(100)]), stumble, stumble]
    counter.telegram.brings([asks(101)])

    async with counter.running():
        await until(lambda: len(counter.owed()) == 2)
        await until(lambda: len(counter.telegram.offsets()) == 5)

    assert counter.telegram.offsets() == [0, 101, 101, 101, 102]
    assert SECRET not in caplog.text


async def test_parts_of_a_batch_that_are_not_updates_are_left_out(counter: Counter) -> None:
    odd: list[object] = [None, "x", {"message": {}}, {"update_id": "7"}, {"update_id": True}]
    far = [{**asks(100), "update_id": 2**70}, {**asks(100), "update_id": -1}]
    counter.telegram.polls = [ok([*odd, asks(100), *far])]

    async with counter.running():
        await until(lambda: len(counter.telegram.offsets()) == 2)

    assert counter.telegram.offsets() == [0, 101]
    assert len(counter.owed()) == 1


async def test_five_thousand_updates_after_an_outage_are_handled_and_no_loop_is_starved(
    counter: Counter,
) -> None:
    batches = [
        [message(100 * batch + one, f"{one}", RAHIM) for one in range(100)] for batch in range(50)
    ]
    batches[-1][-1] = message(4999, "/help", ADMIN)
    breaths = 0

    async def breathes() -> None:
        nonlocal breaths
        while True:
            await asyncio.sleep(0)
            breaths += 1

    breathing = asyncio.create_task(breathes())
    await counter.takes(*batches, patience=120.0)
    breathing.cancel()

    handled = counter.database.row("select count(*) from handled_updates")
    assert handled == (5000,)
    assert len(counter.owed(ADMIN)) == 1
    assert counter.store.inbox.list_set_aside() == []
    assert breaths > 50  # the other loops had their turn between any two batches


async def test_a_poll_that_hangs_is_given_up_and_the_next_one_brings_what_there_is(
    counter: Counter,
) -> None:
    counter.telegram.delays["getUpdates"] = 60.0
    async with counter.running(latest_answer=0.2) as task:
        await until(lambda: len(counter.telegram.offsets()) > 0 or task.done())
        counter.telegram.delays.clear()
        counter.telegram.brings([message(1, "/help")])
        await until(lambda: bool(counter.owed()) or task.done())

    assert len(counter.owed()) == 1


async def test_only_a_poll_that_succeeded_is_a_sign_of_life(counter: Counter) -> None:
    counter.telegram.polls += [refused(500, "Internal Server Error"), refused(409, "Conflict")]
    async with counter.running() as task:
        await until(lambda: len(counter.telegram.offsets()) > 2 or task.done())
        assert counter.beats == 0
    await counter.takes([message(1, "/help")])

    assert counter.beats > 0


async def test_flood_control_is_obeyed(counter: Counter) -> None:
    counter.telegram.polls = [refused(429, "Too Many Requests", retry_after=2)]
    began = time.monotonic()

    async with counter.running():
        await until(lambda: len(counter.telegram.offsets()) == 2)

    assert time.monotonic() - began >= 2


@pytest.mark.parametrize("batch", [[], [asks(100)]], ids=["empty", "the same"])
async def test_a_server_that_answers_at_once_without_news_is_not_asked_without_pause(
    counter: Counter, batch: list[dict[str, object]]
) -> None:
    counter.telegram.says("getUpdates", ok(batch))

    async with counter.running():
        await asyncio.sleep(1.7)

    assert len(counter.telegram.offsets()) <= 5
    assert len(counter.owed()) == len(batch)


async def test_news_are_taken_without_any_pause(counter: Counter) -> None:
    began = time.monotonic()

    await counter.takes(*([asks(number)] for number in range(100, 130)))

    assert len(counter.owed()) == 30
    assert time.monotonic() - began < 14  # a pause after each would take 15


# -- who may poll -------------------------------------------------------------------------------

CONFLICT = refused(409, "Conflict: terminated by other getUpdates request; make sure that only one")


async def test_a_newcomer_whose_polls_are_ended_by_another_gives_up(counter: Counter) -> None:
    counter.telegram.says("getUpdates", CONFLICT)

    async with counter.running() as task, asyncio.timeout(8):
        with pytest.raises(AnotherPoller):
            await task


async def test_the_poll_of_a_process_that_has_just_died_stops_nobody(counter: Counter) -> None:
    counter.telegram.polls = [CONFLICT, CONFLICT]
    counter.telegram.brings([asks(100)])

    async with counter.running() as task:
        await until(lambda: len(counter.owed()) == 1)
        assert not task.done()


async def test_the_first_poller_stays_and_tells_the_admins_once(
    counter: Counter,
) -> None:
    counter.telegram.polls = [ok([asks(100)]), *[CONFLICT] * 4]
    counter.telegram.brings([asks(101)])

    async with counter.running(peace=0.0) as task:
        await until(lambda: len(counter.owed()) == 2)
        assert not task.done()

    assert len(counter.owed(ADMIN)) == 1


@pytest.mark.parametrize("answer", [refused(401, "Unauthorized"), refused(404, "Not Found")])
async def test_a_token_that_is_revoked_ends_the_loop(counter: Counter, answer: Answer) -> None:
    counter.telegram.polls = [ok([asks(100)]), answer]

    async with counter.running() as task, asyncio.timeout(60):
        with pytest.raises(TokenRefused):
            await task


async def test_the_loop_ends_at_once_in_the_middle_of_a_poll(counter: Counter) -> None:
    async with counter.running():
        await until(counter.telegram.offsets)
        began = time.monotonic()

    assert time.monotonic() - began < 10  # the poll would take 25


async def test_the_loop_ends_at_once_in_the_middle_of_a_wait(counter: Counter) -> None:
    counter.telegram.says("getUpdates", refused(429, "Too Many Requests", retry_after=600))
    async with counter.running():
        await until(counter.telegram.offsets)
        await asyncio.sleep(0.2)
        began = time.monotonic()

    assert time.monotonic() - began < 10  # the wait would take 600
