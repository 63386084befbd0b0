"""The prompt of whatever an application is asking now. Pure."""

import html
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from bot.chat.buttons import press_button
from bot.chat.outgoing import Button, Send
from bot.screens.barcode import barcode_row, value_in_barcode
from bot.screens.card import card, review
from bot.screens.consent import consent_text
from bot.screens.drafts import draft_name
from bot.screens.labels import fitted, room
from bot.screens.menu import menu_row
from bot.screens.names import option_name, prompt_of
from bot.screens.phrases import customer_of, folded, read_value, shown_value
from bot.screens.states import state_in_words
from bot.screens.steps import Rows, heading, rows_of, today, with_back
from bot.texts import plain, say
from conversations.application import Application, Phase
from conversations.card import CARD_FIELDS
from conversations.cross_check import differs_from_barcode
from conversations.doubts import doubtful_fields, refusal_of, wall_of
from conversations.languages import LANGUAGES
from conversations.options import Option
from conversations.organisation import NAMELESS, Organisation
from conversations.questions import (
    CANCEL,
    FOUND,
    NOTHING,
    PICTURES,
    READING,
    REVIEW,
    SEND_AGAIN,
    Question,
    question_of,
)
from conversations.relatives import relatives

#: More options than these fill rows of three: with the row of habits and the way back, a screen
#: has six rows at most.
_MOST_IN_PAIRS = 8

_MOST_ROWS = 6

_MOST_HABITS = 3  # one row

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
        text, rows = _SCREENS.get(application.asking, _question)(application, language)
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
        keyboard=_on_one_screen(rows) if is_question else rows,
        is_masked=application.is_under_way,  # the receipt may be written into it
        is_forwardable=application.is_under_way,
    )


def _on_one_screen(rows: list[Sequence[Button]]) -> Rows:
    """Six rows: of more, the last two, to keep the answer and to go back, share one."""
    if len(rows) <= _MOST_ROWS:
        return rows
    *others, keep, back = rows
    halves = (replace(button, text=fitted(button.text, space=room(2))) for button in (*keep, *back))
    return [*others, list(halves)]


def _insisting(application: Application, language: str) -> Iterator[list[Button]]:
    """A button for photos that were refused often enough, whatever is asked."""
    for slot in PICTURES:
        if application.may_insist(slot):
            field = plain(language, f"{slot}.short")
            label = plain(language, "button-use-anyway", field=field)
            yield [press_button(label, application, "insist", slot)]


def _question(application: Application, language: str) -> tuple[str, Rows]:
    question = question_of(application, application.asking)
    assert question is not None
    asked = prompt_of(application, question.key, language)
    text = f"{heading(application, language)}\n{asked}"
    if question.key in CARD_FIELDS:
        text += _as_read(application, question.key, language)
    rows: list[list[Button]] = []
    if not _is_only_option_given(application, question):
        rows += _option_rows(application, question, language)
    rows += barcode_row(application, question.key, language)
    if question.key in CARD_FIELDS and _may_take_reading(application, question.key):
        read = read_value(application, question.key, language)
        label = fitted(plain(language, "button-as-on-card", value=read))
        rows.append([press_button(label, application, "as-on-card")])
    if question.key == "nominee":
        rows += _relative_rows(application, language)
    if _is_keepable(application, question):
        if question.key in PICTURES:
            keep = plain(language, "button-keep-picture")
        else:
            value = shown_value(application, question.key, language)
            keep = plain(language, "button-keep", value=value)
        rows.append([press_button(fitted(keep), application, "keep")])
    return text, with_back(application, language, rows)


def _relative_rows(application: Application, language: str) -> Iterator[list[Button]]:
    """People on the card: one tap answers who the nominee is and how they are related."""
    for field, relation in relatives(application, today=today(application)).items():
        label = relative_label(application, field, relation, language)
        yield [press_button(label, application, "relative", field)]


def relative_label(application: Application, field: str, relation: Option, language: str) -> str:
    name = shown_value(application, field, language)
    return fitted(f"{plain(language, f'nominee_relation-{relation.key}')}: {name}")


