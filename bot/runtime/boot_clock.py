"""Time since the machine was started, which also passes while it sleeps."""

import time


def seconds_since_boot() -> float:
    """Seconds that only rise; where the system has no such clock, sleep is not counted."""
    # Linux does not count a suspended machine's time in CLOCK_MONOTONIC (clock_gettime(2)).
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()
