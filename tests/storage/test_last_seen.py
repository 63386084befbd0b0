"""When the clock was last trusted is known after a restart."""

from datetime import timedelta

import pytest

from storage import Store
from tests.support.forms import NOW


def test_at_first_nothing_was_seen(store: Store) -> None:
    assert store.last_seen.at() is None


@pytest.mark.parametrize("step", [timedelta(hours=1), timedelta(hours=-1)])
def test_only_the_last_time_is_kept_even_an_earlier_one(store: Store, step: timedelta) -> None:
    store.last_seen.note(NOW)
    store.last_seen.note(NOW + step)

    assert store.last_seen.at() == NOW + step
