"""A circuit breaker: when not to call a service that fails. Arithmetic only."""

from datetime import timedelta

from bot.runtime.backoff import backoff

#: Seconds after which a caller asks again while a probe is under way.
_WHILE_ONE_TRIES = 5.0


class Breaker:
    """Allows all calls, none, or one probe.

    It opens after a number of failures in a row, then allows one probe at growing intervals from
    `first` to `longest`; the first success closes it. Times are seconds on a clock that only rises.
    """

    def __init__(self, *, failures: int, first: timedelta, longest: timedelta) -> None:
        self._failures_borne = failures
        self._first = first
        self._longest = longest
        self.failures = 0  # in a row
        self.failing_since = 0.0
        self._again_at = 0.0
        self._is_tried = False
        self.is_pause_asked = False  # whether the service asked for a pause last time

    @property
    def is_open(self) -> bool:
        """Whether it allows only probes."""
        return self.failures >= self._failures_borne

    def wait(self, now: float) -> float:
        """Seconds until the caller may call, or should ask again; 0 means now."""
        if now < self._again_at:
            return self._again_at - now
        return _WHILE_ONE_TRIES if self._is_tried else 0.0

    def begin(self) -> None:
        """Record that a call is made; while open, it is the probe."""
        self._is_tried = self.is_open

    def end(self) -> None:
        """Record that the call has ended, conclusively or not."""
        self._is_tried = False

    def fail(self, now: float, retry_after: float | None = None) -> bool:
        """Count a failure; returns whether this one opened the breaker.

        A wait that the service itself asked for holds for every call from the first failure on;
        it only ever lengthens a pause, as "Retry-After: 0" would end all of them.
        """
        if self.failures == 0:
            self.failing_since = now
        self.failures += 1
        self.is_pause_asked = retry_after is not None
        if retry_after is not None:
            self._again_at = max(self._again_at, now + retry_after)
        if self.is_open:
            tries = self.failures - self._failures_borne
            pause = backoff(tries, first=self._first, longest=self._longest)
            self._again_at = max(self._again_at, now + pause.total_seconds())
        return self.failures == self._failures_borne

    def close(self) -> None:
        """Close the breaker: the service answers, or gets a fresh start."""
        self.failures = 0
        self._again_at = 0.0
