"""An event loop in simulated time: it stops while anything works, and jumps to the next wait."""

import asyncio
import selectors


class _RushingSelector(selectors.DefaultSelector):
    """Instead of waiting, time jumps."""

    now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        found = super().select(0)
        if not found and timeout:
            self.now += timeout
        return found


class RushingLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._clock = _RushingSelector()
        super().__init__(self._clock)

    def time(self) -> float:
        return self._clock.now
