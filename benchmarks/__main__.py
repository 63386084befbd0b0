"""Measures everything in docs/performance.md again: `make bench`."""

import asyncio
import tempfile
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from benchmarks import (
    backlog,
    day,
    engines,
    form_steps,
    head_of_line,
    memory,
    pictures,
    start,
    tables,
    verdict_watching,
)
from benchmarks.contestants import (
    AIOGRAM_FORM,
    AIOGRAM_FORM_SETTLING,
    OURS,
    OURS_IN_SERVICE,
    PTB_CONCURRENT,
    PTB_ECHO,
    PTB_ECHO_IN_SERVICE,
    PTB_FORM,
    PTB_FORM_SETTLING,
    Contestant,
)
from benchmarks.listed_service import Order
from benchmarks.offices import fill

Result = TypeVar("Result")
Rounds = dict[str, list[Result]]

#: Steps in which each of the 200 agents comes past the photo whose example is shown only once.
_FIRST_FORMS = 1400

_API_SECONDS = 0.05
_MOST_DAYS = 3  # of some two minutes each
_PHOTOS = 1_000
_DRAFTS = 10_000
_FEW_DRAFTS = 500  # as busy for a moment, so that only the stored applications make the difference


def _interleaved(
    rounds: int,
    contestants: Sequence[Contestant],
    measure: Callable[[Contestant, Path], Coroutine[Any, Any, Result]],
) -> Rounds[Result]:
    """Each round measures every contestant once, so that a busy moment affects all of them."""
    results: Rounds[Result] = {contestant.name: [] for contestant in contestants}
    for number in range(rounds):
        for contestant in contestants:
            click.echo(f"  round {number + 1}: {contestant.name}")
            with tempfile.TemporaryDirectory() as folder:
                results[contestant.name].append(asyncio.run(measure(contestant, Path(folder))))
    return results


def _form_steps(rounds: int) -> str:
    async def measure(contestant: Contestant, folder: Path) -> form_steps.Steps:
        return await form_steps.measure(contestant, folder, steps=2000, warm_up=_FIRST_FORMS)

    peers = (PTB_FORM, PTB_FORM_SETTLING, AIOGRAM_FORM, AIOGRAM_FORM_SETTLING)
    return tables.of_steps(_interleaved(rounds, (OURS, *peers), measure))


def _engines(rounds: int) -> str:
    contestants = (engines.ON_SQLITE, engines.ON_POSTGRES, engines.FAR_AWAY)
    return tables.of_engines(_interleaved(rounds, contestants, engines.measure))


def _form_steps_slow(rounds: int) -> str:
    async def measure(contestant: Contestant, folder: Path) -> form_steps.Steps:
        steps = 2000 if contestant.is_ours else 40
        warm_up = 400 if contestant.is_ours else 10
        return await form_steps.measure(
            contestant, folder, steps=steps, warm_up=warm_up, delay=_API_SECONDS
        )

    return tables.of_steps(_interleaved(rounds, (OURS, PTB_FORM), measure))


def _backlog(rounds: int) -> str:
    async def measure(contestant: Contestant, folder: Path) -> backlog.Drained:
        return await backlog.measure(contestant, folder, updates=5000)

    return tables.of_backlog(_interleaved(rounds, (OURS, PTB_ECHO), measure))


def _backlog_in_service(rounds: int) -> str:
    async def measure(contestant: Contestant, folder: Path) -> backlog.Drained:
        return await backlog.measure(contestant, folder, updates=1000)

    contestants = (OURS_IN_SERVICE, PTB_ECHO_IN_SERVICE)
    return tables.of_backlog_in_service(_interleaved(rounds, contestants, measure))


def _head_of_line(rounds: int) -> str:
    contestants = (OURS, PTB_ECHO, PTB_CONCURRENT)
    return tables.of_others(_interleaved(rounds, contestants, head_of_line.measure))


def _days(rounds: int) -> str:
    days = []
    with tempfile.TemporaryDirectory() as filled:
        asyncio.run(day.fill(Path(filled)))
        for number in range(min(rounds, _MOST_DAYS)):
            click.echo(f"  round {number + 1}")
            with tempfile.TemporaryDirectory() as folder:
                days.append(asyncio.run(day.measure(Path(filled), Path(folder))))
    return tables.of_days(days)


def _verdicts(_: int) -> str:
    watched = {
        (pending, order): verdict_watching.measure(pending=pending, hours=hours, order=order)
        for pending, hours in ((10, 24), (1000, 1))
        for order in Order
    }
    # Here 21 are decided per second, more than the default rate.
    watched[100_000, Order.NEWEST_FIRST] = verdict_watching.measure(
        pending=100_000, hours=0.1, per_second=30
    )
    return tables.of_watched(watched)


def _pictures(rounds: int) -> str:
    return tables.of_photos([asyncio.run(pictures.measure()) for _ in range(rounds)])


def _start(rounds: int) -> str:
    starts = []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            database = Path(folder) / "empty.db"
            fill(database, (), drafts=0)  # made before, as at every start but the first
            starts.append(asyncio.run(start.start(database)))
    with tempfile.TemporaryDirectory() as folder:
        few = asyncio.run(start.with_drafts(Path(folder), agents=_FEW_DRAFTS))
    with tempfile.TemporaryDirectory() as folder:
        many = asyncio.run(start.with_drafts(Path(folder), agents=_DRAFTS))
    with tempfile.TemporaryDirectory() as folder:
        photos = asyncio.run(memory.after_photos(Path(folder), photos=_PHOTOS))
    return tables.of_starts(starts, few, many, photos)


def _district(applications: int) -> str:
    with tempfile.TemporaryDirectory() as folder:
        return tables.of_district(
            applications, asyncio.run(start.district(Path(folder), applications=applications))
        )


_MEASURES = {
    "form-steps": _form_steps,
    "form-steps-50-ms": _form_steps_slow,
    "engines": _engines,
    "backlog": _backlog,
    "backlog-in-service": _backlog_in_service,
    "head-of-line": _head_of_line,
    "day": _days,
    "verdicts": _verdicts,
    "pictures": _pictures,
    "start": _start,
}


@click.command()
@click.option("--rounds", default=5, show_default=True)
@click.option("--only", multiple=True, type=click.Choice([*_MEASURES, "district"]))
@click.option("--applications", default=1_000_000, show_default=True, help="In the large database.")
def main(rounds: int, only: Sequence[str], applications: int) -> None:
    """Measure, print the tables and write them into docs/performance.md."""
    for name, measure in _MEASURES.items():
        if not only or name in only:
            click.echo(name)
            tables.publish(name, measure(rounds))
    if not only or "district" in only:
        click.echo("district")
        tables.publish("district", _district(applications))


if __name__ == "__main__":
    main()
