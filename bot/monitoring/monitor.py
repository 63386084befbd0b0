"""Puts the monitoring together: what is measured, and the server that shows it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

from bot.monitoring.health import Health, liveness, readiness
from bot.monitoring.metrics import Metrics
from bot.monitoring.server import serving
from bot.monitoring.standing import Sources, StandingMetrics
from bot.observation import Observer
from storage import DatabaseFailed, Store


@contextlib.asynccontextmanager
async def monitored(
    address: tuple[str, int], metrics: Metrics, sources: Sources, *, patience: timedelta
) -> AsyncIterator[Observer]:
    """Measure and serve during the block, from before Telegram is reached.

    `patience` is that of the watchdog. Raises AddressUnusable.
    """
    metrics.registry.register(StandingMetrics(sources))

    def ready() -> Health:
        return readiness(
            sources.idle(),
            patience,
            has_begun=metrics.has_begun,
            can_read=_can_read(sources.store),
        )

    measuring = asyncio.create_task(metrics.measure_delay(sources.timer))
    try:
        async with serving(
            address,
            live=lambda: liveness(sources.idle(), patience),
            ready=ready,
            registry=metrics.registry,
            role="seat",
        ):
            yield metrics
    finally:
        measuring.cancel()


@contextlib.asynccontextmanager
async def monitored_in_wait(
    address: tuple[str, int], problem: Callable[[], str]
) -> AsyncIterator[Observer]:
    """The same while this process does not serve; a hot one has no `problem` and is ready.

    Raises AddressUnusable.
    """

    def ready() -> Health:
        return Health(tuple(filter(None, [problem()])))

    metrics = Metrics(has_seat=False)
    async with serving(
        address, live=lambda: Health(()), ready=ready, registry=metrics.registry, role="standby"
    ):
        yield metrics


def _can_read(store: Store) -> bool:
    try:
        store.backlog.updates_queued()
    except DatabaseFailed:
        return False
    return True