def _option_rows(
    application: Application, question: Question, language: str
) -> Iterator[list[Button]]:
    """The options, each always at its place; above them those that this agent picks most.

    The row above is left out where a row to keep the answer or to use a photo takes its place.
    """
    is_crowded = _is_keepable(application, question) or any(map(application.may_insist, PICTURES))
    habit = () if is_crowded else application.habits.get(question.key, ())[:_MOST_HABITS]
    usual = [option for option in question.options if option.key in habit]
    if usual:
        yield _option_buttons(application, question, usual, language)
    grid = [option for option in question.options if not option.is_rare]
    is_wide = len(grid) == 3 or len(grid) > _MOST_IN_PAIRS
    buttons = _option_buttons(application, question, grid, language)
    yield from rows_of(buttons, 3 if is_wide else 2)


def _option_buttons(
    application: Application, question: Question, options: Iterable[Option], language: str
) -> list[Button]:
    return [
        press_button(
            option_name(application, question.key, option.key, language),
            application,
            "pick",
            question.key,
            option.key,
        )
        for option in options
    ]


def _as_read(application: Application, key: str, language: str) -> str:
    """The read and the typed value of a card field, and what is doubtful about it."""
    shown = []
    if read := read_value(application, key, language):
        shown.append(("as-read", read))
    if key in application.answers and (not read or application.is_changed_from_card(key)):
        shown.append(("as-typed", shown_value(application, key, language)))
    if differs_from_barcode(application, key):
        shown.append(("in-barcode", value_in_barcode(application, key, language)))
    text = "".join(
        f"\n{say(language, title)}: <b>{html.escape(value, quote=False)}</b>"
        for title, value in shown
    )
    if shown and key in doubtful_fields(application, today=today(application)):
        refusal = refusal_of(key, application.value(key) or "", today=today(application))
        why = refusal.reason if refusal else "review-mark-doubtful"
        text += f"\n⚠ {say(language, why, **(refusal.values if refusal else {}))}"
    elif shown and key in application.doubted:
        text += f"\n⚠ {say(language, 'field-failed')}"
    return text


def _may_take_reading(application: Application, key: str) -> bool:
    """Whether the typed value differs from the read one, and the read one can be sent."""
    read = application.reading.fields.get(key) if application.reading else None
    return (
        read is not None
        and application.is_changed_from_card(key)
        and not wall_of(key, read, today=today(application))
    )


def _is_keepable(application: Application, question: Question) -> bool:
    """Whether the existing answer may stay: for card fields, any value that can be sent."""
    if question.key not in CARD_FIELDS:
        return question.is_answered(application)
    value = application.value(question.key)
    return value is not None and not wall_of(question.key, value, today=today(application))


def _is_only_option_given(application: Application, question: Question) -> bool:
    """Whether the button to keep the answer says the same as the only option."""
    return [application.answers.get(question.key)] == [each.value for each in question.options]


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
    customer = say(language, "receipt-customer", customer=customer_of(application, language))
    question, yes = "confirm-cancel", "button-erase"
    if application.earlier:
        question, yes = "confirm-give-up", "button-give-up"
    row = [
        press_button(plain(language, yes), application, "erase"),
        press_button(plain(language, "button-stay"), application, "stay"),
    ]
    return f"<b>{customer}</b>\n{say(language, question)}", [row]


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
    customer = customer_of(application, language)
    if application.asking == SEND_AGAIN:
        again = press_button(plain(language, "button-send-again"), application, "submit-again")
        return say(language, "send-again-heading", customer=customer), [[again]]
    lines = [
        f"<b>{say(language, 'receipt-customer', customer=customer)}</b>",
        state_in_words(application, language),
    ]
    submission = application.submission
    if application.phase is Phase.SUBMITTING and submission and submission.is_delayed:
        lines.append(say(language, "submitting-goes-on"))
    return "\n".join(lines), [menu_row(language)]


def _found(application: Application, language: str) -> tuple[str, Rows]:
    """The question about records of this person that no attempt of ours explains."""
    found = application.submission.found if application.submission else ()
    lines = [say(language, "found-heading", customer=customer_of(application, language))]
    for words in found:
        verdict, _, date = words.partition(" ")
        state = plain(language, f"found-{verdict}")
        key = "found-record-dated" if date else "found-record"
        lines.append(say(language, key, state=state, date=date))
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
