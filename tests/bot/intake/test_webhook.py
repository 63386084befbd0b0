"""Posts of Telegram: answered once they are saved, each decided once, nobody else is heard."""

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncIterator, Mapping
from datetime import datetime

import httpx
import pytest

from bot.alerts import Alerts
from bot.chat.incoming import Incoming
from bot.intake.arrivals import Arrivals
from bot.intake.batch import Decide, Intake
from bot.intake.receiving import Receiving
from bot.intake.webhook import Webhook
from bot.observation import Observer
from bot.runtime.address_unusable import AddressUnusable
from storage import DatabaseFailed, Store
from tests.support.clocks import Clock, until
from tests.support.engine import current
from tests.support.processes import free_ports
from tests.support.scripted_telegram import message

SECRET = "s3cret_-"

POST_BEGUN = (
    b"POST /telegram HTTP/1.1\r\nHost: x\r\nX-Telegram-Bot-Api-Secret-Token: s3cret_-\r\n"
    b"Content-Type: application/json\r\n"
)

Update = Mapping[str, object]


class Answers(Observer):
    """What became of each request."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def webhook_answered(self, answer: str) -> None:
        self.seen.append(answer)


class Counter:
    """A webhook in front of a database; `decided` are the messages in the order of deciding."""

    def __init__(self, port: int) -> None:
        self.address = ("127.0.0.1", port)
        self.store = Store(current().open_fresh())
        self.arrivals = Arrivals()
        self.answers = Answers()
        self.decided: list[int | None] = []
        self.beats = 0
        self._http = httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False)

    @contextlib.asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        webhook = Webhook(self.arrivals, SECRET, observer=self.answers)
        url = "https://bot.example.com/telegram"
        async with self._http, webhook.serving(url, self.address):
            yield
        self.store.close()

    @contextlib.asynccontextmanager
    async def deciding(self, decide: Decide | None = None) -> AsyncIterator[asyncio.Task[None]]:
        """Decide during the block, as one life of the bot does."""
        intake = Intake(
            self.store, decide or self._decide, Alerts(self.store), nudges=(), clock=Clock()
        )
        stop = asyncio.Event()
        receiving = Receiving(self.arrivals, intake, beat=self._beat)
        task = asyncio.create_task(receiving.run(stop))
        await asyncio.sleep(0)
        try:
            yield task
        finally:
            stop.set()
            await asyncio.wait((task,))

    def _decide(self, incoming: Incoming, _: datetime) -> None:
        self.decided.append(incoming.message_id)

    def _beat(self) -> None:
        self.beats += 1

    async def post(
        self,
        update: object = None,
        *,
        content: bytes | None = None,
        path: str = "/telegram",
        secret: str = SECRET,
        kind: str = "application/json",
    ) -> httpx.Response:
        body = json.dumps(update).encode() if content is None else content
        headers = [
            (b"X-Telegram-Bot-Api-Secret-Token", secret.encode()),
            (b"Content-Type", kind.encode()),
        ]
        return await self._http.post(path, content=body, headers=headers)

    async def all_posted(self, *updates: Update) -> list[int]:
        """Post them at once; the statuses of the answers."""
        replies = await asyncio.gather(*(self.post(update) for update in updates))
        return [reply.status_code for reply in replies]


@pytest.fixture
async def counter() -> AsyncIterator[Counter]:
    counter = Counter(free_ports(1)[0])
    async with counter.listening():
        yield counter


async def test_a_post_is_answered_after_its_commit(counter: Counter) -> None:
    async with counter.deciding():
        reply = await counter.post(message(100, "/help"))

    assert (reply.status_code, reply.content) == (200, b"")
    assert counter.decided == [100]
    assert counter.answers.seen == ["saved"]
    assert counter.beats == 1


@pytest.mark.parametrize("given", ["", "other", SECRET + "x", "গোপন"])
async def test_nobody_without_the_secret_is_heard(counter: Counter, given: str) -> None:
    async with counter.deciding():
        reply = await counter.post(message(100, "/help"), secret=given)

    assert (reply.status_code, reply.content) == (403, b"")
    assert counter.decided == []
    assert counter.answers.seen == ["stranger"]


@pytest.mark.parametrize(
    ("content", "kind", "status", "answer"),
    [
        (b'{"update_id": 1, "message": {"te', "application/json", 400, "unreadable"),
        (b"", "application/json", 400, "unreadable"),
        (b"\xff\xfe{", "application/json", 400, "unreadable"),
        (b"[" * 100_000, "application/json", 400, "unreadable"),
        (b"update_id=1", "application/x-www-form-urlencoded", 415, "unreadable"),
        (b" " * (1024 * 1024 + 1), "application/json", 413, "too_large"),
        # What polling leaves out as well.
        (b"null", "application/json", 200, "left_out"),
        (b'{"message": {}}', "application/json", 200, "left_out"),
        (b'{"update_id": "7"}', "application/json", 200, "left_out"),
        (b'{"update_id": -1}', "application/json", 200, "left_out"),
    ],
)
async def test_what_is_no_update_is_not_decided(
    counter: Counter, content: bytes, kind: str, status: int, answer: str
) -> None:
    async with counter.deciding():
        reply = await counter.post(content=content, kind=kind)

    assert (reply.status_code, counter.answers.seen) == (status, [answer])
    assert counter.decided == []


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",  # TLS, as to the proxy
        b"POST /telegram HTTP/1.1\r\nHost: x\r\nX-Name: Rahim\x01\r\n\r\n",
        POST_BEGUN + b'Content-Length: 99\r\n\r\n{"update_id": 1, "message"',
        POST_BEGUN + b"Transfer-Encoding: chunked\r\n\r\nZZZ Rahim\r\n",
    ],
)
async def test_what_is_no_http_or_breaks_off_is_not_decided_and_no_error_of_ours(
    counter: Counter, caplog: pytest.LogCaptureFixture, sent: bytes
) -> None:
    caplog.set_level(logging.WARNING)
    async with counter.deciding():
        _, writer = await asyncio.open_connection(*counter.address)
        writer.write(sent)
        await writer.drain()
        writer.close()
        await writer.wait_closed()
        assert (await counter.post(message(100, "/help"))).status_code == 200

    assert counter.decided == [100]
    assert caplog.records == []


async def test_only_posts_to_the_path_are_taken(counter: Counter) -> None:
    async with counter.deciding():
        elsewhere = await counter.post(message(100, "/help"), path="/")
        async with httpx.AsyncClient(trust_env=False) as http:
            got = await http.get(f"http://127.0.0.1:{counter.address[1]}/telegram")

    assert (elsewhere.status_code, got.status_code) == (404, 405)
    assert counter.decided == []


async def test_an_update_that_cannot_be_understood_is_set_aside_and_blocks_nothing(
    counter: Counter,
) -> None:
    async with counter.deciding():
        odd = {"update_id": 100, "message": {"message_id": "x"}}
        statuses = await counter.all_posted(odd, message(101, "/help"))

    assert statuses == [200, 200]
    assert counter.decided == [101]
    assert [each.update_id for each in counter.store.inbox.list_set_aside()] == [100]


async def test_the_same_update_twice_at_once_or_later_is_decided_once(counter: Counter) -> None:
    async with counter.deciding():
        update = message(100, "/help")
        assert await counter.all_posted(update, update, update) == [200, 200, 200]
    async with counter.deciding():
        assert await counter.all_posted(update) == [200]

    assert counter.decided == [100]


async def test_posts_that_wait_are_decided_together_in_the_order_of_their_numbers(
    counter: Counter,
) -> None:
    updates = [message(number, "/help", sender=number) for number in (103, 101, 102)]
    with counter.arrivals.opened():
        posts = [asyncio.create_task(counter.post(update)) for update in updates]
        await until(lambda: counter.arrivals.waiting == 3)
        with counter.arrivals.batch(100) as batch:
            assert [each["update_id"] for each in batch] == [101, 102, 103]
        assert {(await post).status_code for post in posts} == {200}


async def test_a_flood_is_queued_and_decided_without_another_post(counter: Counter) -> None:
    updates = [message(number, "/help") for number in range(100, 150)]
    async with counter.deciding():
        assert set(await counter.all_posted(*updates)) == {200}
        await until(lambda: len(counter.decided) == 50)

    assert sorted(number for number in counter.decided if number) == list(range(100, 150))


# -- when nothing can be saved ------------------------------------------------------------------


def is_asked_to_repeat(reply: httpx.Response) -> bool:
    return (reply.status_code, reply.headers.get("Retry-After")) == (503, "1")


async def test_without_anybody_who_decides_telegram_is_asked_to_repeat(counter: Counter) -> None:
    assert is_asked_to_repeat(await counter.post(message(100, "/help")))
    async with counter.deciding():
        pass
    assert is_asked_to_repeat(await counter.post(message(100, "/help")))

    assert counter.answers.seen == ["unsaved", "unsaved"]


async def test_a_post_that_could_not_be_saved_is_to_be_repeated_and_the_loop_ends(
    counter: Counter,
) -> None:
    def has_no_disk(incoming: Incoming, now: datetime) -> None:
        raise DatabaseFailed("database or disk is full")

    async with counter.deciding(has_no_disk) as task:
        first = await counter.post(message(100, "/help"))
        with pytest.raises(DatabaseFailed):
            await task
        second = await counter.post(message(100, "/help"))
    assert is_asked_to_repeat(first)
    assert is_asked_to_repeat(second)

    async with counter.deciding():
        assert (await counter.post(message(100, "/help"))).status_code == 200
    assert counter.decided == [100]


async def test_posts_that_wait_at_the_end_are_to_be_repeated(counter: Counter) -> None:
    with counter.arrivals.opened():
        posts = [
            asyncio.create_task(counter.post(message(number, "/help"))) for number in (100, 101)
        ]
        await until(lambda: counter.arrivals.waiting == 2)

    assert [is_asked_to_repeat(await post) for post in posts] == [True, True]
    assert counter.decided == []


async def test_more_posts_than_telegram_makes_are_to_be_repeated(counter: Counter) -> None:
    with counter.arrivals.opened():
        updates = [message(number, "/help") for number in range(401)]
        waits = [asyncio.create_task(counter.arrivals.enqueue(update)) for update in updates]
        await until(waits[-1].done)

        assert [wait.done() for wait in waits] == [*[False] * 400, True]
        assert not waits[-1].result()
    assert not any(await asyncio.gather(*waits))


async def test_an_address_that_is_taken_is_named(counter: Counter) -> None:
    webhook = Webhook(Arrivals(), SECRET)
    words = f"WEBHOOK_LISTEN=127.0.0.1:{counter.address[1]} cannot be used"
    with pytest.raises(AddressUnusable, match=words):
        async with webhook.serving("https://bot.example.com", counter.address):
            pass
