"""Taking the customer out of an application, so that what happened stays and who it was goes."""

from dataclasses import replace
from datetime import datetime

from conversations.application import Application, Phase, Remains, Submission
from conversations.national_id import masked as masked_national_id
from conversations.questions import NOTHING

_HIDDEN = "•••"


def without_form(application: Application, now: datetime | None = None) -> Application:
    """The same with the form, the photos' names and the reading erased; masked is what is left.

    Without a time it is only a view, and one that is erased already is as it is.
    """
    if application.remains:
        return application
    national_id = application.value("nid_number")
    mobile_number = application.value("mobile_number")
    remains = Remains(
        customer=masked_name(application.customer),
        national_id=masked_national_id(national_id) if national_id else "",
        mobile_number=masked_mobile_number(mobile_number) if mobile_number else "",
        erased_at=now,
    )
    # Named one by one what stays, so that whatever the form may hold some day goes.
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


def without_correction(application: Application) -> Application:
    """The same before its last correction was begun, which nobody goes on with."""
    *before, last = application.earlier
    return replace(
        application,
        phase=Phase.DECIDED,
        version=application.version + 1,
        asking=NOTHING,
        submission=last.submission,
        verdict=last.verdict,
        earlier=tuple(before),
    )


def _bare(submission: Submission) -> Submission:
    """Without the traces of what the service held about the person."""
    return replace(submission, held_before=None)


def masked_name(name: str) -> str:
    """The first letter of each word: "M••• A••• M•••"."""
    return " ".join(f"{word[0]}{_HIDDEN}" for word in name.split())


def masked_mobile_number(number: str) -> str:
    """The number with only its last three digits readable: "•••• 678"."""
    return f"•••• {number[-3:]}"
