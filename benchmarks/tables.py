"""The tables of docs/performance.md: medians of all rounds, and comparisons with ours."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import TypeVar

import click

from benchmarks.backlog import Drained
from benchmarks.contestants import OURS
from benchmarks.day import Day
from benchmarks.form_steps import Steps
from benchmarks.head_of_line import Others
from benchmarks.listed_service import Order
from benchmarks.memory import Memory
from benchmarks.pictures import Photos
from benchmarks.start import District, Start
from benchmarks.verdict_watching import Watched

DOCUMENT = Path(__file__).parents[1] / "docs" / "performance.md"

Result = TypeVar("Result")
Row = Sequence[str]


def publish(name: str, table: str) -> None:
    """Print the table and write it between the marks with its name in the document."""
    click.echo(f"\n{table}\n")
    begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
    text = DOCUMENT.read_text("utf-8")
    marks = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    DOCUMENT.write_text(marks.sub(lambda _: f"{begin}{table}\n{end}", text), "utf-8")


def of_steps(rounds: Mapping[str, Sequence[Steps]]) -> str:
    def row(name: str, results: Sequence[Steps]) -> Row:
        return (
            name,
            _rate(result.rate for result in results),
            f"{_ratio(rounds, name, lambda result: result.rate):.2f}",
            f"{median(result.cpu for result in results) * 1e6:.0f}",
            f"{1 / _ratio(rounds, name, lambda result: result.cpu):.2f}",
            f"{median(result.median_wait for result in results) * 1000:.0f}",
            f"{median(result.calls for result in results):.1f}",
        )

    head = (
        "bot",
        "steps/s [least..most]",
        "ours is × as fast",
        "CPU µs/step",
        "ours needs 1/× of it",
        "median wait, ms",
        "calls/step",
    )
    return table(head, [row(name, results) for name, results in rounds.items()])


def of_engines(rounds: Mapping[str, Sequence[Steps]]) -> str:
    """The first of them is what the others are compared with."""
    first, *_ = rounds

    def row(name: str, results: Sequence[Steps]) -> Row:
        pairs = zip(results, rounds[first], strict=True)
        return (
            name,
            _rate(result.rate for result in results),
            f"{median(its.rate / of_first.rate for its, of_first in pairs):.2f}",
            f"{median(result.cpu for result in results) * 1e6:.0f}",
            f"{median(result.median_wait for result in results) * 1000:.0f}",
        )

    head = ("database", "steps/s [least..most]", f"× {first}", "CPU µs/step", "median wait, ms")
    return table(head, [row(name, results) for name, results in rounds.items()])


def of_backlog(rounds: Mapping[str, Sequence[Drained]]) -> str:
    rows = [
        (
            name,
            _rate(result.rate for result in results),
            f"{_ratio(rounds, name, lambda result: result.rate):.2f}",
            f"{median(result.cpu for result in results) * 1e6:.0f}",
            f"{median(result.growth for result in results):.1f}",
        )
        for name, results in rounds.items()
    ]
    head = ("bot", "updates/s [least..most]", "ours is × as fast", "CPU µs/update", "grows by, MB")
    return table(head, rows)


def of_backlog_in_service(rounds: Mapping[str, Sequence[Drained]]) -> str:
    rows = [
        (
            name,
            f"{median(result.took for result in results):.0f}",
            f"{_ratio(rounds, name, lambda result: result.rate):.2f}",
            f"{median(result.messages for result in results):.2f}",
        )
        for name, results in rounds.items()
    ]
    head = ("bot", "until the last message, s", "ours is × as fast", "messages/update")
    return table(head, rows)


def of_others(rounds: Mapping[str, Sequence[Others]]) -> str:
    rows = [
        (
            name,
            f"{median(result.median for result in results) * 1000:.1f}",
            f"{median(result.p99 for result in results) * 1000:.0f}",
            str(max(result.out_of_order for result in results)),
        )
        for name, results in rounds.items()
    ]
    return table(("bot", "others' median, ms", "others' p99, ms", "out of order"), rows)


def of_days(days: Sequence[Day]) -> str:
    figures = [_of_day(days, attribute) for attribute in ("median", "p99", "longest")]
    rows = [
        ("nothing else", *(_ms(quiet) for quiet, _, _ in figures)),
        ("all of it", *(_ms(busy) for _, busy, _ in figures)),
        ("×", *(f"{ratio:.1f}" for _, _, ratio in figures)),
        ("target", "", "30", "150"),
    ]
    return table(("meanwhile", "others' median, ms", "p99, ms", "longest, ms"), rows)


def _of_day(days: Sequence[Day], attribute: str) -> tuple[float, float, float]:
    """The medians of a figure: of quiet times, of busy ones, and of their ratio in one round."""
    pairs = [(getattr(day.quiet, attribute), getattr(day.busy, attribute)) for day in days]
    return (
        median(quiet for quiet, _ in pairs),
        median(busy for _, busy in pairs),
        median(busy / quiet for quiet, busy in pairs),
    )


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f}"


def of_watched(results: Mapping[tuple[int, Order], Watched]) -> str:
    rows = [
        (
            f"{pending:,}",
            order,
            str(one.verdicts),
            f"{one.requests:.2f}",
            f"{one.delay:.0f}",
            str(one.busiest),
            str(one.wrong),
        )
        for (pending, order), one in results.items()
    ]
    head = (
        "pending",
        "the log",
        "verdicts",
        "requests/verdict",
        "mean delay, s",
        "most in a minute",
        "wrong",
    )
    return table(head, rows)


def of_photos(rounds: Sequence[Photos]) -> str:
    rows = [
        ("a photo of 12 megapixels, CPU ms", f"{_of(rounds, _prepared_in) * 1000:.0f}", "90"),
        ("memory meanwhile, MB", f"{_of(rounds, lambda one: one.prepared_memory):.0f}", "40"),
        ("examined, the first after a rest, ms", f"{_of(rounds, _first_in) * 1000:.0f}", "1000"),
        ("examined, any other, ms", f"{_of(rounds, _later_in) * 1000:.0f}", "300"),
        ("a process at rest, MB", f"{_of(rounds, lambda one: one.process_memory):.0f}", "60"),
        ("50 uploads at once, MB", f"{_of(rounds, lambda one: one.uploads_memory):.0f}", "40"),
        ("event loop's delay, p99, ms", f"{_of(rounds, lambda one: one.lag_p99) * 1000:.0f}", "20"),
    ]
    return table(("", "median", "target"), rows)


def of_starts(starts: Sequence[Start], few: Start, many: Start, photos: Memory) -> str:
    rows = [
        ("start to first poll, s", f"{_of(starts, lambda one: one.first_poll):.2f}", "0.6"),
        ("memory at rest, MB", f"{_of(starts, lambda one: one.memory):.0f}", "75"),
        ("10,000 agents with drafts add, MB", f"{many.memory - few.memory:.1f}", "5"),
        ("memory after 1,000 photos, MB", f"{photos.afterwards:.0f}", "120"),
        ("the most meanwhile, MB", f"{photos.most:.0f}", "120"),
    ]
    return table(("", "median", "target"), rows)


def of_district(applications: int, found: District) -> str:
    rows = [
        ("/log, p99, ms", f"{found.log_p99 * 1000:.1f}", "20"),
        ("search by mobile number, p99, ms", f"{found.search_p99 * 1000:.1f}", "20"),
        ("search by name or last digits, p99, ms", f"{found.words_p99 * 1000:.1f}", "20"),
        ("start to first poll, s", f"{found.start.first_poll:.2f}", "unchanged"),
        ("memory at rest, MB", f"{found.start.memory:.0f}", "unchanged"),
    ]
    return table((f"{applications:,} decided applications", "", "target"), rows)


def _first_in(photos: Photos) -> float:
    return photos.first_in


def _later_in(photos: Photos) -> float:
    return photos.later_in


def _prepared_in(photos: Photos) -> float:
    return photos.prepared_in


def _of(rounds: Sequence[Result], figure: Callable[[Result], float]) -> float:
    return median(map(figure, rounds))


def _ratio(
    rounds: Mapping[str, Sequence[Result]], name: str, figure: Callable[[Result], float]
) -> float:
    """The median over the rounds of ours divided by theirs, each in the same round."""
    pairs = zip(rounds[OURS.name], rounds[name], strict=True)
    return median(figure(ours) / figure(theirs) for ours, theirs in pairs)


def _rate(rates: Iterable[float]) -> str:
    found = sorted(rates)
    return f"{median(found):.0f} [{found[0]:.0f}..{found[-1]:.0f}]"


def table(head: Row, rows: Iterable[Row]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
