"""What the database still owes."""

import contextlib
from datetime import UTC, datetime

from conversations.errands import Task
from storage import Store
from storage.errands import OwedErrand
from storage.outbox import OwedMessage

FAR = datetime(9999, 1, 1, tzinfo=UTC)


def owed_errands(store: Store) -> list[OwedErrand]:
    """All errands, whenever they are due."""
    return store.errands.look(FAR, dict.fromkeys(Task, 999)).due


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
    heads = store.outbox.heads(FAR, hurried=999, others=999)
    return heads.hurried + heads.others
