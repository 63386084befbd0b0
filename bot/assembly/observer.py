"""Whoever observes the bot: its metrics and its health, if they are asked for."""

import contextlib
from collections.abc import AsyncIterator, Callable
from datetime import datetime

from bot.observation import UNOBSERVED, Observer
from bot.runtime.timer import LoopTimer
from bot.runtime.watchdog import Watchdog
from bot.settings.settings import Settings
from storage import Store


@contextlib.asynccontextmanager
async def observed(
    settings: Settings, store: Store, watchdog: Watchdog, clock: Callable[[], datetime]
) -> AsyncIterator[Observer]:
    """Show how the bot fares during the block. Raises AddressUnusable."""
    if settings.health is None:
        yield UNOBSERVED
        return
    # A tenth of a second and some megabytes, which only this setting needs.
    from bot.monitoring.metrics import Metrics  # noqa: PLC0415 - see above
    from bot.monitoring.monitor import monitored  # noqa: PLC0415 - see above
    from bot.monitoring.standing import Sources  # noqa: PLC0415 - see above

    metrics = Metrics()
    sources = Sources(
        store,
        settings.database_file,
        watchdog.idle,
        metrics.breakers,
        clock=clock,
        timer=LoopTimer(),
    )
    patience = settings.restart_after
    async with monitored(settings.health, metrics, sources, patience=patience) as observer:
        yield observer
