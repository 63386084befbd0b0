"""Databases as the bot finds them at its start: agents, each with open drafts."""

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.contestants import DATABASE_KEY
from bot.screens.examples import EXAMPLES
from conversations.application import Application
from storage import Store, open_database
from storage.agents import Agent, Role
from tests.support.forms import until


@contextlib.contextmanager
def store_at(address: Path | str) -> Iterator[Store]:
    """The database there, written to in one transaction."""
    store = Store(open_database(address, DATABASE_KEY))
    with contextlib.closing(store), store.transaction():
        yield store


def draft_name(agent: int, number: int) -> str:
    return f"{agent}x{number}"


def fill(
    address: Path | str, agents: Iterable[int], *, drafts: int, asking: str = "mobile_number"
) -> None:
    """Enrol agents who know the bot, each with this many drafts at that question; the first is
    current.
    """
    now = datetime.now(UTC)
    draft = until(asking)
    with store_at(address) as store:
        for agent in agents:
            enrol(store, agent, now)
            for slot in EXAMPLES:
                store.agents.note_example(agent, slot)
            for number in range(drafts):
                store.applications.save(_of(draft, agent, number, now))
            store.agents.activate(agent, draft_name(agent, 0))


def enrol(store: Store, agent: int, now: datetime) -> None:
    store.agents.enrol(Agent(id=agent, name="Rahim", role=Role.AGENT, language="en"), now)


def _of(draft: Application, agent: int, number: int, now: datetime) -> Application:
    name = draft_name(agent, number)
    reading = draft.reading
    if reading:
        # Each customer is different, because similar ones are compared at every step.
        fields = {**reading.fields, "nid_number": f"000198{agent:06}{number:05}"}
        reading = replace(reading, fields=fields)
    return replace(draft, id=name, agent=agent, created_at=now, changed_at=now, reading=reading)
