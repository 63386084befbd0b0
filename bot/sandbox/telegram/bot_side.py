"""The machine's side: /bot<token>/<method> and /file/bot<token>/<path>."""

import asyncio
import hmac
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.sandbox.telegram import faults, parameters
from bot.sandbox.telegram.errors import BotApiError
from bot.sandbox.telegram.methods import METHODS, Method
from bot.sandbox.telegram.service import Telegram, telegram_of

_BY_LOWER_NAME = {name.lower(): (name, method) for name, method in METHODS.items()}
_WAITING = "getUpdates"  # the one method that waits; it ends when its caller disconnects


async def call(request: Request) -> Response:
    """One call of a method, with the fault that is due."""
    telegram = telegram_of(request)
    _authorize(telegram, request)
    name, method = _method(request.path_params["method"])
    given = await parameters.read(request)
    if telegram.faults.delay and name != _WAITING:
        await asyncio.sleep(telegram.faults.delay)
    fault = telegram.faults.take(name, given.text("chat_id"))
    if fault and (response := await faults.befall(fault, request)):
        return response
    telegram.flood.count(given.text("chat_id"), _messages(name, given))
    result = await _carry_out(name, method, telegram, given, request)
    if fault and fault.kind == "cut_after":
        return faults.cut(request)
    return JSONResponse({"ok": True, "result": result})


async def _carry_out(
    name: str, method: Method, telegram: Telegram, given: parameters.Parameters, request: Request
) -> Any:
    if name != _WAITING:
        return await method(telegram, given)
    poll = asyncio.ensure_future(method(telegram, given))
    gone = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait({poll, gone}, return_when=asyncio.FIRST_COMPLETED)
        return await poll if poll.done() else []
    finally:
        poll.cancel()
        gone.cancel()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def download(request: Request) -> Response:
    """The bytes of a file whose path getFile gave."""
    telegram = telegram_of(request)
    _authorize(telegram, request)
    fault = telegram.faults.take(faults.DOWNLOAD, "")
    if fault and (response := await faults.befall(fault, request)):
        return response
    file = telegram.files.at(request.path_params["path"])
    if fault and fault.kind in ("truncate", "drip"):
        return faults.spoiled(fault, request, file.content, "application/octet-stream")
    return Response(file.content, media_type="application/octet-stream")


def _messages(name: str, given: parameters.Parameters) -> int:
    """How many messages a call sends."""
    if name == "sendMediaGroup":
        return len(given.array("media") or [])
    return int(name in ("sendMessage", "sendPhoto", "sendDocument"))


def _method(name: str) -> tuple[str, Method]:
    if name.lower() not in _BY_LOWER_NAME:
        raise BotApiError(404, "Not Found: method not found")
    return _BY_LOWER_NAME[name.lower()]


def _authorize(telegram: Telegram, request: Request) -> None:
    if not hmac.compare_digest(request.path_params["token"].encode(), telegram.token.encode()):
        raise BotApiError(401, "Unauthorized")


ROUTES = [
    Route("/bot{token}/{method}", call, methods=["GET", "POST"]),
    Route("/file/bot{token}/{path:path}", download, methods=["GET"]),
]
