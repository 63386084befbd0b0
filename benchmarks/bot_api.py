"""A Bot API server that does as little as possible, so that the bot is the bottleneck.

Every reply is canned. Bodies are searched, not parsed: every client writes `chat_id`, `offset` and
`timeout` alike in forms and in multipart.
"""

import asyncio
import contextlib
import json
import re
import time
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Protocol

from tests.support.scripted_service import READING

_LENGTH = re.compile(rb"content-length:\s*(\d+)", re.IGNORECASE)
_CHUNKED = re.compile(rb"transfer-encoding:\s*chunked", re.IGNORECASE)


def _number(name: bytes) -> re.Pattern[bytes]:
    return re.compile(rb'\b%b"?(?:=|:\s*"?|\r\n(?:[^\r\n]+\r\n)*\r\n)(\d+)' % name)


_CHAT, _OFFSET, _TIMEOUT = _number(b"chat_id"), _number(b"offset"), _number(b"timeout")

_ME = json.dumps(
    {
        "id": 42,
        "is_bot": True,
        "first_name": "Bot",
        "username": "measured_bot",
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
    }
).encode()
_SENT = (
    b'{"ok":true,"result":{"message_id":%d,"from":' + _ME + b',"chat":{"id":%d,"first_name":"Rahim"'
    b',"last_name":"Uddin","username":"rahim","type":"private"},"date":1800000000,"text":"Thanks"}}'
)
_FILE = re.compile(rb"file_id\W+(\w+)")
_FILE_FOUND = b'{"ok":true,"result":{"file_id":"%b","file_unique_id":"%b","file_path":"%b"}}'
_NOTHING_NEW = b'{"ok":true,"result":[]}'
_DONE = b'{"ok":true,"result":true}'
_BATCH = 100  # updates in one answer, as Telegram's
_LONGEST_POLL = 5.0  # seconds


class Crowd(Protocol):
    """The people on the other side."""

    def begin(self, api: "BotApi") -> None:
        """The bot polls for the first time."""

    def hear(self, chat: int, body: bytes) -> None:
        """A message was sent to the chat."""


class BotApi:
    """`delay` is the time in seconds that each call but getUpdates takes; `files` by file id."""

    def __init__(
        self, crowd: Crowd, *, delay: float = 0.0, files: Mapping[str, bytes] | None = None
    ) -> None:
        self._crowd = crowd
        self._delay = delay
        self._files = files or {}
        self._updates: list[bytes] = []
        self._poll: tuple[int, Callable[[bytes], None], asyncio.TimerHandle] | None = None
        self._messages = 0
        self.calls = 0
        self.last_call_at = 0.0  # of all but getUpdates, on the clock of perf_counter
        self.confirmed = 0  # updates, by the offset of getUpdates
        self.polled = asyncio.Event()

    # -- what people do -----------------------------------------------------------------------

    def writes(self, chat: int, text: str) -> None:
        """Somebody writes a text or a command."""
        entities = ""
        if text.startswith("/"):
            entity = {"type": "bot_command", "offset": 0, "length": len(text)}
            entities = f',"entities":[{json.dumps(entity)}]'
        self._message(chat, f'"text":{json.dumps(text)}{entities}')

    def sends_photo(self, chat: int, name: str) -> None:
        size = {"width": 1280, "height": 960, "file_id": name, "file_unique_id": name}
        self._message(chat, f'"photo":[{json.dumps(size)}]')

    def presses(self, chat: int, button: str) -> None:
        self._add(
            f'"callback_query":{{"id":"{len(self._updates)}","from":{_person(chat)},'
            f'"message":{{"message_id":1,"date":1800000000,"chat":{_chat(chat)},"text":"?"}},'
            f'"chat_instance":"1","data":"{button}"}}'
        )

    def _message(self, chat: int, content: str) -> None:
        self._messages += 1  # a chat numbers what both sides send in one order
        self._add(
            f'"message":{{"message_id":{self._messages},"from":{_person(chat)},"chat":{_chat(chat)},'
            f'"date":1800000000,{content}}}'
        )

    def _add(self, content: str) -> None:
        self._updates.append(f'{{"update_id":{len(self._updates) + 1},{content}}}'.encode())
        if self._poll:
            offset, respond, timer = self._poll
            self._poll = None
            timer.cancel()
            # Not at once: updates of one moment share an answer.
            asyncio.get_running_loop().call_soon(lambda: respond(self._batch(offset)))

    # -- what the bot calls -------------------------------------------------------------------

    def call(self, path: bytes, body: bytes, respond: Callable[[bytes], None]) -> None:
        self.calls += 1
        method = path.partition(b"?")[0].rpartition(b"/")[2].lower()
        if method == b"getupdates":
            self._get_updates(body, respond)
            return
        self.last_call_at = time.perf_counter()
        answer = self._answer(path, method, body)
        if self._delay:
            asyncio.get_running_loop().call_later(self._delay, respond, answer)
        else:
            respond(answer)

    def _answer(self, path: bytes, method: bytes, body: bytes) -> bytes:
        if path.startswith(b"/file/"):
            return self._files[path.rpartition(b"/")[2].decode()]
        if method in {b"sendmessage", b"sendphoto"}:
            found = _CHAT.search(body)
            chat = int(found[1]) if found else 0
            self._messages += 1
            self._crowd.hear(chat, body)
            return _SENT % (self._messages, chat)
        if method == b"getme":
            return b'{"ok":true,"result":' + _ME + b"}"
        if method == b"getfile":
            found = _FILE.search(body)
            name = found[1] if found else b""
            return _FILE_FOUND % (name, name, name)
        return _DONE

    def _get_updates(self, body: bytes, respond: Callable[[bytes], None]) -> None:
        if not self.polled.is_set():
            self.polled.set()
            self._crowd.begin(self)
        found = _OFFSET.search(body)
        offset = max(int(found[1]) if found else 1, 1)
        self.confirmed = max(self.confirmed, offset - 1)
        if offset <= len(self._updates):
            respond(self._batch(offset))
            return
        found = _TIMEOUT.search(body)
        seconds = min(int(found[1]) if found else 0, _LONGEST_POLL)
        timer = asyncio.get_running_loop().call_later(seconds, self._expire)
        self._poll = offset, respond, timer

    def _batch(self, offset: int) -> bytes:
        updates = self._updates[offset - 1 : offset - 1 + _BATCH]
        return b'{"ok":true,"result":[' + b",".join(updates) + b"]}"

    def _expire(self) -> None:
        if self._poll:
            _, respond, _ = self._poll
            self._poll = None
            respond(_NOTHING_NEW)


