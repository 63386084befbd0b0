"""The metrics that are read when somebody asks: what is owed, what pauses, what is stored."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from bot.runtime.timer import Timer
from conversations.errands import Task
from storage import DatabaseFailed, Store

#: Whoever asks more often gets the same, so that asking costs the bot little.
_FRESH_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Sources:
    """`idle` gives seconds without progress by loop, `breakers` how many are open by call.

    `database` is the file, None where a server has the database.
    """

    store: Store
    database: Path | None
    idle: Callable[[], Mapping[str, float]]
    breakers: Callable[[], Mapping[str, int]]
    clock: Callable[[], datetime]
    timer: Timer


class StandingMetrics(Collector):
    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._read_at = -_FRESH_SECONDS
        self._found: list[GaugeMetricFamily] = []

    def describe(self) -> list[GaugeMetricFamily]:
        """Nothing: to be registered must not read the database."""
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        now = self._sources.timer.now()
        if now - self._read_at >= _FRESH_SECONDS:
            self._read_at, self._found = now, list(self._read())
        yield from self._found

    def _read(self) -> Iterator[GaugeMetricFamily]:
        source = self._sources
        yield _labelled(
            "onboarding_loop_idle_seconds",
            "Since a loop last made progress; up to a minute when all is well.",
            "loop",
            source.idle(),
        )
        yield _labelled(
            "onboarding_ekyc_breaker_open",
            "How many breakers hold back calls of that kind; token means that it was refused.",
            "call",
            source.breakers(),
        )
        try:
            yield from self._owed()
        except DatabaseFailed:
            return  # the loops end for the same reason
        if source.database:
            yield from _sizes(source.database)

    def _owed(self) -> Iterator[GaugeMetricFamily]:
        backlog, now = self._sources.store.backlog, self._sources.clock()
        messages = backlog.messages(now)
        errands = {task.value: backlog.errands(task, now) for task in Task}
        yield _plain(
            "onboarding_outbox_messages", "Unsent messages, 10,000 at most.", messages.count
        )
        yield _plain(
            "onboarding_outbox_oldest_seconds",
            "How long the message that is overdue longest has been.",
            messages.oldest.total_seconds(),
        )
        yield _labelled(
            "onboarding_errands",
            "Errands owed, 10,000 at most of each task.",
            "task",
            {task: waiting.count for task, waiting in errands.items()},
        )
        yield _labelled(
            "onboarding_errand_oldest_seconds",
            "Since when the oldest errand of each task has been owed.",
            "task",
            {task: waiting.oldest.total_seconds() for task, waiting in errands.items()},
        )
        pending = backlog.verdicts(now)
        yield _plain(
            "onboarding_pending_applications",
            "Applications that await their verdict, 10,000 at most.",
            pending.count,
        )
        yield _plain(
            "onboarding_pending_oldest_seconds",
            "Since when the oldest of them was submitted.",
            pending.oldest.total_seconds(),
        )
        yield _plain(
            "onboarding_updates_waiting",
            "Queued updates of people who sent many at once, 10,000 at most.",
            backlog.updates_queued(),
        )
        yield _plain(
            "onboarding_updates_kept_aside",
            "Updates that could not be handled and are kept for the operator.",
            backlog.updates_set_aside(),
        )


def _sizes(database: Path) -> Iterator[GaugeMetricFamily]:
    whole = Path(os.path.realpath(database))  # the log is where a link leads
    files = {"database": whole, "log": whole.with_name(f"{whole.name}-wal")}
    yield _labelled(
        "onboarding_database_bytes",
        "Size of the database and of its write-ahead log.",
        "file",
        {name: path.stat().st_size for name, path in files.items() if path.exists()},
    )
    free = shutil.disk_usage(whole.parent).free
    yield _plain("onboarding_disk_free_bytes", "Free space where the database is.", free)


def _plain(name: str, meaning: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, meaning, value=value)


def _labelled(
    name: str, meaning: str, label: str, values: Mapping[str, float]
) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, meaning, labels=(label,))
    for each, value in values.items():
        family.add_metric((each,), value)
    return family
