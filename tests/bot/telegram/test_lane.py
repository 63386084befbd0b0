"""Small calls are as safe as those of aiohttp's own session, whose connections they use."""

import asyncio
import contextlib
import gzip
from collections.abc import AsyncIterator, Sequence

import pytest

from bot.telegram.client import TelegramClient
from bot.telegram.errors import TelegramUnavailable
from tests.support.clocks import until
from tests.support.scripted_telegram import TOKEN, ScriptedTelegram

ANSWER = b'{"ok": true, "result": {"message_id": 7}}'
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
WHOLE = HEAD + b"Content-Length: %d\r\n\r\n%b" % (len(ANSWER), ANSWER)
ZIPPED = gzip.compress(ANSWER)


class Writing:
    """A server that writes these parts to each request, and counts its connections."""

    def __init__(self, parts: Sequence[bytes], *, hangs_up: bool = False) -> None:
        self._parts, self._hangs_up = parts, hangs_up
        self.connections = 0
        self.url = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        with contextlib.closing(writer):
            while await self._is_asked(reader):
                for part in self._parts:
                    writer.write(part)
                    await writer.drain()
                    await asyncio.sleep(0)
                if self._hangs_up:
                    return

    async def _is_asked(self, reader: asyncio.StreamReader) -> bool:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:
            return False
        length = head.lower().partition(b"content-length:")[2].split(b"\r\n")[0]
        await reader.readexactly(int(length))
        return True


@contextlib.asynccontextmanager
async def writing(*parts: bytes, hangs_up: bool = False) -> AsyncIterator[Writing]:
    server = Writing(parts, hangs_up=hangs_up)
    async with await asyncio.start_server(server.serve, "127.0.0.1", 0) as listening:
        server.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
        yield server


@pytest.mark.parametrize(
    "parts",
    [
        (WHOLE,),
        (WHOLE[:9], WHOLE[9:60], WHOLE[60:]),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n29\r\n" + ANSWER, b"\r\n0\r\n", b"\r\n"),
        (HEAD + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(ZIPPED), ZIPPED),
        (b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", WHOLE),
    ],
    ids=["whole", "in pieces", "in chunks", "compressed", "after hints"],
)
async def test_answers_are_read_however_they_come_and_the_connection_is_kept(
    parts: Sequence[bytes],
) -> None:
    async with writing(*parts) as server, TelegramClient(TOKEN, server.url) as client:
        for _ in range(3):
            assert await client.send(1, "hello", ()) == 7

    assert server.connections == 1


@pytest.mark.parametrize(
    "parts", [(), (WHOLE[:-1],), (b"SSH-2.0-OpenSSH_9.2\r\n",)], ids=["no", "cut off", "of others"]
)
async def test_a_connection_that_ends_without_an_answer_is_an_outage(
    parts: Sequence[bytes],
) -> None:
    async with (
        writing(*parts, hangs_up=True) as server,
        TelegramClient(TOKEN, server.url) as client,
    ):
        for _ in range(2):
            with pytest.raises(TelegramUnavailable):
                await client.send(1, "hello", ())

    assert server.connections == 2


async def test_an_answer_to_a_call_that_was_given_up_is_not_taken_for_that_to_the_next(
    telegram: ScriptedTelegram, client: TelegramClient
) -> None:
    telegram.holds("sendMessage")
    given_up = asyncio.create_task(client.send(1, "given up", ()))
    await until(lambda: len(telegram.calls("sendMessage")) == 1)
    given_up.cancel()
    await asyncio.wait((given_up,))
    telegram.releases("sendMessage")

    number = await client.send(1, "next", ())

    assert telegram.told(1)[number - 1] == "next"
