"""The state of an application, in words and as one sign. Pure."""

from collections.abc import Mapping

from bot.texts import say
from conversations.application import Application, Phase
from conversations.verdict import Decision

#: Signs for lists, by the service's word for a state; the word itself is always next to it.
SIGNS: Mapping[str, str] = {
    Decision.PASSED: "✅",
    Decision.FAILED: "❌",
    Decision.INVALID: "❓",
    Phase.PENDING: "⏳",
    Phase.CLOSED: "⌛",
}


def state_of(application: Application) -> str:
    """The verdict, else the phase, which is closed once the form is erased and nobody asks."""
    if application.verdict:
        return application.verdict.decision
    return Phase.CLOSED if application.is_form_erased else application.phase


def sign_of(application: Application) -> str:
    sign = "📝" if application.is_draft else SIGNS[Phase.PENDING]
    return SIGNS.get(state_of(application), sign)


def state_in_words(application: Application, language: str) -> str:
    """The application's state, as a sentence or the word of its verdict."""
    if application.verdict:
        return say(language, f"state-{application.verdict.decision}")
    if application.is_form_erased:
        return say(language, "state-undecided")
    submission = application.submission
    if application.phase == Phase.SUBMITTING and submission and submission.delay:
        return say(language, submission.delay)
    return say(language, f"state-{application.phase}")
