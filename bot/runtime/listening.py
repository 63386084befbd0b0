"""Small web servers inside the bot: one address each, and a quick end."""

import asyncio
import contextlib
import logging
import socket
from collections.abc import AsyncIterator

from aiohttp import web
from aiohttp.http import HttpProcessingError

from bot.runtime.address_unusable import AddressUnusable

_MOST_WAITING = 64  # connections waiting to be accepted
_MOST_OPEN = 100  # connections; idle ones must not take the descriptors that the bot needs
_SILENCE_SECONDS = 10.0  # until a connection without a request is closed
_LAST_SECONDS = 1.0  # for answers under way at the end; the bot promises to end within five


def _is_ours(record: logging.LogRecord) -> bool:
    """Anybody can send what is no HTTP; it is answered 400, and is no error of the bot."""
    return not (record.exc_info and isinstance(record.exc_info[1], HttpProcessingError))


_log = logging.getLogger(__name__)
_log.addFilter(_is_ours)


class _Refused(asyncio.Protocol):
    """A connection too many: it is closed at once."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        transport.abort()


def _end_who_reads_nothing(listener: asyncio.Server, silence: float) -> None:
    """Let the system end connections whose answers are not taken for that many seconds.

    aiohttp waits for ever until somebody reads. Accepted connections inherit it (tcp(7)).
    """
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        for each in listener.sockets:
            each.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, int(1000 * silence))


@contextlib.asynccontextmanager
async def listening(
    app: web.Application,
    setting: str,
    address: tuple[str, int],
    *,
    silence: float = _SILENCE_SECONDS,
) -> AsyncIterator[None]:
    """Serve during the block at the host and port of that setting; raises AddressUnusable."""
    host, port = address
    runner = web.AppRunner(
        app,
        access_log=None,
        logger=_log,
        shutdown_timeout=_LAST_SECONDS,
        keepalive_timeout=silence,  # counts before the first request as well
    )
    await runner.setup()
    server = runner.server
    assert server

    def accepted() -> asyncio.Protocol:
        return server() if len(server.connections) < _MOST_OPEN else _Refused()

    try:
        try:
            listener = await asyncio.get_running_loop().create_server(
                accepted, host, port, backlog=_MOST_WAITING
            )
        except OSError as error:
            raise AddressUnusable(
                f"{setting}={host}:{port} cannot be used: {error.strerror or error}. Name another"
                " address, or stop the program that uses it."
            ) from None
        _end_who_reads_nothing(listener, silence)
        try:
            yield
        finally:
            listener.close()
    finally:
        await runner.cleanup()
