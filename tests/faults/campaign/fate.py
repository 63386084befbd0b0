"""What happens to the bot, and when."""

import asyncio
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Literal, Protocol

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
