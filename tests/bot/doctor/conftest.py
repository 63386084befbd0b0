"""An installation in which all is well, until a test spoils one thing."""

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.doctor.examination import examine
from bot.doctor.finding import Finding, State
from bot.doctor.limits import Limits
from bot.handlers.table import menu
from bot.telegram.client import TelegramClient
from conversations.languages import LANGUAGES
from storage import Store, open_database
from storage.agents import Agent, Role
from storage.audit import OPERATOR
from tests.support.clocks import ManualTimer
from tests.support.forms import AGENT
from tests.support.running import ADMIN, BOT_TOKEN, DATABASE_KEY, Trial


def unwell(findings: Iterable[Finding]) -> list[Finding]:
    """Those that are not ok."""
    return [each for each in findings if each.state is not State.OK]


def is_broken(finding: Finding, name: str) -> bool:
    return (finding.name, finding.state) == (name, State.BROKEN)


def is_doubtful(finding: Finding, name: str) -> bool:
    return (finding.name, finding.state) == (name, State.WARNING)


@dataclass(frozen=True, slots=True)
class Installation:
    trial: Trial

    @property
    def path(self) -> Path:
        return self.trial.folder / "bot.db"

    @contextmanager
    def store(self) -> Iterator[Store]:
        """What the bot has open."""
        with closing(Store(open_database(self.path, DATABASE_KEY))) as store:
            yield store

    async def examined(
        self,
        *,
        limits: Limits = Limits(),  # noqa: B008 - frozen
        ahead: timedelta = timedelta(),
        **changes: str,
    ) -> list[Finding]:
        """All findings with some settings changed, and with a clock that is so far ahead.

        No check is given up, however busy this machine is.
        """
        settings = self.trial.settings(**changes)
        return await examine(settings, limits, lambda: datetime.now(UTC) + ahead, ManualTimer())

    async def illness(self, *, limits: Limits = Limits(), **changes: str) -> Finding:  # noqa: B008
        """The one finding that is not ok."""
        settings, timer = self.trial.settings(**changes), ManualTimer()
        (ill,) = unwell(await examine(settings, limits, lambda: datetime.now(UTC), timer))
        return ill


@pytest.fixture
async def installation(trial: Trial) -> Installation:
    healthy = Installation(trial)
    with healthy.store() as store, store.transaction():
        now = datetime.now(UTC)
        for number, role in ((ADMIN, Role.ADMIN), (AGENT, Role.AGENT)):
            store.agents.enrol(Agent(id=number, name="Somebody", role=role, language="en"), now)
        store.audit.record("backed-up", actor=OPERATOR, now=now)
        store.last_seen.note(now)
    async with TelegramClient(BOT_TOKEN, trial.telegram_url) as telegram:
        for language in LANGUAGES:
            await telegram.introduce(language, menu(None, language), about="-", about_short="-")
    return healthy
