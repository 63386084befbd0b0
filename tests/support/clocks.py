"""Time that a test moves."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.support.forms import NOW

#: How long a test waits for an expected event; only a failing test waits that long.
_PATIENCE = 60.0  # seconds

#: Of the loop, after which what is awaited comes from another process or over a connection.
_BUSY_TURNS = 100


class Clock:
    """A clock that stops until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def passes(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class Steps:
    """A clock of seconds that shows one reading after the other, and the last one for ever."""

    def __init__(self, *readings: float) -> None:
        self._readings = list(readings)

    def __call__(self) -> float:
        return self._readings.pop(0) if len(self._readings) > 1 else self._readings[0]


class Alarms:
    """Acts when enough seconds have passed, which a test lets pass."""

    def __init__(self) -> None:
        self._now = 0.0
        self._waiting: dict[SetAlarm, float] = {}

    def __call__(self, seconds: float, act: Callable[[], None]) -> "SetAlarm":
        alarm = SetAlarm(act, self._waiting)
        self._waiting[alarm] = self._now + seconds
        return alarm

    def pass_by(self, seconds: float) -> None:
        self._now += seconds
        for alarm in [each for each, at in self._waiting.items() if at <= self._now]:
            del self._waiting[alarm]
            alarm.act()


@dataclass(frozen=True, eq=False)
class SetAlarm:
    act: Callable[[], None]
    waiting: "dict[SetAlarm, float]"

    def cancel(self) -> None:
        self.waiting.pop(self, None)


class TimerOf:
    """Seconds on a clock that sleeping moves."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def now(self) -> float:
        return self._clock().timestamp()

    async def sleep(self, seconds: float) -> None:
        self._clock.passes(seconds)


class ManualTimer:
    """Seconds that a test moves; sleepers wake when enough have passed."""

    def __init__(self) -> None:
        self._now = 1000.0
        self.reading_takes = 0.0  # seconds that pass with each reading, as on a busy machine
        self._sleepers: dict[asyncio.Future[None], float] = {}

    def now(self) -> float:
        self._now += self.reading_takes
        return self._now

    async def sleep(self, seconds: float) -> None:
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        waker = asyncio.get_running_loop().create_future()
        self._sleepers[waker] = self._now + seconds
        try:
            await waker
        finally:
            del self._sleepers[waker]

    def passes(self, seconds: float) -> None:
        self._now += seconds
        for waker, until in self._sleepers.items():
            if until <= self._now and not waker.done():
                waker.set_result(None)

    def sleeps(self) -> list[float]:
        """The seconds that each sleeper still has to wait, the shortest first."""
        return sorted(
            until - self._now for waker, until in self._sleepers.items() if not waker.done()
        )


async def until(condition: Callable[[], object]) -> None:
    """Let everything else in this loop run until the condition holds; fails if it never does."""
    async with asyncio.timeout(_PATIENCE):
        turns = 0
        while not condition():  # not everything that a test watches has an event
            turns += 1
            await asyncio.sleep(0 if turns < _BUSY_TURNS else 0.001)


async def eventually(is_so: Callable[[], bool | Awaitable[bool]]) -> None:
    """The same for what another process or a thread does, which tells nobody when it is done."""
    async with asyncio.timeout(_PATIENCE):
        while True:
            found = is_so()
            if await found if isinstance(found, Awaitable) else found:
                return
            await asyncio.sleep(0.05)
