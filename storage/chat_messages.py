"""Which messages in which chats are about a customer, so that they can be deleted there.

Telegram lets a bot delete a message, the person's own as well, for 48 hours (Bot API,
deleteMessage).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from storage.clock import date_back, from_seconds, is_some_left, to_seconds
from storage.database import Database
from storage.marks import marks, rows_of_marks

DELETABLE = timedelta(hours=48)
_LAST_NUMBER = 2**63 - 1


@dataclass(frozen=True, slots=True)
class ChatMessage:
    message_id: int
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class RunningOut:
    """An application with a message that Telegram will soon refuse to delete."""

    application_id: str
    sent_at: datetime
    chat_id: int


class ChatMessages:
    def __init__(self, database: Database) -> None:
        self._database = database

    def note(
        self,
        application_ids: Iterable[str],
        chat_id: int,
        message_id: int,
        now: datetime,
        *,
        is_masked: bool = False,
    ) -> None:
        """Record that the message is about these; a message already recorded keeps its time."""
        rows = [
            (application_id, chat_id, message_id, to_seconds(now), is_masked)
            for application_id in dict.fromkeys(application_ids)
        ]
        if rows:
            self._database.run(
                "insert into chat_messages"
                " (application_id, chat_id, message_id, sent_at, is_masked)"
                f" values {rows_of_marks(len(rows), 5)}"
                " on conflict (chat_id, message_id, application_id) do update"
                " set is_masked = chat_messages.is_masked and excluded.is_masked",
                tuple(value for row in rows for value in row),
            )

    def date_back(self, now: datetime) -> bool:
        """Correct times recorded by a clock that was ahead; masked messages may stay anyway."""
        key, where = "chat_id, message_id, application_id", "not is_masked"
        return date_back(self._database, "chat_messages", key, "sent_at", now, where=where)

    def chats_of(self, application_id: str) -> list[int]:
        rows = self._database.rows(
            "select distinct chat_id from chat_messages where application_id = ?",
            (application_id,),
        )
        return sorted(chat_id for (chat_id,) in rows)

    def applications_in(self, chat_id: int) -> list[str]:
        rows = self._database.rows(
            "select application_id from chat_messages where chat_id = ?", (chat_id,)
        )
        return sorted({application_id for (application_id,) in rows})

    def about(self, application_id: str, chat_id: int, *, with_masked: bool) -> list[ChatMessage]:
        """The messages about an application, with its masked receipts and verdicts if asked."""
        rows = self._database.rows(
            "select message_id, sent_at from chat_messages where application_id = ?"
            " and chat_id = ? and is_masked <= ? order by message_id",
            (application_id, chat_id, with_masked),
        )
        return [ChatMessage(message_id, from_seconds(sent_at)) for message_id, sent_at in rows]

    def deletable(self, application_id: str, chat_id: int, now: datetime) -> set[int]:
        """The messages about the application that the bot can still delete."""
        messages = self.about(application_id, chat_id, with_masked=True)
        return {each.message_id for each in messages if each.sent_at > now - DELETABLE}

    def forget(self, chat_id: int, message_ids: Iterable[int]) -> None:
        messages = tuple(message_ids)
        self._database.run(
            f"delete from chat_messages where chat_id = ? and message_id in ({marks(messages)})",
            (chat_id, *messages),
        )

    def forget_about(self, application_id: str) -> None:
        """Forget every message about the application."""
        self._database.run("delete from chat_messages where application_id = ?", (application_id,))

    def forget_some(self, chat_id: int, message_id: int, *, limit: int) -> bool:
        """Forget a message, which may be about many applications; returns whether it is done."""
        forgotten = self._database.changed(
            "delete from chat_messages where (chat_id, message_id, application_id) in"
            " (select chat_id, message_id, application_id from chat_messages"
            "  where chat_id = ? and message_id = ? limit ?)",
            (chat_id, message_id, limit),
        )
        return forgotten < limit

    def forget_undeletable(self, application_id: str, now: datetime) -> None:
        """Forget messages too old to delete; younger ones stay for the cleaning."""
        self._database.run(
            "delete from chat_messages where application_id = ? and sent_at < ?",
            (application_id, to_seconds(now - DELETABLE)),
        )

    def forget_old(self, before: datetime) -> bool:
        """Forget some messages sent before then; returns whether more are left."""
        left = [
            is_some_left(
                self._database,
                "delete from chat_messages where (chat_id, message_id, application_id) in"
                " (select chat_id, message_id, application_id from chat_messages"
                f"  where {kind} and sent_at < ? limit ?)",
                (to_seconds(before),),
            )
            for kind in ("is_masked", "not is_masked")  # each has its index
        ]
        return any(left)

    def running_out(
        self, before: datetime, *, after: RunningOut | None = None, limit: int
    ) -> list[RunningOut]:
        """Applications with unmasked messages that were sent before then, the oldest first.

        `after` is the last one of the page before; an application comes once for each time and
        chat.
        """
        last = after or RunningOut("", datetime.min.replace(tzinfo=UTC), 0)
        rows = self._database.rows(
            "select distinct application_id, sent_at, chat_id from chat_messages"
            " where not is_masked and sent_at < ?"
            " and (sent_at, application_id, chat_id) > (?, ?, ?)"
            " order by sent_at, application_id, chat_id limit ?",
            (
                to_seconds(before),
                to_seconds(last.sent_at),
                last.application_id,
                last.chat_id,
                limit,
            ),
        )
        return [RunningOut(reference, from_seconds(sent), chat) for reference, sent, chat in rows]

    def in_chat(self, chat_id: int, *, limit: int, up_to: int = _LAST_NUMBER) -> list[ChatMessage]:
        """The first messages of the chat that are about any application, up to that number."""
        rows = self._database.rows(
            "select message_id, min(sent_at) from chat_messages where chat_id = ?"
            " and message_id <= ? group by message_id order by message_id limit ?",
            (chat_id, up_to, limit),
        )
        return [ChatMessage(message_id, from_seconds(sent_at)) for message_id, sent_at in rows]

    def newest_in(self, chat_id: int) -> int:
        """The number of the newest such message; 0 if there is none."""
        row = self._database.row(
            "select coalesce(max(message_id), 0) from chat_messages where chat_id = ?", (chat_id,)
        )
        return int(row[0]) if row else 0

    def running_out_in(self, chat_id: int, before: datetime, *, limit: int) -> list[ChatMessage]:
        """Unmasked messages of the chat, sent before then, that are not only about drafts."""
        rows = self._database.rows(
            "select message_id, sent_at from (select message_id, min(sent_at) as sent_at"
            "  from chat_messages where chat_id = ? and not is_masked and sent_at < ?"
            "  group by message_id) as old"
            " where exists (select 1 from chat_messages as one"
            "  left join applications on applications.id = one.application_id"
            "  where one.chat_id = ? and one.message_id = old.message_id"
            "  and coalesce(phase, '') not in ('filling', 'reviewing'))"
            " limit ?",
            (chat_id, to_seconds(before), chat_id, limit),
        )
        return [ChatMessage(message_id, from_seconds(sent_at)) for message_id, sent_at in rows]
