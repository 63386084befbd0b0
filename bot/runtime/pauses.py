"""Long work in the loop goes in slices of a few milliseconds, with a pause after each."""

import asyncio

#: The answer to a press takes many turns of the loop. Without a pause it would wait for a slice in
#: each of them.
_PAUSE = 0.01  # seconds


async def pause_between_slices() -> None:
    """Let everything else in the loop go first."""
    await asyncio.sleep(_PAUSE)
