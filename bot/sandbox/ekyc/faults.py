"""Faults on request: what goes wrong with the next calls, and how often."""

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

Call = Literal["step_one", "step_two", "status", "log"]
CALLS: tuple[Call, ...] = get_args(Call)

Kind = Literal[
    "slow",
    "timeout_after_saving",
    "error_after_saving",
    "bad_gateway",
    "malformed_json",
    "truncated_json",
    "unauthorized",
    "too_many_requests",
    "last_page_repeats",
    "dialect_1_06",
    "dialect_1_08",
    "envelope",
    "verdict_corrected",
    "stuck_pending",
    "fields_left_out",
    "fields_misread",
    "not_in_register",
]

MAGIC_PREFIX = "01300"
"""Mobile numbers 01300 CC NNNN ask for the fault with code CC, each of them once."""


@dataclass(frozen=True, slots=True)
class FaultKind:
    """What a kind of fault does, and which calls it affects by default.

    `times` is how many calls it affects, `math.inf` until cleared. The sentence says what `seconds`
    mean and may show them.
    """

    sentence: str
    calls: tuple[Call, ...]
    code: int
    times: float = 1
    seconds: float = 0


KINDS: Mapping[Kind, FaultKind] = {
    "slow": FaultKind("The next card is read {seconds} seconds late.", ("step_one",), 1, 1, 60),
    "timeout_after_saving": FaultKind(
        "The application is kept, but no answer comes for {seconds} seconds.",
        ("step_two",),
        2,
        seconds=300,
    ),
    "error_after_saving": FaultKind(
        "The application is kept, but the answer is HTTP 500.", ("step_two",), 3
    ),
    "bad_gateway": FaultKind("Nothing is done; a proxy answers 502 in HTML.", CALLS, 4),
    "malformed_json": FaultKind(
        "All is done; the JSON has trailing commas, as the document's own samples have.", CALLS, 5
    ),
    "truncated_json": FaultKind("All is done; the JSON breaks off half way.", CALLS, 6),
    "unauthorized": FaultKind(
        "The token is refused mid-run: nothing is done, the answer is 401.", CALLS, 7, times=3
    ),
    "too_many_requests": FaultKind(
        "Nothing is done; the answer is 429 with {seconds} seconds in Retry-After.",
        CALLS,
        8,
        seconds=10,
    ),
    "last_page_repeats": FaultKind(
        "Every page of the log past the last is the last one again.", ("log",), 9, math.inf
    ),
    "dialect_1_06": FaultKind(
        "Answers are those of version 1.06: addresses of images, dates day first.",
        CALLS,
        10,
        math.inf,
    ),
    "dialect_1_08": FaultKind(
        "Answers are those of version 1.08: other keys, no values of the register.",
        CALLS,
        11,
        math.inf,
    ),
    "envelope": FaultKind(
        'Answers come wrapped: {"status": "success", "status_code": …, "data": …}.',
        CALLS,
        12,
        math.inf,
    ),
    "verdict_corrected": FaultKind(
        "{seconds} seconds after the verdict, passed becomes failed or failed becomes passed.",
        ("step_two",),
        13,
        seconds=30,
    ),
    "stuck_pending": FaultKind("The application stays pending for ever.", ("step_two",), 14),
    "fields_left_out": FaultKind(
        "Fields of the next card are not read: the father's name is empty, the address `none`.",
        ("step_one",),
        15,
    ),
    "fields_misread": FaultKind(
        "A digit of the next card's NID number and the day of birth are misread.",
        ("step_one",),
        16,
    ),
    "not_in_register": FaultKind(
        "The register knows nobody with this NID number and birth date: the verdict is invalid.",
        ("step_two",),
        17,
    ),
}
CLEAR_CODE = 0
"""The code of the magic numbers that end all faults."""


@dataclass(slots=True)
class Fault:
    """Something that goes wrong with `times` calls; with one mobile number only, if given.

    `ends_at` is a time of the clock of `Faults`; None for one that only ends when used up.
    """

    kind: Kind
    calls: tuple[Call, ...]
    times: float
    seconds: float
    mobile_number: str | None = field(default=None, repr=False)
    ends_at: float | None = None


class Faults:
    """The pending faults, in the order in which they were requested.

    `clock` gives seconds and only rises.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self._faults: list[Fault] = []
        self._used_numbers: set[str] = set()

    def add(
        self,
        kind: Kind,
        *,
        calls: tuple[Call, ...] | None = None,
        times: float | None = None,
        seconds: float | None = None,
        mobile_number: str | None = None,
        lasts: float | None = None,
    ) -> None:
        """Add a fault; values not given are those of its kind.

        After `lasts` seconds it ends, used up or not.
        """
        usual = KINDS[kind]
        self._faults.append(
            Fault(
                kind,
                usual.calls if calls is None else calls,
                usual.times if times is None else times,
                usual.seconds if seconds is None else seconds,
                mobile_number,
                None if lasts is None else self.clock() + lasts,
            )
        )

    def add_magic(self, mobile_number: str) -> None:
        """Add the fault that a submitted mobile number requests, if it is a new magic one."""
        if not mobile_number.startswith(MAGIC_PREFIX) or mobile_number in self._used_numbers:
            return
        self._used_numbers.add(mobile_number)
        code = int(mobile_number[len(MAGIC_PREFIX) :][:2])
        if code == CLEAR_CODE:
            self._faults.clear()
        for kind, usual in KINDS.items():
            if usual.code == code:
                self.add(kind)

    def clear(self) -> None:
        """End all faults, and let used magic numbers work again."""
        self._faults.clear()
        self._used_numbers.clear()

    def due(self) -> list[Fault]:
        """List the pending faults, without those whose time is over."""
        now = self.clock()
        self._faults = [each for each in self._faults if each.ends_at is None or each.ends_at > now]
        return list(self._faults)

    def take(self, call: Call, mobile_number: str | None = None) -> dict[Kind, Fault]:
        """Return the faults that affect this call; each is used up once more by that."""
        befalling: dict[Kind, Fault] = {}
        for fault in self.due():
            meant = fault.mobile_number is None or fault.mobile_number == mobile_number
            if call in fault.calls and meant and fault.kind not in befalling:
                befalling[fault.kind] = fault
                fault.times -= 1
                if fault.times <= 0:
                    self._faults.remove(fault)
        return befalling
