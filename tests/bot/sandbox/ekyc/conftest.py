import contextlib
import io
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image

from bot.sandbox.ekyc import build_app
from bot.sandbox.serving import serving
from tests.bot.sandbox.ekyc.caller import OTHER_TOKEN, TOKEN, Caller

Start = Callable[..., Awaitable[Caller]]


@pytest.fixture
async def start(tmp_path: Path) -> AsyncIterator[Start]:
    """Starts a service of its own on a fresh file, with other settings if wanted."""
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
    async with httpx.AsyncClient(
        base_url=url, headers=headers, timeout=60, trust_env=False
    ) as http:
        yield http


@pytest.fixture(scope="session")
def bombs() -> dict[str, bytes]:
    """Small files that say they unfold into 20,000 × 20,000 pixels."""
    png, jpeg = io.BytesIO(), io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(png, "PNG")
    Image.new("L", (200, 200)).save(jpeg, "JPEG")
    size = (200).to_bytes(2) * 2  # in the frame header; saying more there is enough for decoders
    claiming = jpeg.getvalue().replace(size, (20_000).to_bytes(2) * 2)
    assert claiming != jpeg.getvalue()
    return {"PNG": png.getvalue(), "JPEG": claiming}
