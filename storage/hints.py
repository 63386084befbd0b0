"""Which chats were last told a hint, so that it is not said twice in a row."""

from datetime import datetime

from storage.clock import from_seconds, to_seconds
from storage.database import Database
from storage.keyed_hashes import KeyedHashes


class Hints:
    def __init__(self, database: Database, hashes: KeyedHashes) -> None:
        self._database = database
        self._hashes = hashes

    def note(self, chat_id: int, document: str, now: datetime) -> None:
        """Record that the last message owed to the chat is this hint, by a keyed hash."""
        self._database.run(
            "insert into hints (chat_id, digest, owed_at) values (?, ?, ?) on conflict (chat_id)"
            " do update set digest = excluded.digest, owed_at = excluded.owed_at",
            (chat_id, self._hashes.of("hint", document), to_seconds(now)),
        )

    def given_at(self, chat_id: int, document: str) -> datetime | None:
        """When the last message owed to the chat was owed, if it is this hint."""
        row = self._database.row(
            "select owed_at from hints where chat_id = ? and digest = ?",
            (chat_id, self._hashes.of("hint", document)),
        )
        return from_seconds(row[0]) if row else None

    def forget(self, chat_id: int) -> None:
        """Record that the chat was owed something else after the last hint."""
        self._database.run("delete from hints where chat_id = ?", (chat_id,))
