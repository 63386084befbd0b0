"""The prompt of whatever an application is asking now. Pure."""

import html
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache

from bot.chat.buttons import menu_button, press_button
from bot.chat.outgoing import Button, Send
from bot.screens.phrases import clipped, customer_of, reason_in_words, shortened, shown_value
from bot.texts import plain, say
from conversations.application import CARD_FIELDS, CARD_SIDES, Application, Phase
from conversations.doubts import doubtful_fields, refusal_of, unseen_doubts, wall_of
from conversations.filling import DHAKA
from conversations.options import Option
from conversations.questions import (
    CANCEL,
    NOTHING,
    PICTURES,
    QUESTIONS,
    READING,
    REVIEW,
    SEND_AGAIN,
    STEPS,
    Accepts,
    Question,
    previous_asked,
    step_of,
)

Rows = Sequence[Sequence[Button]]

_PLAIN = frozenset({"permanent_address"})  # its prompt says already that it may be typed

_LONGEST_IN_LABEL = 20  # characters of a name, so that the digits behind it are seen

#: Fields of the review in the order of the form; the card's own come first.
_REVIEWED = (
    *CARD_FIELDS,
    *(key for key in STEPS if QUESTIONS[key].accepts in {Accepts.TEXT, Accepts.CHOICE}),
)


def prompt(application: Application, language: str, problem: str = "") -> Send:
    """What the agent is asked now; `problem` is a sentence, already escaped."""
    draw = _SCREENS.get(application.asking, _question)
    text, rows = draw(application, language)
    rows = [*_insisting(application, language), *rows]
    if problem:
        text = f"⚠ {problem}\n\n{text}"
    return Send(text=text, keyboard=rows)


def _insisting(application: Application, language: str) -> Iterator[list[Button]]:
    """The way out for photos that were refused often enough, whatever is asked."""
    for slot in PICTURES:
        if application.may_insist(slot):
            field = plain(language, slot)
            label = plain(language, "button-use-anyway", field=field)
            yield [press_button(label, application, "insist", slot)]


def _heading(application: Application, language: str) -> str:
    return _heading_of(language, application.asking, *step_of(application))


@cache
def _heading_of(language: str, asking: str, number: int, total: int) -> str:
    title = plain(language, asking)
    return f"<b>{say(language, 'step', number=number, total=total, title=title)}</b>"


def _question(application: Application, language: str) -> tuple[str, Rows]:
    question = QUESTIONS[application.asking]
    text = f"{_heading(application, language)}\n{say(language, f'{question.key}.prompt')}"
    if question.key in CARD_FIELDS:
        text += _as_read(application, question.key, language)
    buttons = [
        press_button(
            plain(language, f"{question.key}-{option.key}"),
            application,
            "pick",
            question.key,
            option.key,
        )
        for option in _by_habit(application, question)
    ]
    if question.options and question.read and question.key not in _PLAIN:
        other = press_button(plain(language, "button-other"), application, "other", question.key)
        buttons.append(other)
    rows = list(_rows_of(buttons, 3 if len(buttons) == 3 else 2))
    if _is_keepable(application, question):
        if question.key in PICTURES:
            keep = plain(language, "button-keep-picture")
        else:
            value = shown_value(application, question.key, language)
            keep = plain(language, "button-keep", value=value)
        rows.append([press_button(shortened(keep), application, "keep")])
    return text, _with_back(application, language, rows)


def _by_habit(application: Application, question: Question) -> list[Option]:
    """The options, those that this agent picks most before the others."""
    habit = application.habits.get(question.key, ())
    places = {key: place for place, key in enumerate(habit)}
    return sorted(question.options, key=lambda option: places.get(option.key, len(places)))


