"""When owed messages may be sent: at most the first of each lane, each at its time."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from storage.clock import AT_ONCE, due_after, pull_in, to_seconds
from storage.database import Database
from storage.due import first_time, parts_of
from storage.marks import but_for, marks
from storage.owed_messages import COLUMNS, OwedMessage, owed_message
from storage.shown_messages import ShownMessage


@dataclass(frozen=True, slots=True)
class Heads:
    """The messages that may go now, each the first of its lane, and when others may.

    `hurried` are those that expire. `next_due_at` is the first time at which another lane is due,
    and `expires_at` the first at which a message expires; None if there is none.
    """

    hurried: list[OwedMessage]
    others: list[OwedMessage]
    next_due_at: datetime | None
    expires_at: datetime | None


_SHOWN = "s.chat_id, s.message_id, s.is_forwardable"
_NO_MESSAGE = ", ".join(["null"] * 11)

#: The first message of each lane, of the lanes that expire or of the others; the schema keeps
#: `is_head` when a message is deleted. A lane whose messages are kept has no head.
HURRIED = "outbox where is_head and (expires_at is not null) = true"
OTHERS = "outbox where is_head and (expires_at is not null) = false"
_HEADS = f"select due_at, {COLUMNS} from"
_EXPIRY = "select expires_at from outbox where expires_at is not null order by expires_at limit 1"


class DueMessages:
    def __init__(self, database: Database) -> None:
        self._database = database

    def heads(
        self,
        now: datetime,
        *,
        hurried: int = 0,
        others: int = 0,
        busy: Collection[str] = (),
        resting: Collection[int] = (),
    ) -> Heads:
        """In one statement, the first message of each lane that is due, and what comes next.

        At most `hurried` of the lanes whose messages expire, and `others` of all others but those
        of `resting` chats. A busy lane is left out.
        """
        seconds = to_seconds(now)
        free, lanes = but_for("lane", busy)
        awake, chats = but_for("chat_id", resting)
        due, later = f"and due_at <= ?{free}", "and due_at > ? order by due_at limit 1"
        order = "order by due_at, id limit ?"
        rows = self._database.rows(
            f"select 'hurried', h.*, {_SHOWN} from ({_HEADS} {HURRIED} {due} {order}) as h"
            " left join shown as s on s.label = h.label union all"
            f" select 'other', o.*, {_SHOWN} from ({_HEADS} {OTHERS} {due}{awake} {order}) as o"
            " left join shown as s on s.label = o.label union all"
            f" select 'next', due_at, {_NO_MESSAGE} from"
            f" (select due_at from {HURRIED} {later}) as n union all"
            f" select 'next', due_at, {_NO_MESSAGE} from"
            f" (select due_at from {OTHERS} {later}) as m union all"
            f" select 'expiry', expires_at, {_NO_MESSAGE} from ({_EXPIRY}) as e",
            (seconds, *lanes, hurried, seconds, *lanes, *chats, others, seconds, seconds),
        )
        parts = parts_of(rows)
        return Heads(
            hurried=[self._head(row[1:]) for row in parts.get("hurried", [])],
            others=[self._head(row[1:]) for row in parts.get("other", [])],
            next_due_at=first_time(parts.get("next")),
            expires_at=first_time(parts.get("expiry")),
        )

    def postpone(self, message: OwedMessage, now: datetime, wait: timedelta) -> None:
        """Try again after that time, unless the message has moved to another lane meanwhile."""
        self._database.run(
            "update outbox set due_at = ?, delay = ?, attempts = attempts + 1"
            " where id = ? and lane = ?",
            (*due_after(now, wait), message.id, message.lane),
        )

    def expire(self, now: datetime) -> None:
        """Drop expired messages, such as the answer to a press of minutes ago."""
        self._database.run("delete from outbox where expires_at < ?", (to_seconds(now),))

    def hasten(self, lanes: Collection[str]) -> None:
        """Make messages due that were waiting for their chat to become reachable."""
        self._database.run(
            f"update outbox set due_at = ?, delay = 0 where lane in ({marks(lanes)})"
            " and due_at > ?",
            (AT_ONCE, *lanes, AT_ONCE),
        )

    def pull_in(self, now: datetime) -> bool:
        """Bring forward some of what a wrong clock postponed; returns whether more is left."""
        return pull_in(self._database, "outbox", "id", now)

    def _head(self, row: Sequence[Any]) -> OwedMessage:
        *owed, chat_id, number, is_forwardable = row
        shown = None if number is None else ShownMessage(chat_id, number, bool(is_forwardable))
        return owed_message(self._database, owed, shown)
