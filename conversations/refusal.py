"""Why an application came back to the agent: the service, or Telegram, wants something changed."""

from dataclasses import replace

from conversations import replies
from conversations.application import Application
from conversations.effects import Ask


def with_refusal(application: Application, event: replies.SubmissionRefused) -> Application:
    """The application with the reason, for whoever comes back to it, such as another agent."""
    assert application.submission is not None
    submission = replace(application.submission, refusal=event.reason, refused_slot=event.slot)
    return replace(application, submission=submission)


def asked_again(application: Application) -> Ask:
    """The open question, with the reason of the refusal unless the refused photo was replaced."""
    submission = application.submission
    if (
        submission is None
        or not submission.refusal
        or submission.refused_slot in application.pictures
    ):
        return Ask()
    if submission.refused_slot:
        return Ask(problem=submission.refusal, about=submission.refused_slot)
    return Ask(problem="submission-refused", values={"reason": submission.refusal})