def _as_read(application: Application, key: str, language: str) -> str:
    """What is there of a field of the card, and what is doubtful about it."""
    shown = html.escape(shown_value(application, key, language), quote=False)
    if not shown:
        return ""
    text = f"\n{say(language, 'as-read')}: <b>{shown}</b>"
    if key in doubtful_fields(application, today=_today(application)):
        refusal = refusal_of(key, application.value(key) or "", today=_today(application))
        why = refusal.reason if refusal else "review-mark-doubtful"
        text += f"\n⚠ {say(language, why, **(refusal.values if refusal else {}))}"
    elif key in application.doubted:
        text += f"\n⚠ {say(language, 'field-failed')}"
    return text


def _is_keepable(application: Application, question: Question) -> bool:
    """Whether what stands there may stay: of the card's fields, all that can be sent."""
    if question.key not in CARD_FIELDS:
        return question.is_answered(application)
    value = application.value(question.key)
    return value is not None and not wall_of(question.key, value, today=_today(application))


def _today(application: Application) -> date:
    return application.changed_at.astimezone(DHAKA).date()


def _consent(application: Application, language: str) -> tuple[str, Rows]:
    """The text stands in both languages: the customer's need not be the agent's."""
    other = "en" if language == "bn" else "bn"
    lines = (
        f"<b>{say(language, 'consent-heading')}</b>",
        say(language, "consent-text"),
        f"<i>{say(other, 'consent-text')}</i>",
        f"<b>{say(language, 'consent-question')}</b>",
    )
    row = [
        press_button(plain(language, "button-agree"), application, "consent"),
        press_button(plain(language, "button-refuse"), application, "decline"),
    ]
    return "\n\n".join(lines), [row]


def _cancel(application: Application, language: str) -> tuple[str, Rows]:
    customer = say(language, "receipt-customer", customer=customer_of(application, language))
    row = [
        press_button(plain(language, "button-erase"), application, "erase"),
        press_button(plain(language, "button-stay"), application, "stay"),
    ]
    return f"<b>{customer}</b>\n{say(language, 'confirm-cancel')}", [row]


def _card(application: Application, language: str) -> tuple[str, Rows]:
    heading = _heading(application, language)
    new_pictures = [
        press_button(plain(language, f"button-new-{side}"), application, "edit", side)
        for side in CARD_SIDES
    ]
    swap = swap_button(application, language)
    if application.reading is None:
        reason = reason_in_words(application.reading_problem or "", language)
        problem = say(language, "card-unread", reason=reason)
        text = f"{heading}\n{problem}\n\n{say(language, 'card-unread-next')}"
        again = press_button(plain(language, "button-read-again"), application, "read-again")
        return text, _with_back(application, language, [new_pictures, [swap], [again]])
    is_clear = all(application.value(key) is not None for key in CARD_FIELDS) and not unseen_doubts(
        application, today=_today(application)
    )
    lines = [heading, say(language, "card-heading"), ""]
    lines += _field_lines(application, CARD_FIELDS, language)
    if not is_clear:
        lines += ["", say(language, "card-has-marked")]
    confirm = plain(language, "button-all-correct" if is_clear else "button-continue")
    rows = [
        [press_button(confirm, application, "card-ok")],
        *_edit_rows(application, CARD_FIELDS, language),
        new_pictures,
        [swap],
    ]
    return "\n".join(lines), _with_back(application, language, rows)


def swap_button(application: Application, language: str) -> Button:
    """Stays good while these two pictures lie where they lie, whatever else is answered."""
    front = application.pictures["front"].ticket
    return press_button(plain(language, "button-swap"), application, "swap", front)


def _review(application: Application, language: str) -> tuple[str, Rows]:
    lines = [f"<b>{say(language, 'review')}</b>", say(language, "review-heading"), ""]
    lines += _field_lines(application, _REVIEWED, language)
    lines.append(f"📷 {say(language, 'review-photos')}")
    submit = press_button(plain(language, "button-submit"), application, "submit")
    rows = [[submit], *_edit_rows(application, (*_REVIEWED, *PICTURES), language)]
    return "\n".join(lines), _with_back(application, language, rows)


