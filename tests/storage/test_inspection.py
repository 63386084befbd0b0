"""Looking at a database changes nothing and delays no writer."""

import threading
import time
from pathlib import Path

import pytest

from storage import Database, DatabaseFailed, DatabaseUnusable, Store, inspected, open_database
from tests.support.engine import KEY
from tests.support.forms import NOW

pytestmark = pytest.mark.one_engine

_LONGEST_WAIT = 0.05  # seconds


def test_what_is_written_is_read_and_nothing_can_be_written(store: Store, path: Path) -> None:
    with store.transaction():
        store.troubles.note("clock", NOW)

    with inspected(path, KEY) as found:
        assert (found.missing, found.foreign, found.obstacle) == (0, 0, "")
        assert found.store
        assert found.store.troubles.present() == {"clock"}
        with pytest.raises(DatabaseFailed, match="readonly"):
            found.store.troubles.clear("clock")

    assert store.troubles.present() == {"clock"}


def test_a_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnusable), inspected(tmp_path / "nothing.db", KEY):
        pass

    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_lacks_every_step(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    path.touch()

    with inspected(path, KEY) as found:
        assert found.missing > 20
        assert found.store is None

    assert path.stat().st_size == 0


def test_a_writer_waits_less_than_fifty_milliseconds_for_it(database: Database, path: Path) -> None:
    """The best of ten looks counts, since the machine may be busy with something else."""
    waits = []
    for _ in range(10):
        look = threading.Thread(target=_look, args=(path,))
        look.start()
        waited: list[float] = []
        while look.is_alive() or not waited:
            began = time.perf_counter()
            with database.transaction():
                waited.append(time.perf_counter() - began)
        look.join()
        waits.append(max(waited))

    assert min(waits) < _LONGEST_WAIT


def _look(path: Path) -> None:
    with inspected(path, KEY) as found:
        assert found.obstacle == ""


def test_its_end_leaves_the_files_to_the_bot(path: Path) -> None:
    database = open_database(path, KEY)
    database.run("create table ballast (weight blob)")
    with inspected(path, KEY):
        pass

    assert path.with_name("bot.db-wal").stat().st_size > 0
    database.close()