def _person(chat: int) -> str:
    return (
        f'{{"id":{chat},"is_bot":false,"first_name":"Rahim","last_name":"Uddin",'
        f'"username":"rahim","language_code":"en"}}'
    )


def _chat(chat: int) -> str:
    return (
        f'{{"id":{chat},"first_name":"Rahim","last_name":"Uddin","username":"rahim",'
        f'"type":"private"}}'
    )


class Api(Protocol):
    """Anything that answers calls."""

    def call(self, path: bytes, body: bytes, respond: Callable[[bytes], None]) -> None:
        """Answer with a body in JSON, now or later."""


class SlowEkyc:
    """An eKYC service that takes this many seconds to read a card; nothing else is called."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self.readings = 0

    def call(self, path: bytes, body: bytes, respond: Callable[[bytes], None]) -> None:
        self.readings += b"step=1" in path
        answer = json.dumps({"status": "success", "data": READING}).encode()
        asyncio.get_running_loop().call_later(self._seconds, respond, answer)


class _Connection(asyncio.Protocol):
    def __init__(self, api: Api) -> None:
        self._api = api
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        while (request := self._take()) is not None:
            self._api.call(*request, self._respond)

    def _take(self) -> tuple[bytes, bytes] | None:
        """Path and body of the next request; None until it is complete."""
        end = self._received.find(b"\r\n\r\n")
        if end < 0:
            return None
        head, begin = self._received[:end], end + 4
        length = _LENGTH.search(head)
        if length:
            stop = begin + int(length[1])
        elif _CHUNKED.search(head):
            last = self._received.find(b"0\r\n\r\n", begin)
            stop = last + 5 if last >= 0 else len(self._received) + 1
        else:
            stop = begin
        if len(self._received) < stop:
            return None
        body, self._received = self._received[begin:stop], self._received[stop:]
        return head.split(b" ", 2)[1], body

    def _respond(self, body: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                b"Content-Length: %d\r\n\r\n%b" % (len(body), body)
            )


@contextlib.asynccontextmanager
async def serving(api: Api) -> AsyncIterator[str]:
    """The address without a slash at its end."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Connection(api), "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
