"""Whether the bot is alive, and whether it is ready: decided from how long each loop was idle."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

#: Whether this process serves, or waits until it is its turn.
Role = Literal["seat", "standby"]

#: The loop that takes updates in; its poll is held for 25 s and given up after 40.
POLLING = "polling"
_LATEST_POLL = 90.0  # seconds

#: Of the patience after which the watchdog ends the process; somebody may look before that.
_SHARE = 0.75


@dataclass(frozen=True, slots=True)
class Health:
    """`problems` are sentences without personal data; none means that all is well."""

    problems: tuple[str, ...]

    @property
    def is_good(self) -> bool:
        return not self.problems


def liveness(idle: Mapping[str, float], patience: timedelta) -> Health:
    """Alive: every loop has made progress lately. `idle` is in seconds by loop."""
    most = _SHARE * patience.total_seconds()
    silent = [loop for loop, seconds in sorted(idle.items()) if seconds > most]
    return Health(tuple(f"{loop} has made no progress for {idle[loop]:.0f} s" for loop in silent))


def readiness(
    idle: Mapping[str, float], patience: timedelta, *, has_begun: bool, can_read: bool
) -> Health:
    """Ready: alive, and updates are taken in and can be decided."""
    problems = list(liveness(idle, patience).problems)
    if not has_begun:
        problems.append("Telegram has not been reached yet")
    elif (seconds := idle.get(POLLING, 0.0)) > _LATEST_POLL:
        problems.append(f"no poll of Telegram has succeeded for {seconds:.0f} s")
    if not can_read:
        problems.append("the database cannot be read")
    return Health(tuple(problems))
