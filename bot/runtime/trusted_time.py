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

    After a jump it is trusted again when it is set back, when another clock confirms the time, or
    when both have agreed for a day. `seen` is when the previous process last trusted it.
    """

    def __init__(
        self, clock: Callable[[], datetime], timer: Timer, *, seen: datetime | None
    ) -> None:
        self._clock = clock
        self._timer = timer
        self._confirmed = _Mark(seen or clock(), timer.now())
        self._is_after_break = seen is not None
        self._alike_since = self._mark()
        self._furthest = self._confirmed

    def now(self) -> datetime:
        """The time by which the bot acts: the wall clock's, but never before a confirmed one.

        A clock that is ahead cannot be told from one that was just corrected, so that what it
        dates is corrected later; one that is behind is wrong, and dates nothing.
        """
        drift = self._drift(self._confirmed)
        now = self._clock() - (drift if drift < -_TOLERANCE else timedelta())
        if self._drift(self._furthest, now) > _STEP:
            self._furthest = _Mark(now, self._timer.now())
        return now

    def notice_setback(self) -> bool:
        """Compare `now` with how far it ever was; returns whether it went back since."""
        now = self.now()
        is_back = self._drift(self._furthest, now) < -_STEP
        if is_back:
            self._furthest = _Mark(now, self._timer.now())
        return is_back

    def verify(self) -> bool:
        """Compare the clock with the timer again; returns whether its time can be trusted now."""
        longest = _LONGEST_BREAK if self._is_after_break else _TOLERANCE
        if -_TOLERANCE <= self._drift(self._confirmed) <= longest:
            if self._is_after_break:
                self._confirm()
            self._alike_since = self._mark()
            return True
        if abs(self._drift(self._alike_since)) > _TOLERANCE:
            self._alike_since = self._mark()
        elif self._timer.now() - self._alike_since.steady >= _STEADY_DAY.total_seconds():
            self._confirm()
            return True
        return False

    def hear(self, date: str) -> None:
        """Take the Date of a host's answer."""
        if said := read_http_date(date):
            self.hear_seconds(said.timestamp())

    def hear_seconds(self, said: float) -> None:
        """Take the time that another clock shows, in seconds since 1970 UTC."""
        if abs(said - self._clock().timestamp()) <= _TOLERANCE.total_seconds():
            self._confirm()

    def _confirm(self) -> None:
        self._confirmed, self._is_after_break = self._mark(), False

    def _mark(self) -> _Mark:
        return _Mark(self._clock(), self._timer.now())

    def _drift(self, mark: _Mark, now: datetime | None = None) -> timedelta:
        """How far the clock, or `now`, has run ahead of the timer since then."""
        passed = timedelta(seconds=self._timer.now() - mark.steady)
        return (now or self._clock()) - mark.wall - passed
