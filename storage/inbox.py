"""Which updates were taken in, so that a repeated one changes nothing, and which are queued.

A queued update is recorded like a handled one: it is never taken in twice.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.clock import date_back, from_seconds, is_some_left, to_seconds
from storage.database import Database
from storage.keyed_hashes import KeyedHashes
from storage.marks import NO_LIMIT, padded
from storage.raw_updates import origin_of

#: Telegram keeps an update for 24 hours.
REMEMBERED = timedelta(days=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """An update that could not be handled, without its content.

    `kind` is Telegram's name for it, such as message or callback_query; `error` the class of the
    exception.
    """

    number: int
    update_id: int
    at: datetime
    kind: str
    error: str


#: Each sender with queued updates, found by one index step each.
_SENDERS = """with recursive senders (sender) as (
    select min(sender) from waiting_updates
    union all
    select (select min(sender) from waiting_updates where sender > senders.sender)
    from senders where sender is not null)"""


_WAITING, _SET_ASIDE = "waiting_updates.document", "set_aside_updates.document"

_AFTER_THE_LAST = 2**62  # no queued update has such a number

#: The number of an update, and its content as JSON.
Update = tuple[int, str]


class Inbox:
    """Updates are identified by number and content together.

    Numbers restart after a quiet week, and at once at another Bot API server, so by number alone
    the bot would ignore new updates.
    """

    def __init__(self, database: Database, hashes: KeyedHashes) -> None:
        self._database = database
        self._hashes = hashes

    def note(self, updates: Collection[Update], now: datetime) -> set[Update]:
        """Record that these updates were taken in; returns those that were not before.

        Only keyed hashes of their documents are kept.
        """
        named = {(number, self._hash(document)): (number, document) for number, document in updates}
        given = padded(named)
        if not given:
            return set()
        values = ", ".join(["(cast(? as bigint), ?)"] * len(given))
        rows = self._database.rows(
            f"with new (id, digest) as (values {values})"
            # Never earlier than the ones before them: otherwise a slow clock would have them
            # forgotten once corrected.
            " insert into handled_updates (id, digest, handled_at) select id, digest, coalesce("
            "(select max(handled_at) from handled_updates where handled_at > ?), ?)"
            " from new where true on conflict do nothing returning id, digest",
            (*(value for name in given for value in name), to_seconds(now), to_seconds(now)),
        )
        return {named[number, digest] for number, digest in rows}

    def _hash(self, document: str) -> str:
        digest = hashlib.sha256(document.encode()).hexdigest()
        return self._hashes.of("update", digest)

    def forget_some(self, now: datetime) -> bool:
        """Forget some updates that Telegram will not resend; returns whether more are left."""
        return is_some_left(
            self._database,
            "delete from handled_updates where (id, digest) in"
            " (select id, digest from handled_updates where handled_at < ? limit ?)",
            (to_seconds(now - REMEMBERED),),
        )

    def date_back(self, now: datetime) -> bool:
        """Correct times recorded by a clock that was ahead."""
        return any(
            date_back(self._database, table, key, column, now)
            for table, key, column in (
                ("handled_updates", "id, digest", "handled_at"),
                ("set_aside_updates", "number", "set_aside_at"),
            )
        )

    def let_wait(self, sender: int, document: str) -> None:
        """Queue a recorded update until the sender's earlier ones are handled."""
        self._database.run(
            "insert into waiting_updates (sender, document) values (?, ?)",
            (sender, self._database.seal(document, _WAITING, sender)),
        )

    def senders_waiting(self) -> set[int]:
        """Senders with queued updates; their later ones must queue behind them."""
        return {
            sender
            for (sender,) in self._database.rows(
                f"{_SENDERS} select sender from senders where sender is not null"
            )
        }

    def take_waiting(self, share: int, *, most: int) -> list[str]:
        """Take out the oldest queued documents: `most` in all, at most `share` per sender."""
        rows = self._database.rows(
            f"delete from waiting_updates where number in ({_SENDERS}, shares (sender, beyond) as"
            " (select sender, coalesce((select number from waiting_updates as theirs"
            "   where theirs.sender = senders.sender order by number limit 1 offset ?), ?)"
            "  from senders where sender is not null)"
            " select number from shares join waiting_updates"
            " on waiting_updates.sender = shares.sender and number < beyond"
            " order by number limit ?) returning number, sender, document",
            (share, _AFTER_THE_LAST, most),
        )
        return [self._database.unseal(text, _WAITING, sender) for _, sender, text in sorted(rows)]

    def set_aside(self, update_id: int, document: str, error: str, now: datetime) -> None:
        """Keep an update that could not be handled, unmodified."""
        origin = origin_of(document)
        self._database.run(
            "insert into set_aside_updates (id, set_aside_at, error, document, kind, sender)"
            " values (?, ?, ?, ?, ?, ?)",
            (
                update_id,
                to_seconds(now),
                error,
                self._database.seal(document, _SET_ASIDE, update_id),
                origin.kind,
                origin.sender,
            ),
        )

    def forget_set_aside(self, before: datetime, *, limit: int) -> int:
        """Erase up to that many updates set aside before then; returns how many."""
        return self._database.changed(
            "delete from set_aside_updates where number in"
            " (select number from set_aside_updates where set_aside_at < ? limit ?)",
            (to_seconds(before), limit),
        )

    def forget_set_aside_of(self, person: int) -> None:
        """Erase all updates of that person that were set aside."""
        self._database.run("delete from set_aside_updates where sender = ?", (person,))

    def list_set_aside(self, *, limit: int = NO_LIMIT) -> list[SetAside]:
        """The updates that could not be handled, oldest first; all if there is no limit."""
        rows = self._database.rows(
            "select number, id, set_aside_at, kind, error from set_aside_updates"
            " order by number limit ?",
            (limit,),
        )
        return [
            SetAside(
                number=number, update_id=update_id, at=from_seconds(at), kind=kind, error=error
            )
            for number, update_id, at, kind, error in rows
        ]

    def retry(self, number: int) -> bool:
        """Queue an update that was set aside; False when it is gone.

        The caller holds a transaction.
        """
        row = self._database.row(
            "select id, sender, document from set_aside_updates where number = ?", (number,)
        )
        if row:
            update_id, sender, document = row
            self.let_wait(sender, self._database.unseal(document, _SET_ASIDE, update_id))
        return self.drop(number)

    def drop(self, number: int) -> bool:
        """Erase an update that was set aside; False when it is gone."""
        return bool(
            self._database.changed("delete from set_aside_updates where number = ?", (number,))
        )