def _reading(application: Application, language: str) -> tuple[str, Rows]:
    text = f"<b>{say(language, READING)}</b>\n{say(language, f'{READING}.prompt')}"
    return text, _with_back(application, language, [])


def _state(application: Application, language: str) -> tuple[str, Rows]:
    customer = customer_of(application, language)
    if application.asking == SEND_AGAIN:
        again = press_button(plain(language, "button-send-again"), application, "submit-again")
        return say(language, "send-again-heading", customer=customer), [[again]]
    text = f"<b>{say(language, 'receipt-customer', customer=customer)}</b>\n"
    return text + state_in_words(application, language), [menu_row(language)]


#: Stops that are more than a question with its buttons.
_SCREENS = {
    "consent": _consent,
    "card": _card,
    READING: _reading,
    REVIEW: _review,
    CANCEL: _cancel,
    NOTHING: _state,
    SEND_AGAIN: _state,
}


def state_in_words(application: Application, language: str) -> str:
    """Where the application stands, as a sentence or the word of its verdict."""
    if application.verdict:
        return say(language, f"state-{application.verdict.decision}")
    if application.remains and application.remains.erased_at:
        return say(language, "state-undecided")
    submission = application.submission
    if application.phase == Phase.SUBMITTING and submission and submission.is_delayed:
        return say(language, "state-submitting-delayed")
    return say(language, f"state-{application.phase}")


def menu_row(language: str) -> list[Button]:
    """What an agent may do when nothing is being asked."""
    return [
        menu_button(plain(language, "button-new"), "new"),
        menu_button(plain(language, "button-log"), "log", "0"),
    ]


def waiting_draft(application: Application, language: str, problem: str = "") -> Send:
    """A draft that the agent is not at just now has news: the way back to it.

    Its own prompt would be taken for the present one, and answers would go astray.
    """
    customer = customer_of(application, language)
    text = say(language, "draft-waits", customer=customer)
    if problem:
        text = f"⚠ {problem}\n\n{text}"
    return Send(text=text, keyboard=[[continue_button(application, language)]])


def draft_name(application: Application, language: str) -> str:
    """How a draft is told from others: the customer and the last digits of the card."""
    customer = customer_of(application, language)
    number = application.value("nid_number") or ""
    return f"{clipped(customer, _LONGEST_IN_LABEL)} · {number[-4:]}" if number else customer


def continue_button(application: Application, language: str) -> Button:
    text = plain(language, "button-continue-draft", customer=draft_name(application, language))
    return menu_button(text, "continue", application.id)


def _field_lines(application: Application, keys: Iterable[str], language: str) -> Iterator[str]:
    doubtful = doubtful_fields(application, today=_today(application))
    for key in keys:
        title = say(language, key)
        value = html.escape(shown_value(application, key, language), quote=False)
        if not value:
            yield f"⚠ <b>{title}</b>: <i>{say(language, 'card-missing')}</i>"
            continue
        line = f"<b>{title}</b>: {value}"
        if application.is_changed_from_card(key):
            line += f" <i>{say(language, 'review-mark-edited')}</i>"
        if key == "father_name" and application.is_spouse_named:
            line += f" <i>{say(language, 'review-mark-spouse')}</i>"
        if key in doubtful:
            line = f"⚠ {line} <i>{say(language, 'review-mark-doubtful')}</i>"
        yield line


def _edit_rows(application: Application, keys: Iterable[str], language: str) -> list[list[Button]]:
    buttons = [
        press_button(
            plain(language, "button-edit", field=plain(language, key)), application, "edit", key
        )
        for key in keys
    ]
    return list(_rows_of(buttons, 2))


def _with_back(application: Application, language: str, rows: list[list[Button]]) -> Rows:
    if previous_asked(application) is None:
        return rows
    return [*rows, [press_button(plain(language, "button-back"), application, "back")]]


def _rows_of(buttons: Sequence[Button], width: int) -> Iterator[list[Button]]:
    for start in range(0, len(buttons), width):
        yield list(buttons[start : start + width])
