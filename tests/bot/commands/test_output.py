"""What commands print reaches whoever reads it, and says nothing of an exception's words."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from storage import Store, open_sqlite
from storage.agents import Agent, Role
from tests.support.commands import Operator
from tests.support.forms import NOW
from tests.support.running import DATABASE_KEY

ROOT = Path(__file__).parents[3]


@pytest.fixture
def staffed(store: Store) -> Store:
    with store.transaction():
        store.agents.enrol(Agent(id=2001, name="রহিম", role=Role.AGENT, language="bn"), NOW)
    return store


def runs(
    operator: Operator, *words: str, into: str = "", limit: str = "unlimited", **changes: str
) -> tuple[int, str, str]:
    """The command as a process without a terminal, with its output into that file; code, output
    and complaints.

    It can write no file larger than the limit, in kilobytes, so nobody counts its branches.
    """
    inherited = {name: os.environ[name] for name in os.environ if not name.startswith("COVERAGE_")}
    environment = {**inherited, **operator.environment, "PYTHONPATH": str(ROOT), **changes}
    with Path(into or os.devnull).open("w") as file:
        ended = subprocess.run(
            [
                "/bin/sh",
                "-c",
                f'ulimit -f {limit}; exec "$@"',
                "",
                sys.executable,
                "-m",
                "bot",
                *words,
            ],
            env=environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            stdout=file if into else subprocess.PIPE,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
    return ended.returncode, (ended.stdout or b"").decode(), ended.stderr.decode()


def test_a_terminal_without_bangla_shows_names_in_codes(operator: Operator, staffed: Store) -> None:
    code, output, complaints = runs(operator, "agents", PYTHONIOENCODING="iso-8859-1")

    assert (code, complaints) == (0, "")
    assert "2001\t\\u09b0\\u09b9\\u09bf\\u09ae\tagent" in output


def test_output_for_which_there_is_no_room_is_a_sentence(
    operator: Operator, staffed: Store
) -> None:
    code, _, complaints = runs(operator, "agents", into="/dev/full")

    assert code == 1
    assert complaints.startswith("The machine refuses something: No space left on device.")


@pytest.mark.parametrize("words", [("--version",), ("agents", "--help")])
def test_help_for_which_there_is_no_room_is_a_sentence(
    operator: Operator, words: tuple[str, ...]
) -> None:
    code, _, complaints = runs(operator, *words, into="/dev/full")

    assert code == 1
    assert complaints == "The machine refuses something: No space left on device.\n"


def test_a_reader_that_has_enough_of_the_help_gets_no_traceback(operator: Operator) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        code, _, complaints = runs(operator, "--help", into=f"/dev/fd/{writer}")
    finally:
        os.close(writer)

    assert (code, complaints) == (1, "")


def test_a_fault_ends_a_command_without_the_words_of_the_exception(
    operator: Operator, staffed: Store, tmp_path: Path
) -> None:
    database = open_sqlite(tmp_path / "bot.db", DATABASE_KEY)
    database.run(
        "create trigger faulty before insert on audit begin select raise(abort, 'Rahima'); end"
    )
    database.close()

    result = operator.runs("agents", "suspend", "2001")

    assert result.exit_code == 1
    assert result.output.startswith("The command ends because of a fault: IntegrityError\n")
    assert "Rahima" not in result.output


@pytest.mark.parametrize("words", [("returned",), ("rekey",), ("run",)])
def test_where_no_temporary_file_can_be_written_a_sentence_names_the_cure(
    operator: Operator, store: Store, words: tuple[str, ...]
) -> None:
    code, output, complaints = runs(operator, *words, limit="0", NEW_DATABASE_KEY="e7" * 32)

    assert (code, output) == (2, "")
    assert complaints.splitlines()[-1].startswith("No folder for temporary files can be written.")


def test_a_new_key_for_which_there_is_no_room_is_told_without_the_words_of_the_library(
    operator: Operator, staffed: Store
) -> None:
    staffed.close()  # as all bots must be stopped

    code, output, complaints = runs(operator, "rekey", limit="200", NEW_DATABASE_KEY="e7" * 32)

    assert (code, output) == (1, "")
    assert "keeps its old key" in complaints
    assert "PRAGMA" not in complaints
    assert operator.runs("agents").exit_code == 0


@pytest.mark.parametrize("limit", ["200", "2000"])  # for its tables; for its pages
def test_a_copy_for_which_there_is_no_room_is_named_as_what_fails(
    operator: Operator, tmp_path: Path, limit: str
) -> None:
    database = open_sqlite(tmp_path / "bot.db", DATABASE_KEY)
    database.run("create table ballast (content blob) strict")
    database.run("insert into ballast values (randomblob(2000000))")
    database.close()
    copy = tmp_path / "copies" / "copy.db"

    code, output, complaints = runs(operator, "backup", str(copy), limit=limit)

    assert (code, output) == (2, "")
    assert complaints.startswith(f"The database cannot be copied to {copy}: disk I/O error")
    assert list(copy.parent.iterdir()) == []


def test_a_restore_that_fails_where_there_was_no_database_leaves_none(
    operator: Operator, tmp_path: Path
) -> None:
    """The next start would serve from an empty one, and the next restore would refuse."""
    copy = tmp_path / "copy.db"
    database = open_sqlite(copy, DATABASE_KEY)
    database.run("create table ballast (content blob) strict")
    database.run("insert into ballast values (randomblob(2000000))")
    database.close()
    blocks = copy.stat().st_size // 512  # as `ulimit` counts; the write-ahead log needs some more

    code, output, _ = runs(operator, "restore", str(copy), limit=str(blocks + 1))

    assert (code, output) == (1, "")
    assert [each.name for each in tmp_path.glob("bot.db*")] == ["bot.db.lock"]
    assert operator.runs("restore", str(copy)).exit_code == 0


def test_a_database_for_which_there_is_no_room_is_no_mistake_of_the_operator(
    operator: Operator, tmp_path: Path
) -> None:
    open_sqlite(tmp_path / "bot.db", DATABASE_KEY).close()

    code, output, complaints = runs(operator, "run", limit="16")  # too little for the log's index

    assert (code, output) == (1, "")
    assert complaints.rstrip().endswith("(is the disk full?).")


@pytest.mark.parametrize("command", ["rekey", "move", "agents token --team North"])
def test_a_secret_that_nobody_can_type_is_asked_for_without_a_line_of_the_log(
    operator: Operator, staffed: Store, command: str
) -> None:
    code, _, complaints = runs(operator, *command.split())

    assert code == 2
    assert "or run this in a terminal." in complaints
    assert "GetPassWarning" not in complaints
