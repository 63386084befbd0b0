"""An export for the chat, made when it is delivered and stored nowhere."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.chat.outgoing import Export
from bot.reports.table import application_table, as_file
from storage import Store


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
        if agent is None or not agent.may_export(is_masked=asked.is_masked):
            return None
        people = self._store.agents.looked_after_by(agent)
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
