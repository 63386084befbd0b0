"""Agents' own mobile numbers, kept as keyed hashes."""

from datetime import datetime

from conversations.mobile_number import read_mobile_number
from storage import Store
from storage.agents import Agent


def note_own_number(store: Store, agent: Agent, shared: str, now: datetime) -> None:
    """Store the number that the agent shared; raises InvalidAnswer."""
    mobile_number = read_mobile_number(shared)
    store.agents.note_own_number(agent.id, _hash(store, mobile_number))
    store.audit.record("own-number-noted", actor=str(agent.id), now=now, subject=str(agent.id))


def is_own_number(store: Store, agent: Agent, mobile_number: str) -> bool:
    """Whether the agent has shared this number as their own."""
    return agent.own_number_hash == _hash(store, mobile_number)


def _hash(store: Store, mobile_number: str) -> str:
    return store.hashes.of("mobile_number", mobile_number)
