"""One life of the bot: a process that starts as `python -m bot run` does, and may be doomed."""

import asyncio
import logging
import math
import os
import signal
import sys
import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path

from bot import app
from bot.commands.run import run
from bot.errands import picture
from bot.runtime import logs
from bot.runtime.watchdog import Watchdog
from bot.settings.renewal import Renewal
from bot.settings.settings import Settings
from conversations import sending
from storage import Store, open_sqlite

#: Four clean denials take seven and a half minutes otherwise; their number stays.
_SOON = timedelta(seconds=1)

#: The photo is not the reason here, and the agents would have to send it again.
_EVER = 1_000_000


def live(
    settings: Settings, log: Path, statement: str, turn: int, seconds_ahead: "Synchronized[float]"
) -> None:
    """Serve until killed; die at the `turn`-th such statement of the database if one is named.

    With `disk` for a statement the disk is full when the database has grown by `turn` pages.
    Meanwhile the clock is wrong by `seconds_ahead`.
    """
    with log.open("a") as file:
        os.dup2(file.fileno(), sys.stderr.fileno())
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    logs.configure("INFO", secrets=settings.secrets)
    sending.LOOK_UP_DELAYS = (_SOON, _SOON, _SOON, _SOON)
    picture.DEATHS_BORNE = _EVER
    database = open_sqlite(settings.database_address, settings.database_key)
    if statement == "disk":
        (pages,) = database.row("pragma page_count") or (0,)
        database.run(f"pragma max_page_count = {pages + turn}")
    elif statement:
        _doom(database.connection, statement, turn)
    try:
        asyncio.run(
            app.run(
                settings,
                Store(database),
                asyncio.Event(),
                Renewal(settings, lambda: settings),
                Watchdog(math.inf, logging.critical),
                clock=lambda: datetime.now(UTC) + timedelta(seconds=seconds_ahead.value),
            )
        )
    except BaseException as error:
        logging.getLogger(__name__).critical("ended by itself: %s", logs.frames(error))
        raise


def take_turns(environment: Mapping[str, str], log: Path) -> None:
    """Be `python -m bot run` until killed, with these settings."""
    with log.open("a") as file:
        os.dup2(file.fileno(), sys.stderr.fileno())
    os.chdir(log.parent)  # away from anybody's .env
    os.environ.update(environment)
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    sending.LOOK_UP_DELAYS = (_SOON, _SOON, _SOON, _SOON)
    picture.DEATHS_BORNE = _EVER
    run.main(args=[])


def _end_with(parent: int) -> None:
    """An orphan would poll for ever."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _doom(connection: "object", statement: str, turn: int) -> None:
    left = turn

    def count(sql: str) -> None:
        nonlocal left
        if statement == "commit" and not sql.lower().startswith("commit"):
            return
        left -= 1
        if left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)

    connection.set_trace_callback(count)  # type: ignore[attr-defined]  # sqlcipher3 has no types
