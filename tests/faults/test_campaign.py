"""A few points of the `make faults` campaign: the bot dies, and nothing is lost or doubled."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from tests.faults.campaign.account import DOCUMENT, Account, publish, table, without_lookups
from tests.faults.campaign.among_three import ON_POSTGRES, AmongThree, Mishap
from tests.faults.campaign.fate import FAULTS, POSTS, Fault, Mixture
from tests.faults.campaign.run import campaign_in
from tests.faults.campaign.turns import turns_in
from tests.faults.campaign.wire import Wire
from tests.support.postgres import needs_postgres

pytestmark = pytest.mark.one_engine  # its rows choose their engine

SEED = 20261123

#: The points that are hardest to get right.
POINTS = Mixture(
    "killed",
    (
        Fault("after a getUpdates", ("getUpdates",), "after", longest=5),
        Fault("at a commit", ("commit",), "before", longest=9),
        Fault("after a message", ("sendMessage",), "after", longest=3),
        Fault("after a step 2", ("step two",), "after"),
    ),
)


async def test_whatever_point_the_bot_is_killed_at_nothing_is_lost_doubled_or_wrong(
    tmp_path: Path,
) -> None:
    async with campaign_in(tmp_path, SEED) as campaign:
        account = await campaign.try_fault(POINTS, len(POINTS.faults))

    assert account.findings == []
    assert account.tried == len(POINTS.faults)
    assert account.customers > 0


MISHAPS: tuple[Mishap, ...] = ("kill", "lose statement", "lose commit", "restart")


@needs_postgres
async def test_whatever_befalls_three_processes_nothing_is_lost_doubled_or_wrong(
    tmp_path: Path,
) -> None:
    times = 2 * len(MISHAPS)
    async with turns_in(tmp_path, f"{SEED}") as turns:
        account = await turns.try_row(AmongThree("in turn", MISHAPS), times)

    assert account.findings == []
    assert account.tried == times
    assert account.customers > 0


@needs_postgres
async def test_posts_to_three_processes_that_come_twice_or_break_off_lose_and_double_nothing(
    tmp_path: Path,
) -> None:
    (row,) = [
        row for row in ON_POSTGRES if isinstance(row.mishaps, Mixture) and row.mishaps.by_webhook
    ]
    async with turns_in(tmp_path, f"{SEED}", by_webhook=True) as turns:
        account = await turns.try_row(row, len(POSTS))

    assert account.findings == []
    assert account.tried == len(POSTS)
    assert account.customers > 0


@pytest.fixture
def ends() -> Iterator[tuple[Wire, list[str], socket.socket, socket.socket]]:
    """A wire with what it has lost, and the ends of a connection over it: near and far."""
    lost: list[str] = []
    wire = Wire(on_lost=lambda: lost.append("lost"))
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_server(("127.0.0.1", 0)) as listening,
    ):
        target = server.getsockname()[1]
        threading.Thread(target=wire.serve, args=(listening, target), daemon=True).start()
        with socket.create_connection(listening.getsockname(), timeout=5) as near:
            far, _ = server.accept()
            with far:
                far.settimeout(5)
                yield wire, lost, near, far


Ends = tuple[Wire, list[str], socket.socket, socket.socket]


def test_a_wire_loses_the_answer_to_a_commit_and_its_connection(ends: Ends) -> None:
    wire, lost, near, far = ends
    wire.lose("commit", 2)

    for answer in (b"C\0\0\0\x0bCOMMIT\0", b"Z\0\0\0\5I"):
        far.sendall(answer)
        assert near.recv(99) == answer
    far.sendall(b"C\0\0\0\x0bCOMMIT\0Z\0\0\0\5I")

    assert near.recv(99) == far.recv(99) == b""
    assert lost == ["lost"]


def test_a_wire_loses_a_statement_only_within_a_transaction(ends: Ends) -> None:
    wire, lost, near, far = ends
    wire.lose("statement", 1)

    near.sendall(b"begin")
    assert far.recv(99) == b"begin"
    far.sendall(b"Z\0\0\0\5T")
    assert near.recv(99) == b"Z\0\0\0\5T"
    near.sendall(b"insert")

    assert near.recv(99) == far.recv(99) == b""
    assert lost == ["lost"]


def test_a_wire_that_is_cut_is_silent_and_loses_its_connections_when_it_is_mended(
    ends: Ends,
) -> None:
    wire, lost, near, far = ends
    near.sendall(b"one")
    assert far.recv(9) == b"one"

    wire.cut()
    near.sendall(b"two")
    far.settimeout(0.2)
    with pytest.raises(TimeoutError):
        far.recv(9)

    wire.mend()
    far.settimeout(5)
    while far.recv(9):
        pass
    assert near.recv(9) == b""
    assert lost == []


def test_the_faults_of_clock_disk_and_operator_have_their_rows() -> None:
    names = {fault.name for fault in FAULTS}

    assert names >= {
        "an erase during a submission",
        "restored from an older copy",
        "the clock jumps, and later back",
        "the disk is full",
        "webhook duplicates and cuts",
    }
    assert len(names) == len(FAULTS)


def test_what_befalls_several_processes_has_its_rows() -> None:
    rows = [row.mishaps for row in ON_POSTGRES if not isinstance(row.mishaps, Mixture)]

    assert sorted(rows) == sorted((mishap,) for mishap in get_args(Mishap))
    assert len({row.name for row in (*FAULTS, *ON_POSTGRES)}) == len(FAULTS) + len(ON_POSTGRES)


def test_the_table_adds_up_what_the_faults_have_done() -> None:
    one, two = Account("one", tried=1200, lost=1), Account("two", tried=3, repeated=2)

    lines = table([one, two]).splitlines()

    assert lines[2:] == [
        "| one | 1,200 | 0 | 1 | 0 | 0 | 0 |",
        "| two | 3 | 0 | 0 | 0 | 0 | 2 |",
        "| **all** | 1,203 | 0 | 1 | 0 | 0 | 2 |",
    ]
    assert not one.is_clean
    assert two.is_clean


def test_a_verdict_known_again_without_scores_is_the_same_one_and_any_other_word_is_not() -> None:
    title, named = "Passed: Karim · all 6 match", "NID 000 · reference A1"
    whole = f"{title}\n{named}\nNext: open it.\nMatch with the register, lowest first:\n98 · Name"
    again = f"Passed: Karim\n{named}\nNext: open it.\nPhoto on the card: the service does not say"

    assert without_lookups({whole, again}) == {whole}
    assert len(without_lookups({whole, again.replace("open", "close")})) == 2
    assert len(without_lookups({whole, whole.replace("98", "97")})) == 2


def test_the_table_is_written_between_its_marks_and_nothing_else_is_touched(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("Before.\n<!-- faults -->\nOld.\n<!-- /faults -->\nAfter.\n")

    publish("| a |", "Seed 1:", page)
    publish("| b |", "Seed 2:", page)

    assert page.read_text() == (
        "Before.\n<!-- faults -->\nSeed 2:\n\n| b |\n<!-- /faults -->\nAfter.\n"
    )


def test_the_page_has_a_place_for_the_table() -> None:
    text = DOCUMENT.read_text("utf-8")

    assert text.count("<!-- faults -->\n") == text.count("<!-- /faults -->") == 1


async def test_posts_that_come_twice_or_break_off_lose_and_double_nothing(tmp_path: Path) -> None:
    (row,) = [fault for fault in FAULTS if isinstance(fault, Mixture) and fault.by_webhook]
    async with campaign_in(tmp_path, SEED, by_webhook=True) as campaign:
        account = await campaign.try_fault(row, len(row.faults))

    assert account.findings == []
    assert account.tried == len(row.faults)
    assert account.customers > 0
