"""Threads for pictures: few, and behind everything else in line for the processor."""

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

#: Linux gives every thread a niceness of its own. Without it, two hundred agents who send their
#: photos at once made presses of all of them wait for more than a second.
_NICENESS = 5


def _step_back() -> None:
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)


#: How long such a thread may keep the interpreter from the event loop that wants it. With Python's
#: 5 ms the loop was late by 8 ms (p99, two pictures under way), with this by 5.
_KEPT_SECONDS = 0.001
sys.setswitchinterval(_KEPT_SECONDS)

_THREADS = ThreadPoolExecutor(_AT_ONCE, "pictures", initializer=_step_back)


async def in_picture_thread(work: Callable[[*Given], Result], *given: *Given) -> Result:
    """The result of the work; raises what it raises."""
    return await asyncio.get_running_loop().run_in_executor(_THREADS, work, *given)
