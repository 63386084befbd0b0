"""Which rows and replies of the service are about our application's customer. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.ekyc import LogRow, Status
from conversations.application import Application, Phase
from conversations.national_id import is_same_national_id
from conversations.questions import SEND_AGAIN
from conversations.submission import Submission


@dataclass(frozen=True, slots=True, kw_only=True)
class Rivals:
    """Other applications of ours that the service's reply may also mean.

    `of_person`: how many of the same person; `of_number`: whether there is any under the mobile
    number; `national_ids`: the numbers of their cards.
    """

    of_person: int = 0
    of_number: bool = False
    national_ids: frozenset[str] = frozenset()


NO_RIVALS = Rivals()


def rivals_of(application: Application, others: Iterable[tuple[Application, bool]]) -> Rivals:
    """The others with the same mobile number that may be meant.

    Each comes with whether it is of the same person. What the service accepted earlier was seen in
    the look before the submission, and is identified by that.
    """
    ours = application.handed_in
    sent = [(other, is_same) for other, is_same in others if _sent(other)]
    later = [
        (other, is_same)
        for other, is_same in sent
        if any(not _is_accepted_before(each, ours) for each in _sent(other))
    ]
    return Rivals(
        of_person=sum(is_same and other.asking != SEND_AGAIN for other, is_same in later),
        of_number=bool(sent if ours.held_before else later),
        national_ids=frozenset(filter(None, (other.value("nid_number") for other, _ in sent))),
    )


def _sent(application: Application) -> list[Submission]:
    """Its submissions that the service has, or may have."""
    sent = [attempt.submission for attempt in application.earlier]
    submission = application.submission
    if submission and not application.is_draft:
        is_waiting = application.phase is Phase.SUBMITTING and submission.token is None
        sent += [] if is_waiting else [submission]
    return sent


def _is_accepted_before(other: Submission, ours: Submission) -> bool:
    """By no clock, which may have been set back between the two, unless nothing else is known."""
    if ours.preceded_by is not None:
        return other.ticket in ours.preceded_by
    return other.accepted_at is not None and other.accepted_at < ours.pressed_at


def accepted_of(others: Iterable[tuple[Application, bool]]) -> frozenset[str]:
    """The tickets of the others' submissions that the service has accepted."""
    return frozenset(
        each.ticket for other, _ in others for each in _sent(other) if each.accepted_at
    )


def is_ours(row: LogRow, application: Application, rivals: Rivals = NO_RIVALS) -> bool:
    """Whether a row of the log is of this person: the number of the phone and of the card."""
    return row.mobile_number == application.value("mobile_number") and _is_of_card(
        row.nid_number, application, rivals
    )


def is_about(status: Status, application: Application, rivals: Rivals = NO_RIVALS) -> bool:
    """Whether the status reply names this application's card."""
    return status.nid_number is not None and _is_of_card(status.nid_number, application, rivals)


def _is_of_card(number: str, application: Application, rivals: Rivals) -> bool:
    """Whether the number is the card's, or what the service itself read from it.

    A service may keep its own reading although the agent corrected it (docs/ekyc-api.md, trap 24).
    """
    if is_same_national_id(number, application.value("nid_number") or ""):
        return True
    read = application.reading.fields.get("nid_number") if application.reading else None
    return (
        read is not None
        and is_same_national_id(number, read)
        and not any(is_same_national_id(read, other) for other in rivals.national_ids)
    )
