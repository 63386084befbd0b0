"""A few points of the campaign of `make faults`: the bot dies, and nothing is lost or doubled."""

from pathlib import Path

from tests.faults.campaign.account import Account, table
from tests.faults.campaign.fate import Fault, Mixture
from tests.faults.campaign.run import campaign_in

SEED = 20261123

#: Points that are the hardest to get right.
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
        account = await campaign.try_fault(POINTS, 8)

    assert account.findings == []
    assert account.tried == 8
    assert account.customers > 0


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
