"""What the database still owes."""

from datetime import UTC, datetime

from conversations.errands import Task
from storage import Store
from storage.errands import OwedErrand

FAR = datetime(9999, 1, 1, tzinfo=UTC)


def owed_errands(store: Store) -> list[OwedErrand]:
    """All errands, whenever they are due."""
    return store.errands.look(FAR, dict.fromkeys(Task, 999)).due
