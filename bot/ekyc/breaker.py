"""When a service is left alone because it does not serve: a circuit breaker. Arithmetic only."""

from datetime import timedelta

from bot.runtime.backoff import backoff

#: Those who come while one tries ask again after so many seconds.
_WHILE_ONE_TRIES = 5.0


class Breaker:
    """Lets all calls pass, or none, or one that tries whether it is over.

    It opens after so many failures in a row, then lets one call try at growing distances from
    `first` to `longest`; the first that succeeds closes it. Times are seconds on a clock that
    only rises.
    """

    def __init__(self, *, failures: int, first: timedelta, longest: timedelta) -> None:
        self._failures_borne = failures
        self._first = first
        self._longest = longest
        self._failures = 0
        self._again_at = 0.0
        self._is_tried = False

    @property
    def is_open(self) -> bool:
        """Whether it did not serve the last time."""
        return self._failures >= self._failures_borne

    def wait(self, now: float) -> float:
        """Seconds until the caller may call, or ask again; 0: at once."""
        if now < self._again_at:
            return self._again_at - now
        return _WHILE_ONE_TRIES if self._is_tried else 0.0

    def begin(self) -> None:
        """A call is made; while open, it is the one that tries."""
        self._is_tried = self.is_open

    def end(self) -> None:
        """The call has ended, whether it told anything or not."""
        self._is_tried = False

    def fail(self, now: float, retry_after: float | None = None) -> bool:
        """Count a failure; tells whether this one has opened it.

        A time that the service itself asked for is kept by everybody from the first failure on.
        """
        self._failures += 1
        if retry_after is not None:
            self._again_at = max(self._again_at, now + retry_after)
        elif self.is_open:
            tries = self._failures - self._failures_borne
            pause = backoff(tries, first=self._first, longest=self._longest)
            self._again_at = max(self._again_at, now + pause.total_seconds())
        return self._failures == self._failures_borne

    def close(self) -> None:
        """It serves, or deserves a fresh start."""
        self._failures = 0
        self._again_at = 0.0
