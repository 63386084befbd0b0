"""The processes that the running test has started, found through /proc."""

import contextlib
from pathlib import Path

GONE = (FileNotFoundError, ProcessLookupError)


def children(module: str) -> list[int]:
    """The processes that run this module, of those that this one started.

    A test before may have started others that stay, such as a server that many tests share.
    """
    found: list[int] = []
    for task in Path("/proc/self/task").iterdir():
        with contextlib.suppress(*GONE):  # a thread that has just ended
            found += map(int, (task / "children").read_text().split())
    return [pid for pid in found if _runs(pid, module)]


def _runs(pid: int, module: str) -> bool:
    try:
        return module in told(pid, "cmdline").split("\0")
    except GONE:
        return False


def told(pid: int, of: str) -> str:
    """What the system says about a process in that file."""
    return Path(f"/proc/{pid}/{of}").read_text()
