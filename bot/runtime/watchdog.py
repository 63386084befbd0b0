"""The end of a process that has gone deaf, so that a supervisor starts it anew.

A poll that never ends, a connection that is stuck, a loop that waits for itself: none of these is
an error that anybody could catch. So each loop says that it moves, and a thread outside of them
all looks whether they did.
"""

import threading
import time
from collections.abc import Callable

_LOOKS_EVERY = 1.0  # seconds


class Watchdog:
    """`on_silence` hears, in a thread, the first sentence whose pulse was missing for `patience`.

    `patience` is in seconds. `clock` is one that only rises, in seconds.
    """

    def __init__(
        self,
        patience: float,
        on_silence: Callable[[str], None],
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._patience = patience
        self._on_silence = on_silence
        self._clock = clock
        self._moved_at: dict[str, float] = {}

    def pulse(self, silence: str) -> Callable[[], None]:
        """What to call with every move; `silence` says what it means that nobody did."""

        def beat() -> None:
            self._moved_at[silence] = self._clock()

        beat()
        return beat

    def silence(self) -> str | None:
        """What has not moved for too long, if anything."""
        oldest = self._clock() - self._patience
        moves = sorted(self._moved_at.items(), key=lambda move: move[1])
        return next((silence for silence, moved_at in moves if moved_at < oldest), None)

    def start(self) -> None:
        """Look from now on, in a thread that holds nothing up."""
        threading.Thread(target=self._look, daemon=True, name="watchdog").start()

    def _look(self) -> None:
        while (silence := self.silence()) is None:
            time.sleep(min(_LOOKS_EVERY, self._patience))
        self._on_silence(silence)
