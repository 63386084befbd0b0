"""An export is made on delivery, part by part, for somebody who may have it at that time."""

import asyncio
import csv
import io
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from msgspec.structs import replace as replaced

from bot.chat.outgoing import Export
from bot.reports.export import Exports
from bot.reports.period import Period
from bot.reports.reading import Reader
from bot.sandbox.telegram.screen import as_read
from storage import Store
from storage.agents import Agent, Role, Standing
from tests.support.engine import current
from tests.support.forms import AGENT, NOW, decided
from tests.support.running import DATABASE_KEY

RAHIMA = 2005


pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("export") / "bot.db"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def reader(path: Path) -> AsyncIterator[Reader]:
    """Its process opens the database for each read, so it serves the one of each test."""
    async with Reader(path, DATABASE_KEY) as reader:
        yield reader


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    store = Store(current().open(path, DATABASE_KEY))
    for agent in (AGENT, AGENT + 1):
        store.agents.enrol(Agent(id=agent, name="Rahim", role=Role.AGENT, language="en"), NOW)
    yield store
    store.close()
    for file in path.parent.iterdir():
        file.unlink()


@pytest.fixture
def exports(store: Store, reader: Reader) -> Exports:
    return Exports(store, reader, lambda: NOW + timedelta(minutes=1))


def enrols(store: Store, role: Role, standing: Standing = Standing.ACTIVE, team: str = "") -> None:
    person = Agent(id=RAHIMA, name="Rahima", role=role, language="en", standing=standing, team=team)
    store.agents.enrol(person, NOW)


def asked(*, full: bool = False, most_rows: int = 100) -> Export:
    return Export(format="csv", days=31, is_masked=not full, most_rows=most_rows)


@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize(
    ("role", "standing"),
    [
        (Role.SUPERVISOR, Standing.SUSPENDED),
        (Role.SUPERVISOR, Standing.REMOVED),
        (Role.ADMIN, Standing.SUSPENDED),
        (Role.AGENT, Standing.ACTIVE),
    ],
)
async def test_somebody_no_longer_allowed_gets_nothing(
    store: Store, exports: Exports, role: Role, standing: Standing, *, full: bool
) -> None:
    store.applications.save(decided())
    enrols(store, role, standing)

    assert await exports.part(RAHIMA, asked(full=full)) is None


@pytest.mark.parametrize(
    ("role", "standing"),
    [(Role.ADMIN, Standing.SUSPENDED), (Role.SUPERVISOR, Standing.ACTIVE)],
)
async def test_somebody_who_may_no_longer_have_it_when_it_is_made_gets_nothing(
    store: Store, exports: Exports, role: Role, standing: Standing
) -> None:
    """A large one takes a minute."""
    store.applications.save(decided())
    enrols(store, Role.ADMIN)
    making = asyncio.create_task(exports.part(RAHIMA, asked(full=True)))
    await asyncio.sleep(0)

    enrols(store, role, standing)

    assert await making is None


async def test_a_supervisor_moved_while_it_is_made_gets_that_of_the_new_team(
    store: Store, exports: Exports
) -> None:
    store.applications.save(decided())
    enrols(store, Role.SUPERVISOR)
    making = asyncio.create_task(exports.part(RAHIMA, asked()))
    await asyncio.sleep(0)

    enrols(store, Role.SUPERVISOR, team="South")

    part = await making
    assert part
    assert part.about == ()


async def test_a_supervisor_gets_masked_values_only(store: Store, exports: Exports) -> None:
    store.applications.save(decided())
    enrols(store, Role.SUPERVISOR)

    masked = await exports.part(RAHIMA, asked())

    assert masked
    assert "M••• A••• M•••".encode() in masked.content
    assert b"Asaduzzaman" not in masked.content
    assert await exports.part(RAHIMA, asked(full=True)) is None


async def test_the_name_of_the_file_has_the_day_in_bangladesh(store: Store, reader: Reader) -> None:
    """After six in the evening in UTC it is the next day there, as the caption says."""
    enrols(store, Role.SUPERVISOR)
    evening = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)

    part = await Exports(store, reader, lambda: evening).part(RAHIMA, asked())

    assert part
    assert part.name == "applications-2026-11-24.csv"
    assert "Made 24\xa0November\xa02026, 00:30" in part.caption


