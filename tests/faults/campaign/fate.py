"""What happens to the bot, and the two gates on its wires where it happens."""

import asyncio
import itertools
import json
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any, Literal, Protocol
from urllib.parse import parse_qs

from starlette.types import ASGIApp, Message, Receive, Scope, Send

Moment = Literal["before", "after", "told"]
Deed = Literal[
    "kill",
    "cut",
    "bad gateway",
    "server error",
    "too many",
    "broken",
    "again",
    "twice",
    "jump",
    "withdraw",
    "copy",
    "restore",
]

WEBHOOK_PATH = "/telegram"
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
    is_counted: bool = True

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
    """Several faults in turn, as one row of the table; `by_webhook` has Telegram post updates."""

    name: str
    faults: tuple[Fault, ...]
    by_webhook: bool = False

    def dooms(self, chance: Random) -> Iterator[Doom]:
        each = [fault.dooms(chance) for fault in self.faults]
        while True:
            yield from (next(dooms) for dooms in each)


@dataclass(frozen=True, slots=True)
class OlderCopy:
    """The database is copied, a consent is withdrawn each second time, and the copy is restored."""

    name: str
    calls: tuple[str, ...]

    def dooms(self, chance: Random) -> Iterator[Doom]:
        for number in itertools.count():
            copied, restored = chance.choice(self.calls), chance.choice(self.calls)
            yield Doom(copied, "before", "copy", chance.randint(1, 5), is_counted=False)
            if number % 2:
                yield Doom("status", "after", "withdraw", 1, is_counted=False)
            yield Doom(restored, "after", "restore", chance.randint(1, 9))


Row = Fault | Mixture | OlderCopy

SENDING = ("sendMessage", "editMessageText", "editMessageReplyMarkup", "answerCallbackQuery")
FETCHING = ("getFile", "download")
EKYC = ("step one", "step two", "status", "log")

ERASES = (
    Fault("right after the tap", ("submit",), "after", "withdraw"),
    Fault("before the look", ("status",), "before", "withdraw"),
    Fault("before the look's answer", ("status",), "after", "withdraw", 2),
    Fault("before step 2 has its effect", ("step two",), "before", "withdraw"),
    Fault("after step 2, before our record", ("step two",), "after", "withdraw"),
)

POSTS = (
    Fault("killed before its effect", ("webhook",), "before", longest=5),
    Fault("posted again after a 200", ("webhook",), "after", "again", 9),
    Fault("killed after its effect", ("webhook",), "after", longest=5),
    Fault("posted twice at once", ("webhook",), "before", "twice", 9),
    Fault("killed with its answer", ("webhook",), "told", longest=5),
    Fault("cut before its effect", ("webhook",), "before", "cut", 9),
    Fault("cut after its effect", ("webhook",), "after", "cut", 9),
)

FAULTS: tuple[Row, ...] = (
    Fault("killed before a getUpdates", ("getUpdates",), "before", longest=9),
    Fault("killed after a getUpdates, before its answer", ("getUpdates",), "after", longest=9),
    Fault("killed with the answer of a getUpdates", ("getUpdates",), "told", longest=9),
    Fault("killed at a statement in a transaction", ("statement",), "before", longest=150),
    Fault("killed at a commit", ("commit",), "before", longest=20),
    Fault("killed before Telegram's effect", (*SENDING, *FETCHING), "before", longest=4),
    Fault("killed after Telegram's effect, before our record", SENDING, "after", longest=4),
    Fault("killed with Telegram's answer", (*SENDING, *FETCHING), "told", longest=4),
    Fault("killed before the eKYC server's effect", EKYC, "before"),
    Fault("killed after the eKYC server's effect, before our record", EKYC, "after"),
    Fault("killed with the eKYC server's answer", EKYC, "told"),
    # Not each time: after five in a row the bot pauses for minutes, as it should.
    Fault("step 2 cut before its effect", ("step two",), "before", "cut", 2),
    Fault("step 2 cut after its effect", ("step two",), "after", "cut", 2),
    Fault("step 2 kept, answer HTTP 500", ("step two",), "after", "server error", 2),
    Fault("step 2 kept, answer no JSON", ("step two",), "after", "broken", 2),
    Fault("other eKYC calls, answer broken off", ("step one", "status", "log"), "after", "broken"),
    Fault("Telegram's calls cut before their effect", (*SENDING, *FETCHING), "before", "cut", 3),
    Fault("Telegram's calls cut after their effect", SENDING, "after", "cut", 3),
    Fault("Telegram answers 429", SENDING, "before", "too many", 3),
    Fault("Telegram answers 502", (*SENDING, *FETCHING), "before", "bad gateway", 3),
    Fault("getUpdates cut after its effect", ("getUpdates",), "after", "cut", 5),
    Fault("the clock jumps, and later back", ("getUpdates", *SENDING, *EKYC), "after", "jump", 9),
    Fault("the disk is full", ("disk",), "before", longest=12),
    Fault("downloads broken off", ("download",), "after", "broken", 2),
    Mixture("an erase during a submission", ERASES),
    Mixture(
        "webhook duplicates and cuts",
        (*POSTS, Fault("killed at a commit", ("commit",), "before", longest=9)),
        by_webhook=True,
    ),
    OlderCopy("restored from an older copy", ("getUpdates", *SENDING, *EKYC)),
)


class Deeds(Protocol):
    """What the gates cannot do themselves."""

    def kill(self) -> None:
        """End the bot's process at once."""

    def jump(self) -> None:
        """Set the bot's clock wrong, or right again."""

    async def copy(self) -> None:
        """Copy the database."""

    async def withdraw(self, mobile_number: str) -> None:
        """Have the agent erase this customer; returns when the chat says that it is done."""


class Fate:
    """The next doom, and when step 2 of each mobile number left the bot, in monotonic seconds."""

    def __init__(self, deeds: Callable[[], "Deeds"]) -> None:
        self.deeds = deeds
        self.left: dict[str, float] = {}
        self.idle = asyncio.Event()  # no deed is under way
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
        self.idle.clear()
        self.done += doom.is_counted
        return doom


class Gate:
    """A gate in front of a pretend service that applies the doom to the bot's calls."""

    def __init__(self, service: ASGIApp, fate: Fate) -> None:
        self._service = service
        self._fate = fate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        call = call_of(scope) if scope["type"] == "http" else None
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


def call_of(scope: Scope | dict[str, Any]) -> str | None:
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
