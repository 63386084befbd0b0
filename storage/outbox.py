"""Messages owed to chats, in order within a lane, and sent ones that may still change."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from storage.clock import AT_ONCE, due_after, from_seconds, pull_in, to_seconds
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
    owed_at: datetime
    subjects: tuple[str, ...] = ()  # the applications that the message is about


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """A message in a chat; whether it can be forwarded is settled when it is sent."""

    chat_id: int
    message_id: int
    is_forwardable: bool = False


#: In the order of `_owed`.
_COLUMNS = "id, lane, chat_id, label, document, attempts, owed_at, subjects"

#: The first message of each lane, of the lanes that expire or of the others; the schema keeps
#: `is_head` when a message is deleted.
_HEADS = "is_head and (expires_at is not null) = ?"
_AWAKE = "chat_id not in (select value from json_each(?))"


class Outbox:
    def __init__(self, database: Database) -> None:
        self._database = database

    def owe(
        self,
        chat_id: int,
        document: str,
        now: datetime,
        *,
        delay: timedelta = timedelta(),
        lane: str | None = None,
        label: str | None = None,
        expires_at: datetime | None = None,
        subjects: Collection[str] = (),
    ) -> None:
        """Add a message at the end of its lane (the chat's own unless named)."""
        lane = lane or str(chat_id)
        row = self._database.row(
            "insert into outbox"
            " (lane, chat_id, label, document, due_at, delay, owed_at, expires_at, subjects,"
            " is_head)"
            " values (?, ?, ?, ?, ?, ?, ?, ?, ?,"
            " not exists (select 1 from outbox where lane = ?))"
            " returning id",
            (
                lane,
                chat_id,
                label,
                document,
                *due_after(now, delay),
                to_seconds(now),
                to_seconds(expires_at) if expires_at else None,
                " ".join(subjects),
                lane,
            ),
        )
        assert row is not None
        for subject in set(subjects):
            self._database.run(
                "insert into outbox_subjects (application_id, message_id) values (?, ?)",
                (subject, row[0]),
            )

    def withdraw(self, label: str) -> None:
        """Drop unsent messages with that label, because something newer replaces them."""
        self._database.run("delete from outbox where label = ?", (label,))

    def move(
        self,
        lane: str,
        other: str,
        now: datetime,
        *,
        kind: str,
        label: str,
        changes: str,
        delay: timedelta = timedelta(),
    ) -> None:
        """Move messages of that kind about applications to another lane, in their order.

        Those stay whose label does not begin with `label`; the others lose theirs. `changes` is a
        JSON object merged into each document.
        """
        self._database.run(
            "update outbox set lane = ?, due_at = ?, delay = ?, owed_at = ?, label = null,"
            " is_head = 0, document = json_patch(document, ?) where lane = ?"
            " and (label is null or label between ? and ?)"
            " and subjects <> '' and json_extract(document, '$.type') = ?",
            (
                other,
                *due_after(now, delay),
                to_seconds(now),
                changes,
                lane,
                label,
                label + "\x7f",
                kind,
            ),
        )
        self._database.run(
            "update outbox set is_head = 0 where lane in (?, ?) and is_head", (lane, other)
        )
        self._database.run(
            "update outbox set is_head = 1 where id in"
            " (select min(id) from outbox where lane in (?, ?) group by lane)",
            (lane, other),
        )

    def in_lane(self, lane: str) -> list[OwedMessage]:
        """All messages of a lane, in their order."""
        rows = self._database.rows(
            f"select {_COLUMNS} from outbox where lane = ? order by id",
            (lane,),
        )
        return [_owed(row) for row in rows]

    def about(self, application_id: str) -> list[OwedMessage]:
        """Unsent messages about the application, in their order."""
        rows = self._database.rows(
            f"select {_COLUMNS} from outbox where id in"
            " (select message_id from outbox_subjects where application_id = ?) order by id",
            (application_id,),
        )
        return [_owed(row) for row in rows]

    def is_owed(self, label: str) -> bool:
        """Whether a message of that label has yet to be sent."""
        return self.unsent(label) is not None

    def unsent(self, label: str) -> str | None:
        """The document of the message of that label that has yet to be sent, if there is one."""
        row = self._database.row("select document from outbox where label = ? limit 1", (label,))
        return str(row[0]) if row else None

    def is_any_owed(self, prefix: str) -> bool:
        """Whether a message whose label begins so has yet to be sent."""
        row = self._database.row(
            "select 1 from outbox where label >= ? and label < ? limit 1",
            (prefix, prefix + "\x7f"),
        )
        return row is not None

    def drop_about(self, application_id: str) -> None:
        """Drop unsent messages about the application."""
        self._database.run(
            "delete from outbox where id in"
            " (select message_id from outbox_subjects where application_id = ?)",
            (application_id,),
        )

    def drop_lanes(self, lanes: Collection[str]) -> None:
        """Drop all that is owed in these lanes."""
        marks = ", ".join("?" * len(lanes))
        self._database.run(f"delete from outbox where lane in ({marks})", tuple(lanes))

    def shorten(self, lane: str, most: int) -> None:
        """Drop the oldest messages of the lane beyond that number."""
        self._database.run(
            "delete from outbox where lane = ? and id <= (select id from outbox where lane = ?"
            " order by id desc limit 1 offset ?)",
            (lane, lane, most),
        )

    def due(
        self,
        now: datetime,
        *,
        hurried: bool,
        busy: Collection[str],
        resting: Collection[int] = (),
        limit: int,
    ) -> list[OwedMessage]:
        """The first message of each lane that is due, not busy, and not of a resting chat.

        `hurried` selects the lanes whose messages expire, otherwise all others.
        """
        if limit <= 0:
            return []
        rows = self._database.rows(
            f"select {_COLUMNS} from outbox where {_HEADS} and due_at <= ? and {_AWAKE}"
            " order by due_at, id limit ?",
            (hurried, to_seconds(now), json.dumps(list(resting)), limit + len(busy)),
        )
        messages = [_owed(row) for row in rows]
        return [message for message in messages if message.lane not in busy][:limit]

    def next_due_at(
        self, *, hurried: bool, busy: Collection[str], resting: Collection[int] = ()
    ) -> datetime | None:
        """When the next lane is due, not counting busy ones and those of resting chats."""
        rows = self._database.rows(
            f"select lane, due_at from outbox where {_HEADS} and {_AWAKE} order by due_at limit ?",
            (hurried, json.dumps(list(resting)), len(busy) + 1),
        )
        return next((from_seconds(due) for lane, due in rows if lane not in busy), None)

    def finish(self, message_id: int) -> None:
        self._database.run("delete from outbox where id = ?", (message_id,))

    def postpone(self, message: OwedMessage, now: datetime, wait: timedelta) -> None:
        """Try again after that time, unless the message has moved to another lane meanwhile."""
        self._database.run(
            "update outbox set due_at = ?, delay = ?, attempts = attempts + 1"
            " where id = ? and lane = ?",
            (*due_after(now, wait), message.id, message.lane),
        )

    def rewrite(self, message_id: int, document: str) -> None:
        """Replace the content of a message that is carried out in several steps."""
        self._database.run("update outbox set document = ? where id = ?", (document, message_id))

    def expire(self, now: datetime) -> None:
        """Drop expired messages, such as the answer to a press of minutes ago."""
        self._database.run("delete from outbox where expires_at < ?", (to_seconds(now),))

    def count(self) -> int:
        row = self._database.row("select count(*) from outbox")
        return int(row[0]) if row else 0

    def note_shown(
        self, label: str, chat_id: int, message_id: int, *, is_forwardable: bool = False
    ) -> None:
        self._database.run(
            "insert into shown (label, chat_id, message_id, is_forwardable) values (?, ?, ?, ?)"
            " on conflict (label) do update set chat_id = excluded.chat_id,"
            " message_id = excluded.message_id, is_forwardable = excluded.is_forwardable",
            (label, chat_id, message_id, int(is_forwardable)),
        )

    def shown(self, label: str) -> ShownMessage | None:
        row = self._database.row(
            "select chat_id, message_id, is_forwardable from shown where label = ?", (label,)
        )
        return ShownMessage(row[0], row[1], bool(row[2])) if row else None

    def note_hint(self, chat_id: int, document: str, now: datetime) -> None:
        """Record that the last message owed to the chat is this hint; only its digest is kept."""
        self._database.run(
            "insert into hints (chat_id, digest, owed_at) values (?, ?, ?) on conflict (chat_id)"
            " do update set digest = excluded.digest, owed_at = excluded.owed_at",
            (chat_id, _digest(document), to_seconds(now)),
        )

    def hinted_at(self, chat_id: int, document: str) -> datetime | None:
        """When the last message owed to the chat was owed, if it is this hint."""
        row = self._database.row(
            "select owed_at from hints where chat_id = ? and digest = ?",
            (chat_id, _digest(document)),
        )
        return from_seconds(row[0]) if row else None

    def forget_hint(self, chat_id: int) -> None:
        """Record that the chat was owed something else after the last hint."""
        self._database.run("delete from hints where chat_id = ?", (chat_id,))

    def forget_shown(self, label: str, message_id: int | None = None) -> None:
        """Forget the label; if a message is given, only while the label means that message."""
        self._database.run(
            "delete from shown where label = ? and message_id = coalesce(?, message_id)",
            (label, message_id),
        )

    def forget_chat(self, chat_id: int) -> None:
        """Forget the labels of all messages shown in the chat."""
        self._database.run("delete from shown where chat_id = ?", (chat_id,))

    def hasten(self, chat_id: int) -> None:
        """Make messages due that were waiting for the chat to become reachable."""
        self._database.run(
            "update outbox set due_at = ?, delay = 0 where lane = ? and due_at > ?",
            (AT_ONCE, str(chat_id), AT_ONCE),
        )

    def pull_in(self, now: datetime) -> None:
        """Bring forward what a wrong clock postponed; the caller holds no transaction."""
        pull_in(self._database, "outbox", "id", now)


def _digest(document: str) -> str:
    return hashlib.sha256(document.encode()).hexdigest()


def _owed(row: tuple[object, ...]) -> OwedMessage:
    message_id, lane, chat_id, label, document, attempts, owed_at, subjects = row
    return OwedMessage(
        id=int(str(message_id)),
        lane=str(lane),
        chat_id=int(str(chat_id)),
        label=None if label is None else str(label),
        document=str(document),
        attempts=int(str(attempts)),
        owed_at=from_seconds(float(str(owed_at))),
        subjects=tuple(str(subjects).split()),
    )
