"""Threads for pictures: few, with the lowest priority for the processor."""

import asyncio
import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar, TypeVarTuple

Given = TypeVarTuple("Given")
Result = TypeVar("Result")

_AT_ONCE = 2  # each picture takes a core for a moment and up to 32 MB

#: Linux gives every thread its own niceness. Without it, two hundred agents sending photos at once
#: delayed each other's presses by more than a second.
_NICENESS = 5


def _step_back() -> None:
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)


#: How long such a thread may keep the interpreter while the event loop wants it. With Python's 5 ms
#: the loop was 8 ms late (p99, two pictures under way), with this 5.
_KEPT_SECONDS = 0.001
sys.setswitchinterval(_KEPT_SECONDS)

_THREADS = ThreadPoolExecutor(_AT_ONCE, "pictures", initializer=_step_back)


async def in_picture_thread(work: Callable[[*Given], Result], *given: *Given) -> Result:
    """The result of the work; raises what it raises."""
    return await asyncio.get_running_loop().run_in_executor(_THREADS, work, *given)
