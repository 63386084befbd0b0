"""When to ask for verdicts: for one application, for all waiting ones, and again later. Pure.

The log's list of pending applications shows in a few requests who has left it; one status call
brings the scores of each. If that list is unreadable, status calls do both.
"""

import math
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from conversations.verdict import Verdict

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

#: A clock that was set back makes ages negative; they count as none.
_NO_TIME = timedelta(0)

#: Age of the application -> time to the next status call; docs/ekyc-api.md, 5.2.
_SCHEDULE = (
    (_MINUTE, timedelta(seconds=30)),
    (4 * _MINUTE, _MINUTE),
    (10 * _MINUTE, 2 * _MINUTE),
    (30 * _MINUTE, 5 * _MINUTE),
    (_HOUR, 15 * _MINUTE),
    (6 * _HOUR, 30 * _MINUTE),
    (_DAY, _HOUR),
    (7 * _DAY, 6 * _HOUR),
)
_SELDOM = _DAY

#: An application that a readable log does not show is asked for at each doubling of its age, and
#: from this age on no more often than this.
_GUARD = 15 * _MINUTE

#: The wait of a fresh application, where the operator asks for no shorter one.
INTERVAL = timedelta(seconds=30)

#: Age at which an application without a verdict is closed as unresolved; docs/ekyc-api.md, 5.2.
CLOSED_AFTER = 30 * _DAY

#: How often it is asked for after that, until its form is erased.
AFTER_CLOSING = 7 * _DAY

#: How often an application on a pending list that is known to move is asked for individually.
_WATCHED = _DAY

#: Ages of a verdict at which it is checked again, rising; docs/ekyc-api.md, 5.2.
CHECKS = (_HOUR, _DAY)

#: A verdict so young may be newer than the page of the log that serves many checks.
YOUNG = 5 * _MINUTE

#: The longer a verdict has not come, the less likely it comes in the next minute: an application of
#: this age counts fully, one ten times as old a tenth.
_FRESH = timedelta(seconds=30)

#: The square of the intervals between two sweeps of one page for one fresh application, found by
#: simulation (benchmarks/verdict_watching.py): a larger value means fewer requests and later
#: verdicts.
_SPARING = 6.0
_MOST_INTERVALS = 3  # between two sweeps of a long list
_LONGEST_SWEEP_GAP = 10 * _MINUTE

#: Checks of verdicts are grouped at multiples of this, so that one page of the log serves many.
_CHECKS_TOGETHER = 20 * _MINUTE

#: Ages at which the silence about an application is reported, gravest first. The shortest is for
#: one that the service does not know although it accepted it.
_SILENCES = ((3, 7 * _DAY), (2, _DAY))
_SILENCE_OF_UNKNOWN = (1, 10 * _MINUTE)


def next_question(
    age: timedelta,
    *,
    is_log_understood: bool,
    jitter: float,
    is_watched: bool = False,
    interval: timedelta = INTERVAL,
) -> timedelta:
    """The delay until the status of an application of that age is asked for again.

    `jitter` from 0 to 1 makes it 80 to 120 % of the schedule, which `interval` shortens for a fresh
    application. One on a pending list that moves (`is_watched`) is asked for individually only when
    a day old, and daily.
    """
    age = max(age, _NO_TIME)
    if is_watched:
        return (_WATCHED - age if age < _WATCHED else _WATCHED) + 0.1 * jitter * _WATCHED
    gap = next((gap for until, gap in _SCHEDULE if age < until), _SELDOM)
    if is_log_understood:
        gap = max(gap, min(age, _GUARD))
    return min(gap, max(age, interval)) * (0.8 + 0.4 * jitter)


def first_sweep(interval: timedelta, requests: int) -> timedelta:
    """The shortest delay of a sweep after a submission or the last sweep.

    `requests` is how many a sweep takes.
    """
    return interval * min(requests, _MOST_INTERVALS)


def next_sweep(
    ages: Iterable[timedelta], *, requests: int, interval: timedelta, jitter: float
) -> timedelta:
    """The delay until the next sweep, by the ages of the pending applications.

    Requests and delay together are least when the gap grows with the root of a sweep's cost and
    shrinks with the root of the expected verdicts.
    """
    expected = sum(min(1.0, _FRESH / age) if age > _NO_TIME else 1.0 for age in ages)
    gap = interval * math.sqrt(_SPARING * requests / expected) if expected else _LONGEST_SWEEP_GAP
    return max(first_sweep(interval, requests), min(gap, _LONGEST_SWEEP_GAP)) * (0.8 + 0.4 * jitter)


def gravity_of_silence(age: timedelta, *, is_unknown: bool) -> int:
    """How grave it is that an application of that age has no verdict: 0 (not at all) to 3."""
    marks = (*_SILENCES, _SILENCE_OF_UNKNOWN) if is_unknown else _SILENCES
    return next((gravity for gravity, mark in marks if age >= mark), 0)


def next_check(
    verdict: Verdict, now: datetime, *, jitter: float, checks: Sequence[timedelta] = CHECKS
) -> timedelta | None:
    """The delay until a verdict is checked again, as it may be corrected; None means never.

    At about these ages of it, together with others found then.
    """
    mark = next((mark for mark in checks if now - verdict.found_at < mark * 0.75), None)
    if mark is None:
        return None
    together = min(_CHECKS_TOGETHER, mark / 3)
    seconds = together.total_seconds()
    at = round((verdict.found_at + mark).timestamp() / seconds) * seconds
    gap = datetime.fromtimestamp(at, UTC) - now
    return min(max(gap, _NO_TIME), mark + together) + jitter * min(_MINUTE, together)
