"""Whether a submission may still leave: not when it was held up after it was marked as begun.

A process can be frozen between that mark and the first byte. Whoever serves meanwhile finds the
mark, looks the submission up and may have it sent again; a byte that leaves after the thaw would
then register the customer twice.
"""

from collections.abc import Callable

#: Less than until another process may have taken over, which is 10 s (storage/postgres.py).
LONGEST_SECONDS = 5.0


class HeldUp(Exception):
    """The submission did not leave in time; nothing of it was sent."""


def is_late(begun_at: float, now: float) -> bool:
    """Whether it must not leave any longer; both in seconds of one clock."""
    return not 0.0 <= now - begun_at <= LONGEST_SECONDS


class Departure:
    """Begins before the mark is saved, so that a slow or interrupted commit counts as well.

    A machine that was paused as a whole may not know how long; its session with a server does not
    survive that, so the mark is read once more as well.
    """

    def __init__(self, clock: Callable[[], float], is_marked: Callable[[], bool]) -> None:
        """`clock` also counts the time during which the machine sleeps, in seconds."""
        self._clock = clock
        self._is_marked = is_marked
        self._begun_at = clock()
        self.has_left = False

    def check(self) -> None:
        """Raises HeldUp when it must not leave any longer, and DatabaseFailed."""
        if is_late(self._begun_at, self._clock()) or not self._is_marked():
            raise HeldUp
        self.has_left = True
