"""The prompt of whatever an application is asking now. Pure."""

import html
from collections import Counter
from collections.abc import Iterator

from bot.chat.buttons import press_button
from bot.chat.outgoing import Button, Send
from bot.screens.card import card, review
from bot.screens.consent import consent_text
from bot.screens.drafts import draft_name
from bot.screens.menu import menu_row
from bot.screens.phrases import customer_heading, customer_of, folded
from bot.screens.question import on_one_screen, question_screen
from bot.screens.states import state_in_words
from bot.screens.steps import Rows, with_back
from bot.texts import plain, say
from conversations.application import Application, Phase
from conversations.languages import LANGUAGES
from conversations.organisation import NAMELESS, Organisation
from conversations.questions import (
    CANCEL,
    FOUND,
    NOTHING,
    PICTURES,
    READING,
    REVIEW,
    SEND_AGAIN,
)

#: Stops that fill a small phone alone, the customer's name among what they show. A problem comes as
#: a message of its own above them.
FULL_SCREENS = frozenset({"card", REVIEW})


def prompt(
    application: Application,
    language: str,
    problem: str = "",
    organisation: Organisation = NAMELESS,
    *,
    is_named: bool = False,
) -> Send:
    """What the agent is asked now; `problem` is a sentence, already escaped.

    With `is_named` the customer's name is above the heading, for an agent with several drafts,
    unless the screen names the customer itself.
    """
    if application.asking == "consent":
        text, rows = _consent(application, language, organisation)
    else:
        text, rows = _SCREENS.get(application.asking, question_screen)(application, language)
    rows = [*_insisting(application, language), *rows]
    if is_named and application.is_draft and application.customer:
        customer = html.escape(customer_of(application, language), quote=False)
        if application.asking not in FULL_SCREENS and customer not in text:
            text = f"👤 <b>{customer}</b>\n{text}"
    if problem:
        text = f"⚠ {problem}\n\n{text}"
    is_question = application.asking not in {"consent", *_SCREENS}
    return Send(
        text=text,
        keyboard=on_one_screen(rows) if is_question else rows,
        is_masked=application.is_under_way,  # the receipt may be written into it
        is_forwardable=application.is_under_way,
    )


def _insisting(application: Application, language: str) -> Iterator[list[Button]]:
    """A button for photos that were refused often enough, whatever is asked."""
    for slot in PICTURES:
        if application.may_insist(slot):
            field = plain(language, f"{slot}.short")
            label = plain(language, "button-use-anyway", field=field)
            yield [press_button(label, application, "insist", slot)]


def _consent(
    application: Application, language: str, organisation: Organisation
) -> tuple[str, Rows]:
    """The text is in every language: the customer's need not be the agent's."""
    others = [each for each in LANGUAGES if each != language]
    lines = (
        f"<b>{say(language, 'consent-heading')}</b>",
        _wording(organisation, language),
        *(folded([_wording(organisation, other)]) for other in others),
        f"<b>{say(language, 'consent-question')}</b>",
    )
    row = [
        press_button(plain(language, "button-agree"), application, "consent"),
        press_button(plain(language, "button-refuse"), application, "decline"),
    ]
    return "\n".join(lines), [row]


def _wording(organisation: Organisation, language: str) -> str:
    return html.escape(consent_text(organisation, language), quote=False)


def _cancel(application: Application, language: str) -> tuple[str, Rows]:
    question, yes = "confirm-cancel", "button-erase"
    if application.earlier:
        question, yes = "confirm-give-up", "button-give-up"
    row = [
        press_button(plain(language, yes), application, "erase"),
        press_button(plain(language, "button-stay"), application, "stay"),
    ]
    heading = f"<b>{customer_heading(application, language)}</b>"
    return f"{heading}\n{say(language, question)}", [row]


def _reading(application: Application, language: str) -> tuple[str, Rows]:
    """The card is awaited, perhaps for long; another customer need not wait for that."""
    if application.reading_delay:
        lines = [
            f"⏳ <b>{html.escape(draft_name(application, language), quote=False)}</b>",
            say(language, application.reading_delay),
            say(language, "reading-goes-on"),
        ]
    else:
        lines = [f"<b>{say(language, READING)}</b>", say(language, f"{READING}.prompt")]
    return "\n".join(lines), with_back(application, language, [menu_row(language)])


def _state(application: Application, language: str) -> tuple[str, Rows]:
    if application.asking == SEND_AGAIN:
        customer = customer_of(application, language)
        again = press_button(plain(language, "button-send-again"), application, "submit-again")
        return say(language, "send-again-heading", customer=customer), [[again]]
    lines = [
        f"<b>{customer_heading(application, language)}</b>",
        state_in_words(application, language),
    ]
    submission = application.submission
    if application.phase is Phase.SUBMITTING and submission and submission.delay:
        lines.append(say(language, "submitting-goes-on"))
    return "\n".join(lines), [menu_row(language)]


def _found(application: Application, language: str) -> tuple[str, Rows]:
    """The question about records of this person that no attempt of ours explains.

    Equal ones are one line with their number.
    """
    found = application.submission.found if application.submission else ()
    lines = [say(language, "found-heading", customer=customer_of(application, language))]
    for words, count in Counter(found).items():
        verdict, _, date = words.partition(" ")
        state = plain(language, f"found-{verdict}")
        key = "found-record-dated" if date else "found-record"
        line = say(language, key, state=state, date=date)
        lines.append(f"{line} {say(language, 'found-times', count=count)}" if count > 1 else line)
    lines.append(say(language, "found-question"))
    rows = [
        [press_button(plain(language, "button-submit-anyway"), application, "submit-anyway")],
        [press_button(plain(language, "button-keep-back"), application, "keep-back")],
    ]
    return "\n".join(lines), with_back(application, language, rows)


#: Stops that need more than a question with its buttons.
_SCREENS = {
    "card": card,
    READING: _reading,
    REVIEW: review,
    CANCEL: _cancel,
    NOTHING: _state,
    FOUND: _found,
    SEND_AGAIN: _state,
}
