"""When to ask for verdicts, and which answers are about our application. Pure.

The log's list of what is pending shows in a few requests who has left it; one status call brings
the scores of each of those. Where that list is not understood, status calls do it alone.
"""

import math
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from bot.ekyc import LogRow, Status
from bot.ekyc import Verdict as Said
from conversations.application import Application, Held
from conversations.national_id import is_same_national_id
from conversations.verdict import Decision, Score, Source, Verdict

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

#: By then the log shows what was accepted.
_SETTLED = 10 * _MINUTE

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

_DECISIONS = {
    Said.PASSED: Decision.PASSED,
    Said.FAILED: Decision.FAILED,
    Said.INVALID: Decision.INVALID,
}


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


def is_ours(row: LogRow, application: Application) -> bool:
    """Whether a row of the log is this application: the number of the phone and of the card."""
    return row.mobile_number == application.value("mobile_number") and is_same_national_id(
        row.nid_number, application.value("nid_number") or ""
    )


def is_about(status: Status, application: Application) -> bool:
    """Whether the status reply names the number of this application's card."""
    number = application.value("nid_number") or ""
    return status.nid_number is not None and is_same_national_id(status.nid_number, number)


def said_of(
    application: Application, status: Status | None, rows: Iterable[LogRow] | None
) -> Said | None:
    """What the service says about this very application; None when it says nothing of it.

    The status call answers for a mobile number, perhaps with another person's record. With the
    number of our card in it, that decides; else the log's rows do (None: not readable); a status
    that names nobody is believed only while the log knows nobody else with that mobile number.
    """
    if status and is_about(status, application):
        return status.verdict
    mobile = application.value("mobile_number")
    of_number = [row for row in rows or () if row.mobile_number == mobile]
    ours = [row.verdict for row in of_number if is_ours(row, application)]
    is_anothers = any(row.nid_number for row in of_number if not is_ours(row, application))
    is_open = status is not None and status.nid_number is None and status.verdict is Said.PENDING
    if ours and application.earlier and is_open and not is_anothers:
        return Said.PENDING  # the log still shows the attempt before
    if Said.PENDING in ours:
        return Said.PENDING  # the matter is open
    if status and status.nid_number is None and status.verdict in ours:
        return status.verdict  # the present one, in whatever order the log is
    if ours:
        return ours[0]  # most logs begin with the newest
    if status is None or status.nid_number is not None or is_anothers:
        return None
    return status.verdict


def held(application: Application, status: Status | None, rows: Iterable[LogRow] | None) -> Held:
    """What the service holds about this person, in words that change when its record does."""
    told = None
    if status and (status.nid_number is None or is_about(status, application)):
        scores = [f"{score.field} {score.score}" for score in status.scores]
        told = ", ".join((status.verdict, *sorted(scores)))
    if rows is None:
        return Held(status=told)
    ours = (row for row in rows if is_ours(row, application))
    return Held(status=told, log=tuple(sorted(f"{row.verdict} {row.submitted_on}" for row in ours)))


def is_news(
    application: Application, status: Status | None, rows: Iterable[LogRow] | None, now: datetime
) -> bool:
    """Whether the service holds something else about the person than before the submission.

    An accepted submission of which the log shows no row of its own after a while has taken the
    place of the earlier one, as later servers do it.
    """
    submission = application.submission
    before = submission.held_before if submission else None
    if submission is None or before is None:
        return True
    present = held(application, status, rows)
    pairs = ((before.status, present.status), (before.log, present.log))
    if any(old is not None and new is not None and old != new for old, new in pairs):
        return True
    is_settled = submission.accepted_at is not None and now >= submission.accepted_at + _SETTLED
    return is_settled and bool(before.log) and before.log == present.log


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


def verdict_from(
    application: Application, said: Said, status: Status | None, now: datetime
) -> Verdict:
    """The verdict as we keep it: scores and matches, and never the register's own texts.

    They are taken from the status reply if that is about this application and says the same.
    """
    is_explained = (
        status
        and status.verdict is said
        and (status.nid_number is None or is_about(status, application))
    )
    if status is None or not is_explained:
        return Verdict(decision=_DECISIONS[said], found_at=now, source=Source.LOG)
    return Verdict(
        decision=_DECISIONS[said],
        found_at=now,
        scores=tuple(
            Score(
                field=score.field,
                points=score.score,
                differs=bool(score.card and score.register and score.card != score.register),
            )
            for score in status.scores
        ),
        texts_match=status.textual_match,
        card_photo_matches=status.card_photo_match,
        selfie_matches=status.selfie_match,
        source=Source.STATUS,
    )
