"""Ends a process that has stopped responding, so that its supervisor restarts it.

A poll that never ends, a stuck connection, a loop that waits for itself: none of these is an error
that code could catch. So each loop reports its progress, and a separate thread checks whether it
did.
"""

import threading
import time
from collections.abc import Callable

_LOOKS_EVERY = 1.0  # seconds


class Watchdog:
    """`on_silence` is called, in a thread, with the sentence of the first pulse missing for
    `patience`; until then `while_moving` is called in it every second.

    `patience` is in seconds. `clock` is monotonic, in seconds.
    """

    def __init__(
        self,
        patience: float,
        on_silence: Callable[[str], None],
        *,
        while_moving: Callable[[], None] = lambda: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._patience = patience
        self._on_silence = on_silence
        self._while_moving = while_moving
        self._clock = clock
        self._loops: dict[str, str] = {}  # the sentence of each, by its name
        self._moved_at: dict[str, float] = {}  # by sentence
        self._patiences: dict[str, float] = {}
        self._frozen = 0.0  # seconds in all in which the whole process stood still

    def loop(self, name: str, silence: str = "") -> Callable[[], None]:
        """The pulse of a loop, which `idle` names."""
        self._loops[name] = silence or f"The {name} loop has made no progress for too long"
        return self.pulse(self._loops[name])

    def pulse(self, silence: str, *, patience: float | None = None) -> Callable[[], None]:
        """A function to call on progress; `silence` is the sentence for when it is not called.

        `patience` is in seconds, for a pulse that has its own.
        """
        self._patiences[silence] = self._patience if patience is None else patience

        def beat() -> None:
            self._moved_at[silence] = self._awake()

        beat()
        return beat

    def forget(self) -> None:
        """Expect none of the pulses any longer, until they beat again."""
        self._moved_at.clear()

    def idle(self) -> dict[str, float]:
        """Seconds since each loop last made progress, by its name."""
        seconds = self._idle()
        return {
            name: seconds[silence] for name, silence in self._loops.items() if silence in seconds
        }

    def _idle(self) -> dict[str, float]:
        """The same of every pulse, by its sentence."""
        now, moved_at = self._awake(), dict(self._moved_at)  # other threads add to it
        return {silence: now - moved_at[silence] for silence in moved_at}

    def silence(self) -> str | None:
        """The sentence of whatever made no progress for too long, if anything."""
        idle = sorted(self._idle().items(), key=lambda each: each[1], reverse=True)
        return next(
            (silence for silence, seconds in idle if seconds > self._patiences[silence]), None
        )

    def start(self) -> None:
        """Watch from now on, in a daemon thread."""
        threading.Thread(target=self._look, daemon=True, name="watchdog").start()

    def _awake(self) -> float:
        """The clock's time without that in which the process was frozen: no loop could move."""
        return self._clock() - self._frozen

    def _look(self) -> None:
        rest = min(_LOOKS_EVERY, self._patience)
        while (silence := self.silence()) is None:
            self._while_moving()
            lies_down = self._clock()
            time.sleep(rest)
            self._frozen += max(0.0, self._clock() - lies_down - rest)
        self._on_silence(silence)
