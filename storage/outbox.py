"""Messages owed to chats, in order within a lane, and sent ones that may still change."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from storage.clock import from_seconds, to_seconds
from storage.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedMessage:
    """One row; `document` is a message of `bot.chat.outgoing` as JSON."""

    id: int
    lane: str
    chat_id: int
    label: str | None
    document: str = field(repr=False)
    attempts: int
    subjects: tuple[str, ...] = ()  # the applications that the message is about


@dataclass(frozen=True, slots=True)
class ShownMessage:
    chat_id: int
    message_id: int


#: One index gives the head of every lane without reading the messages.
_HEADS = "id in (select min(id) from outbox group by lane)"


class Outbox:
    def __init__(self, database: Database) -> None:
        self._database = database

    def owe(
        self,
        chat_id: int,
        document: str,
        now: datetime,
        *,
        lane: str | None = None,
        label: str | None = None,
        expires_at: datetime | None = None,
        subjects: Collection[str] = (),
    ) -> None:
        """Add a message at the end of its lane (the chat's own unless named)."""
        self._database.run(
            "insert into outbox (lane, chat_id, label, document, due_at, expires_at, subjects)"
            " values (?, ?, ?, ?, ?, ?, ?)",
            (
                lane or str(chat_id),
                chat_id,
                label,
                document,
                to_seconds(now),
                to_seconds(expires_at) if expires_at else None,
                " ".join(subjects),
            ),
        )

    def withdraw(self, label: str) -> None:
        """Drop unsent messages with that label, because something newer replaces them."""
        self._database.run("delete from outbox where label = ?", (label,))

    def drop_about(self, application_id: str) -> None:
        """Drop unsent messages about the application; references contain no wildcard of `like`."""
        self._database.run(
            "delete from outbox where ' ' || subjects || ' ' like ?", (f"% {application_id} %",)
        )

    def drop_chat(self, chat_id: int, *, but_for: str) -> None:
        """Drop all that is owed to the chat and forget its labels.

        Messages in lanes whose names begin with `but_for` stay owed.
        """
        self._database.run(
            "delete from outbox where chat_id = ? and substr(lane, 1, length(?)) <> ?",
            (chat_id, but_for, but_for),
        )
        self._database.run("delete from shown where chat_id = ?", (chat_id,))

    def due(
        self, now: datetime, *, hurried: bool, busy: Collection[str], limit: int
    ) -> list[OwedMessage]:
        """The first message of each lane that is due and not busy.

        `hurried` selects the lanes whose messages expire, otherwise all others.
        """
        if limit <= 0:
            return []
        rows = self._database.rows(
            "select id, lane, chat_id, label, document, attempts, subjects from outbox"
            f" where {_HEADS} and due_at <= ? and (expires_at is not null) = ?"
            " order by id limit ?",
            (to_seconds(now), hurried, limit + len(busy)),
        )
        messages = [_owed(row) for row in rows]
        return [message for message in messages if message.lane not in busy][:limit]

    def next_due_at(self, *, hurried: bool, busy: Collection[str]) -> datetime | None:
        """When the next lane is due, not counting busy ones."""
        rows = self._database.rows(
            f"select lane, due_at from outbox where {_HEADS} and (expires_at is not null) = ?"
            " order by due_at limit ?",
            (hurried, len(busy) + 1),
        )
        return next((from_seconds(due) for lane, due in rows if lane not in busy), None)

    def finish(self, message_id: int) -> None:
        self._database.run("delete from outbox where id = ?", (message_id,))

    def postpone(self, message_id: int, until: datetime) -> None:
        self._database.run(
            "update outbox set due_at = ?, attempts = attempts + 1 where id = ?",
            (to_seconds(until), message_id),
        )

    def expire(self, now: datetime) -> None:
        """Drop expired messages, such as the answer to a press of minutes ago."""
        self._database.run("delete from outbox where expires_at < ?", (to_seconds(now),))

    def count(self) -> int:
        row = self._database.row("select count(*) from outbox")
        return int(row[0]) if row else 0

    def note_shown(self, label: str, chat_id: int, message_id: int) -> None:
        self._database.run(
            "insert into shown (label, chat_id, message_id) values (?, ?, ?)"
            " on conflict (label) do update set"
            " chat_id = excluded.chat_id, message_id = excluded.message_id",
            (label, chat_id, message_id),
        )

    def shown(self, label: str) -> ShownMessage | None:
        row = self._database.row("select chat_id, message_id from shown where label = ?", (label,))
        return ShownMessage(*row) if row else None

    def forget_shown(self, label: str, message_id: int | None = None) -> None:
        """Forget the label; if a message is given, only while the label means that message."""
        self._database.run(
            "delete from shown where label = ? and message_id = coalesce(?, message_id)",
            (label, message_id),
        )

    def hasten(self, chat_id: int, now: datetime) -> None:
        """Make due now what was waiting for the chat to become reachable."""
        self._database.run(
            "update outbox set due_at = min(due_at, ?) where lane = ?",
            (to_seconds(now), str(chat_id)),
        )


def _owed(row: tuple[object, ...]) -> OwedMessage:
    message_id, lane, chat_id, label, document, attempts, subjects = row
    return OwedMessage(
        id=int(str(message_id)),
        lane=str(lane),
        chat_id=int(str(chat_id)),
        label=None if label is None else str(label),
        document=str(document),
        attempts=int(str(attempts)),
        subjects=tuple(str(subjects).split()),
    )
