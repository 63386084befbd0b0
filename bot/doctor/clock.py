"""Whether the clock agrees with those of both services; pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.doctor.finding import Finding, broken, doubtful, fine
from bot.doctor.limits import CLOCK_AGREES, CLOCK_IS_WRONG
from bot.runtime.http_date import read_http_date

_SET_IT = "Have the clock set by a time service: timedatectl set-ntp true."


@dataclass(frozen=True, slots=True)
class HeardTime:
    """How far our clock was ahead of a host's."""

    host: str
    ahead: timedelta


class ClockComparison:
    """Collects what hosts say the time is."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self.heard: list[HeardTime] = []

    def listener(self, host: str) -> Callable[[str], None]:
        """A function to call with the Date of each of that host's answers."""

        def hear(date: str) -> None:
            said = read_http_date(date)
            if said:
                self.heard.append(HeardTime(host, self._clock() - said))

        return hear


def judge_clock(heard: Sequence[HeardTime]) -> Finding:
    """The hosts' newest words; one clock alone may be the one that is wrong."""
    newest = {each.host: each.ahead for each in heard}
    if not newest:
        return doubtful(
            "clock", "No service has said what time it is.", f"Mend the connections. {_SET_IT}"
        )
    wrong = {host: ahead for host, ahead in newest.items() if abs(ahead) > CLOCK_AGREES}
    if not wrong:
        return fine("clock", f"The clock agrees with {' and '.join(sorted(newest))}.")
    words = "; ".join(f"{_in_words(ahead)} of {host}" for host, ahead in sorted(wrong.items()))
    if len(wrong) < len(newest):
        right = ", ".join(sorted(newest.keys() - wrong.keys()))
        return doubtful(
            "clock",
            f"The clock is {words}, but agrees with {right}.",
            f"Tell those who run {', '.join(sorted(wrong))} that its clock is wrong.",
        )
    is_far = any(abs(ahead) >= CLOCK_IS_WRONG for ahead in wrong.values())
    return (broken if is_far else doubtful)("clock", f"The clock is {words}.", _SET_IT)


def _in_words(ahead: timedelta) -> str:
    side = "ahead" if ahead > timedelta() else "behind"
    return f"{abs(ahead).total_seconds():,.0f} seconds {side}"
