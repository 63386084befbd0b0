"""Which updates were handled, so that one which comes again changes nothing, and which still wait.

One that waits is noted like one that is handled: it is never taken in twice.
"""

import hashlib
from datetime import datetime, timedelta

from storage.clock import to_seconds
from storage.database import Database

#: Telegram keeps an update for 24 hours.
REMEMBERED = timedelta(days=3)


class Inbox:
    """Updates are told apart by number and content together.

    Numbers start anew after a quiet week, and at every other Bot API server at once, so a number
    alone would make the bot deaf to what is new.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, update_id: int, document: str, now: datetime) -> bool:
        """Note that the update was taken in; False when it has been already.

        `document` is the update as JSON; only its digest is kept.
        """
        return bool(
            self._database.run(
                "insert or ignore into handled_updates (id, digest, handled_at) values (?, ?, ?)",
                (update_id, hashlib.sha256(document.encode()).hexdigest(), to_seconds(now)),
            )
        )

    def forget_old(self, now: datetime) -> None:
        self._database.run(
            "delete from handled_updates where handled_at < ?", (to_seconds(now - REMEMBERED),)
        )

    def let_wait(self, sender: int, document: str) -> None:
        """Keep an update that was noted until the sender's earlier ones are handled."""
        self._database.run(
            "insert into waiting_updates (sender, document) values (?, ?)", (sender, document)
        )

    def senders_waiting(self) -> set[int]:
        """Those of whom some update waits; what else they send must wait behind it."""
        return {
            sender
            for (sender,) in self._database.rows("select distinct sender from waiting_updates")
        }

    def take_waiting(self, share: int, *, most: int) -> list[str]:
        """Take out the documents that came first: `most` in all, at most `share` of each sender."""
        rows = self._database.rows(
            "delete from waiting_updates where number in (select number from"
            " (select number, row_number() over (partition by sender order by number) as place"
            " from waiting_updates) where place <= ? order by number limit ?)"
            " returning number, document",
            (share, most),
        )
        return [document for _, document in sorted(rows)]

    def set_aside(self, update_id: int, document: str, error: str, now: datetime) -> None:
        """Keep an update that could not be handled, as it came."""
        self._database.run(
            "insert into set_aside_updates (id, set_aside_at, error, document) values (?, ?, ?, ?)",
            (update_id, to_seconds(now), error, document),
        )

    def forget_set_aside(self, before: datetime, *, person: int | None = None) -> int:
        """Erase what was set aside before then, or only what that person sent; says how many."""
        if person is None:
            return self._database.run(
                "delete from set_aside_updates where set_aside_at < ?", (to_seconds(before),)
            )
        return self._database.run(
            "delete from set_aside_updates where set_aside_at <= ? and ? in ("
            " json_extract(document, '$.message.from.id'),"
            " json_extract(document, '$.edited_message.from.id'),"
            " json_extract(document, '$.callback_query.from.id'))",
            (to_seconds(before), person),
        )

    def list_set_aside(self) -> list[tuple[int, str]]:
        """Number and document of each update that was set aside, the oldest first."""
        return self._database.rows("select id, document from set_aside_updates order by number")
