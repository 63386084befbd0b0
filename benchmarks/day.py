"""A day in one minute: what fifty agents at human pace wait while everything large happens at once.

In turns, on copies of one database: only the agents; and an export of everything, a report
over 30 days, a flood of one person, photos of 12 megapixels, a backup, and retention that erases
forms. Telegram's side takes the time from each press to its answer.
"""

import asyncio
import contextlib
import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.contestants import PATIENCE
from storage import Store, open_database
from storage.opening import open_for_reading
from tests.support.crowd import AGENTS, Crowd, Waits
from tests.support.forms import decided
from tests.support.processes import Machine, machine_apart_in

_APPLICATIONS = 100_000
_OLD_FORMS = 10_000
_OLD = timedelta(days=400)  # longer than any form is kept
_THINKING = 2.0  # seconds between two presses of an agent
_QUIET = 30.0  # seconds
_FIRST_SECONDS = 3.0  # after a start the bot sends no burst, as the process before it may have
_APART = 3.0  # seconds from the beginning of one thing to that of the next


@dataclass(frozen=True, slots=True)
class Day:
    quiet: Waits
    busy: Waits


async def fill(folder: Path) -> None:
    """Make the database that every turn begins with."""
    async with _office(folder) as (_, crowd):
        crowd.fill()


async def measure(filled: Path, folder: Path) -> Day:
    """One turn of both; `filled` is a folder that `fill` has filled."""
    return Day(
        quiet=await _waits(filled, folder / "quiet", _nothing, old_forms=0),
        busy=await _waits(filled, folder / "busy", _everything, old_forms=_OLD_FORMS),
    )


async def _waits(
    filled: Path,
    folder: Path,
    meanwhile: Callable[[Machine, Crowd], Awaitable[None]],
    *,
    old_forms: int,
) -> Waits:
    shutil.copytree(filled, folder)
    async with _office(folder) as (machine, crowd):
        _add_old_forms(machine, old_forms)
        await machine.serving_bot(CLEAN_CHAT="never")
        await crowd.supervisor.says("/start")
        await crowd.prepare_photos()
        await asyncio.sleep(_FIRST_SECONDS)
        return await crowd.measure(lambda: meanwhile(machine, crowd))


@contextlib.asynccontextmanager
async def _office(folder: Path) -> AsyncIterator[tuple[Machine, Crowd]]:
    """The bot's machine has one core, all others have the other.

    Otherwise they would take the processor from the bot, and its presses would wait for them.
    """
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        async with machine_apart_in(folder, step_one_delay=0.0) as machine:
            bots = replace(machine, cores={max(cores)})
            yield bots, Crowd(bots, _APPLICATIONS, thinking=_THINKING)
    finally:
        os.sched_setaffinity(0, cores)


def _add_old_forms(machine: Machine, count: int) -> None:
    """Add forms that have been kept for too long, which the bot erases from its start on."""
    store, long_ago = Store(open_database(*machine.database())), datetime.now(UTC) - _OLD
    old = replace(decided(), created_at=long_ago, changed_at=long_ago)
    with contextlib.closing(store), store.transaction():
        for number in range(count):
            agent = 2000 + number % AGENTS
            store.applications.save(replace(old, id=f"old{number:05}", agent=agent))


async def _nothing(_machine: Machine, _crowd: Crowd) -> None:
    await asyncio.sleep(_QUIET)


async def _everything(machine: Machine, crowd: Crowd) -> None:
    """Each begins some seconds after the one before; erasing has begun with the bot."""
    things: tuple[Callable[[], Coroutine[Any, Any, None]], ...] = (
        partial(_all_are_erased, machine),
        crowd.export,
        partial(crowd.report, times=1),
        crowd.flood,
        crowd.send_photos,
        crowd.back_up,
    )
    async with asyncio.TaskGroup() as group:
        for thing in things:
            group.create_task(thing())
            await asyncio.sleep(_APART)


async def _all_are_erased(machine: Machine) -> None:
    database = open_for_reading(*machine.database())
    query = "select count(*) from audit where action = 'form-erased'"
    with contextlib.closing(database):
        async with asyncio.timeout(PATIENCE):
            while database.row(query) != (_OLD_FORMS,):
                await asyncio.sleep(1)
