"""The gates on the bot's wires, where what fate holds happens to a call."""

import asyncio
import json
import re
import time
from pathlib import Path
from urllib.parse import parse_qs

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.sandbox import ekyc, telegram
from tests.faults.campaign.fate import Doom, Fate
from tests.support.running import BOT_TOKEN, EKYC_TOKEN

WEBHOOK_PATH = "/telegram"
_STEPS = {"1": "step one", "2": "step two"}
_CALLS = {"get-verification-status": "status", "get-verification-log": "log"}


class Gate:
    """A gate in front of a pretend service that applies the doom to the bot's calls."""

    def __init__(self, service: ASGIApp, fate: Fate) -> None:
        self._service = service
        self._fate = fate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        call = _call_of(scope) if scope["type"] == "http" else None
        began = time.monotonic()
        mobile_number = ""
        if call in {"status", "step two"}:
            body = await _body(receive)
            receive, mobile_number = _replayed(body, receive), _mobile_number(body)
        if call == "step two":
            self._fate.left.setdefault(mobile_number, began)
        doom = self._fate.strikes(call) if call else None
        if doom is None:
            await self._service(scope, receive, send)
            return
        try:
            if doom.deed in {"again", "twice"}:
                await self._repeat(doom, scope, receive, send)
            elif doom.deed in {"withdraw", "copy"}:
                await self._let_pass(doom, mobile_number, scope, receive, send)
            else:
                await self._spoil(doom, scope, receive, send)
        finally:
            self._fate.idle.set()

    async def _let_pass(
        self, doom: Doom, mobile_number: str, scope: Scope, receive: Receive, send: Send
    ) -> None:
        """Hold the call, or its answer, until the deed is done."""

        async def do() -> None:
            deeds = self._fate.deeds()
            await (deeds.withdraw(mobile_number) if doom.deed == "withdraw" else deeds.copy())

        if doom.moment == "before":
            await do()
            await self._service(scope, receive, send)
            return
        answer: list[Message] = []
        await self._service(scope, receive, _kept_in(answer))
        await do()
        for message in answer:
            await send(message)

    async def _repeat(self, doom: Doom, scope: Scope, receive: Receive, send: Send) -> None:
        """Make the call once more, afterwards or at the same time."""
        body, unheard = await _body(receive), _kept_in([])
        if doom.deed == "again":
            await self._service(scope, _replayed(body, receive), unheard)
            await self._service(scope, _replayed(body, receive), send)
            return
        await asyncio.gather(
            self._service(scope, _replayed(body, receive), unheard),
            self._service(scope, _replayed(body, receive), send),
        )

    async def _spoil(self, doom: Doom, scope: Scope, receive: Receive, send: Send) -> None:
        answer: list[Message] = []
        if doom.moment == "before":
            await self._do(doom, scope, send, answer)
            return
        await self._service(scope, receive, _kept_in(answer))
        if doom.moment == "told":
            for message in answer:
                await send(message)
            self._fate.deeds().kill()
            return
        await self._do(doom, scope, send, answer)

    async def _do(self, doom: Doom, scope: Scope, send: Send, answer: list[Message]) -> None:
        match doom.deed:
            case "kill" | "restore":
                self._fate.deeds().kill()
                scope["state"]["cut"]()
                await _answer(send, 502, b"")
            case "jump":
                self._fate.deeds().jump()
                for message in answer:
                    await send(message)
            case "cut":
                scope["state"]["cut"]()
                await _answer(send, 502, b"")
            case "bad gateway":
                await _answer(send, 502, b"<html><h1>502 Bad Gateway</h1></html>")
            case "server error":
                await _answer(send, 500, b"<h1>Server Error (500)</h1>")
            case "too many":
                refusal = {
                    "ok": False,
                    "error_code": 429,
                    "description": "Too Many Requests: retry after 1",
                    "parameters": {"retry_after": 1},
                }
                await _answer(send, 429, json.dumps(refusal).encode())
            case "broken":
                body = b"".join(message.get("body", b"") for message in answer)
                await _answer(send, 200, body[: len(body) // 2])


def gated_services(folder: Path, fate: Fate) -> tuple[Gate, Gate]:
    """The pretend Telegram and the pretend eKYC service, fresh and empty."""
    bot_api = telegram.build_app(token=BOT_TOKEN)
    service = ekyc.build_app(
        tokens=[EKYC_TOKEN],
        database=folder / "ekyc.db",
        verification_delay=0.3,
        reader="specimens",
    )
    return Gate(bot_api, fate), Gate(service, fate)


def _kept_in(answer: list[Message]) -> Send:
    async def keep(message: Message) -> None:
        answer.append(message)

    return keep


async def _answer(send: Send, status: int, body: bytes) -> None:
    headers = [(b"content-type", b"text/html"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _body(receive: Receive) -> bytes:
    messages = [await receive()]
    while messages[-1].get("more_body"):
        messages.append(await receive())
    return b"".join(message.get("body", b"") for message in messages)


def _replayed(body: bytes, receive: Receive) -> Receive:
    """The same body to be received once more, and then whatever follows."""
    left: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return left.pop() if left else await receive()

    return again


def _mobile_number(body: bytes) -> str:
    number = re.search(rb'name="mobile_number"[^\d]*?\r\n\r\n(\d+)', body)
    return number[1].decode() if number else ""


def _call_of(scope: Scope) -> str | None:
    """The name of a call by the bot or of a post to it; None for those of people and campaign."""
    path = str(scope["path"])
    if path == WEBHOOK_PATH:
        return "webhook"
    if path.startswith("/file/bot"):
        return "download"
    if path.startswith("/bot"):
        return path.rpartition("/")[2]
    if path.startswith("/agent/customer-registration"):
        step = parse_qs(scope["query_string"].decode()).get("step", [""])[0]
        return _STEPS.get(step)
    return next((name for part, name in _CALLS.items() if part in path), None)
