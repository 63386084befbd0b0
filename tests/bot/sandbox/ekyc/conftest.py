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
    """Starts the service on one and the same file, with other settings if wanted."""
    async with contextlib.AsyncExitStack() as stack:

        async def start(token: str = TOKEN, **settings: Any) -> Caller:
            settings = {"verification_delay": 0, "reader": "specimens"} | settings
            app = build_app(tokens=[TOKEN, OTHER_TOKEN], database=tmp_path / "ekyc.db", **settings)
            url = await stack.enter_async_context(serving(app))
            return Caller(await stack.enter_async_context(client(url, token)))

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
async def client(url: str, token: str) -> AsyncIterator[httpx.AsyncClient]:
    headers = {"Authorization": f"Token {token}"}
    async with httpx.AsyncClient(
        base_url=url, headers=headers, timeout=60, trust_env=False
    ) as http:
        yield http


@pytest.fixture(scope="session")
def bombs() -> dict[str, bytes]:
    """Small files that unfold into 20,000 × 20,000 pixels."""
    made = {}
    for kind in ("PNG", "JPEG"):
        stream = io.BytesIO()
        Image.new("L", (20_000, 20_000)).save(stream, kind)
        made[kind] = stream.getvalue()
    return made
