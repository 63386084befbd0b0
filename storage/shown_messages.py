"""Sent messages that may still change or be replaced, under the labels by which they are meant."""

from collections.abc import Collection
from dataclasses import dataclass

from storage.database import Database
from storage.marks import marks, padded


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """A message in a chat; whether it can be forwarded is settled when it is sent."""

    chat_id: int
    message_id: int
    is_forwardable: bool = False


_NEWEST = "newest:"


class ShownMessages:
    def __init__(self, database: Database) -> None:
        self._database = database

    def note(
        self, label: str, chat_id: int, message_id: int, *, is_forwardable: bool = False
    ) -> None:
        self._database.run(
            "insert into shown (label, chat_id, message_id, is_forwardable) values (?, ?, ?, ?)"
            " on conflict (label) do update set chat_id = excluded.chat_id,"
            " message_id = excluded.message_id, is_forwardable = excluded.is_forwardable",
            (label, chat_id, message_id, is_forwardable),
        )

    def note_newest(self, agent_id: int, message_id: int) -> None:
        """Note a message, other than a question of a form, that a yes below it may be about."""
        self._database.run(
            "insert into shown (label, chat_id, message_id)"
            f" select '{_NEWEST}' || id, id, ? from agents where id = ?"
            " on conflict (label) do update set message_id = excluded.message_id"
            " where excluded.message_id > shown.message_id",
            (message_id, agent_id),
        )

    def newest(self, agent_id: int) -> int | None:
        """The number of the newest such message."""
        newest = self.find(f"{_NEWEST}{agent_id}")
        return newest.message_id if newest else None

    def find(self, label: str) -> ShownMessage | None:
        row = self._database.row(
            "select chat_id, message_id, is_forwardable from shown where label = ?", (label,)
        )
        return ShownMessage(row[0], row[1], bool(row[2])) if row else None

    def under(self, labels: Collection[str]) -> dict[str, ShownMessage]:
        """The messages that these labels mean now, by label."""
        given = padded(labels)
        rows = self._database.rows(
            "select label, chat_id, message_id, is_forwardable from shown"
            f" where label in ({marks(given)})",
            given,
        )
        return {label: ShownMessage(chat, number, bool(can)) for label, chat, number, can in rows}

    def forget(self, label: str, message_id: int | None = None) -> None:
        """Forget the label; if a message is given, only while the label means that message."""
        self._database.run(
            "delete from shown where label = ? and message_id = coalesce(?, message_id)",
            (label, message_id),
        )

    def forget_all(self, labels: Collection[str]) -> None:
        given = padded(labels)
        self._database.run(f"delete from shown where label in ({marks(given)})", given)

    def forget_chat(self, chat_id: int) -> None:
        """Forget the labels of all messages shown in the chat."""
        self._database.run("delete from shown where chat_id = ?", (chat_id,))
