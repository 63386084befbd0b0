"""How fast something may go: a burst, and then an even pace. Arithmetic only."""


class Pace:
    """A token bucket: `burst` at once, then `per_second`; times are seconds that only rise.

    One that was `used_up_at` some time begins there with a single place instead of the burst.
    """

    __slots__ = ("_at", "_burst", "_left", "_per_second")  # there is one for each busy chat

    def __init__(
        self, *, per_second: float, burst: float = 1.0, used_up_at: float | None = None
    ) -> None:
        self._per_second = per_second
        self._burst = burst
        self._left = burst if used_up_at is None else 1.0
        self._at = used_up_at or 0.0

    def wait(self, now: float) -> float:
        """Seconds until one more may go; 0 means now."""
        return max(1.0 - self._filled(now), 0.0) / self._per_second

    def take(self, now: float) -> float:
        """Take the next place, and return the seconds until its turn."""
        seconds = self.wait(now)
        self._left, self._at = self._filled(now) - 1.0, now
        return seconds

    def is_full(self, now: float) -> bool:
        """Whether the bucket is full again."""
        return self._filled(now) >= self._burst

    def _filled(self, now: float) -> float:
        return min(self._left + max(now - self._at, 0.0) * self._per_second, self._burst)
