"""Polls: confirmed only when all is saved, patient with Telegram, and alone with the token."""

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from pathlib import Path

import pytest

from bot.alerts import Alerts
from bot.applications.clerk import Clerk
from bot.chat.incoming import Incoming
from bot.handlers.routing import Router
from bot.intake.batch import Decide, Intake
from bot.intake.polling import Polling
from bot.telegram.client import TelegramClient
from bot.telegram.errors import AnotherPoller, TokenRefused
from storage import Database, DatabaseFailed, Store, open_database
from storage.agents import Agent, Role
from tests.support.clocks import Clock, ManualTimer, until
from tests.support.forms import submitted
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
POLL_SECONDS, LATEST_ANSWER, VAIN_PAUSE = 25, 40.0, 0.5


class Counter:
    """A database and a clock that outlive every process, and a scripted Telegram."""

    def __init__(
        self, scripted: ScriptedTelegram, database: Database, client: TelegramClient
    ) -> None:
        self.telegram = scripted
        self.database = database
        self.store = Store(database)
        self.clock = Clock()
        self.timer = ManualTimer()
        self.router = Router(self.store, Clerk(self.store), language="en")
        self.beats = 0
        self._client = client
        for agent_id, role in ((RAHIM, Role.AGENT), (ADMIN, Role.ADMIN)):
            agent = Agent(id=agent_id, name="Somebody", role=role, language="en")
            self.store.agents.enrol(agent, self.clock())

    @contextlib.asynccontextmanager
    async def running(self, decide: Decide | None = None) -> AsyncIterator[asyncio.Task[None]]:
        """Poll as a new process does, which knows only what is stored."""
        alerts = Alerts(self.store)
        intake = Intake(
            self.store, decide or self.router.handle, alerts, nudges=(), clock=self.clock
        )
        polling = Polling(
            self._client,
            intake,
            self.store,
            alerts,
            timer=self.timer,
            clock=self.clock,
            beat=self._note_beat,
        )
        stop = asyncio.Event()
        task = asyncio.create_task(polling.run(stop))
        try:
            yield task
        finally:
            stop.set()
            await asyncio.wait((task,))

    def _note_beat(self) -> None:
        self.beats += 1

    async def takes(self, *batches: list[Mapping[str, object]]) -> None:
        """Run until these have been brought and confirmed."""
        self.telegram.brings(*batches)
        polls = self.polls + len(batches)
        async with self.running() as task:
            await until(lambda: self.polls > polls or task.done())

    @property
    def polls(self) -> int:
        """How many polls there were so far."""
        return len(self.telegram.offsets())

    async def sleeps(self, seconds: float) -> None:
        """Wait until the poller pauses for that time, and let it pass."""
        await until(lambda: self.timer.sleeps() == [pytest.approx(seconds)])
        self.timer.passes(seconds)

    async def pauses(self) -> None:
        """Let whatever pause there is after a failure pass; a poll may take longer."""
        await until(lambda: 0 < max(self.timer.sleeps(), default=0) <= 30)
        self.timer.passes(30)

    def owed(self, chat: int = RAHIM) -> list[str]:
        """The texts of all messages that are owed to the chat, in order."""
        rows = self.database.rows(
            "select document from outbox where chat_id = ? order by id", (chat,)
        )
        return [json.loads(document)["text"] for (document,) in rows]


@pytest.fixture
async def counter(tmp_path: Path) -> AsyncIterator[Counter]:
    async with scripted_telegram() as scripted, TelegramClient(TOKEN, scripted.url) as client:
        database = open_database(tmp_path / "bot.db", DATABASE_KEY)
        yield Counter(scripted, database, client)
        database.close()


def asks(update_id: int) -> Mapping[str, object]:
    """A question whose answer is one message."""
    return message(update_id, "/status 1")


# -- confirmed only when it is saved ------------------------------------------------------------


async def test_a_batch_is_confirmed_by_the_poll_after_it(counter: Counter) -> None:
    await counter.takes([asks(100), asks(101)], [asks(102)])

    assert counter.telegram.offsets() == [0, 102, 103]
    assert len(counter.owed()) == 3


async def test_a_poll_asks_for_the_kinds_that_the_bot_understands(counter: Counter) -> None:
    await counter.takes([asks(100)])

    given = counter.telegram.calls("getUpdates")[0]
    assert (given["limit"], given["timeout"]) == ("100", str(POLL_SECONDS))
    assert json.loads(str(given["allowed_updates"])) == [
        "message",
        "edited_message",
        "callback_query",
        "my_chat_member",
    ]


async def test_while_updates_wait_a_poll_is_not_held(counter: Counter) -> None:
    await counter.takes([asks(number) for number in range(100, 120)], [])

    polls = counter.telegram.calls("getUpdates")
    assert [given["timeout"] for given in polls] == [str(POLL_SECONDS), "0", "0"]


