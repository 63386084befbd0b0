"""Messages owed to chats, in order within a lane."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, timedelta

from storage.clock import due_after, to_seconds
from storage.database import Database
from storage.marks import marks, padded
from storage.owed_messages import COLUMNS, DOCUMENT, OwedMessage, owed_message
from storage.shown_messages import ShownMessage

_PAGE = 200  # messages read at once


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
        kind: str = "",
        is_kept: bool = False,
    ) -> None:
        """Add a message at the end of its lane (the chat's own unless named).

        `kind` is the type that the document has. One that is kept is due at no time, until it is
        moved. The caller holds a transaction.
        """
        lane = lane or str(chat_id)
        self._database.run(
            "insert into outbox"
            " (lane, chat_id, label, document, due_at, delay, owed_at, expires_at, subjects,"
            " kind, is_head)"
            " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
            " not ? and not exists (select 1 from outbox where lane = ?))",
            (
                lane,
                chat_id,
                label,
                self._database.seal(document, DOCUMENT, chat_id),
                *due_after(now, delay),
                to_seconds(now),
                to_seconds(expires_at) if expires_at else None,
                " ".join(subjects),
                kind,
                is_kept,
                lane,
            ),
        )
        each = sorted(set(subjects))
        for some in (each[at : at + _PAGE] for at in range(0, len(each), _PAGE)):
            rows = ["(?, (select max(id) from outbox))"] * len(some)  # numbers only rise
            self._database.run(
                "insert into outbox_subjects (application_id, message_id)"
                f" values {', '.join(rows)}",
                some,
            )

    def owe_all(self, chat_id: int, documents: Sequence[str], now: datetime, *, kind: str) -> None:
        """Add messages without label and subject at the end of the chat's lane."""
        lane, at_once, owed_at = str(chat_id), due_after(now, timedelta()), to_seconds(now)
        for some in (documents[at : at + _PAGE] for at in range(0, len(documents), _PAGE)):
            rows = ["(?, ?, ?, ?, ?, ?, ?, false)"] * len(some)
            rows[0] = (
                "(?, ?, ?, ?, ?, ?, ?, not exists (select 1 from outbox as own where own.lane = ?))"
            )
            sealed = [self._database.seal(each, DOCUMENT, chat_id) for each in some]
            values = [(lane, chat_id, text, *at_once, owed_at, kind) for text in sealed]
            self._database.run(
                "insert into outbox"
                " (lane, chat_id, document, due_at, delay, owed_at, kind, is_head)"
                f" values {', '.join(rows)}",
                (*values[0], lane, *(value for row in values[1:] for value in row)),
            )

    def withdraw(self, *labels: str) -> None:
        """Drop unsent messages with these labels, because something newer replaces them."""
        given = padded(labels)
        self._database.run(f"delete from outbox where label in ({marks(given)})", given)

    def move(
        self,
        lane: str,
        other: str,
        now: datetime,
        *,
        kind: str,
        label: str,
        change: Callable[[str], str],
        is_kept: bool = False,
    ) -> None:
        """Move messages of that kind about applications to another lane, in their order.

        One of the two lanes is kept, of which none is due: the other one if `is_kept`. Those stay
        whose label does not begin with `label`; the others lose theirs. `change` makes the new
        document of each from its old one.
        """
        moved = (
            "lane = ? and kind = ? and subjects <> '' and (label is null or label between ? and ?)"
        )
        chosen = (lane, kind, label, label + "\x7f")
        last = 0
        while page := self._database.rows(
            f"select id, chat_id, document from outbox where {moved} and id > ?"
            " order by id limit ?",
            (*chosen, last, _PAGE),
        ):
            last = page[-1][0]
            self._rewrite_all(
                (number, chat_id, changed)
                for number, chat_id, sealed in page
                for document in [self._database.unseal(sealed, DOCUMENT, chat_id)]
                if (changed := change(document)) != document
            )
        self._database.run(
            "update outbox set lane = ?, due_at = ?, delay = ?, owed_at = ?, label = null,"
            f" is_head = false where {moved}",
            (other, *due_after(now, timedelta()), to_seconds(now), *chosen),
        )
        self._database.run(
            "update outbox set is_head = false where lane in (?, ?) and is_head", (lane, other)
        )
        self._database.run(
            "update outbox set is_head = true where id ="
            " (select min(id) from outbox where lane = ?)",
            (lane if is_kept else other,),
        )

    def _rewrite_all(self, documents: Iterable[tuple[int, int, str]]) -> None:
        """Each with the number of its message and the chat."""
        sealed = [
            (number, self._database.seal(document, DOCUMENT, chat_id))
            for number, chat_id, document in documents
        ]
        if sealed:
            values = ", ".join(["(cast(? as bigint), ?)"] * len(sealed))
            self._database.run(
                f"with new (number, document) as (values {values}) update outbox"
                " set document = new.document from new where outbox.id = new.number",
                tuple(value for each in sealed for value in each),
            )

    def about(self, *application_ids: str) -> list[OwedMessage]:
        """Unsent messages about any of the applications, in their order."""
        given = padded(application_ids)
        rows = self._database.rows(
            f"select {COLUMNS} from outbox where id in (select message_id from outbox_subjects"
            f" where application_id in ({marks(given)})) order by id",
            given,
        )
        return [owed_message(self._database, row) for row in rows]

    def is_owed(self, label: str) -> bool:
        """Whether a message of that label has yet to be sent."""
        row = self._database.row("select 1 from outbox where label = ? limit 1", (label,))
        return row is not None

    def unsent_or_shown(self, label: str) -> tuple[str | None, ShownMessage | None]:
        """The document of the message of that label that has yet to be sent, and the shown one."""
        rows = self._database.rows(
            "select chat_id, document, null, null from"
            " (select chat_id, document from outbox where label = ? limit 1) as unsent union all"
            " select chat_id, null, message_id, is_forwardable from shown where label = ?",
            (label, label),
        )
        unsent, shown = None, None
        for chat_id, document, number, is_forwardable in rows:
            if document is not None:
                unsent = self._database.unseal(document, DOCUMENT, chat_id)
            else:
                shown = ShownMessage(chat_id, number, bool(is_forwardable))
        return unsent, shown

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
        self._database.run(f"delete from outbox where lane in ({marks(lanes)})", tuple(lanes))

    def shorten(self, lane: str, most: int) -> None:
        """Drop the oldest messages of the lane beyond that number."""
        self._database.run(
            "delete from outbox where lane = ? and id <= (select id from outbox where lane = ?"
            " order by id desc limit 1 offset ?)",
            (lane, lane, most),
        )

    def finish(self, *message_ids: int) -> list[str]:
        """Drop messages that were carried out; returns the lanes of those that were still owed."""
        numbers = padded(message_ids)
        rows = self._database.rows(
            f"delete from outbox where id in ({marks(numbers)}) returning lane", numbers
        )
        return [lane for (lane,) in rows]

    def rewrite(self, message_id: int, document: str) -> None:
        """Replace the content of a message that is carried out in several steps."""
        row = self._database.row("select chat_id from outbox where id = ?", (message_id,))
        if row:
            self._rewrite_all([(message_id, row[0], document)])

    def count(self) -> int:
        row = self._database.row("select count(*) from outbox")
        return int(row[0]) if row else 0
