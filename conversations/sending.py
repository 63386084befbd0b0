"""Handlers from the agent's last tap to the acceptance, one per row of the table.

The eKYC service has no idempotency key, so a submission whose reply is lost is *unknown*: it is
looked up, and sent again only after clean denials and by the agent's own tap.
"""

from dataclasses import replace
from datetime import timedelta

from conversations import events, photographing, replies
from conversations.application import Application, Phase
from conversations.effects import Ask, Redraw, Settle, ShowReceipt, Tell
from conversations.errands import DENIED, Errand, Task
from conversations.events import Moment
from conversations.filling import ask_next
from conversations.outcome import Outcome
from conversations.questions import FOUND, NOTHING, REVIEW, SEND_AGAIN, next_asked
from conversations.refusal import asked_again, with_refusal
from conversations.submission import Submission

#: Waits before each lookup of a submission of unknown outcome (docs/ekyc-api.md, 5.1).
LOOK_UP_DELAYS = (
    timedelta(seconds=3),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=5),
)

#: Waits between the lookups after the last of these denials.
SELDOM_DELAYS = (timedelta(minutes=15), timedelta(hours=1), timedelta(hours=6), timedelta(days=1))

FIRST_VERDICT_DELAY = timedelta(seconds=30)


def is_returned(application: Application) -> bool:
    """Whether it was sent, was not accepted, and waits for the agent."""
    submission = application.submission
    is_unaccepted = submission is not None and submission.accepted_at is None
    return is_unaccepted and application.asking != NOTHING


def submit(application: Application, event: events.Submitted, moment: Moment) -> Outcome:
    if next_asked(application) != REVIEW:
        return ask_next(application)
    attempt = application.submission.attempt + 1 if application.submission else 1
    submission = Submission(ticket=moment.ticket, attempt=attempt, pressed_at=moment.now)
    return _send(application, submission)


def submit_again(application: Application, event: events.SubmittedAgain, moment: Moment) -> Outcome:
    """Send a denied application again; what the service held before the first still counts."""
    denied = application.handed_in
    submission = Submission(
        ticket=moment.ticket,
        attempt=denied.attempt + 1,
        pressed_at=moment.now,
        held_before=denied.held_before,
        preceded_by=denied.preceded_by,
        token=denied.token,
        is_sent_again=True,
        is_duplicate=denied.is_duplicate,
    )
    return _send(application, submission)


def ask_about_found(
    application: Application, event: replies.RecordFound, moment: Moment
) -> Outcome:
    """Nothing was sent: the agent decides, as the customer may be registered already."""
    submission = replace(application.handed_in, found=event.found)
    asked = replace(application, phase=Phase.REVIEWING, asking=FOUND, submission=submission)
    return Outcome(asked, (Ask(),))


def submit_anyway(
    application: Application, event: events.SubmittedAnyway, moment: Moment
) -> Outcome:
    submission = Submission(
        ticket=moment.ticket,
        attempt=application.handed_in.attempt,
        pressed_at=moment.now,
        despite=application.handed_in.found,
    )
    return _send(application, submission)


def keep_back(application: Application, event: events.KeptBack, moment: Moment) -> Outcome:
    """Go back to the review, from which the agent may change, submit or cancel."""
    return ask_next(application, Settle(text="kept-back"))


def _send(application: Application, submission: Submission) -> Outcome:
    """Accept the order at once; it waits while the selfie is still being checked."""
    sent = replace(application, phase=Phase.SUBMITTING, asking=NOTHING, submission=submission)
    errands = (_owed(submission),) if application.pictures["selfie"].is_checked else ()
    settled = Settle() if application.asking == FOUND else Settle(question=REVIEW)
    return Outcome(sent, (settled, Ask()), errands)


def _owed(submission: Submission) -> Errand:
    return Errand(task=Task.SUBMIT, ticket=submission.ticket)


def send_checked(
    application: Application, event: replies.PictureChecked, moment: Moment
) -> Outcome:
    """The selfie's check ended after the agent's tap, so the submission proceeds."""
    if not _is_check_of_selfie(application, event):
        return Outcome(application)
    if event.repeats:
        return _ask_for_picture(application, "selfie", "same-picture")
    checked = photographing.accept_picture(application, event, moment)
    after = checked.application
    if after and "selfie" not in after.pictures:
        return _ask_for_picture(after, "selfie", event.doubts[0])
    return replace(checked, errands=(_owed(application.handed_in),))


def reopen_unusable(
    application: Application, event: replies.PictureRefused, moment: Moment
) -> Outcome:
    if not _is_check_of_selfie(application, event):
        return Outcome(application)
    return _ask_for_picture(application, "selfie", event.reason)


