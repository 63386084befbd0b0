"""python -m bot run: the bot itself."""

import asyncio
import logging
import os
import signal
import sys
from pathlib import Path

import click

from bot import app
from bot.commands.opening import FAILED, REFUSED_BY_TELEGRAM, give_up, open_store, read_settings
from bot.runtime import collector, logs
from bot.runtime.address_unusable import AddressUnusable
from bot.runtime.only_one import AlreadyRunning, only_one
from bot.runtime.service_manager import ALIVE, READY, STOPPING, service_manager
from bot.runtime.signals import stop_on_signals
from bot.runtime.watchdog import Watchdog
from bot.settings.renewal import Renewal
from bot.settings.settings import Settings, is_weak
from bot.telegram.errors import AnotherPoller, TokenRefused
from storage import DatabaseFailed, Store

_log = logging.getLogger(__name__)

#: How soon a thread that writes an export yields to the loops. With Python's 5 ms each statement of
#: a loop would wait that long, because the database releases the interpreter at each.
_SWITCH_SECONDS = 0.0005


@click.command()
def run() -> None:
    """Serve agents until SIGTERM or Ctrl-C."""
    settings = read_settings()
    if is_weak(settings.database_key):
        _log.warning("DATABASE_KEY is short; use a longer one for a real database.")
    if settings.sentry_dsn:
        _report_errors(settings)
    sys.setswitchinterval(_SWITCH_SECONDS)
    try:
        with only_one(settings.telegram_bot_token, settings.database_file):
            store = open_store(settings)
            try:
                asyncio.run(_run(settings, store))
            finally:
                store.close()
    except AlreadyRunning as running:
        give_up(str(running))
    except AnotherPoller:
        give_up("Another process takes this bot's updates elsewhere. Stop it, then start again.")
    except TokenRefused:
        give_up(REFUSED_BY_TELEGRAM)
    except AddressUnusable as unusable:
        give_up(str(unusable))
    except DatabaseFailed as failed:
        _log.critical("The database %s fails: %s.", settings.database, failed)
        sys.exit(FAILED)
    except Exception as error:  # noqa: BLE001 - one line, without personal data
        _log.critical("The bot ends because of an error: %s", logs.frames(error))
        sys.exit(FAILED)


def _report_errors(settings: Settings) -> None:
    """Send errors to SENTRY_DSN from now on; exits if the package for it is missing."""
    try:
        # A fifth of a second, and a package that only this setting needs.
        from bot.monitoring.error_reports import ErrorReports  # noqa: PLC0415 - see above
    except ModuleNotFoundError:
        give_up("SENTRY_DSN needs a package: pip install 'onboarding-bot[sentry]'.")
    logs.also_to(ErrorReports(settings.sentry_dsn, app.egress_of(settings)), settings.secrets)


def end_deaf(silence: str) -> None:
    """End the process immediately; everything that happened is in the database."""
    _log.critical("%s. Exiting so that the supervisor restarts the bot; nothing is lost.", silence)
    os._exit(FAILED)


async def _run(settings: Settings, store: Store) -> None:
    stop, tell = asyncio.Event(), service_manager(os.environ)
    stop_on_signals(stop, lambda: tell(STOPPING))

    def read_again() -> Settings:
        newest = Settings.read(os.environ, Path(".env"))
        logs.configure(newest.log_level, newest.secrets, newest.log_format)
        return newest

    fixed = [name for name, value in os.environ.items() if value.strip()]
    renewal = Renewal(settings, read_again, fixed)
    asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, renewal.begin)
    patience = settings.restart_after.total_seconds()
    watchdog = Watchdog(patience, end_deaf, while_moving=lambda: tell(ALIVE))
    watchdog.start()
    collector.set_for_service()
    await app.run(settings, store, stop, renewal, watchdog, on_started=lambda: tell(READY))
