"""Two processes never hold the same token or the same database, and a dead one holds neither."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.runtime.only_one import AlreadyRunning, only_one

ROOT = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def own_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The locks of tokens are in the folder for temporary files."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))


def test_a_token_and_a_database_are_each_held_once(tmp_path: Path) -> None:
    with only_one("1:a", tmp_path / "a.db"):
        with (
            pytest.raises(AlreadyRunning, match="with this token"),
            only_one("1:a", tmp_path / "b"),
        ):
            pass
        with (
            pytest.raises(AlreadyRunning, match=r"with the database .*a\.db"),
            only_one("2:b", tmp_path / "a.db"),
        ):
            pass
        with only_one("2:b", tmp_path / "b.db"):
            pass
    with only_one("1:a", tmp_path / "a.db"):
        pass


def test_a_database_is_held_once_by_whatever_name(tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to("a.db")
    (tmp_path / "folder").symlink_to(".")

    with only_one("1:a", tmp_path / "a.db"):
        for name in ("link.db", "folder/link.db"):
            with pytest.raises(AlreadyRunning, match="database"), only_one("2:b", tmp_path / name):
                pass


def test_what_cannot_be_locked_is_a_sentence_with_the_path(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with (
        pytest.raises(AlreadyRunning, match=r"cannot be taken: .*owner and mode"),
        only_one("1:a", tmp_path / "file" / "a.db"),
    ):
        pass


def test_the_name_of_a_lock_does_not_tell_the_token(tmp_path: Path) -> None:
    with only_one("123456:secret-part", tmp_path / "a.db"):
        assert not [path for path in tmp_path.iterdir() if "secret" in path.name]


def test_a_process_that_was_killed_holds_nothing(tmp_path: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path; from bot.runtime.only_one import only_one\n"
        "with only_one('1:a', Path(sys.argv[1])):\n"
        "    print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path / "a.db")],
        cwd=ROOT,
        env={"TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
    ) as holder:
        try:
            assert holder.stdout
            assert holder.stdout.readline() == b"held\n"
            with pytest.raises(AlreadyRunning), only_one("1:a", tmp_path / "a.db"):
                pass
        finally:
            holder.send_signal(signal.SIGKILL)
    with only_one("1:a", tmp_path / "a.db"):
        pass