async def test_a_supervisor_of_another_team_gets_the_headings(
    store: Store, exports: Exports
) -> None:
    store.applications.save(decided())
    enrols(store, Role.SUPERVISOR, team="south")

    part = await exports.part(RAHIMA, asked())

    assert part
    assert part.content.count(b"\n") == 1
    assert part.name == "applications-2026-11-23.csv"


async def test_an_admin_gets_full_values_where_that_is_asked_for(
    store: Store, exports: Exports
) -> None:
    store.applications.save(decided())
    enrols(store, Role.ADMIN)

    part = await exports.part(RAHIMA, asked(full=True))

    assert part
    assert b"Md. Asaduzzaman Miah" in part.content


@pytest.mark.parametrize("most_rows", [1, 3, 12, 13, 100])
async def test_the_parts_together_hold_every_application_once(
    store: Store, exports: Exports, most_rows: int
) -> None:
    """Several at one moment, as machines and tests make them, by two agents."""
    form = decided()
    for number in range(13):
        moment = NOW - timedelta(minutes=number // 3)
        store.applications.save(
            replace(form, id=f"abcd{number:04}", agent=AGENT + number % 2, created_at=moment)
        )
    enrols(store, Role.SUPERVISOR)

    names: list[str] = []
    references: list[str] = []
    rest: Export | None = asked(most_rows=most_rows)
    while rest:
        part = await exports.part(RAHIMA, rest)
        assert part
        rows = list(csv.reader(io.StringIO(part.content.decode("utf-8-sig"))))[1:]
        assert len(rows) <= most_rows
        assert [row[0].lower() for row in rows] == list(part.about)
        names.append(part.name)
        references += part.about
        rest = part.rest

    assert sorted(references) == [f"abcd{number:04}" for number in range(13)]
    assert len(set(names)) == len(names) == -(-13 // most_rows)
    assert (names == ["applications-2026-11-23.csv"]) is (most_rows >= 13)


async def test_applications_erased_between_two_parts_do_not_hold_up_the_rest(
    store: Store, exports: Exports
) -> None:
    for number in range(3):
        store.applications.save(
            replace(decided(), id=f"abcd{number:04}", created_at=NOW - timedelta(minutes=number))
        )
    enrols(store, Role.SUPERVISOR)
    first = await exports.part(RAHIMA, asked(most_rows=1))
    assert first
    assert first.rest
    store.applications.erase("abcd0000")

    second = await exports.part(RAHIMA, first.rest)

    assert second
    assert second.about == ("abcd0001",)


async def test_the_caption_says_what_the_file_is(store: Store, exports: Exports) -> None:
    for number in range(3):
        store.applications.save(
            replace(decided(), id=f"abcd{number:04}", created_at=NOW - timedelta(days=number))
        )
    enrols(store, Role.SUPERVISOR)
    period = Period(date(2026, 11, 22), date(2026, 11, 30))
    order = Export(format="csv", since=period.since, until=period.until)

    whole = await exports.part(RAHIMA, order)
    first = await exports.part(RAHIMA, replaced(order, most_rows=1))

    assert whole
    assert as_read(whole.caption).splitlines() == [
        "Applications started 22 November 2026 – 30 November 2026",
        "names and numbers masked",
        "2 applications",
        "Made 23 November 2026, 12:01, by Rahima",
    ]
    assert whole.about == ("abcd0000", "abcd0001")
    assert first
    assert first.caption.splitlines()[2:4] == ["1 application", "Part 1"]


async def test_an_application_of_the_midnight_belongs_to_one_day(
    store: Store, exports: Exports
) -> None:
    days = [Period(day, day) for day in (date(2026, 11, 22), date(2026, 11, 23))]
    store.applications.save(replace(decided(), created_at=days[1].since))
    enrols(store, Role.SUPERVISOR)

    parts = [
        await exports.part(RAHIMA, Export(format="csv", since=day.since, until=day.until))
        for day in days
    ]

    assert [part.about for part in parts if part] == [(), ("abcd2345",)]
