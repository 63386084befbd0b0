"""HTTP connections to Telegram, in lanes, so that quick calls never wait behind slow ones.

What comes back is looked at here as well: only what is an answer of Telegram's reaches PTB. A page
of some proxy in between says nothing about our message, whatever its status is.
"""

import asyncio
import ipaddress
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

from telegram.error import BadRequest, NetworkError
from telegram.request import BaseRequest, HTTPXRequest, RequestData

from bot.authorities import authorities

#: Connections for each kind of call: the most that are open at once. Measured with 200 agents:
#: one httpx client with a pool of 64 costs several times as much per call as 64 clients with one
#: connection each, because httpcore goes through its whole pool every time (its issue 1035).
_LANES = {"polls": 2, "presses": 16, "files": 16, "messages": 32}

_LANE_OF_METHOD = {
    "getupdates": "polls",
    "answercallbackquery": "presses",
    "getfile": "files",
    "sendphoto": "files",
    "senddocument": "files",
}

_CONNECT_SECONDS = 10.0
_ANSWER_SECONDS = 25.0  # a reply that comes late is better than not knowing what became of it


class FloodControl(NetworkError):
    """Telegram wants to be left alone for so many seconds.

    In the place of PTB's RetryAfter, whose only way to the number warns that it will change.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__("flood control")
        self.seconds = seconds


class Connections(BaseRequest):
    """The way out of PTB's Bot; `api_url` has no slash at its end."""

    def __init__(self, api_url: str) -> None:
        self._files_at = f"{api_url}/file/"
        # A proxy from the environment is for the world, not for this machine itself.
        settings = {"verify": authorities(), "trust_env": not _is_loopback(api_url)}
        self._free: dict[str, asyncio.LifoQueue[HTTPXRequest]] = {}
        self._all: list[HTTPXRequest] = []
        for lane, size in _LANES.items():
            self._free[lane] = asyncio.LifoQueue()  # the one used last is still connected
            for _ in range(size):
                request = HTTPXRequest(
                    connection_pool_size=1,
                    connect_timeout=_CONNECT_SECONDS,
                    read_timeout=_ANSWER_SECONDS,
                    write_timeout=_ANSWER_SECONDS,
                    httpx_kwargs=settings,
                )
                self._all.append(request)
                self._free[lane].put_nowait(request)

    @property
    def read_timeout(self) -> float:
        return _ANSWER_SECONDS

    async def initialize(self) -> None:
        for request in self._all:
            await request.initialize()

    async def shutdown(self) -> None:
        await asyncio.gather(*(request.shutdown() for request in self._all))

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *timeouts: Any,
        **named_timeouts: Any,
    ) -> tuple[int, bytes]:
        """Make the call in its lane, waiting for a free connection as long as it takes.

        Raises FloodControl, and NetworkError for an answer that is not Telegram's.
        """
        async with self._connection(_lane(url, self._files_at)) as connection:
            status, content = await connection.do_request(
                url, method, request_data, *timeouts, **named_timeouts
            )
        if status >= 400:
            if url.startswith(self._files_at):
                # A path that has run out: a 404 there is about the file, not about the token.
                raise (BadRequest if status < 500 else NetworkError)(f"file: HTTP {status}")
            answer = _read_object(content)
            if not _is_refusal(answer):
                raise NetworkError(f"HTTP {status} that is not Telegram's")
            if (seconds := _retry_after(answer)) is not None:
                raise FloodControl(seconds)
        return status, content

    @asynccontextmanager
    async def _connection(self, lane: str) -> AsyncIterator[HTTPXRequest]:
        connection = await self._free[lane].get()
        try:
            yield connection
        finally:
            self._free[lane].put_nowait(connection)

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer as an object; PTB would print one that is broken, customers' words and all."""
        answer = _read_object(payload)
        if "result" not in answer and not _is_refusal(answer):
            raise NetworkError("an answer that is not Telegram's")
        return answer


def _lane(url: str, files_at: str) -> str:
    if url.startswith(files_at):
        return "files"
    return _LANE_OF_METHOD.get(url.rpartition("/")[2].lower(), "messages")


def _read_object(content: bytes) -> dict[str, Any]:
    """The JSON object in a body; an empty one where there is none."""
    try:
        answer = json.loads(content.decode(errors="replace"))
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _is_refusal(answer: Mapping[str, Any]) -> bool:
    """Whether the Bot API refuses in these words ("Making requests" in its description)."""
    return answer.get("ok") is False


def _retry_after(answer: Mapping[str, Any]) -> float | None:
    parameters = answer.get("parameters")
    seconds = parameters.get("retry_after") if isinstance(parameters, dict) else None
    return float(seconds) if isinstance(seconds, int | float) else None


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
