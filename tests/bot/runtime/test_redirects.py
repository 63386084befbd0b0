"""Redirects to another host are ignored: tokens and customers go only where the settings say."""

from collections.abc import AsyncIterator

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.ekyc import EkycClient, EkycError
from bot.sandbox.serving import serving
from bot.telegram.client import TelegramClient
from bot.telegram.errors import TelegramError

TOKEN = "42:TEST"
EKYC_TOKEN = "service-token"


class Elsewhere:
    """Another host, which records every request."""

    def __init__(self) -> None:
        self.visitors: list[str] = []

    async def take(self, request: Request) -> Response:
        self.visitors.append(f"{request.url} {request.headers.get('authorization')}")
        return Response("{}")

    def app(self) -> Starlette:
        methods = ["GET", "POST"]
        return Starlette(routes=[Route("/{path:path}", self.take, methods=methods)])


class Redirecting:
    """A host that redirects everybody to another one."""

    url = ""
    sent_away = 0


@pytest.fixture
def elsewhere() -> Elsewhere:
    return Elsewhere()


@pytest.fixture(params=[301, 302, 303, 307, 308])
async def redirecting(
    request: pytest.FixtureRequest, elsewhere: Elsewhere
) -> AsyncIterator[Redirecting]:
    """A host that redirects everybody to the other one."""
    async with serving(elsewhere.app()) as target:
        host = Redirecting()

        async def send_away(_: Request) -> Response:
            host.sent_away += 1
            return RedirectResponse(f"{target}/taken", request.param)

        methods = ["GET", "POST"]
        app = Starlette(routes=[Route("/{path:path}", send_away, methods=methods)])
        async with serving(app) as url:
            host.url = url
            yield host


async def test_the_service_token_goes_nowhere_else(
    redirecting: Redirecting, elsewhere: Elsewhere
) -> None:
    async with EkycClient(url=redirecting.url, token=EKYC_TOKEN) as client:
        with pytest.raises(EkycError):
            await client.list_log()

    assert redirecting.sent_away > 0
    assert elsewhere.visitors == []


async def test_the_bot_token_goes_nowhere_else(
    redirecting: Redirecting, elsewhere: Elsewhere
) -> None:
    async with TelegramClient(TOKEN, redirecting.url) as client:
        with pytest.raises(TelegramError):
            await client.send(1, "hello", ())
        with pytest.raises(TelegramError):
            async with client.files.fetched("file"):
                pass

    assert redirecting.sent_away > 0
    assert elsewhere.visitors == []
