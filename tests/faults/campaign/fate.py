"""What happens to the bot, and the two gates on its wires where it happens."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any, Literal
from urllib.parse import parse_qs

from starlette.types import ASGIApp, Message, Receive, Scope, Send

Moment = Literal["before", "after", "told"]
Deed = Literal["kill", "cut", "bad gateway", "server error", "too many", "broken", "jump"]

_STEPS = {"1": "step one", "2": "step two"}
_CALLS = {"get-verification-status": "status", "get-verification-log": "log"}


@dataclass(frozen=True, slots=True)
class Doom:
    """The fault happens at the `turn`-th call of that name, or statement of the database.

    `before`: the call has arrived and has had no effect; `after`: it has had its effect, and the
    caller does not know; `told`: the answer is on its way to the caller.
    """

    call: str
    moment: Moment
    deed: Deed
    turn: int

    @property
    def is_statement(self) -> bool:
        return self.call in {"statement", "commit", "disk"}


@dataclass(frozen=True, slots=True)
class Fault:
    """A row of the table: dooms of one kind. `longest` is how far ahead one may be."""

    name: str
    calls: tuple[str, ...]
    moment: Moment
    deed: Deed = "kill"
    longest: int = 1

    def dooms(self, chance: Random) -> Iterator[Doom]:
        while True:
            turn = chance.randint(1, self.longest)
            yield Doom(chance.choice(self.calls), self.moment, self.deed, turn)


@dataclass(frozen=True, slots=True)
class Mixture:
    """Several faults in turn, as one row of the table."""

    name: str
    faults: tuple[Fault, ...]

    def dooms(self, chance: Random) -> Iterator[Doom]:
        each = [fault.dooms(chance) for fault in self.faults]
        while True:
            yield from (next(dooms) for dooms in each)


_SENDING = ("sendMessage", "editMessageText", "editMessageReplyMarkup", "answerCallbackQuery")
_FETCHING = ("getFile", "download")
_EKYC = ("step one", "step two", "status", "log")

FAULTS = (
    Fault("killed before a getUpdates", ("getUpdates",), "before", longest=9),
    Fault("killed after a getUpdates, before its answer", ("getUpdates",), "after", longest=9),
    Fault("killed with the answer of a getUpdates", ("getUpdates",), "told", longest=9),
    Fault("killed at a statement in a transaction", ("statement",), "before", longest=150),
    Fault("killed at a commit", ("commit",), "before", longest=20),
    Fault("killed before Telegram's effect", (*_SENDING, *_FETCHING), "before", longest=4),
    Fault("killed after Telegram's effect, before our record", _SENDING, "after", longest=4),
    Fault("killed with Telegram's answer", (*_SENDING, *_FETCHING), "told", longest=4),
    Fault("killed before the eKYC server's effect", _EKYC, "before"),
    Fault("killed after the eKYC server's effect, before our record", _EKYC, "after"),
    Fault("killed with the eKYC server's answer", _EKYC, "told"),
    # Not each time: after five in a row the bot pauses for minutes, as it should.
    Fault("step 2 cut before its effect", ("step two",), "before", "cut", 2),
    Fault("step 2 cut after its effect", ("step two",), "after", "cut", 2),
    Fault("step 2 kept, answer HTTP 500", ("step two",), "after", "server error", 2),
    Fault("step 2 kept, answer no JSON", ("step two",), "after", "broken", 2),
    Fault("other eKYC calls, answer broken off", ("step one", "status", "log"), "after", "broken"),
    Fault("Telegram's calls cut before their effect", (*_SENDING, *_FETCHING), "before", "cut", 3),
    Fault("Telegram's calls cut after their effect", _SENDING, "after", "cut", 3),
    Fault("Telegram answers 429", _SENDING, "before", "too many", 3),
    Fault("Telegram answers 502", (*_SENDING, *_FETCHING), "before", "bad gateway", 3),
    Fault("getUpdates cut after its effect", ("getUpdates",), "after", "cut", 5),
    Fault("the clock jumps, and later back", ("getUpdates", *_SENDING, *_EKYC), "after", "jump", 9),
    Fault("the disk is full", ("disk",), "before", longest=12),
    Fault("downloads broken off", ("download",), "after", "broken", 2),
)


class Fate:
    """The next doom; `kill` ends the bot's process at once, `jump` sets its clock."""

    def __init__(self, kill: Callable[[], None], jump: Callable[[], None]) -> None:
        self.kill = kill
        self.jump = jump
        self._doom: Doom | None = None
        self._turns = 0
        self.done = 0  # deeds of this fault

    def awaits(self, doom: Doom | None) -> None:
        self._doom = doom
        self._turns = doom.turn if doom else 0

    @property
    def is_waiting(self) -> bool:
        return self._doom is not None

    def strikes(self, call: str) -> Doom | None:
        """The doom, if this call is the one; it is used up by that."""
        doom = self._doom
        if doom is None or doom.call != call:
            return None
        self._turns -= 1
        if self._turns > 0:
            return None
        self._doom = None
        self.done += 1
        return doom


class Gate:
    """A gate in front of a pretend service that applies the doom to the bot's calls."""

    def __init__(self, service: ASGIApp, fate: Fate) -> None:
        self._service = service
        self._fate = fate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        call = call_of(scope) if scope["type"] == "http" else None
        doom = self._fate.strikes(call) if call else None
        if doom is None:
            await self._service(scope, receive, send)
            return
        answer: list[Message] = []

        async def keep(message: Message) -> None:
            answer.append(message)

        if doom.moment == "before":
            await self._do(doom, scope, send, answer)
            return
        await self._service(scope, receive, keep)
        if doom.moment == "told":
            for message in answer:
                await send(message)
            self._fate.kill()
            return
        await self._do(doom, scope, send, answer)

    async def _do(self, doom: Doom, scope: Scope, send: Send, answer: list[Message]) -> None:
        match doom.deed:
            case "kill":
                self._fate.kill()
                scope["state"]["cut"]()
                await _answer(send, 502, b"")
            case "jump":
                self._fate.jump()
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


async def _answer(send: Send, status: int, body: bytes) -> None:
    headers = [(b"content-type", b"text/html"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def call_of(scope: Scope | dict[str, Any]) -> str | None:
    """The name of a call by the bot; None for calls by people and the campaign."""
    path = str(scope["path"])
    if path.startswith("/file/bot"):
        return "download"
    if path.startswith("/bot"):
        return path.rpartition("/")[2]
    if path.startswith("/agent/customer-registration"):
        step = parse_qs(scope["query_string"].decode()).get("step", [""])[0]
        return _STEPS.get(step)
    return next((name for part, name in _CALLS.items() if part in path), None)
