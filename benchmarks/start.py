"""Start-up time and memory at rest, and how many agents and applications change both."""

import asyncio
import contextlib
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles

from benchmarks.bot_api import BotApi, serving
from benchmarks.contestants import DATABASE_KEY, OURS, PATIENCE, running
from benchmarks.offices import draft_name, enrol, fill, store_at
from benchmarks.peers.form import answers
from bot.handlers.finding import found_by, found_of, log_of, status_of
from bot.screens.log import PAGE_SIZE
from storage import Store, open_database
from storage.searches import MOST_KEPT, Search
from tests.support.forms import decided

_SETTLED = 3.0  # seconds of polling before the memory is measured
_AGENTS_OF_DISTRICT = range(1000, 1500)
_LOOKS = 1000


@dataclass(frozen=True, slots=True)
class Start:
    """Seconds from the start of the process to its first poll; its memory in MB at rest."""

    first_poll: float
    memory: float


@dataclass(frozen=True, slots=True)
class District:
    """A large database: the p99 of queries in seconds, and its start-up."""

    log_p99: float
    search_p99: float  # by the whole mobile number
    words_p99: float  # by part of a name, or the last digits
    start: Start


class _Crowd:
    """Each agent writes once, if any do."""

    def __init__(self, agents: int) -> None:
        self._agents = agents
        self._heard: set[int] = set()
        self.all_heard = asyncio.Event()

    def begin(self, api: BotApi) -> None:
        for chat in range(1000, 1000 + self._agents):
            api.writes(chat, answers(chat)[0])
        if not self._agents:
            self.all_heard.set()

    def hear(self, chat: int, body: bytes) -> None:
        self._heard.add(chat)
        if len(self._heard) >= self._agents:
            self.all_heard.set()


async def start(database: Path, *, agents: int = 0) -> Start:
    """Start it, let each agent write once, and measure it at rest."""
    crowd = _Crowd(agents)
    api = BotApi(crowd)
    began = time.perf_counter()
    async with serving(api) as url:
        with running(OURS, url, database) as process:
            async with asyncio.timeout(PATIENCE):
                await api.polled.wait()
                first_poll = time.perf_counter() - began
                await crowd.all_heard.wait()
                await asyncio.sleep(_SETTLED)
            return Start(first_poll, process.memory())


async def with_drafts(folder: Path, *, agents: int) -> Start:
    """The same with agents who each have a draft and have all written."""
    database = folder / "drafts.db"
    fill(database, range(1000, 1000 + agents), drafts=1)
    return await start(database, agents=agents)


async def district(folder: Path, *, applications: int) -> District:
    """Decided applications of five hundred agents."""
    path = folder / "district.db"
    _fill_with_decided(path, applications)
    store = Store(open_database(path, DATABASE_KEY))
    chance = random.Random(7)
    with contextlib.closing(store):
        agents = [store.agents.find(number) for number in _AGENTS_OF_DISTRICT]
        known = [agent for agent in agents if agent]
        pages = applications // len(known) // PAGE_SIZE

        def log() -> None:
            log_of(store, chance.choice(known), chance.randrange(max(pages, 1)))

        def search() -> None:
            number = f"017{chance.randrange(applications):08}"
            status_of(store, chance.choice(known), number)

        def search_in_words() -> None:
            typed = chance.choice(("asaduzz", "rahima", f"{chance.randrange(10_000):04}"))
            agent = chance.choice(known)
            found = found_by(store, agent, typed)
            found_of(store, agent, Search(1, tuple(found[:MOST_KEPT]), len(found)))

        return District(
            log_p99=_slowest(log),
            search_p99=_slowest(search),
            words_p99=_slowest(search_in_words),
            start=await start(path),
        )


def _slowest(look: Callable[[], None]) -> float:
    times = []
    for _ in range(_LOOKS):
        began = time.perf_counter()
        look()
        times.append(time.perf_counter() - began)
    return quantiles(times, n=100)[98]


def _fill_with_decided(path: Path, applications: int) -> None:
    """One is saved as the bot saves it; SQLite copies it for the others, which takes seconds."""
    now = datetime.now(UTC)
    first = replace(decided(), id=draft_name(1000, 0), agent=1000, created_at=now, changed_at=now)
    with store_at(path) as store:
        for agent in _AGENTS_OF_DISTRICT:
            enrol(store, agent, now)
        store.applications.save(first)
    database = open_database(path, DATABASE_KEY)
    with contextlib.closing(database), database.transaction():
        columns = [row[1] for row in database.rows("pragma table_info(applications)")]
        others = {
            "id": "printf('%08d', number)",
            "agent_id": f"1000 + number % {len(_AGENTS_OF_DISTRICT)}",
            "mobile_number": "printf('017%08d', number)",
            "created_at": "created_at - number",
            "found_by": "replace(found_by, mobile_number, printf('017%08d', number))",
            "document": "replace(document, '\"1000x0\"', printf('\"%08d\"', number))",
        }
        chosen = ", ".join(others.get(column, column) for column in columns)
        database.run(
            "with recursive numbers(number) as"  # noqa: S608 - names of columns, no values
            " (select 1 union all select number + 1 from numbers where number < ?)"
            f" insert into applications ({', '.join(columns)})"
            f" select {chosen} from applications cross join numbers where id = ?",
            (applications - 1, first.id),
        )
