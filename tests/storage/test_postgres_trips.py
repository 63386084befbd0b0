"""How often a session waits for the server: behind a network each time is a trip there and back."""

import contextlib
import select
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from storage import DatabaseFailed
from storage.postgres import PostgresDatabase
from storage.postgres_opening import open_postgres
from storage.postgres_session import StatementRefused
from tests.storage.conftest import BrokenOff
from tests.support.engine import KEY
from tests.support.postgres import needs_postgres
from tests.support.postgres_databases import PostgresDatabases

pytestmark = [needs_postgres, pytest.mark.one_engine]

_SOCKET = ".s.PGSQL.5432"  # nothing listens at a port


class Wire:
    """`trips` counts how often the server has answered since it was asked something."""

    def __init__(self, near: Path, far: str) -> None:
        """Between the two sockets, for the first that connects."""
        self.trips = 0
        listening = socket.socket(socket.AF_UNIX)
        listening.bind(str(near))
        listening.listen()
        threading.Thread(target=self._serve, args=(listening, far), daemon=True).start()

    def _serve(self, listening: socket.socket, far: str) -> None:
        with (
            contextlib.suppress(OSError),  # either side may just end
            listening,
            listening.accept()[0] as asking,
            socket.socket(socket.AF_UNIX) as answering,
        ):
            answering.connect(far)
            is_asked = False
            while True:
                for end in select.select([asking, answering], [], [])[0]:
                    said = end.recv(65_536)
                    if not said:
                        return
                    self.trips += is_asked and end is answering
                    is_asked = end is asking
                    (answering if is_asked else asking).sendall(said)


@pytest.fixture
def address(postgres_databases: PostgresDatabases) -> Iterator[str]:
    with postgres_databases.lent() as address:
        yield address


@pytest.fixture
def wire(address: str, tmp_path: Path) -> Wire:
    folder = psycopg.conninfo.conninfo_to_dict(address)["host"]
    return Wire(tmp_path / _SOCKET, f"{folder}/{_SOCKET}")


@pytest.fixture
def database(address: str, wire: Wire, tmp_path: Path) -> Iterator[PostgresDatabase]:
    there = psycopg.conninfo.make_conninfo(address, host=str(tmp_path))
    with contextlib.closing(open_postgres(there, KEY)) as database:
        yield database


def note(database: PostgresDatabase, label: str) -> None:
    database.run("insert into shown (label, chat_id, message_id) values (?, 1, 1)", (label,))


def labels(database: PostgresDatabase) -> list[str]:
    return [label for (label,) in database.rows("select label from shown order by label")]


def test_a_transaction_waits_only_for_what_it_asks_and_for_its_end(
    database: PostgresDatabase, wire: Wire
) -> None:
    for _ in range(3):  # new statements, prepared ones, and again
        database.run("delete from shown")
        before = wire.trips
        with database.transaction():
            note(database, "a")
            note(database, "b")
            assert labels(database) == ["a", "b"]
            database.seal("text", "shown.label", 1)
            note(database, "c")
            assert database.changed("update shown set chat_id = 2") == 3
            note(database, "d")
        assert wire.trips - before == 3

    assert labels(database) == ["a", "b", "c", "d"]


def test_many_writes_do_not_wait_in_memory(database: PostgresDatabase, wire: Wire) -> None:
    before = wire.trips

    with database.transaction():
        for number in range(500):
            note(database, str(number))

    assert 5 < wire.trips - before < 20


def test_what_was_only_written_is_never_sent_when_it_is_undone(
    database: PostgresDatabase, wire: Wire
) -> None:
    before = wire.trips

    with contextlib.suppress(BrokenOff), database.transaction():
        note(database, "a")
        raise BrokenOff

    assert wire.trips == before
    assert labels(database) == []


def broken(database: PostgresDatabase) -> None:
    """What the schema refuses, and nobody waits for."""
    note(database, "twice")
    note(database, "twice")


def late(database: PostgresDatabase) -> None:
    """The same before a question."""
    broken(database)
    labels(database)


@pytest.mark.parametrize("fail", [broken, late])
def test_a_write_that_fails_undoes_the_part_in_which_it_was_said(
    database: PostgresDatabase, fail: Callable[[PostgresDatabase], None]
) -> None:
    def does_a_part() -> None:
        with database.transaction():
            note(database, "within")
            fail(database)

    for _ in range(3):
        database.run("delete from shown")
        with database.transaction():
            note(database, "before")
            with pytest.raises(StatementRefused, match="UniqueViolation"):
                does_a_part()
            note(database, "after")
        assert labels(database) == ["after", "before"]


@pytest.mark.parametrize("fail", [broken, late])
def test_a_write_that_fails_undoes_its_transaction(
    database: PostgresDatabase, fail: Callable[[PostgresDatabase], None]
) -> None:
    def does_it_all() -> None:
        with database.transaction():
            note(database, "before")
            fail(database)

    for _ in range(3):
        with pytest.raises(StatementRefused, match="UniqueViolation"):
            does_it_all()
        assert labels(database) == []


def test_a_transaction_whose_failure_nobody_heard_is_not_taken_for_committed(
    database: PostgresDatabase,
) -> None:
    def goes_on_as_if_nothing_were() -> None:
        with database.transaction():
            note(database, "before")
            with contextlib.suppress(StatementRefused):
                late(database)

    with pytest.raises(DatabaseFailed, match="committed"):
        goes_on_as_if_nothing_were()
    assert labels(database) == []


def test_a_second_failure_of_a_trip_is_not_logged(
    database: PostgresDatabase, caplog: pytest.LogCaptureFixture
) -> None:
    """psycopg would repeat the server's words, which contain the row."""

    def fails_on_both_sides() -> None:
        with database.transaction():
            broken(database)
            note(database, "a\0b")  # which psycopg refuses to send

    with pytest.raises(StatementRefused, match="DataError"):
        fails_on_both_sides()
    assert caplog.text == ""
