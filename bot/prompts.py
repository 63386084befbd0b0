"""The prompt of whatever an application is asking now. Pure."""

import html
from collections.abc import Iterable, Iterator, Sequence

from bot.buttons import desk_button, press_button
from bot.outgoing import Button, Send
from bot.phrases import customer_of, reason_in_words, shortened, shown_value
from bot.texts import plain, say
from conversations.application import CARD_FIELDS, Application, Phase
from conversations.doubts import doubtful_fields
from conversations.filling import DHAKA
from conversations.questions import (
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

#: Fields of the review in the order of the form; the card's own come first.
_REVIEWED = (
    *CARD_FIELDS,
    *(key for key in STEPS if QUESTIONS[key].accepts in {Accepts.TEXT, Accepts.CHOICE}),
)


def prompt(application: Application, language: str, problem: str = "") -> Send:
    """What the agent is asked now; `problem` is a sentence, already escaped."""
    text, rows = _body(application, language)
    if problem:
        text = f"⚠ {problem}\n\n{text}"
    return Send(text=text, keyboard=rows)


def _body(application: Application, language: str) -> tuple[str, Rows]:
    asking = application.asking
    if asking == "consent":
        return _consent(application, language)
    if asking == "card":
        return _card(application, language)
    if asking == REVIEW:
        return _review(application, language)
    if asking in {NOTHING, SEND_AGAIN}:
        return _state(application, language)
    if asking == READING:
        lines = f"<b>{say(language, 'reading')}</b>\n{say(language, 'reading.prompt')}"
        return lines, _with_back(application, language, [])
    return _question(application, QUESTIONS[asking], language)


def _heading(application: Application, language: str) -> str:
    number, total = step_of(application)
    title = say(language, application.asking)
    return f"<b>{say(language, 'step', number=number, total=total, title=title)}</b>"


def _question(application: Application, question: Question, language: str) -> tuple[str, Rows]:
    text = f"{_heading(application, language)}\n{say(language, f'{question.key}.prompt')}"
    buttons = [
        press_button(
            say(language, f"{question.key}-{option.key}"),
            application,
            "pick",
            question.key,
            option.key,
        )
        for option in question.options
    ]
    rows = list(_rows_of(buttons, 3 if len(buttons) == 3 else 2))
    if question.is_answered(application):
        if question.key in PICTURES:
            keep = plain(language, "button-keep-picture")
        else:
            value = shown_value(application, question.key, language)
            keep = plain(language, "button-keep", value=value)
        rows.append([press_button(shortened(keep), application, "keep")])
    return text, _with_back(application, language, rows)


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
        press_button(say(language, "button-agree"), application, "consent"),
        press_button(say(language, "button-refuse"), application, "withdraw"),
    ]
    return "\n\n".join(lines), [row]


def _card(application: Application, language: str) -> tuple[str, Rows]:
    heading = _heading(application, language)
    new_pictures = [
        press_button(say(language, f"button-new-{side}"), application, "edit", side)
        for side in ("front", "back")
    ]
    swap = press_button(say(language, "button-swap"), application, "swap")
    if application.reading is None:
        reason = reason_in_words(application.reading_problem or "", language)
        problem = say(language, "card-unread", reason=reason)
        text = f"{heading}\n{problem}\n{say(language, 'card-unread-next')}"
        again = press_button(say(language, "button-read-again"), application, "read-again")
        return text, _with_back(application, language, [new_pictures, [swap, again]])
    missing = any(application.value(key) is None for key in CARD_FIELDS)
    lines = [heading, say(language, "card-heading"), ""]
    lines += _field_lines(application, CARD_FIELDS, language)
    if missing:
        lines += ["", say(language, "card-has-missing")]
    confirm = say(language, "button-continue" if missing else "button-all-correct")
    rows = [
        [press_button(confirm, application, "card-ok")],
        *_edit_rows(application, CARD_FIELDS, language),
        [swap],
        new_pictures,
    ]
    return "\n".join(lines), rows


def _review(application: Application, language: str) -> tuple[str, Rows]:
    lines = [f"<b>{say(language, 'review')}</b>", say(language, "review-heading"), ""]
    lines += _field_lines(application, _REVIEWED, language)
    submit = press_button(say(language, "button-submit"), application, "submit")
    rows = _edit_rows(application, (*_REVIEWED, *PICTURES), language)
    return "\n".join(lines), [*rows, [submit]]


def _state(application: Application, language: str) -> tuple[str, Rows]:
    customer = customer_of(application, language)
    if application.asking == SEND_AGAIN:
        again = press_button(say(language, "button-send-again"), application, "submit-again")
        return say(language, "send-again-heading", customer=customer), [[again]]
    text = f"<b>{say(language, 'receipt-customer', customer=customer)}</b>\n"
    text += state_in_words(application, language)
    rows = [] if application.phase == Phase.SUBMITTING else [desk_row(language)]
    return text, rows


def state_in_words(application: Application, language: str) -> str:
    """Where the application stands, as a sentence or the word of its verdict."""
    if application.verdict:
        return say(language, f"state-{application.verdict.decision}")
    submission = application.submission
    is_waiting = application.phase == Phase.SUBMITTING and submission and submission.is_delayed
    return say(language, f"state-{application.phase}{'-delayed' if is_waiting else ''}")


def desk_row(language: str) -> list[Button]:
    """What an agent may do when nothing is being asked."""
    return [
        desk_button(say(language, "button-new"), "new"),
        desk_button(say(language, "button-log"), "log", "0"),
    ]


def _field_lines(application: Application, keys: Iterable[str], language: str) -> Iterator[str]:
    today = application.changed_at.astimezone(DHAKA).date()
    doubtful = doubtful_fields(application, today=today)
    for key in keys:
        title = say(language, key)
        value = html.escape(shown_value(application, key, language), quote=False)
        if not value:
            yield f"⚠ <b>{title}</b>: <i>{say(language, 'card-missing')}</i>"
            continue
        line = f"<b>{title}</b>: {value}"
        if application.is_changed_from_card(key):
            line += f" <i>{say(language, 'review-mark-edited')}</i>"
        if key in doubtful:
            line = f"⚠ {line} <i>{say(language, 'review-mark-doubtful')}</i>"
        yield line


def _edit_rows(application: Application, keys: Iterable[str], language: str) -> list[list[Button]]:
    buttons = [
        press_button(
            say(language, "button-edit", field=say(language, key)), application, "edit", key
        )
        for key in keys
    ]
    return list(_rows_of(buttons, 2))


def _with_back(application: Application, language: str, rows: list[list[Button]]) -> Rows:
    if previous_asked(application) is None:
        return rows
    return [*rows, [press_button(say(language, "button-back"), application, "back")]]


def _rows_of(buttons: Sequence[Button], width: int) -> Iterator[list[Button]]:
    for start in range(0, len(buttons), width):
        yield list(buttons[start : start + width])
