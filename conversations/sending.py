"""What happens from the agent's last tap to the verdict: one handler per row of the table.

The eKYC service has no idempotency key, so a submission whose reply is lost is *unknown*: it is
looked up, and sent again only after clean denials and by the agent's own tap.
"""

from dataclasses import replace
from datetime import timedelta

from conversations import events
from conversations.application import Application, Phase, Submission
from conversations.effects import Ask, RefreshDetail, Settle, ShowReceipt, ShowVerdict, Tell
from conversations.errands import Errand, Task
from conversations.events import Moment
from conversations.outcome import Outcome
from conversations.questions import NOTHING, REVIEW, SEND_AGAIN, next_asked

#: Waits before each look for a submission of unknown outcome; reference: eKYC notes, 5.1.
LOOK_UP_DELAYS = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=5))

FIRST_VERDICT_DELAY = timedelta(seconds=30)


def submit(application: Application, event: events.Submitted, moment: Moment) -> Outcome:
    if next_asked(application) != REVIEW:
        return Outcome(application, (Ask(),))
    if not application.pictures["selfie"].is_checked:
        return Outcome(application, (Tell(text="photo-being-checked"),))
    attempt = application.submission.attempt + 1 if application.submission else 1
    return _send(application, attempt, moment)


def submit_again(application: Application, event: events.SubmittedAgain, moment: Moment) -> Outcome:
    if application.asking != SEND_AGAIN or application.submission is None:
        return Outcome(application, (Ask(),))
    return _send(application, application.submission.attempt + 1, moment)


def _send(application: Application, attempt: int, moment: Moment) -> Outcome:
    submission = Submission(ticket=moment.ticket, attempt=attempt, pressed_at=moment.now)
    sent = replace(application, phase=Phase.SUBMITTING, asking=NOTHING, submission=submission)
    return Outcome(
        sent,
        (Settle(question=REVIEW), Ask()),
        (Errand(task=Task.SUBMIT, ticket=moment.ticket),),
    )


def await_verdict(
    application: Application, event: events.SubmissionAccepted, moment: Moment
) -> Outcome:
    assert application.submission is not None
    accepted = replace(
        application,
        phase=Phase.PENDING,
        asking=NOTHING,
        submission=replace(application.submission, accepted_at=moment.now),
    )
    errand = Errand(task=Task.ASK_VERDICT, ticket=event.ticket, delay=FIRST_VERDICT_DELAY)
    return Outcome(accepted, (ShowReceipt(),), (errand,))


def reopen_refused(
    application: Application, event: events.SubmissionRefused, moment: Moment
) -> Outcome:
    """The service wants something changed: everything is kept, the review is open again."""
    reopened = replace(application, phase=Phase.REVIEWING, asking=REVIEW)
    return Outcome(
        reopened,
        (Tell(text="submission-refused", values={"reason": event.reason}), Ask()),
    )


def report_delay(
    application: Application, event: events.SubmissionDelayed, moment: Moment
) -> Outcome:
    assert application.submission is not None
    if application.submission.is_delayed:
        return Outcome(application)
    delayed = replace(application.submission, is_delayed=True)
    return Outcome(replace(application, submission=delayed), (Tell(text="submission-delayed"),))


def start_checking(
    application: Application, event: events.SubmissionUnclear, moment: Moment
) -> Outcome:
    errand = Errand(task=Task.LOOK_UP, ticket=event.ticket, delay=LOOK_UP_DELAYS[0])
    return Outcome(
        replace(application, phase=Phase.CHECKING),
        (Tell(text="submission-unclear"),),
        (errand,),
    )


def count_denial(
    application: Application, event: events.SubmissionDenied, moment: Moment
) -> Outcome:
    assert application.submission is not None
    denials = application.submission.denials + 1
    counted = replace(application, submission=replace(application.submission, denials=denials))
    if denials < len(LOOK_UP_DELAYS):
        delay = LOOK_UP_DELAYS[denials]
        return Outcome(counted, (), (Errand(task=Task.LOOK_UP, ticket=event.ticket, delay=delay),))
    return Outcome(replace(counted, asking=SEND_AGAIN), (Ask(),))


def note_pending(application: Application, event: events.StillPending, moment: Moment) -> Outcome:
    return Outcome(replace(application, last_asked_at=moment.now), (RefreshDetail(),))


def decide(application: Application, event: events.VerdictFound, moment: Moment) -> Outcome:
    decided = replace(
        application,
        phase=Phase.DECIDED,
        verdict=event.verdict,
        last_asked_at=moment.now,
    )
    return Outcome(decided, (ShowVerdict(), RefreshDetail()))


def correct(application: Application, event: events.VerdictFound, moment: Moment) -> Outcome:
    """A verdict after the verdict: the same is only noted, another one is announced."""
    assert application.verdict is not None
    changed = replace(application, verdict=event.verdict, last_asked_at=moment.now)
    if application.verdict.decision == event.verdict.decision:
        return Outcome(changed)
    return Outcome(changed, (ShowVerdict(is_correction=True),))
