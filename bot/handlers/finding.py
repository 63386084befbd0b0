"""Which applications an agent's words, digits or buttons mean, and the screen that shows them.

Nothing here writes to the database.
"""

from bot.chat.outgoing import Send
from bot.screens import drafts, log
from bot.screens.detail import detail
from bot.screens.paging import page_of
from bot.texts import say
from conversations.application import Application
from conversations.errands import Task
from conversations.invalid_answer import InvalidAnswer
from conversations.mobile_number import read_mobile_number
from conversations.reference import read_reference
from conversations.search import search_patterns
from storage import Store
from storage.agents import Agent
from storage.caseloads import MOST_OF_NUMBER, Which
from storage.searches import Search

_LONGEST_NUMBER = 18  # digits, so that it fits the database; a button may claim any


def log_of(store: Store, agent: Agent, asked: int = 0, which: Which = Which.ALL) -> Send:
    """A page of the agent's own applications of that kind."""
    caseloads = store.caseloads
    if not caseloads.count_of_agent(agent.id):
        return log.empty_log(agent.language)
    page = page_of(caseloads.count_of_agent(agent.id, which), asked, log.PAGE_SIZE)
    listed = caseloads.of_agent(agent.id, limit=page.size, offset=page.offset, which=which)
    return log.log_page(listed, page, which, agent.language)


def read_log_page(argument: str) -> tuple[int, Which] | None:
    """The page and filter of a button of the log; None for anything else."""
    which, dash, page = argument.rpartition("-")
    number = read_number(page)
    if number is None or (dash and not which) or (which and which not in set(Which)):
        return None
    return number, Which(which or Which.ALL)


def read_number(argument: str) -> int | None:
    """The whole number in a button or command; None for anything else."""
    is_number = argument.isascii() and argument.isdecimal() and len(argument) <= _LONGEST_NUMBER
    return int(argument) if is_number else None


def drafts_of(store: Store, agent: Agent, asked: int = 0) -> Send:
    """A page of the agent's drafts."""
    caseloads = store.caseloads
    total = caseloads.count_of_agent(agent.id, Which.DRAFTS)
    page = page_of(total, asked, drafts.PAGE_SIZE)
    listed = caseloads.drafts_of_agent(agent.id, limit=page.size, offset=page.offset)
    return drafts.drafts_page(listed, page, agent.language)


def found_of(store: Store, agent: Agent, search: Search, asked: int = 0) -> Send:
    """A page of what the search has found, without what is no longer the agent's."""
    page = page_of(len(search.found), asked, log.PAGE_SIZE)
    found = map(store.applications.find, search.found[page.offset : page.end])
    listed = [one for one in found if one and one.agent == agent.id]
    return log.found_page(listed, page, search, agent.language)


def found_by(store: Store, agent: Agent, typed: str) -> list[str]:
    """The reference that was typed, or those of the agent's that match the words or digits."""
    named = named_by(store, typed)
    if named and named.agent == agent.id:
        return [named.id]
    return store.caseloads.search(agent.id, search_patterns(typed))


def named_by(store: Store, typed: str) -> Application | None:
    """The application whose reference was typed, whoever has it.

    Only what may be a reference is looked up as one, because a server may log it.
    """
    reference = read_reference(typed)
    return store.applications.find(reference) if reference else None


def status_of(store: Store, agent: Agent, typed: str) -> Send:
    """The agent's application with the typed reference, or the newest with the typed number.

    A page about none says why not.
    """
    language = agent.language
    if not typed:
        return Send(text=say(language, "status-usage"))
    if found := meant_by(store, agent, typed, limit=1):
        return detail_of(store, found[0], language)
    if not read_reference(typed):
        try:
            read_mobile_number(typed)
        except InvalidAnswer as invalid:
            wrong = say(language, invalid.reason, **invalid.values)
            return Send(text=f"{wrong}\n{say(language, 'status-usage')}")
    return Send(text=say(language, "application-unknown"))


def detail_of(store: Store, application: Application, language: str) -> Send:
    """One application and, if it still has to be sent to the service, the next attempt."""
    next_try = store.errands.due_at(application.id, Task.SUBMIT)
    return detail(application, language, next_try=next_try)


def meant_by(
    store: Store, agent: Agent, typed: str, *, limit: int = MOST_OF_NUMBER
) -> list[Application]:
    """The agent's newest under a mobile number, or the one with a reference, however written."""
    application = named_by(store, typed)
    if application:
        return [application] if application.agent == agent.id else []
    try:
        return store.caseloads.by_mobile(agent.id, read_mobile_number(typed), limit=limit)
    except InvalidAnswer:
        return []
