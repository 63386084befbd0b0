"""Which answers of the service are about our application. Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.ekyc import LogRow, Status
from bot.ekyc import Verdict as Said
from conversations.application import Application, Held
from conversations.national_id import is_same_national_id
from conversations.verdict import Decision, Score, Source, Verdict

#: By then the log shows an accepted application.
_SETTLED = timedelta(minutes=10)

_DECISIONS = {
    Said.PASSED: Decision.PASSED,
    Said.FAILED: Decision.FAILED,
    Said.INVALID: Decision.INVALID,
}


def is_ours(row: LogRow, application: Application) -> bool:
    """Whether a row of the log is this application, by the numbers of phone and card."""
    return row.mobile_number == application.value("mobile_number") and is_same_national_id(
        row.nid_number, application.value("nid_number") or ""
    )


def is_about(status: Status, application: Application) -> bool:
    """Whether the status reply names this application's card."""
    number = application.value("nid_number") or ""
    return status.nid_number is not None and is_same_national_id(status.nid_number, number)


def said_of(
    application: Application, status: Status | None, rows: Iterable[LogRow] | None
) -> Said | None:
    """What the service says about this application; None when it says nothing.

    The status call answers for a mobile number, perhaps with another person's record. If it names
    our card, it decides; otherwise the log's rows do (None: unreadable). A status without a card
    number is believed only while the log knows nobody else with that mobile number.
    """
    if status and is_about(status, application):
        return status.verdict
    mobile = application.value("mobile_number")
    of_number = [row for row in rows or () if row.mobile_number == mobile]
    ours = [row.verdict for row in of_number if is_ours(row, application)]
    is_anothers = any(row.nid_number for row in of_number if not is_ours(row, application))
    is_open = status is not None and status.nid_number is None and status.verdict is Said.PENDING
    if ours and application.earlier and is_open and not is_anothers:
        return Said.PENDING  # the log still shows the earlier attempt
    if Said.PENDING in ours:
        return Said.PENDING  # undecided
    if status and status.nid_number is None and status.verdict in ours:
        return status.verdict  # the current one, whatever the log's order
    if ours:
        return ours[0]  # most logs begin with the newest
    if status is None or status.nid_number is not None or is_anothers:
        return None
    return status.verdict


def held(application: Application, status: Status | None, rows: Iterable[LogRow] | None) -> Held:
    """What the service holds about this person, as text that changes when its record does."""
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
    """Whether the service holds something different about the person than before the submission.

    If the log shows no separate row for an accepted submission after a while, it has replaced the
    earlier one, as on later servers.
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


def verdict_from(
    application: Application, said: Said, status: Status | None, now: datetime
) -> Verdict:
    """The verdict as stored: scores and matches, never the register's own texts.

    They come from the status reply if that is about this application and agrees.
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