async def test_a_new_process_knows_no_offset_and_asks_for_everything(counter: Counter) -> None:
    await counter.takes([asks(100), asks(101)])
    await counter.takes([asks(100), asks(101), asks(102)])

    assert counter.telegram.offsets() == [0, 102, 0, 103]


async def test_the_offset_follows_the_numbers_when_they_start_again(counter: Counter) -> None:
    await counter.takes([asks(1_000_000)], [asks(5)], [asks(6)])

    assert counter.telegram.offsets() == [0, 1_000_001, 6, 7]


async def test_a_batch_that_could_not_be_saved_is_not_confirmed_and_ends_the_loop(
    counter: Counter,
) -> None:
    def has_no_disk(incoming: Incoming, now: datetime) -> None:
        raise DatabaseFailed("database or disk is full")

    counter.telegram.brings([asks(100)])
    async with counter.running(has_no_disk) as task:
        with pytest.raises(DatabaseFailed):
            await task

    assert counter.telegram.offsets() == [0]


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
        for longest in (1.0, 2.0):
            await until(lambda: counter.timer.sleeps() and counter.timer.sleeps()[0] < POLL_SECONDS)
            (seconds,) = counter.timer.sleeps()
            assert 0 < seconds <= longest
            counter.timer.passes(seconds)
        await until(lambda: counter.polls == 5)

    assert counter.telegram.offsets() == [0, 101, 101, 101, 102]
    assert len(counter.owed()) == 2
    assert SECRET not in caplog.text


async def test_parts_of_a_batch_that_are_not_updates_are_left_out(counter: Counter) -> None:
    odd: list[object] = [None, "x", {"message": {}}, {"update_id": "7"}, {"update_id": True}]
    far = [{**asks(100), "update_id": 2**70}, {**asks(100), "update_id": -1}]
    counter.telegram.polls = [ok([*odd, asks(100), *far])]

    async with counter.running():
        await until(lambda: counter.polls == 2)

    assert counter.telegram.offsets() == [0, 101]
    assert len(counter.owed()) == 1


async def test_five_thousand_updates_after_an_outage_are_worked_off_and_no_loop_is_held_up(
    counter: Counter,
) -> None:
    batches: list[list[Mapping[str, object]]] = [
        [message(100 * batch + one, f"{one}", RAHIM) for one in range(100)] for batch in range(50)
    ]
    batches[-1][-1] = message(4999, "/help", ADMIN)
    breaths = 0

    async def breathes() -> None:
        nonlocal breaths
        while counter.polls <= len(batches):
            await asyncio.sleep(0)
            breaths += 1

    breathing = asyncio.create_task(breathes())
    await counter.takes(*batches)
    await breathing

    handled = counter.database.row("select count(*) from handled_updates")
    assert handled == (5000,)
    assert len(counter.owed(ADMIN)) == 1
    assert breaths > 50  # the other loops had their turn between any two batches


async def test_a_poll_that_hangs_is_given_up_and_the_next_one_brings_what_there_is(
    counter: Counter,
) -> None:
    counter.telegram.holds("getUpdates")
    async with counter.running():
        await until(lambda: counter.polls == 1)
        counter.telegram.held.clear()
        counter.telegram.brings([message(1, "/help")])
        await counter.sleeps(LATEST_ANSWER)
        await until(lambda: counter.timer.sleeps() and counter.timer.sleeps()[0] <= 1)
        counter.timer.passes(1)
        await until(counter.owed)

    assert len(counter.owed()) == 1


async def test_only_a_poll_that_succeeded_is_a_sign_of_life(counter: Counter) -> None:
    counter.telegram.polls += [refused(500, "Internal Server Error"), refused(409, "Conflict")]
    async with counter.running():
        await until(lambda: counter.timer.sleeps() and counter.timer.sleeps()[0] <= 1)
        counter.timer.passes(1)
        await counter.sleeps(1)
        await until(lambda: counter.polls == 3)
        assert counter.beats == 0
    await counter.takes([message(1, "/help")])

    assert counter.beats > 0


async def test_flood_control_is_obeyed_to_the_second(counter: Counter) -> None:
    counter.telegram.polls = [refused(429, "Too Many Requests", retry_after=7)]

    async with counter.running():
        await counter.sleeps(7)
        await until(lambda: counter.polls == 2)


@pytest.mark.parametrize("batch", [[], [asks(100)]], ids=["empty", "the same"])
async def test_a_server_that_answers_at_once_without_news_is_not_asked_without_pause(
    counter: Counter, batch: list[Mapping[str, object]]
) -> None:
    counter.telegram.says("getUpdates", ok(batch))
    news = len(batch)  # the first time it is news

    async with counter.running():
        for pauses in range(3):
            await counter.sleeps(VAIN_PAUSE)
            assert counter.polls == pauses + 1 + news

    assert len(counter.owed()) == news


async def test_after_news_there_is_no_pause(counter: Counter) -> None:
    await counter.takes(*([asks(number)] for number in range(100, 130)))

    assert len(counter.owed()) == 30  # and no time had to pass


