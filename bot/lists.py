"""The agent's applications: the list, and the one under a mobile number."""

from bot.buttons import desk_button
from bot.detail import detail
from bot.outgoing import Button, Edit, Send
from bot.phrases import customer_of, shortened
from bot.prompts import desk_row
from bot.results import masked_number, sign_of
from bot.texts import number, plain, say
from conversations.application import Application
from conversations.errands import Task
from conversations.invalid_answer import InvalidAnswer
from conversations.mobile_number import read_mobile_number
from storage import Store
from storage.agents import Agent

PAGE = 6  # applications; a screenful on a small phone


def log_page(store: Store, agent: Agent, page: int) -> Send:
    """A page of the agent's own applications, the newest first."""
    language = agent.language
    total = store.applications.count_of_agent(agent.id)
    if not total:
        return Send(text=say(language, "log-empty"), keyboard=[desk_row(language)])
    page = min(page, (total - 1) // PAGE)
    listed = store.applications.of_agent(agent.id, limit=PAGE, offset=page * PAGE)
    first = page * PAGE + 1
    last = first + len(listed) - 1
    heading = say(language, "log-heading", **{"from": first, "to": last, "total": total})
    lines = [f"<b>{heading}</b>"]
    rows: list[list[Button]] = []
    for place, application in enumerate(listed, first):
        lines.append(f"{number(place, language)}. {_line(application, language)}")
        label = f"{number(place, language)}. {customer_of(application, language)}"
        rows.append([desk_button(shortened(label), "open", application.id)])
    turns = []
    if page > 0:
        turns.append(desk_button(plain(language, "button-newer"), "log", str(page - 1)))
    if last < total:
        turns.append(desk_button(plain(language, "button-older"), "log", str(page + 1)))
    keyboard = [*rows, turns] if turns else rows
    about = [application.id for application in listed]
    return Send(text="\n".join(lines), keyboard=keyboard, about=about, is_masked=True)


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