def _is_check_of_selfie(
    application: Application, event: replies.PictureChecked | replies.PictureRefused
) -> bool:
    """Whether the submission was waiting for this; a repeated reply finds the selfie checked."""
    selfie = application.pictures["selfie"]
    return event.ticket == selfie.ticket and not selfie.is_checked


def _ask_for_picture(application: Application, slot: str, reason: str) -> Outcome:
    shown = Ask(problem=reason, about=slot)
    return ask_next(application.without_pictures(slot), shown=shown)


def await_verdict(
    application: Application, event: replies.SubmissionAccepted, moment: Moment
) -> Outcome:
    submission = application.handed_in
    accepted = replace(
        application,
        phase=Phase.PENDING,
        asking=NOTHING,
        form_as_sent=None,
        submission=replace(submission, accepted_at=moment.now),
    )
    # If the service shows an old verdict until the new one, a pending between them must be seen.
    delay = timedelta(0) if submission.held_before else FIRST_VERDICT_DELAY
    errand = Errand(task=Task.ASK_VERDICT, ticket=event.ticket, delay=delay)
    if _is_watched(application, moment):
        return Outcome(accepted, (ShowReceipt(),), (errand,))
    settled = Settle(question=application.asking, text="was-sent")
    return Outcome(accepted, (settled, ShowReceipt(is_new=True)), (errand,))


def _is_watched(application: Application, moment: Moment) -> bool:
    """Whether the agent still waits where it says that the application is being sent."""
    submission = application.handed_in
    is_direct = application.phase is Phase.SUBMITTING and not submission.delay
    return is_direct and moment.is_soon_after(submission.pressed_at)


def take_new_names(application: Application, event: replies.CardRenamed, moment: Moment) -> Outcome:
    """The same card under new image names; confirmed readings and corrections stay."""
    assert application.reading is not None
    named = replace(
        application.reading,
        front_name=event.front_name,
        back_name=event.back_name,
        read_at=moment.now,
    )
    submission = replace(application.handed_in, is_renamed=True)
    return Outcome(replace(application, reading=named, submission=submission))


def reopen_refused(
    application: Application, event: replies.SubmissionRefused, moment: Moment
) -> Outcome:
    """The service or Telegram wants something changed: keep everything and reopen the form."""
    refused = with_refusal(application, event)
    if event.slot:
        return _ask_for_picture(refused, event.slot, event.reason)
    return ask_next(refused, shown=asked_again(refused))


def report_delay(
    application: Application, event: replies.SubmissionDelayed, moment: Moment
) -> Outcome:
    """The screen that says that it is being sent says what it waits for instead."""
    submission = application.handed_in
    has_left = submission.has_left or event.has_left
    delayed = replace(submission, delay=event.reason, has_left=has_left)
    is_told = submission.delay == event.reason
    return Outcome(replace(application, submission=delayed), () if is_told else (Redraw(),))


def start_checking(
    application: Application, event: replies.SubmissionUnclear, moment: Moment
) -> Outcome:
    checking = replace(application, phase=Phase.CHECKING)
    errand = Errand(task=Task.LOOK_UP, ticket=event.ticket, delay=LOOK_UP_DELAYS[0])
    if not event.duplicate:
        return Outcome(checking, (Redraw(),), (errand,))
    checking = replace(checking, submission=replace(checking.handed_in, is_duplicate=True))
    told = Tell(text="refused-as-duplicate", values={"reason": event.duplicate})
    return Outcome(checking, (Redraw(), told), (errand,))


def count_denial(
    application: Application, event: replies.SubmissionDenied, moment: Moment
) -> Outcome:
    """After the last denial the agent may send again; the record may still show up late."""
    denials = application.handed_in.denials + 1
    counted = replace(application, submission=replace(application.handed_in, denials=denials))
    is_asked = denials >= len(LOOK_UP_DELAYS)
    errand = Errand(
        task=Task.LOOK_UP,
        ticket=event.ticket,
        subject=DENIED if is_asked else "",
        delay=_next_look(denials),
    )
    if not is_asked or application.asking == SEND_AGAIN:
        return Outcome(counted, (), (errand,))
    return Outcome(replace(counted, asking=SEND_AGAIN), (Ask(),), (errand,))


def _next_look(denials: int) -> timedelta:
    """The wait until the next lookup of a submission denied that often."""
    seldom = denials - len(LOOK_UP_DELAYS)
    if seldom < 0:
        return LOOK_UP_DELAYS[denials]
    return SELDOM_DELAYS[min(seldom, len(SELDOM_DELAYS) - 1)]
