"""How long something keeps the processor busy, whatever other programs do."""

import time
from collections.abc import Callable


def processor_seconds(act: Callable[[], object], *, times: int = 5) -> float:
    """What it takes of the processor, the best of several times."""
    spent = []
    for _ in range(times):
        began = time.process_time()
        act()
        spent.append(time.process_time() - began)
    return min(spent)
