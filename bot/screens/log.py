"""The agent's applications: the list by state, and search results. Pure."""

from collections.abc import Sequence

from bot.chat.buttons import menu_button
from bot.chat.outgoing import Button, Send
from bot.screens.menu import menu_row
from bot.screens.paging import Page, turning_row
from bot.screens.phrases import customer_in_list, masked_number
from bot.screens.states import sign_of, state_of
from bot.texts import number, plain, say
from conversations.application import Application
from storage.caseloads import Which
from storage.searches import Search

PAGE_SIZE = 5  # applications; a screenful on a small phone


def log_page(listed: Sequence[Application], page: Page, which: Which, language: str) -> Send:
    """A page of the agent's own applications of that kind, newest first."""
    heading = say(language, "log-heading", **page.bounds)
    if which is not Which.ALL:
        heading = f"{say(language, f'log-{which}')} · {heading}"
    if not listed:
        heading = say(language, "log-none", which=plain(language, f"log-{which}"))
    entries, rows = _entries(listed, page, "log", which, language)
    return Send(
        text="\n".join([f"<b>{heading}</b>", *entries]),
        keyboard=[*rows, *_filters(which, language)],
        about=[application.id for application in listed],
        is_masked=True,
    )


def empty_log(language: str) -> Send:
    """For an agent who has not begun any application."""
    return Send(text=say(language, "log-empty"), keyboard=[menu_row(language)])


def found_page(listed: Sequence[Application], page: Page, search: Search, language: str) -> Send:
    """A page of the applications that match the agent's words or digits, newest first."""
    if page.total > page.size:
        heading = say(language, "log-found-page", **page.bounds)
    else:
        heading = say(language, "log-found", count=search.total)
    entries, rows = _entries(listed, page, "found", str(search.number), language)
    lines = [f"<b>{heading}</b>", *entries]
    if search.total > page.total:
        lines.append(say(language, "log-found-more", shown=page.total, count=search.total))
    about = [application.id for application in listed]
    return Send(text="\n".join(lines), keyboard=rows, about=about, is_masked=True)


def _entries(
    listed: Sequence[Application], page: Page, verb: str, which: str, language: str
) -> tuple[list[str], list[list[Button]]]:
    """A numbered line for each, and the buttons with these numbers and to the pages around."""
    lines: list[str] = []
    row: list[Button] = []
    for place, application in enumerate(listed, page.offset + 1):
        lines.append(f"{number(place, language)}. {_line(application, language)}")
        row.append(menu_button(number(place, language), "open", application.id))
    turns = turning_row(
        page,
        verb,
        language,
        argument=lambda target: f"{which}-{target}",
        words=("button-newer", "button-older"),
    )
    return lines, [*([row] if row else []), *turns]


def _filters(current: Which, language: str) -> list[list[Button]]:
    """The current filter is between dots, as the current page is in other bots."""
    words = {which: plain(language, f"log-{which}") for which in Which}
    buttons = [
        menu_button(
            f"· {words[which]} ·" if which is current else words[which], "log", f"{which}-0"
        )
        for which in Which
    ]
    return [buttons[:3], buttons[3:]]


def _line(application: Application, language: str) -> str:
    line = say(
        language,
        "log-line",
        state=plain(language, f"short-{state_of(application)}"),
        customer=customer_in_list(application, language),
        nid=masked_number(application),
    )
    return f"{sign_of(application)} {line}"
