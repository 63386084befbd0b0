"""A host behind TLS with a certificate of its own, and a proxy that leads to it."""

import asyncio
import contextlib
import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

_Listen = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]

HOST = "services.example.test"  # known to the proxy only

_MAKE = "openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost"
needs_openssl = pytest.mark.skipif(
    shutil.which("openssl") is None,
    reason="Certificates are made by openssl. On Debian, as root: apt-get install openssl",
)


class Host:
    """Answers for both services over TLS; `heard` is what reached it."""

    def __init__(self, folder: Path) -> None:
        self.certificate = folder / "certificate.pem"
        key = folder / "key.pem"
        words = [*_MAKE.split(), "-keyout", str(key), "-out", str(self.certificate)]
        words += ["-addext", f"subjectAltName=IP:127.0.0.1,DNS:localhost,DNS:{HOST}"]
        subprocess.run(words, check=True, capture_output=True, timeout=60)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(self.certificate, key)
        self.heard = b""
        self.port = 0

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.port}"

    async def listen(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ssl.SSLError, ConnectionError, asyncio.IncompleteReadError):
            request = await reader.readuntil(b"\r\n\r\n")
            self.heard += request
            body = b'{"ok": true, "result": []}' if b"/bot" in request else b"[]"
            kind = b"application/json"
            writer.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: %b\r\nContent-Length: %d\r\n"
                b"Connection: close\r\n\r\n%b" % (kind, len(body), body)
            )
            await writer.drain()


class Proxy:
    """An HTTP proxy that tunnels by CONNECT; only it can resolve HOST."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self.asked: list[str] = []
        self.refusal = b""
        self.url = ""

    async def listen(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await reader.readuntil(b"\r\n\r\n")
        self.asked.append(request.split(b"\r\n")[0].decode())
        if self.refusal:
            writer.write(b"HTTP/1.1 %b\r\nContent-Length: 0\r\n\r\n" % self.refusal)
            await writer.drain()
            return
        inner, outer = await asyncio.open_connection("127.0.0.1", self._host.port)
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await asyncio.gather(_pump(reader, outer), _pump(inner, writer))


async def _pump(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while some := await source.read(65_536):
            target.write(some)
            await target.drain()
    target.close()


@contextlib.asynccontextmanager
async def host_in(folder: Path) -> AsyncIterator[Host]:
    """The host, listening."""
    host = Host(folder)
    # The failed handshakes are intended, so asyncio's own log should not report them.
    asyncio.get_running_loop().set_exception_handler(lambda *_: None)
    async with _listening(host.listen, host.context) as host.port:
        yield host


@contextlib.asynccontextmanager
async def proxy_to(host: Host) -> AsyncIterator[Proxy]:
    """The proxy, listening."""
    proxy = Proxy(host)
    async with _listening(proxy.listen) as port:
        proxy.url = f"http://127.0.0.1:{port}"
        yield proxy


@contextlib.asynccontextmanager
async def _listening(listen: _Listen, context: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    """The port; no connection outlives it, for which Python waits only from 3.12 on."""
    under_way: set[asyncio.Task[None]] = set()

    async def handled(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.closing(writer):
            await listen(reader, writer)

    def begin(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        under_way.add(asyncio.create_task(handled(reader, writer)))

    server = await asyncio.start_server(begin, "127.0.0.1", 0, ssl=context)
    async with server:
        yield server.sockets[0].getsockname()[1]
    for each in under_way:
        each.cancel()
    await asyncio.gather(*under_way, return_exceptions=True)
