"""What an admin of 2,000 people asks about their 100,000 applications, and how long that takes.

`python -m benchmarks.supervision` writes its table into docs/performance.md. A request is decided
in the event loop, where everybody waits for it; a report and an export are then read in a process.
"""

import asyncio
import contextlib
import gc
import resource
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

import click

from benchmarks.contestants import DATABASE_KEY
from benchmarks.tables import publish, table
from bot.chat.outgoing import Export, TeamReport
from bot.reports.export import Exports
from bot.reports.reading import Reader
from bot.reports.team_report import TeamReports
from conversations.application import Application
from storage import Store, open_database
from storage.agents import Agent, Role
from tests.support.forms import FAILED, PASSED, decided, submitted
from tests.support.office import Office

_ADMIN = 1000
_FIRST = 10_000  # Telegram id of the first agent
_DAYS = 29  # over which the applications are spread
_TIMES = 15
_PEOPLE_IN_A_TEAM = 20

#: Of 20 applications: one failed, one waits for its verdict, the others passed.
_STATES = (decided(FAILED), submitted(), *[decided(PASSED)] * 18)

#: Each request and what the table calls it; a list is opened at its last page, too.
_REQUESTS = {
    "/report 30": "/report 30",
    "/agents": "/agents",
    "its last page": "~people.999",
    "one person": f"~person.{_FIRST}-0",
    "who takes over their work": f"~give.{_FIRST}-0",
    "/log": "/log",
    "a search by name": "/log asaduzz",
    "a search by number": "/status 01712345678",
    "/invite": "/invite",
    "open invitations": "~invitations.0",
    "/announce": "/announce The office is closed tomorrow.",
    "/stats": "/stats",
    "/export, its count included": "~export.csv.masked.{first}.{last}",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """CPU seconds in the event loop, or of a process."""

    name: str
    times: Sequence[float]
    is_in_loop: bool = True


def measure(folder: Path, *, applications: int, people: int) -> list[Asked]:
    file = folder / "office.db"
    store = Store(open_database(file, DATABASE_KEY))
    with contextlib.closing(store):
        office = Office(store=store)
        office.now = datetime.now(UTC)
        _fill(store, office.now, applications, people)
        gc.freeze()  # what filling has left is not the bot's
        days = {"first": (office.now - timedelta(_DAYS)).date(), "last": office.now.date()}
        in_loop = [
            Asked(name, _times(_asking(office, words.format(**days))))
            for name, words in _REQUESTS.items()
        ]
        gc.unfreeze()
        return [*in_loop, *asyncio.run(_apart(store, file, office.now))]


def _asking(office: Office, words: str) -> Callable[[], object]:
    if words.startswith("~"):
        return lambda: office.sees_press(words, _ADMIN)
    return lambda: office.hears(words, _ADMIN)


def _times(ask: Callable[[], object]) -> list[float]:
    times = []
    for _ in range(_TIMES):
        began = time.process_time()
        ask()
        times.append(time.process_time() - began)
    return times


async def _apart(store: Store, file: Path, now: datetime) -> list[Asked]:
    """Each in a process of its own, whose start is counted."""

    async def report(reader: Reader) -> None:
        assert await TeamReports(store, reader, lambda: now).page(_ADMIN, TeamReport(days=30))

    async def export(reader: Reader) -> None:
        asked = Export(format="csv", days=30)
        assert await Exports(store, reader, lambda: now).part(_ADMIN, asked)

    found = []
    for name, ask in (("the report over 30 days", report), ("a part of an export", export)):
        began = _seconds_of_children()
        async with Reader(file, DATABASE_KEY) as reader:
            await ask(reader)
        found.append(Asked(name, [_seconds_of_children() - began], is_in_loop=False))
    return found


def _seconds_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _fill(store: Store, now: datetime, applications: int, people: int) -> None:
    with store.transaction():
        store.agents.enrol(Agent(id=_ADMIN, name="Rahima", role=Role.ADMIN, language="en"), now)
        for number in range(people):
            team = f"Team {number // _PEOPLE_IN_A_TEAM}"
            name = f"Agent {number:04}"
            agent = Agent(id=_FIRST + number, name=name, role=Role.AGENT, language="en", team=team)
            store.agents.enrol(agent, now)
        for number in range(applications):
            store.applications.save(_numbered(number, now, applications, people))


def _numbered(number: int, now: datetime, applications: int, people: int) -> Application:
    """The newest fifty are the admin's own."""
    begun = now - timedelta(days=_DAYS) * number / applications
    owner = _ADMIN if number < 50 else _FIRST + number % people
    name = f"{number:08}"
    state = _STATES[number % len(_STATES)]
    return replace(state, id=name, agent=owner, created_at=begun, changed_at=begun)


def _table_of(asked: Sequence[Asked], applications: int, people: int) -> str:
    rows = [
        (
            one.name,
            "the loop" if one.is_in_loop else "a process",
            f"{median(one.times) * 1000:,.1f}",
            f"{max(one.times) * 1000:,.1f}",
            "50" if one.is_in_loop else "",
        )
        for one in asked
    ]
    what = f"{applications:,} applications of {people:,} people"
    return table((what, "in", "CPU, median, ms", "longest, ms", "at most"), rows)


@click.command()
@click.option("--applications", default=100_000, show_default=True)
@click.option("--people", default=2_000, show_default=True)
def main(applications: int, people: int) -> None:
    """Measure, and write the table into docs/performance.md."""
    with tempfile.TemporaryDirectory() as folder:
        found = measure(Path(folder), applications=applications, people=people)
    publish("supervision", _table_of(found, applications, people))


if __name__ == "__main__":
    main()
