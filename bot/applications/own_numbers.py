"""Agents' own mobile numbers, which are no customer's; kept as keyed hashes."""

from datetime import datetime

from bot.texts import say
from conversations.invalid_answer import InvalidAnswer
from conversations.mobile_number import read_mobile_number
from storage import Store
from storage.agents import Agent


def note_own_number(store: Store, agent: Agent, shared: str, now: datetime) -> str:
    """Note the number that the agent shared; returns what to say to that."""
    try:
        mobile_number = read_mobile_number(shared)
    except InvalidAnswer as invalid:
        return say(agent.language, invalid.reason, **invalid.values)
    store.agents.note_own_number(agent.id, _hash(store, mobile_number))
    store.audit.record("own-number-noted", actor=str(agent.id), now=now, subject=str(agent.id))
    return say(agent.language, "own-number-noted")


def is_own_number(store: Store, agent: Agent, mobile_number: str) -> bool:
    """Whether the agent has shared this number as their own."""
    return store.agents.is_own_number(agent.id, _hash(store, mobile_number))


def _hash(store: Store, mobile_number: str) -> str:
    return store.hashes.of("mobile_number", mobile_number)
