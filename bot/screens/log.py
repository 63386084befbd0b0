"""The agent's applications: the list, and the one under a mobile number."""

from collections.abc import Sequence

from bot.chat.buttons import menu_button
from bot.chat.outgoing import Button, Edit, Send
from bot.screens.detail import detail
from bot.screens.phrases import customer_of, shortened
from bot.screens.prompts import menu_row
from bot.screens.verdict import masked_number, sign_of
from bot.texts import number, plain, say
from conversations.application import Application
from conversations.errands import Task
from conversations.invalid_answer import InvalidAnswer
from conversations.mobile_number import read_mobile_number
from conversations.search import search_patterns
from storage import Store
from storage.agents import Agent
from storage.applications import Which

PAGE = 6  # applications; a screenful on a small phone


def log_page(store: Store, agent: Agent, page: int, which: Which = Which.ALL) -> Send:
    """A page of the agent's own applications of that kind, the newest first."""
    language = agent.language
    if not store.applications.count_of_agent(agent.id):
        return Send(text=say(language, "log-empty"), keyboard=[menu_row(language)])
    total = store.applications.count_of_agent(agent.id, which)
    page = max(min(page, (total - 1) // PAGE), 0)
    listed = store.applications.of_agent(agent.id, limit=PAGE, offset=page * PAGE, which=which)
    first = page * PAGE + 1
    last = first + len(listed) - 1
    heading = say(language, "log-heading", **{"from": first, "to": last, "total": total})
    if which is not Which.ALL:
        heading = f"{say(language, f'log-{which}')} · {heading}"
    if not listed:
        heading = say(language, "log-none", which=plain(language, f"log-{which}"))
    lines = [f"<b>{heading}</b>"]
    entries, rows = _entries(listed, first, language)
    lines += entries
    turns = []
    if page > 0:
        turns.append(menu_button(plain(language, "button-newer"), "log", f"{which}-{page - 1}"))
    if last < total:
        turns.append(menu_button(plain(language, "button-older"), "log", f"{which}-{page + 1}"))
    keyboard = [*rows, *([turns] if turns else []), *_filters(which, language)]
    about = [application.id for application in listed]
    return Send(text="\n".join(lines), keyboard=keyboard, about=about, is_masked=True)


def read_page(argument: str) -> tuple[int, Which] | None:
    """Which page of which applications a button of the list means; None for anything else."""
    which, dash, page = argument.rpartition("-")
    if dash and not which:
        return None
    if not (page.isascii() and page.isdigit()) or (which and which not in set(Which)):
        return None
    return int(page[:6]), Which(which or Which.ALL)


def found_page(store: Store, agent: Agent, typed: str) -> Send | None:
    """The agent's applications that the words or digits mean; None when there are none."""
    found = _found(store, agent, typed)
    if not found:
        return None
    language = agent.language
    shown = [one for one in map(store.applications.find, found[:PAGE]) if one]
    lines = [f"<b>{say(language, 'log-found', count=len(found))}</b>"]
    entries, rows = _entries(shown, 1, language)
    about = [application.id for application in shown]
    return Send(text="\n".join([*lines, *entries]), keyboard=rows, about=about, is_masked=True)


def _found(store: Store, agent: Agent, typed: str) -> list[str]:
    """The references: the one that was typed, or those of all whom the words may mean."""
    named = store.applications.find(typed.strip().lower())
    if named and named.agent == agent.id:
        return [named.id]
    return store.applications.search(agent.id, search_patterns(typed))


def _entries(
    listed: Sequence[Application], first: int, language: str
) -> tuple[list[str], list[list[Button]]]:
    lines: list[str] = []
    rows: list[list[Button]] = []
    for place, application in enumerate(listed, first):
        lines.append(f"{number(place, language)}. {_line(application, language)}")
        label = f"{number(place, language)}. {customer_of(application, language)}"
        rows.append([menu_button(shortened(label), "open", application.id)])
    return lines, rows


def _filters(present: Which, language: str) -> list[list[Button]]:
    """The present filter stands in brackets; a sign alone would say too little."""
    words = {which: plain(language, f"log-{which}") for which in Which}
    buttons = [
        menu_button(f"[{words[which]}]" if which is present else words[which], "log", f"{which}-0")
        for which in Which
    ]
    return [buttons[:3], buttons[3:]]


def as_edit(page: Send, message_id: int) -> Edit:
    """The page in the place of the one whose button was pressed."""
    return Edit(message_id=message_id, text=page.text, keyboard=page.keyboard, about=page.about)


def status_of(store: Store, agent: Agent, typed: str) -> Send:
    """The newest application of this agent under the number typed."""
    language = agent.language
    if not typed:
        return Send(text=say(language, "status-usage"))
    try:
        mobile_number = read_mobile_number(typed)
    except InvalidAnswer as invalid:
        return Send(text=say(language, invalid.reason, **invalid.values))
    found = store.applications.by_mobile(agent.id, mobile_number)
    if not found:
        return Send(text=say(language, "status-unknown"))
    return detail_of(store, found[0], language)


def detail_of(store: Store, application: Application, language: str) -> Send:
    """One application, and if it waits for the service, when it is tried next."""
    next_try = store.errands.due_at(application.id, Task.SUBMIT)
    return detail(application, language, next_try=next_try)


def meant_by(store: Store, agent: Agent, typed: str) -> list[Application]:
    """The agent's applications under a mobile number or reference, however it is written."""
    application = store.applications.find(typed.lower())
    if application:
        return [application] if application.agent == agent.id else []
    try:
        return store.applications.by_mobile(agent.id, read_mobile_number(typed))
    except InvalidAnswer:
        return []


def _line(application: Application, language: str) -> str:
    state = application.verdict.decision if application.verdict else application.phase
    line = say(
        language,
        "log-line",
        state=plain(language, f"short-{state}"),
        customer=customer_of(application, language),
        nid=masked_number(application),
    )
    return f"{sign_of(application)} {line}"
