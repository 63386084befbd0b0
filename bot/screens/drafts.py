"""The agent's unfinished applications, with what is missing in each, and the way back to one."""

from collections.abc import Iterator, Sequence

from bot.chat.buttons import menu_button
from bot.chat.outgoing import Button, Send
from bot.screens.labels import fitted
from bot.screens.menu import menu_row
from bot.screens.names import short_name_of
from bot.screens.paging import Page, turning_row
from bot.screens.phrases import clipped, customer_in_list, customer_of
from bot.texts import number, plain, say
from conversations.application import Application
from conversations.questions import form_of, missing_steps, steps_of

PAGE_SIZE = 4  # drafts; a row of buttons each is a screenful
_MOST_NAMED = 3  # missing steps; the others are only counted
_LONGEST_NAME = 30  # characters, of a draft among others


def drafts_page(drafts: Sequence[Application], page: Page, language: str) -> Send:
    """A page of the agent's drafts, most recently changed first."""
    if not drafts:
        return Send(text=say(language, "drafts-none"), keyboard=[menu_row(language)])
    lines = [f"<b>{say(language, 'drafts-heading')}</b>"]
    rows: list[list[Button]] = []
    for place, draft in enumerate(drafts, page.offset + 1):
        missing = _missing(draft, language)
        customer = draft_name(draft, language)
        line = say(language, "draft-line", customer=customer, missing=missing)
        lines.append(f"{number(place, language)}. {line}")
        go_on = plain(language, "button-continue-this", number=place)
        key = "button-give-up-this" if draft.earlier else "button-erase-this"
        erase = plain(language, key, number=place)
        rows.append(
            [
                menu_button(go_on, "continue", draft.id),
                menu_button(erase, "erase-draft", draft.id),
            ]
        )
    rows += turning_row(page, "drafts", language)
    about = tuple(draft.id for draft in drafts)
    return Send(text="\n".join(lines), keyboard=rows, about=about)


def waiting_draft(application: Application, language: str, problem: str = "") -> Send:
    """News of a draft while the agent works on another one, with the way back to it.

    Its own prompt would be taken for the current one, and answers would go astray.
    """
    customer = customer_of(application, language)
    text = say(language, "draft-waits", customer=customer)
    if problem:
        text = f"⚠ {problem}\n\n{text}"
    return Send(text=text, keyboard=[[continue_button(application, language)]])


def continue_button(application: Application, language: str) -> Button:
    """Names the draft as `draft_name` does."""
    customer = customer_of(application, language)
    text = plain(language, "button-continue-draft", customer=customer)
    return menu_button(fitted(text, _digits(application)), "continue", application.id)


def draft_name(draft: Application, language: str) -> str:
    """What tells a draft from another: the customer and the last digits of the card or phone."""
    return clipped(customer_in_list(draft, language), _LONGEST_NAME) + _digits(draft)


def _digits(draft: Application) -> str:
    """They follow a name that others may have; empty if neither number is known."""
    number = draft.last_known("nid_number") or draft.value("mobile_number")
    return f" · {number[-4:]}" if number else ""


def _missing(draft: Application, language: str) -> str:
    steps = missing_steps(draft)
    if not steps:
        return plain(language, "draft-complete")
    if steps == steps_of(form_of(draft)):
        return plain(language, "draft-untouched")
    return ", ".join(_named(draft, steps, language))


def _named(draft: Application, steps: tuple[str, ...], language: str) -> Iterator[str]:
    for step in steps[:_MOST_NAMED]:
        yield short_name_of(draft, step, language)
    if len(steps) > _MOST_NAMED:
        yield plain(language, "draft-more", count=len(steps) - _MOST_NAMED)
