"""The two pretend services and the real bot, all over real HTTP, for every test that asks."""

import os
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from bot.runtime.collector import at_rest, set_for_service
from bot.sandbox.person import Person
from tests.support.engine import Engine, running_on
from tests.support.engines import SQLITE, pytest_addoption, pytest_generate_tests
from tests.support.postgres_databases import PostgresDatabases, a_server
from tests.support.running import RunningBot, Trial, trial_on
from tests.support.skipped import (
    pytest_make_collect_report,
    pytest_runtest_makereport,
    pytest_terminal_summary,
)
from tests.support.workers import pytest_xdist_auto_num_workers

# Hooks of pytest, which finds them here by their names.
__all__ = [
    "pytest_addoption",
    "pytest_generate_tests",
    "pytest_make_collect_report",
    "pytest_runtest_makereport",
    "pytest_terminal_summary",
    "pytest_xdist_auto_num_workers",
]

# Few examples, the same in each run, keep it short and its outcome the code's alone;
# HYPOTHESIS_EXAMPLES asks for that many, new ones each time.
EXAMPLES = os.environ.get("HYPOTHESIS_EXAMPLES")
settings.register_profile(
    "quick", max_examples=int(EXAMPLES or "20"), derandomize=not EXAMPLES, deadline=None
)
settings.load_profile("quick")

Enrol = Callable[..., Awaitable[Person]]


@pytest.fixture(scope="session")
def postgres_databases() -> Iterator[PostgresDatabases]:
    """Clean databases on a server that all tests of this process share."""
    with a_server() as databases:
        yield databases


@pytest.fixture(autouse=True)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """What the test's databases are on; `tests.support.engines` says which tests run on both."""
    if getattr(request, "param", SQLITE) == SQLITE:
        with running_on(Engine()) as engine:
            yield engine
        return
    databases: PostgresDatabases = request.getfixturevalue("postgres_databases")
    with running_on(Engine(databases.lent)) as engine:
        yield engine


@pytest.fixture
async def trial(tmp_path: Path) -> AsyncIterator[Trial]:
    """Both services, fresh and empty; verdicts come after a tenth of a second."""
    async with trial_on(tmp_path) as running:
        yield running


@pytest.fixture
async def bot(trial: Trial) -> AsyncIterator[RunningBot]:
    """The bot, running against the trial's services."""
    async with RunningBot(trial) as running:
        yield running


@pytest.fixture
async def rahim(trial: Trial, bot: RunningBot) -> AsyncIterator[Person]:
    """A field agent who accepted his invitation and reads English."""
    async with await bot.enrols("Rahim", user_id=2001) as person:
        yield person


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Without looking for garbage among the million objects that it makes, which all stay.

    Nor do the tests look at them: a collector that goes through them takes a quarter of the time.
    """
    with at_rest():
        collected = yield
    set_for_service()
    return collected


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest tests begin first, so that the other workers do not wait for them at the end."""
    items.sort(key=lambda item: item.path.name not in {"test_campaign.py", "test_day.py"})
