"""The tokens of agents and teams: each opened when needed, and hidden from then on."""

import logging
from collections.abc import Iterator

import pytest

from bot.ekyc.polite import PoliteEkycClient
from bot.errands.accounts import Account, Accounts
from bot.runtime.logs import configure
from bot.runtime.timer import LoopTimer
from bot.verdicts.log import VerificationLog
from storage import Store
from storage.service_tokens import COMMON, holder_of_team
from tests.support.clocks import Clock, TimerOf
from tests.support.engine import current

NORTH = holder_of_team("north")


def nothing(*_: object) -> None:
    """Nobody is told."""


@pytest.fixture
def store() -> Iterator[Store]:
    store = Store(current().open_fresh())
    yield store
    store.close()


@pytest.fixture
def own_log() -> Iterator[None]:
    """The log as the bot configures it, restored afterwards."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    logging.captureWarnings(capture=False)
    root.handlers[:] = handlers
    root.setLevel(level)


async def test_a_token_that_was_given_while_the_bot_runs_is_hidden_from_its_first_use(
    store: Store, own_log: None, capsys: pytest.CaptureFixture[str]
) -> None:
    configure("INFO", secrets=["common-token"])
    clock = Clock()
    common = PoliteEkycClient(
        url="http://127.0.0.1:9",
        token="common-token",
        on_trouble=nothing,
        on_served=nothing,
        timer=LoopTimer(),
    )
    accounts = Accounts(
        store,
        Account(common, VerificationLog(common, TimerOf(clock))),
        url="http://127.0.0.1:9",
        on_served=nothing,
        clock=clock,
        timer=LoopTimer(),
    )
    async with common, accounts.closing():
        assert accounts.of(COMMON).service is accounts.of(NORTH).service is common
        for token in ("first-of-north", "second-of-north"):
            store.service_tokens.give(NORTH, token)
            assert accounts.of(NORTH).service is not common
            logging.getLogger("bot").warning("refused: %s", token)
        logging.getLogger("bot").warning("known still: %s", "first-of-north")

    written = capsys.readouterr().err
    assert "of-north" not in written
    assert written.count("[secret]") == 3
