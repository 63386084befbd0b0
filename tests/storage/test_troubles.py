"""Each trouble is reported once, and once a day while it lasts."""

from datetime import timedelta

from storage import Database, Store
from tests.storage.conftest import Another
from tests.support.forms import NOW

HOUR = timedelta(hours=1)


def test_a_trouble_is_news_once_and_again_when_it_was_over(database: Database) -> None:
    troubles = Store(database).troubles

    assert troubles.note("denied", NOW)
    assert not troubles.note("denied", NOW + HOUR)
    assert troubles.present() == {"denied"}
    assert troubles.clear("denied")
    assert not troubles.clear("denied")
    assert troubles.note("denied", NOW + 2 * HOUR)


def test_a_lasting_trouble_is_reported_once_a_day(database: Database) -> None:
    troubles = Store(database).troubles

    told = [hour for hour in range(50) if troubles.note("denied", NOW + hour * HOUR)]

    assert told == [0, 24, 48]


def test_a_restart_does_not_make_it_news(another: Another, database: Database) -> None:
    Store(database).troubles.note("denied", NOW)
    database.close()

    again = another()

    assert not Store(again).troubles.note("denied", NOW + HOUR)
    again.close()


def test_a_trouble_that_was_told_long_ago_is_forgotten(store: Store) -> None:
    store.troubles.note("word 1", NOW, reminded_after=None)
    store.troubles.note("word 2", NOW + timedelta(days=60), reminded_after=None)

    assert not store.troubles.forget_some(NOW + timedelta(days=91))

    assert store.troubles.present() == {"word 2"}
