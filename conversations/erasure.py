"""Removing the customer from an application: what happened stays, who it was goes."""

from dataclasses import replace
from datetime import datetime

from conversations.application import Application, Remains
from conversations.national_id import masked as masked_national_id
from conversations.questions import NOTHING
from conversations.submission import Submission

_HIDDEN = "•••"


def without_form(application: Application, now: datetime | None = None) -> Application:
    """The application with form, photo ids and reading erased, and the rest masked.

    Without a time it is only a view; an application already erased is returned unchanged.
    """
    if application.remains:
        return application
    national_id = application.last_known("nid_number")
    mobile_number = application.value("mobile_number")
    remains = Remains(
        customer=masked_name(application.customer),
        national_id=masked_national_id(national_id) if national_id else "",
        mobile_number=masked_mobile_number(mobile_number) if mobile_number else "",
        erased_at=now,
    )
    # What stays is listed, so that any field added later is erased.
    return Application(
        id=application.id,
        agent=application.agent,
        created_at=application.created_at,
        changed_at=application.changed_at,
        phase=application.phase,
        version=application.version,
        asking=NOTHING if now else application.asking,
        consent=application.consent,
        submission=_bare(application.submission) if application.submission else None,
        verdict=application.verdict,
        earlier=tuple(
            replace(attempt, submission=_bare(attempt.submission))
            for attempt in application.earlier
        ),
        corrected=application.corrected,
        last_asked_at=application.last_asked_at,
        account=application.account,
        remains=remains,
    )


def _bare(submission: Submission) -> Submission:
    """The submission without what the service showed or said about the person."""
    return replace(submission, held_before=None, found=(), despite=(), refusal="")


def masked_name(name: str) -> str:
    """The first letter of each word: "M••• A••• M•••"."""
    return " ".join(f"{word[0]}{_HIDDEN}" for word in name.split())


def masked_mobile_number(number: str) -> str:
    """The number with only its last three digits readable: "•••• 678"."""
    return f"•••• {number[-3:]}"
