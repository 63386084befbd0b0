"""Only a host with a valid certificate receives anything."""

import asyncio
import contextlib
import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.ekyc import EkycClient, EkycUnavailable
from bot.telegram.client import TelegramClient
from bot.telegram.errors import TelegramUnavailable

TOKEN = "42:TEST"

_MAKE = "openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost"
needs_openssl = pytest.mark.skipif(
    shutil.which("openssl") is None,
    reason="openssl makes certificates. On Debian, as root: apt-get install openssl",
)


class Impostor:
    """A host with an untrusted certificate, which records what it receives."""

    def __init__(self) -> None:
        self.heard = b""
        self.url = ""

    async def listen(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ssl.SSLError, ConnectionError):
            self.heard += await reader.read(65_536)
        writer.close()


def certificate_in(folder: Path) -> ssl.SSLContext:
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    words = [*_MAKE.split(), "-keyout", str(key), "-out", str(certificate)]
    words += ["-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost"]
    subprocess.run(words, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


@pytest.fixture
async def impostor(tmp_path: Path) -> AsyncIterator[Impostor]:
    impostor = Impostor()
    server = await asyncio.start_server(
        impostor.listen, "127.0.0.1", 0, ssl=certificate_in(tmp_path)
    )
    impostor.url = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    # The failed handshakes are intended, so asyncio's own log should not report them.
    asyncio.get_running_loop().set_exception_handler(lambda *_: None)
    async with server:
        yield impostor


@needs_openssl
async def test_telegrams_impostor_hears_no_token(impostor: Impostor) -> None:
    async with TelegramClient(TOKEN, impostor.url) as client:
        with pytest.raises(TelegramUnavailable):
            await client.send(1, "hello", ())

    assert impostor.heard == b""


@needs_openssl
async def test_the_services_impostor_hears_no_token(impostor: Impostor) -> None:
    async with EkycClient(url=impostor.url, token="service-token") as client:
        with pytest.raises(EkycUnavailable):
            await client.list_log()

    assert impostor.heard == b""
