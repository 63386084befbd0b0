"""Whether the wall clock can be trusted, before something is erased because of it.

A clock can be wrong for a moment: a hardware clock in local time is hours off after a restart, a
virtual machine resumes in another month. What was erased because of such a clock cannot be
restored.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.runtime.http_date import read_http_date
from bot.runtime.timer import Timer

_TOLERANCE = timedelta(minutes=5)
_STEP = timedelta(seconds=1)  # a smaller jump postpones nothing noticeably

#: A restart after a longer break must be confirmed; erasing waits for that, or for a day.
_LONGEST_BREAK = timedelta(hours=1)
#: Agreement for this long is proof enough; keeping data a day longer does no harm.
_STEADY_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Mark:
    """What the clock showed at that reading of the timer."""

    wall: datetime
    steady: float


class TrustedTime:
    """The time is trusted while the wall clock agrees with the monotonic timer.

    After a jump it is trusted again when it is set back, when another host confirms the time, or
    when both have agreed for a day. `seen` is when the previous process last ran.
    """

    def __init__(
        self, clock: Callable[[], datetime], timer: Timer, *, seen: datetime | None
    ) -> None:
        self._clock = clock
        self._timer = timer
        self._before = _Mark(seen, timer.now()) if seen else None
        self._trusted = None if seen else self._mark()
        self._alike_since = self._mark()
        self._furthest = self._mark()

    def notice_setback(self) -> bool:
        """Compare the clock with how far it ever was; returns whether it was set back since."""
        drift = self._drift(self._furthest)
        if abs(drift) > _STEP:
            self._furthest = self._mark()
        return drift < -_STEP

    def verify(self) -> bool:
        """Compare the clock with the timer again; returns whether its time can be trusted now."""
        if self._before and -_TOLERANCE <= self._drift(self._before) <= _LONGEST_BREAK:
            self._before, self._trusted = None, self._mark()
        if self._trusted and abs(self._drift(self._trusted)) <= _TOLERANCE:
            self._alike_since = self._mark()
            return True
        if abs(self._drift(self._alike_since)) > _TOLERANCE:
            self._alike_since = self._mark()
        elif self._timer.now() - self._alike_since.steady >= _STEADY_DAY.total_seconds():
            self._trusted = self._mark()
            return True
        return False

    def hear(self, date: str) -> None:
        """Take the Date of a host's answer."""
        said = read_http_date(date)
        if said and abs(said - self._clock()) <= _TOLERANCE:
            self._trusted = self._mark()

    def _mark(self) -> _Mark:
        return _Mark(self._clock(), self._timer.now())

    def _drift(self, mark: _Mark) -> timedelta:
        """How far the clock has run ahead of the timer since then."""
        return self._clock() - mark.wall - timedelta(seconds=self._timer.now() - mark.steady)
