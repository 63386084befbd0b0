"""python -m bot run: the bot itself."""

import asyncio
import contextlib
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import click

from bot import app
from bot.assembly.egress import egress_of
from bot.commands.opening import (
    FAILED,
    REFUSED_BY_TELEGRAM,
    give_up,
    misspelt_settings,
    open_store,
    read_settings,
    try_settings,
)
from bot.lives import Lives
from bot.observation import UNOBSERVED
from bot.runtime import collector, logs
from bot.runtime.address_unusable import AddressUnusable
from bot.runtime.only_one import AlreadyRunning, NoRoom, only_one
from bot.runtime.service_manager import ALIVE, READY, STOPPING, service_manager
from bot.runtime.signals import stop_on_signals
from bot.runtime.watchdog import Watchdog
from bot.settings.misspelling import advice_on
from bot.settings.renewal import Renewal
from bot.settings.settings import Settings, is_weak
from bot.telegram.errors import AnotherPoller, TokenRefused
from storage import Database, DatabaseFailed, DatabaseUnusable, Store, open_database
from storage.new_file import remove_parts
from storage.replication import find_replication

_log = logging.getLogger(__name__)

#: How soon a thread that draws a chart yields to the loops. With Python's 5 ms each statement of
#: a loop would wait that long, because the database releases the interpreter at each.
_SWITCH_SECONDS = 0.0005


@click.command()
def run() -> None:
    """Serve agents until SIGTERM or Ctrl-C."""
    settings = read_settings()
    if advice := advice_on(misspelt_settings()):
        _log.warning("%s", advice)
    if is_weak(settings.database_key):
        _log.warning("DATABASE_KEY is short; use a longer one for a real database.")
    sys.setswitchinterval(_SWITCH_SECONDS)
    try:
        _serve(settings)
    except NoRoom as full:
        give_up(str(full), code=FAILED)
    except AnotherPoller:
        give_up("Another process takes this bot's updates elsewhere. Stop it, then start again.")
    except TokenRefused:
        give_up(REFUSED_BY_TELEGRAM)
    except (AddressUnusable, AlreadyRunning, DatabaseUnusable) as refused:
        give_up(str(refused))
    except DatabaseFailed as failed:
        _log.critical("The database %s fails: %s.", settings.database, failed)
        sys.exit(FAILED)
    except Exception as error:  # noqa: BLE001 - one line, without personal data
        _log.critical("The bot ends because of an error: %s", logs.frames(error))
        sys.exit(FAILED)


def _serve(settings: Settings) -> None:
    if settings.webhook_url and not settings.webhook_secret:
        # Other commands, such as the nightly copy, are not given it.
        give_up("WEBHOOK_SECRET is missing, and WEBHOOK_URL needs it; see docs/webhooks.md.")
    for address in (settings.telegram_api_url, settings.ekyc_url):
        egress_of(settings).proxy_to(address)  # fails here, and not in the middle
    if settings.sentry_dsn:
        _report_errors(settings)
    if settings.database_file:
        _run_alone(settings, settings.database_file)
    else:
        asyncio.run(_run_in_lives(settings))


def _report_errors(settings: Settings) -> None:
    """Send errors to SENTRY_DSN from now on; exits if the package for it is missing."""
    try:
        # A fifth of a second, and a package that only this setting needs.
        from bot.monitoring.error_reports import ErrorReports  # noqa: PLC0415 - see above
    except ModuleNotFoundError:
        give_up("SENTRY_DSN needs a package: pip install 'onboarding-bot[sentry]'.")
    logs.also_to(ErrorReports(settings.sentry_dsn, egress_of(settings)), settings.secrets)


def end_deaf(silence: str) -> None:
    """End the process immediately; everything that happened is in the database."""
    _log.critical("%s. Exiting so that the supervisor restarts the bot; nothing is lost.", silence)
    os._exit(FAILED)


def _run_alone(settings: Settings, file: Path) -> None:
    """Serve from a file, from which no other process serves."""
    with only_one(settings.telegram_bot_token, file):
        # A killed `restore` or `move` left them, with customers whom no erasure reaches.
        remove_parts(file)
        store = open_store(settings)
        try:
            asyncio.run(_run(settings, store))
        finally:
            store.close()


async def _run(settings: Settings, store: Store) -> None:
    process = _Process.begun(settings)
    collector.set_for_service()
    await process.serve(store)


def _opened_server(settings: Settings) -> Database:
    """A session with the server; the log says so if a commit may be lost together with it."""
    database = open_database(settings.database_address, settings.database_key)
    try:
        if not find_replication(database).is_synchronous:
            _log.warning(
                "The database confirms a commit before a standby has it, so the last ones are lost"
                " with its machine. See docs/high-availability.md."
            )
    except BaseException:
        database.close()
        raise
    return database


async def _run_in_lives(settings: Settings) -> None:
    """Serve from a server whenever this process has the seat there."""
    process = _Process.begun(settings)
    egress_of(settings).authorities()  # no takeover should wait for the file to be read
    collector.set_for_service()
    lives = Lives(
        lambda: _opened_server(settings),
        process.stop,
        process.watchdog,
        on_hot=lambda: process.tell(READY),
        waiting=lambda problem: _useful_in_wait(settings, problem),
    )
    await lives.run(process.serve)
    _log.info("Stopped.")


@contextlib.asynccontextmanager
async def _useful_in_wait(settings: Settings, problem: Callable[[], str]) -> AsyncIterator[None]:
    """Health, metrics and the webhook during the block, each if it is asked for."""
    async with contextlib.AsyncExitStack() as servers:
        observer = UNOBSERVED
        # Some megabytes each, which only these settings need.
        if settings.health:
            from bot.monitoring.monitor import monitored_in_wait  # noqa: PLC0415 - see above

            waiting = monitored_in_wait(settings.health, problem)
            observer = await servers.enter_async_context(waiting)
        if settings.webhook_url:
            from bot.deputy import deputising  # noqa: PLC0415 - see above

            deputy = deputising(settings, lambda: _opened_server(settings), observer)
            await servers.enter_async_context(deputy)
        yield


@dataclass(frozen=True, slots=True)
class _Process:
    """What lasts as long as the process: its signals, its watchdog, its service manager."""

    settings: Settings
    stop: asyncio.Event
    tell: Callable[[str], None]
    renewal: Renewal
    watchdog: Watchdog

    @classmethod
    def begun(cls, settings: Settings) -> Self:
        """Listen to signals and watch the loops from now on."""
        stop, tell = asyncio.Event(), service_manager(os.environ)
        stop_on_signals(stop, lambda: tell(STOPPING))

        fixed = [name for name, value in os.environ.items() if value.strip()]
        renewal = Renewal(settings, try_settings, fixed)
        asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, renewal.begin)
        patience = settings.restart_after.total_seconds()
        watchdog = Watchdog(patience, end_deaf, while_moving=lambda: tell(ALIVE))
        watchdog.start()
        return cls(settings, stop, tell, renewal, watchdog)

    async def serve(self, store: Store) -> None:
        """Serve until the stop; raises as `app.run` does."""
        try:
            await app.run(
                self.settings,
                store,
                self.stop,
                self.renewal,
                self.watchdog,
                on_started=lambda: self.tell(READY),
            )
        finally:
            self.renewal.hand_to_nobody()
