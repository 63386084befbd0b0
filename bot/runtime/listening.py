"""Small web servers inside the bot: one address each, and a quick end."""

import contextlib
import logging
from collections.abc import AsyncIterator

from aiohttp import web
from aiohttp.http import HttpProcessingError

from bot.runtime.address_unusable import AddressUnusable

_MOST_OPEN = 64  # connections waiting to be accepted
_LAST_SECONDS = 1.0  # for answers under way at the end; the bot promises to end within five


def _is_ours(record: logging.LogRecord) -> bool:
    """Anybody can send what is no HTTP; it is answered 400, and is no error of the bot."""
    return not (record.exc_info and isinstance(record.exc_info[1], HttpProcessingError))


_log = logging.getLogger(__name__)
_log.addFilter(_is_ours)


@contextlib.asynccontextmanager
async def listening(
    app: web.Application, setting: str, address: tuple[str, int]
) -> AsyncIterator[None]:
    """Serve during the block at the host and port of that setting; raises AddressUnusable."""
    host, port = address
    runner = web.AppRunner(app, access_log=None, logger=_log, shutdown_timeout=_LAST_SECONDS)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port, backlog=_MOST_OPEN).start()
        except OSError as error:
            raise AddressUnusable(
                f"{setting}={host}:{port} cannot be used: {error.strerror or error}. Name another"
                " address, or stop the program that uses it."
            ) from None
        yield
    finally:
        await runner.cleanup()
