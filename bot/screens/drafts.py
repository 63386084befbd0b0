"""The agent's unfinished applications, with what is missing in each, and the way back to one."""

from collections.abc import Iterator, Sequence

from bot.chat.buttons import menu_button
from bot.chat.outgoing import Button, Send
from bot.screens.menu import menu_row
from bot.screens.paging import Page, turning_row
from bot.screens.phrases import clipped, customer_of
from bot.texts import number, plain, say
from conversations.application import Application
from conversations.questions import STEPS, missing_steps

PAGE_SIZE = 8  # drafts; two buttons each are a screenful
_MOST_NAMED = 3  # missing steps; the others are only counted
_LONGEST_IN_LABEL = 20  # characters of a name, so that the digits after it are visible


def drafts_page(drafts: Sequence[Application], page: Page, language: str) -> Send:
    """A page of the agent's drafts, most recently changed first."""
    if not drafts:
        return Send(text=say(language, "drafts-none"), keyboard=[menu_row(language)])
    lines = [f"<b>{say(language, 'drafts-heading')}</b>"]
    rows: list[list[Button]] = []
    for place, draft in enumerate(drafts, page.offset + 1):
        missing = _missing(draft, language)
        line = say(language, "draft-line", customer=draft_name(draft, language), missing=missing)
        lines.append(f"{number(place, language)}. {line}")
        label = "button-give-up-draft" if draft.earlier else "button-erase-draft"
        erase = plain(language, label, customer=draft_name(draft, language))
        rows.append([continue_button(draft, language)])
        rows.append([menu_button(erase, "erase-draft", draft.id)])
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


def draft_name(application: Application, language: str) -> str:
    """What identifies a draft: the customer and the last digits of the card."""
    customer = customer_of(application, language)
    national_id = application.value("nid_number") or ""
    if not national_id:
        return customer
    return f"{clipped(customer, _LONGEST_IN_LABEL)} · {national_id[-4:]}"


def continue_button(application: Application, language: str) -> Button:
    text = plain(language, "button-continue-draft", customer=draft_name(application, language))
    return menu_button(text, "continue", application.id)


def _missing(draft: Application, language: str) -> str:
    steps = missing_steps(draft)
    if not steps:
        return plain(language, "draft-complete")
    if len(steps) == len(STEPS):
        return plain(language, "draft-untouched")
    return ", ".join(_named(steps, language))


def _named(steps: tuple[str, ...], language: str) -> Iterator[str]:
    for step in steps[:_MOST_NAMED]:
        yield plain(language, step)
    if len(steps) > _MOST_NAMED:
        yield plain(language, "draft-more", count=len(steps) - _MOST_NAMED)
