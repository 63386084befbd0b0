"""Faults on request: what goes wrong with the next calls of the bot, and how often."""

import asyncio
import dataclasses
import math
from collections.abc import AsyncIterator
from typing import Literal, get_args

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse

from bot.sandbox.telegram.errors import BotApiError, bad_request, too_many_requests

Kind = Literal[
    "too_many_requests",  # 429 with retry_after = seconds
    "server_error",  # 500 as JSON
    "bad_gateway",  # 502 as a page of a proxy
    "too_large",  # 413, as for a file beyond the limit of the server
    "no_reactions",  # 400, as where the chat or its settings allow no such reaction
    "cut_before",  # the connection ends, nothing was done
    "cut_after",  # the connection ends, everything was done
    "delay",  # the answer waits for this many seconds
    "truncate",  # a file ends half-way
    "drip",  # a file comes in small pieces, one each `seconds`
    "again",  # an update is posted again after it was taken
    "twice",  # an update is posted twice at once
]
KINDS: tuple[str, ...] = get_args(Kind)
EVERY = "*"  # as method: every call of the bot
WEBHOOK = "webhook"  # as method: posting an update, with again, twice, cut_before or cut_after
DOWNLOAD = "download"  # as method: fetching a file
DRIP_PIECES = 16

_BAD_GATEWAY = """<html>
<head><title>502 Bad Gateway</title></head>
<body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center></body>
</html>
"""


@dataclasses.dataclass(slots=True)
class Fault:
    """Something that goes wrong with `times` calls of `method`."""

    method: str
    kind: Kind
    times: float = 1  # math.inf: until removed
    seconds: float = 0.0
    chat_id: int | None = None  # only calls for this chat


class Faults:
    """The pending faults, in the order in which they were requested."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self.delay = 0.0  # seconds that every answer to the bot waits

    def add(self, fault: Fault) -> None:
        self._faults.append(fault)

    def clear(self) -> None:
        self._faults.clear()
        self.delay = 0.0

    def remaining(self) -> list[dict[str, object]]:
        return [
            dataclasses.asdict(each) | {"times": "always" if math.isinf(each.times) else each.times}
            for each in self._faults
        ]

    def take(self, method: str, chat_id: str) -> Fault | None:
        """The fault that affects this call, if any; it is used up once more by that."""
        for fault in self._faults:
            is_any = fault.method == EVERY and method != WEBHOOK
            meant = is_any or fault.method.lower() == method.lower()
            if meant and (fault.chat_id is None or str(fault.chat_id) == chat_id):
                fault.times -= 1
                if fault.times <= 0:
                    self._faults.remove(fault)
                return fault
        return None


async def befall(fault: Fault, request: Request) -> Response | None:
    """Apply a fault before the call has any effect; None if the call proceeds.

    Raises BotApiError.
    """
    match fault.kind:
        case "too_many_requests":
            raise too_many_requests(math.ceil(fault.seconds))
        case "server_error":
            raise BotApiError(500, "Internal Server Error")
        case "bad_gateway":
            return HTMLResponse(_BAD_GATEWAY, 502)
        case "too_large":
            raise BotApiError(413, "Request Entity Too Large")
        case "no_reactions":
            raise bad_request("REACTION_INVALID")
        case "cut_before":
            return cut(request)
        case "delay":
            await asyncio.sleep(fault.seconds)
    return None


async def refuse(_: Request, refusal: Exception) -> Response:
    """The answer to a call that was refused, whoever refused it."""
    assert isinstance(refusal, BotApiError)
    headers = {}
    if refusal.parameters and "retry_after" in refusal.parameters:
        headers["Retry-After"] = str(refusal.parameters["retry_after"])
    return JSONResponse(refusal.body(), refusal.code, headers)


def cut(request: Request) -> Response:
    """End the connection; the response goes nowhere."""
    request.state.cut()
    return Response()


def spoiled(fault: Fault, request: Request, content: bytes, mime_type: str) -> Response:
    """A download that breaks off, or arrives in small pieces."""
    headers = {"content-length": str(len(content))}
    pieces = _half(request, content) if fault.kind == "truncate" else _drops(fault, content)
    return StreamingResponse(pieces, 200, headers, media_type=mime_type)


async def _half(request: Request, content: bytes) -> AsyncIterator[bytes]:
    yield content[: len(content) // 2]
    await asyncio.sleep(0.05)  # let it go out
    request.state.cut()
    await asyncio.sleep(0.05)  # let the server notice, so that it does not wait for the other half


async def _drops(fault: Fault, content: bytes) -> AsyncIterator[bytes]:
    step = max(1, math.ceil(len(content) / DRIP_PIECES))
    for begin in range(0, len(content), step):
        await asyncio.sleep(fault.seconds)
        yield content[begin : begin + step]
