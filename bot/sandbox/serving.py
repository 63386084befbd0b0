"""Web applications served inside the running loop, and how such a program is stopped."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import AsyncIterator, Iterator
from email.utils import formatdate

import uvicorn
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

GRACE = 1.0  # seconds that requests in progress get when the server stops


@contextlib.asynccontextmanager
async def serving(app: ASGIApp, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
    """Serve `app` in the current loop until the block ends; yields its address.

    `port` 0 takes a free one. Signals stay with the caller. Open connections are cut at the end, so
    that a waiting client does not delay it. A request can end its connection without an answer by
    `request.state.cut()`.

    Raises OSError if the port is taken, RuntimeError if the application does not start.
    """
    listener = _listener(host, port)
    config = uvicorn.Config(
        _Forgiving(app),
        http=_CuttableProtocol,
        ws="none",
        log_config=None,
        log_level="warning",
        access_log=False,
        date_header=False,
        proxy_headers=False,
        timeout_keep_alive=75,  # longer than clients keep theirs, so that none writes to a close
    )
    server = _Server(config)
    serve = asyncio.create_task(_serve(server, listener))
    try:
        await asyncio.wait({serve, server.ready}, return_when=asyncio.FIRST_COMPLETED)
        if serve.done():
            await serve
        yield f"http://{host}:{listener.getsockname()[1]}"
    finally:
        server.ended.set()
        await asyncio.wait({serve})
        listener.close()


def ended_by_signals() -> asyncio.Event:
    """An event that SIGINT, SIGTERM and SIGHUP set.

    A shell starts background processes with SIGINT ignored, and Python keeps that, so the handler
    is our own. SIGHUP stays ignored where it was, as `nohup` wants it.
    """
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, ended.set)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        loop.add_signal_handler(signal.SIGHUP, ended.set)
    return ended


def _listener(host: str, port: int) -> socket.socket:
    # asyncio turns Nagle's delay off only where the protocol is named, which create_server does
    # not; with the delay every second answer on a kept connection comes 40 ms late (measured).
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen()  # now, as two may bind the port but only one may listen on it
    except OSError:
        listener.close()
        raise
    return listener


async def _serve(server: uvicorn.Server, listener: socket.socket) -> None:
    try:
        await server.serve(sockets=[listener])
    except SystemExit as exit_of_uvicorn:  # it would end the caller's process
        raise RuntimeError("The application failed to start.") from exit_of_uvicorn


class _Server(uvicorn.Server):
    """Uvicorn without signal handlers and without ten ticks a second, which would slow tests."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.get_running_loop().create_future()
        self.ended = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set_result(None)

    async def main_loop(self) -> None:
        await self.ended.wait()

    async def shutdown(
        self,
        sockets: list[socket.socket] | None = None,  # noqa: ARG002  # `serving` closes it
    ) -> None:
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        if tasks := set(self.server_state.tasks):
            _, late = await asyncio.wait(tasks, timeout=GRACE)
            for task in late:
                task.cancel()
        await self.lifespan.shutdown()


class _Forgiving:
    """The application, whose answers have a date; a request that breaks off is not an error."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_dated(message: Message) -> None:
            # Uvicorn's own header needs its ticks.
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), (b"date", _date())]
            await send(message)

        with contextlib.suppress(ClientDisconnect, asyncio.CancelledError):
            await self._app(scope, receive, send_dated)


def _date() -> bytes:
    return formatdate(usegmt=True).encode()


class _CuttableProtocol(H11Protocol):
    """HTTP whose requests can end their connection."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # so is uvicorn's
        super().connection_made(transport)
        self.app_state = {**self.app_state, "cut": transport.abort}
