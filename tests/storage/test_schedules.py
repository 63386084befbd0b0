"""When a recurring task runs next."""

from datetime import UTC, datetime, timedelta

from storage import Store
from tests.support.forms import NOW


def test_a_schedule_is_kept_moved_and_dropped(store: Store) -> None:
    later = NOW + timedelta(seconds=1)
    assert store.schedules.due_at("sweep") is None

    store.schedules.put("sweep", NOW)
    store.schedules.put("sweep", NOW, timedelta(seconds=1))
    store.schedules.put("backup", NOW)

    assert store.schedules.due_at("sweep") == later
    store.schedules.drop("sweep")
    assert store.schedules.due_at("sweep") is None
    assert store.schedules.due_at("backup") == datetime.min.replace(tzinfo=UTC)
