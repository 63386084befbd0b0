"""How many processes `pytest -n auto` starts: six, and fewer where memory is short."""

import re
from pathlib import Path

MOST = 6  # of two cores: tests wait for processes and for each other's services half of the time

#: One process reads cards and faces, and holds a bot and its services: 0.9 GB at the most.
BYTES_EACH = 1_000_000_000

_MEMORY = Path("/proc/meminfo")
_LIMIT = Path("/sys/fs/cgroup/memory.max")  # of a container, in bytes or "max"


def pytest_xdist_auto_num_workers() -> int:
    """Hook of pytest-xdist."""
    limit = _LIMIT.read_text().strip() if _LIMIT.exists() else "max"
    return workers(_MEMORY.read_text() if _MEMORY.exists() else "", limit)


def workers(memory: str, limit: str) -> int:
    """How many fit, at least one; `memory` is Linux's /proc/meminfo, "" elsewhere."""
    left = [int(kilobytes) * 1024 for kilobytes in re.findall(r"MemAvailable: +(\d+)", memory)]
    if limit.isdecimal():
        left.append(int(limit))
    return max(1, min(MOST, *(each // BYTES_EACH for each in left)) if left else MOST)
