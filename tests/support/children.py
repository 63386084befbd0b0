"""The processes that the running test has started, found through /proc."""

import contextlib
from pathlib import Path

GONE = (FileNotFoundError, ProcessLookupError)


def children() -> list[int]:
    """The processes that this one started."""
    found: list[int] = []
    for task in Path("/proc/self/task").iterdir():
        with contextlib.suppress(*GONE):  # a thread that has just ended
            found += map(int, (task / "children").read_text().split())
    return found


def told(pid: int, of: str) -> str:
    """What the system says about a process in that file."""
    return Path(f"/proc/{pid}/{of}").read_text()
