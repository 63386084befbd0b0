"""The garbage collector, set for a process that keeps many values for its whole life."""

import contextlib
import gc
from collections.abc import Generator

#: New objects before the collector looks at them: a batch of updates makes some thousands, nearly
#: all of which are gone when it ends. With Python's 700 every look also finds those of the batch
#: under way. Measured with `make bench`: a form step costs a tenth less.
_YOUNG = 20_000


def set_for_service() -> None:
    """Look for garbage rarely, and never among what the start has made; once, after the start.

    What the start has left of it stays, since looking for these 2,000 objects takes a tenth of it.
    """
    gc.freeze()
    gc.set_threshold(_YOUNG, 10, 10)


@contextlib.contextmanager
def at_rest() -> Generator[None]:
    """Look for no garbage while modules are imported, which make none: a tenth of a start."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
