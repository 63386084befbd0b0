"""What a process that the bot has started does before it serves: it makes itself small.

Its standard output is for replies alone, it leaves no core file, and is the first to go when memory
runs out.
"""

import os
import resource
import signal
import sys
from pathlib import Path
from typing import BinaryIO


def take_replies() -> BinaryIO:
    """Where replies go; whatever libraries print goes to the standard error instead."""
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return replies


def make_small(*, room: int) -> None:
    """`room` is the memory in bytes that it may take on top of what it has."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to the bot's processes too
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # it would contain customers' data
    if sys.platform == "linux":
        # If memory runs out nevertheless, the kernel kills this process before the bot.
        Path("/proc/self/oom_score_adj").write_text("1000")
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        most = pages * resource.getpagesize() + room
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
