"""An export for the chat, made when it is delivered and stored nowhere."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.chat.outgoing import Export
from bot.reports.table import application_table, as_file
from storage import Store
from storage.agents import Agent, Role


@dataclass(frozen=True, slots=True)
class Document:
    """A file for a chat, and the applications that are in it."""

    name: str
    content: bytes = field(repr=False)
    about: tuple[str, ...]


class Exports:
    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    def document(self, agent_id: int, asked: Export) -> Document | None:
        """The file; None when the person may not (any more). It is recorded."""
        agent, now = self._store.agents.find(agent_id), self._clock()
        if agent is None or not may_export(agent, is_masked=asked.is_masked):
            return None
        people = people_of(self._store, agent)
        since = now - timedelta(days=asked.days)
        applications = self._store.applications.begun_since(people, since)
        table = application_table(applications, people, is_masked=asked.is_masked)
        with self._store.transaction():
            self._store.audit.record(
                "exported",
                actor=str(agent_id),
                now=now,
                format=asked.format,
                masked=asked.is_masked,
                count=len(applications),
            )
        return Document(
            name=f"applications-{now:%Y-%m-%d}.{asked.format}",
            content=as_file(table, asked.format),
            about=tuple(application.id for application in applications),
        )


def may_look(agent: Agent | None) -> bool:
    """Supervisors and admins may look at others' work, as long as they are served."""
    return agent is not None and agent.is_served and agent.role is not Role.AGENT


def may_export(agent: Agent, *, is_masked: bool) -> bool:
    """Those may, and only an admin what is not masked."""
    return may_look(agent) and (is_masked or agent.role is Role.ADMIN)


def people_of(store: Store, agent: Agent) -> dict[int, Agent]:
    """Those whose work this person looks after, and the person."""
    return {
        one.id: one
        for one in store.agents.everybody()
        if agent.may_manage(one) or one.id == agent.id
    }
