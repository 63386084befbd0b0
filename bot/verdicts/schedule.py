"""When to ask for verdicts: of one application, of all that wait, and again after it. Pure.

The log's list of what is pending shows in a few requests who has left it; one status call brings
the scores of each of those. Where that list is not understood, status calls do it alone.
"""

import math
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from conversations.verdict import Verdict

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

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

#: While the log is understood, status calls only guard against what it may leave out.
_GUARD = 15 * _MINUTE

#: Age at which an application without a verdict is left unresolved; docs/ekyc-api.md, 5.2.
CLOSED_AFTER = 30 * _DAY

#: And so often it is asked for after that, until its form is erased.
AFTER_CLOSING = 7 * _DAY

#: Who is on the list of what is pending is asked for alone so seldom.
_WATCHED = _DAY

#: Ages of a verdict at which it is asked for again; docs/ekyc-api.md, 5.2.
_CHECKS = (_HOUR, _DAY)

#: A verdict is the less likely to come in the next minute the longer it has not: an application
#: of that age counts full, one ten times as old a tenth.
_FRESH = timedelta(seconds=30)

#: The square of the intervals between two sweeps of one page for one fresh application; found by
#: simulation (benchmarks/verdict_watching.py): fewer requests and later verdicts with more.
_SPARING = 6.0
_MOST_INTERVALS = 3  # between two sweeps of a long list
_LONGEST_SWEEP_GAP = 10 * _MINUTE

#: Checks of verdicts come together at such marks, so that one page of the log serves many.
_CHECKS_TOGETHER = 20 * _MINUTE

#: Ages at which the silence about an application is told, the gravest first. The shortest is for
#: one that the service does not know, although it had accepted it.
_SILENCES = ((3, 7 * _DAY), (2, _DAY))
_SILENCE_OF_UNKNOWN = (1, 10 * _MINUTE)


def next_question(
    age: timedelta, *, is_log_understood: bool, jitter: float, is_listed: bool = False
) -> timedelta:
    """How long until the status of an application of that age is asked for again.

    `jitter` from 0 to 1 makes it 80 to 120 % of the schedule. Of one that is listed as pending the
    list tells; it is asked for when it is a day old, and daily.
    """
    if is_listed:
        return (_WATCHED - age if age < _WATCHED else _WATCHED) + 0.1 * jitter * _WATCHED
    gap = next((gap for until, gap in _SCHEDULE if age < until), _SELDOM)
    if is_log_understood:
        gap = max(gap, _GUARD)
    return gap * (0.8 + 0.4 * jitter)


def first_sweep(interval: timedelta, requests: int) -> timedelta:
    """How long after a submission, or after the last look, the list is looked at at the earliest.

    `requests` is how many a look takes.
    """
    return interval * min(requests, _MOST_INTERVALS)


def next_sweep(
    ages: Iterable[timedelta], *, requests: int, interval: timedelta, jitter: float
) -> timedelta:
    """How long until the next look at what is pending, by the ages of those in it.

    Requests and delay together are least when the gap grows with the root of what a look costs
    and shrinks with the root of how many verdicts are to be expected.
    """
    expected = sum(min(1.0, _FRESH / age) if age else 1.0 for age in ages)
    gap = interval * math.sqrt(_SPARING * requests / expected) if expected else _LONGEST_SWEEP_GAP
    return max(first_sweep(interval, requests), min(gap, _LONGEST_SWEEP_GAP)) * (0.8 + 0.4 * jitter)


def gravity_of_silence(age: timedelta, *, is_unknown: bool) -> int:
    """How worrying it is that an application of that age has no verdict: 0 (not at all) to 3."""
    marks = (*_SILENCES, _SILENCE_OF_UNKNOWN) if is_unknown else _SILENCES
    return next((gravity for gravity, mark in marks if age >= mark), 0)


def next_check(verdict: Verdict, now: datetime, *, jitter: float) -> timedelta | None:
    """How long until a verdict is asked for once more, as it may be corrected; None: never.

    About an hour after it was found, and a day after; together with others found in those minutes.
    """
    mark = next((mark for mark in _CHECKS if now - verdict.found_at < mark * 0.75), None)
    if mark is None:
        return None
    together = _CHECKS_TOGETHER.total_seconds()
    at = round((verdict.found_at + mark).timestamp() / together) * together
    return datetime.fromtimestamp(at, UTC) - now + jitter * _MINUTE
