"""No host or proxy without a valid certificate receives a token."""

import asyncio
import contextlib
import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.ekyc import EkycClient, EkycUnavailable, EkycUntrusted
from bot.runtime.egress import Egress
from bot.telegram.client import TelegramClient
from bot.telegram.errors import TelegramUnavailable

TOKEN = "42:TEST"
HOST = "services.example.test"  # known to the proxy only

_MAKE = "openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost"
pytestmark = pytest.mark.skipif(
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
        writer.close()


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
            writer.close()
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


@pytest.fixture
async def host(tmp_path: Path) -> AsyncIterator[Host]:
    host = Host(tmp_path)
    server = await asyncio.start_server(host.listen, "127.0.0.1", 0, ssl=host.context)
    host.port = server.sockets[0].getsockname()[1]
    # The failed handshakes are intended, so asyncio's own log should not report them.
    asyncio.get_running_loop().set_exception_handler(lambda *_: None)
    async with server:
        yield host


@pytest.fixture
async def proxy(host: Host) -> AsyncIterator[Proxy]:
    proxy = Proxy(host)
    server = await asyncio.start_server(proxy.listen, "127.0.0.1", 0)
    proxy.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server:
        yield proxy


async def asks_telegram(url: str, egress: Egress) -> None:
    async with TelegramClient(TOKEN, url, egress) as client:
        await client.poll(0, most=1, hold_seconds=0)


async def asks_service(url: str, egress: Egress) -> None:
    async with EkycClient(url=url, token="service-token", egress=egress) as client:
        await client.list_log()


async def test_an_impostor_hears_no_token_and_its_certificate_is_named_as_the_reason(
    host: Host,
) -> None:
    with pytest.raises(TelegramUnavailable, match=r"certificate is not accepted: self-signed"):
        await asks_telegram(host.url, Egress())
    with pytest.raises(EkycUntrusted, match=r"certificate of the eKYC service is not accepted"):
        await asks_service(host.url, Egress())

    assert host.heard == b""


async def test_an_authority_of_ones_own_is_believed_on_both_wires(host: Host) -> None:
    egress = Egress(certificates=host.certificate)

    await asks_telegram(host.url, egress)
    await asks_service(host.url, egress)

    assert b"service-token" in host.heard
    assert TOKEN.encode() in host.heard


async def test_both_wires_go_through_the_proxy_and_nothing_is_readable_there(
    host: Host, proxy: Proxy
) -> None:
    egress = Egress(proxy=proxy.url, certificates=host.certificate)

    await asks_telegram(f"https://{HOST}", egress)
    await asks_service(f"https://{HOST}", egress)

    assert proxy.asked == [f"CONNECT {HOST}:443 HTTP/1.1"] * 2
    assert b"service-token" in host.heard


async def test_a_proxy_that_refuses_is_named_as_such(host: Host, proxy: Proxy) -> None:
    egress = Egress(proxy=proxy.url, certificates=host.certificate)
    proxy.refusal = b"407 Proxy Authentication Required"

    with pytest.raises(TelegramUnavailable, match=r"proxy refuses: HTTP 407"):
        await asks_telegram(f"https://{HOST}", egress)
    with pytest.raises(EkycUnavailable, match=r"proxy .* refuses .*407"):
        await asks_service(f"https://{HOST}", egress)

    assert host.heard == b""


async def test_a_proxy_that_is_not_there_is_named_as_such() -> None:
    with pytest.raises(TelegramUnavailable, match="proxy cannot be reached"):
        await asks_telegram(f"https://{HOST}", Egress(proxy="http://127.0.0.1:9"))
    with pytest.raises(EkycUnavailable, match="cannot be reached"):
        await asks_service(f"https://{HOST}", Egress(proxy="http://127.0.0.1:9"))
