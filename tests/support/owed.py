"""What the database still owes."""

import contextlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from conversations.errands import Task
from storage import Store
from storage.errands import OwedErrand
from storage.owed_messages import OwedMessage
from tests.support.forms import NOW

FAR = datetime(9999, 1, 1, tzinfo=UTC)
ERRAND = OwedErrand(
    id=1,
    application_id="abcd2345",
    task=Task.ASK_VERDICT,
    ticket="the ticket",
    subject="",
    attempts=0,
    started_at=None,
    warned=0,
    begun_by=frozenset(),
    due_at=0.0,
)


def owed_errands(store: Store) -> list[OwedErrand]:
    """All errands, whenever they are due."""
    return store.errands.look(FAR, dict.fromkeys(Task, 999)).due


def due(
    store: Store,
    after: timedelta = timedelta(seconds=1),
    *,
    hurried: bool = False,
    busy: tuple[str, ...] = (),
) -> list[OwedMessage]:
    """The messages that may go that long after NOW."""
    heads = store.due_messages.heads(NOW + after, hurried=99, others=99, busy=busy)
    return heads.hurried if hurried else heads.others


def documents(messages: Iterable[OwedMessage]) -> list[str]:
    return [message.document for message in messages]


def take_all(store: Store) -> list[OwedMessage]:
    """All messages that do not expire and are due within an hour, each no longer owed."""
    found: list[OwedMessage] = []
    while heads := due(store, timedelta(hours=1)):
        store.outbox.finish(*(head.id for head in heads))
        found += heads
    return found


class _ReadOnly(Exception):
    """Rolls back what was only done to look."""


def in_lane(store: Store, lane: str) -> list[OwedMessage]:
    """All messages of the lane, in the order in which they would be sent."""
    found: list[OwedMessage] = []
    with contextlib.suppress(_ReadOnly), store.transaction():
        while heads := [each for each in _heads(store) if each.lane == lane]:
            found += heads
            store.outbox.finish(heads[0].id)
        raise _ReadOnly
    return found


def _heads(store: Store) -> list[OwedMessage]:
    heads = store.due_messages.heads(FAR, hurried=999, others=999)
    return heads.hurried + heads.others