# -- who may poll -------------------------------------------------------------------------------

CONFLICT = refused(409, "Conflict: terminated by other getUpdates request; make sure that only one")
WEBHOOK = refused(
    409,
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook",
)


async def test_a_newcomer_without_work_whose_polls_are_ended_by_another_gives_up(
    counter: Counter,
) -> None:
    counter.telegram.says("getUpdates", CONFLICT)

    async with counter.running() as task:
        await counter.sleeps(1)
        await counter.sleeps(1)
        with pytest.raises(AnotherPoller):
            await task

    assert counter.owed(ADMIN) == []


async def test_a_process_whose_database_holds_work_stays_from_its_start_and_tells_the_admins(
    counter: Counter,
) -> None:
    counter.store.applications.save(submitted())
    counter.telegram.polls = [CONFLICT] * 9
    counter.telegram.brings([asks(101)])

    async with counter.running() as task:
        for _ in range(9):
            await counter.sleeps(1)
        await until(lambda: len(counter.owed()) == 1)
        assert not task.done()

    (alert,) = counter.owed(ADMIN)
    assert "Another process is taking this bot’s updates" in alert


async def test_the_poll_of_a_process_that_has_just_died_stops_nobody_and_is_not_told(
    counter: Counter,
) -> None:
    counter.store.applications.save(submitted())
    counter.telegram.polls = [CONFLICT, CONFLICT]
    counter.telegram.brings([asks(100)])

    async with counter.running() as task:
        await counter.sleeps(1)
        await counter.sleeps(1)
        await until(lambda: len(counter.owed()) == 1)
        assert not task.done()

    assert counter.owed(ADMIN) == []


async def test_a_process_that_has_polled_in_peace_stays_and_tells_the_admins_once(
    counter: Counter,
) -> None:
    counter.telegram.polls = [ok([asks(100)]), ok([])]

    async with counter.running() as task:
        await until(lambda: counter.timer.sleeps() == [VAIN_PAUSE])
        counter.telegram.polls = [CONFLICT] * 4
        counter.telegram.brings([asks(101)])
        counter.timer.passes(31)
        for _ in range(4):
            await counter.sleeps(1)
        await until(lambda: len(counter.owed()) == 2)
        assert not task.done()

    assert len(counter.owed(ADMIN)) == 1


@pytest.mark.parametrize("polls_before", [0, 1])
async def test_a_webhook_that_somebody_set_is_removed_and_told_and_ends_nothing(
    counter: Counter, polls_before: int
) -> None:
    counter.telegram.polls = [*[ok([asks(100)])] * polls_before, *[WEBHOOK] * 5]
    counter.telegram.brings([asks(101)])

    async with counter.running() as task:
        for _ in range(5):
            await counter.sleeps(1)
        await until(lambda: len(counter.owed()) == 1 + polls_before)
        assert not task.done()

    assert len(counter.telegram.calls("deleteWebhook")) == 5
    (alert,) = counter.owed(ADMIN)
    assert "webhook" in alert


async def test_a_webhook_that_cannot_be_removed_just_now_is_tried_again(counter: Counter) -> None:
    counter.telegram.polls = [WEBHOOK, WEBHOOK]
    counter.telegram.stumbles("deleteWebhook", refused(500, "Internal Server Error"))
    counter.telegram.brings([asks(101)])

    async with counter.running():
        await counter.sleeps(1)
        await counter.sleeps(1)
        await until(lambda: len(counter.owed()) == 1)

    assert len(counter.telegram.calls("deleteWebhook")) == 2


@pytest.mark.parametrize("answer", [refused(401, "Unauthorized"), refused(404, "Not Found")])
async def test_a_token_that_is_revoked_ends_the_loop(counter: Counter, answer: Answer) -> None:
    counter.telegram.polls = [ok([asks(100)]), *[answer] * 6]

    async with counter.running() as task:
        for _ in range(5):
            await counter.pauses()
        with pytest.raises(TokenRefused):
            await task


async def test_a_token_that_telegram_refuses_for_a_moment_is_used_again(counter: Counter) -> None:
    """Nobody starts a bot again that has ended for its token."""
    wrong = refused(401, "Unauthorized")
    counter.telegram.polls = [*[wrong] * 5, ok([asks(100)]), *[wrong] * 5, ok([asks(101)])]

    async with counter.running():
        for _ in range(10):
            await counter.pauses()
        await until(lambda: len(counter.owed()) == 2)


async def test_the_loop_ends_at_once_in_the_middle_of_a_poll(counter: Counter) -> None:
    async with counter.running() as task:
        await until(lambda: counter.polls == 1)

    assert task.done()  # and no time had to pass


async def test_the_loop_ends_at_once_in_the_middle_of_a_pause(counter: Counter) -> None:
    counter.telegram.says("getUpdates", refused(429, "Too Many Requests", retry_after=600))
    async with counter.running() as task:
        await until(lambda: counter.timer.sleeps() == [600])

    assert task.done()
