"""A new file has its name once it is complete, and takes that name from no other."""

import errno
import fcntl
import os
import sqlite3
import struct
from contextlib import closing
from pathlib import Path

import pytest

from storage.new_file import new_file, remove_abandoned

pytestmark = pytest.mark.one_engine


def test_a_file_has_its_name_once_it_is_complete(tmp_path: Path) -> None:
    path = tmp_path / "new" / "copy.db"

    with new_file(path) as part:
        part.write_text("complete")
        assert not path.exists()

    assert path.read_text() == "complete"
    assert list(path.parent.iterdir()) == [path]


def test_of_a_file_that_fails_nothing_is_left(tmp_path: Path) -> None:
    def fails() -> None:
        with new_file(tmp_path / "copy.db") as part:
            part.write_text("half")
            part.with_name(f"{part.name}-wal").touch()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()

    assert list(tmp_path.iterdir()) == []


def test_of_two_that_begin_together_the_first_to_end_has_the_name_and_the_other_fails(
    tmp_path: Path,
) -> None:
    """As the nightly timer and an operator, in one second and one folder."""
    path = tmp_path / "copy.db"

    def both_write() -> None:
        with new_file(path) as slow:
            slow.write_text("slow")
            with new_file(path) as quick:
                quick.write_text("quick")

    with pytest.raises(FileExistsError):
        both_write()

    assert path.read_text() == "quick"
    assert list(tmp_path.iterdir()) == [path]


def test_what_a_killed_process_has_left_is_deleted_and_what_is_being_written_stays(
    tmp_path: Path,
) -> None:
    left = tmp_path / "monday.csv.x3_k9a0b.part"
    others = [tmp_path / "monday.csv.part", tmp_path / "monday.txt.x3_k9a0b.part"]
    for file in (left, *others):
        file.touch()
    os.mkfifo(tmp_path / "pipe.csv.x3_k9a0b.part")

    with new_file(tmp_path / "tuesday.csv") as part:
        remove_abandoned(tmp_path / "wednesday.csv")

        assert not left.exists()
        assert all(each.exists() for each in (part, *others))


def test_without_an_ending_only_what_was_to_have_the_same_name_is_deleted(tmp_path: Path) -> None:
    left, other = tmp_path / "copy.x3_k9a0b.part", tmp_path / "notes.x3_k9a0b.part"
    for file in (left, other):
        file.touch()

    remove_abandoned(tmp_path / "copy")
    remove_abandoned(tmp_path / "nowhere" / "copy")

    assert [*tmp_path.iterdir()] == [other]


def test_a_link_in_its_place_is_not_followed(tmp_path: Path) -> None:
    link = tmp_path / "copy.db.x3_k9a0b.part"
    link.symlink_to(tmp_path / "precious")

    remove_abandoned(tmp_path / "copy.db")

    assert link.is_symlink()


def _over_a_network(descriptor: int, _how: int) -> None:
    """As on NFS by flock(2): a lock of the whole file, which must be open for writing."""
    whole = struct.pack("hhqqi0q", fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0)
    fcntl.fcntl(descriptor, fcntl.F_OFD_SETLK, whole)


def _without_locks(*_: object) -> None:
    raise OSError(errno.ENOLCK, "No locks available")


def test_what_is_being_written_over_a_network_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fcntl, "flock", _over_a_network)

    with new_file(tmp_path / "monday.csv") as part:
        remove_abandoned(tmp_path / "tuesday.csv")

        assert part.exists()


@pytest.mark.parametrize("call", ["flock", "fcntl"])
def test_without_locks_whatever_may_be_in_use_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    monkeypatch.setattr(fcntl, call, _without_locks)

    with new_file(tmp_path / "monday.csv") as part:
        remove_abandoned(tmp_path / "tuesday.csv")

        assert part.exists()


def test_a_copy_can_be_written_over_a_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another lock of the whole file, as `flock` is there, would be in the way of SQLite's."""
    monkeypatch.setattr(fcntl, "flock", _over_a_network)

    with new_file(tmp_path / "copy.db") as part, closing(sqlite3.connect(part)) as database:
        database.execute("create table kept (one)")

    assert (tmp_path / "copy.db").exists()
