import contextlib
import io
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image

from bot.sandbox.ekyc import build_app
from bot.sandbox.serving import serving
from tests.bot.sandbox.ekyc.caller import OTHER_TOKEN, TOKEN, Caller
from tests.bot.sandbox.loopback import http_client

Start = Callable[..., Awaitable[Caller]]


@pytest.fixture
async def start(tmp_path: Path) -> AsyncIterator[Start]:
    """Starts a separate service on a fresh file, with other settings if wanted."""
    async with contextlib.AsyncExitStack() as stack:

        async def start(**settings: Any) -> Caller:
            return await stack.enter_async_context(service_on(tmp_path / "ekyc.db", **settings))

        yield start


@pytest.fixture
async def caller(start: Start) -> Caller:
    """A client with a good token; verdicts come at once."""
    return await start()


@pytest.fixture
async def other_caller(caller: Caller) -> AsyncIterator[Caller]:
    """Another agent of the same service."""
    async with client(str(caller.http.base_url), OTHER_TOKEN) as http:
        yield Caller(http)


@contextlib.asynccontextmanager
async def service_on(database: Path, **settings: Any) -> AsyncIterator[Caller]:
    """A running service and a client of it; verdicts come at once unless asked otherwise."""
    usual: dict[str, Any] = {"verification_delay": 0, "reader": "specimens"}
    app = build_app(tokens=[TOKEN, OTHER_TOKEN], database=database, **(usual | settings))
    async with serving(app) as url, client(url, TOKEN) as http:
        yield Caller(http)


@contextlib.asynccontextmanager
async def client(url: str, token: str) -> AsyncIterator[httpx.AsyncClient]:
    headers = {"Authorization": f"Token {token}"}
    async with http_client(url, headers=headers) as http:
        yield http


@pytest.fixture(scope="session")
def bombs() -> dict[str, bytes]:
    """Small files that claim to be 20,000 × 20,000 pixels."""
    return {"PNG": claiming_more("PNG", 4), "JPEG": claiming_more("JPEG", 2)}


def claiming_more(kind: str, bytes_of_a_side: int) -> bytes:
    """A small picture whose header claims 20,000 × 20,000 pixels; decoders believe it."""
    stream = io.BytesIO()
    Image.new("L", (200, 200)).save(stream, kind)
    true, claimed = (side.to_bytes(bytes_of_a_side) * 2 for side in (200, 20_000))
    assert true in stream.getvalue()
    picture = stream.getvalue().replace(true, claimed, 1)
    if kind == "PNG":  # its header has a checksum: type and 13 bytes, from byte 12 on
        picture = picture[:29] + zlib.crc32(picture[12:29]).to_bytes(4) + picture[33:]
    return picture
