"""Warnings that a customer is, or seems to be, registered already."""

from collections.abc import Iterable, Iterator

from bot.applications.own_numbers import is_own_number
from bot.chat.buttons import menu_button
from bot.chat.outgoing import Send
from bot.screens.labels import fitted
from bot.screens.phrases import customer_of
from bot.screens.states import state_in_words
from bot.texts import plain, say
from conversations.application import Application, Phase
from conversations.verdict import Decision
from storage import Store
from storage.agents import Agent


def warnings(
    store: Store, before: Application, after: Application | None, agent: Agent
) -> Iterator[Send]:
    """What to say when a draft gets a number that another application has.

    The agent's own applications are shown; of others' only their existence.
    """
    if after is None or not after.is_draft:
        return
    if _is_new("nid_number", before, after):
        same = [one for one in store.customers.of_same_person(after) if _counts(one)]
        own = next((one for one in same if one.agent == agent.id), None)
        if own:
            yield _own(own, "duplicate-person", agent.language)
        elif same:
            customer = customer_of(after, agent.language)
            words = say(agent.language, "duplicate-elsewhere", customer=customer)
            yield Send(text=f"⚠ {words}", about=(after.id,))
    if _is_new("mobile_number", before, after):
        mobile = after.value("mobile_number") or ""
        if is_own_number(store, agent, mobile):
            yield Send(text=f"⚠ {say(agent.language, 'own-number-typed')}")
        own = _other(store.customers.of_mobile(mobile, agent_id=agent.id, limit=2), after)
        if own:
            yield _own(own, "duplicate-mobile", agent.language)
        elif _other(store.customers.of_mobile(mobile, limit=2), after):
            yield Send(text=f"⚠ {say(agent.language, 'duplicate-mobile-elsewhere')}")


def _other(found: Iterable[Application], application: Application) -> Application | None:
    """The first that is another application."""
    return next((one for one in found if one.id != application.id), None)


def _is_new(key: str, before: Application, after: Application) -> bool:
    return after.value(key) is not None and after.value(key) != before.value(key)


def _counts(other: Application) -> bool:
    """Open or passed; a failed one may be tried again."""
    is_decided = other.phase is Phase.DECIDED and other.verdict is not None
    has_passed = other.verdict is not None and other.verdict.decision is Decision.PASSED
    return has_passed or not is_decided


def _own(other: Application, key: str, language: str) -> Send:
    customer = customer_of(other, language)
    text = say(language, key, customer=customer, state=state_in_words(other, language))
    label = fitted(plain(language, "button-open", customer=customer))
    return Send(
        text=f"⚠ {text}", keyboard=[[menu_button(label, "open", other.id)]], about=(other.id,)
    )
