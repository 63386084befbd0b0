"""The pretend Telegram as one web application."""

import contextlib
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.sandbox.telegram import bot_side, control, desk, human_side, page_side
from bot.sandbox.telegram.errors import BotApiError
from bot.sandbox.telegram.faults import refuse
from bot.sandbox.telegram.service import Telegram
from bot.sandbox.telegram.specimens import Specimens

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
PROTECTION = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src 'self' blob:; font-src 'self'; media-src 'self' blob: mediastream:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "permissions-policy": "camera=(self), clipboard-write=(self)",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


def build_app(
    *,
    token: str,
    username: str = "ekyc_trial_bot",
    name: str = "eKYC trial",
    specimens: Path | None = None,
    clock: Callable[[], float] = time.time,
    flood_limits: bool = False,
) -> Starlette:
    """
    The pretend Telegram for one bot, its state in `app.state.telegram`.

    Whoever runs a whole trial puts its `Desk` into `app.state.desk`.

    `specimens` is a folder of made-up citizens whose pictures the page offers.
    `clock` gives seconds since the epoch; expiry and dates follow it, waiting does not.
    With `flood_limits` a bot that sends too fast is told to wait, as Telegram does.
    Raises ValueError if `token` does not begin with the number of a bot and a colon.
    """
    number, colon, _ = token.partition(":")
    if not (number.isdigit() and colon):
        raise ValueError("A token looks like 123456:ABC-DEF.")
    bot = {
        "id": int(number),
        "is_bot": True,
        "first_name": name,
        "username": username,
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }
    telegram = Telegram(token, bot, clock, flood_limits=flood_limits)

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await telegram.webhook.remove()

    app = Starlette(
        routes=[
            *bot_side.ROUTES,
            *human_side.ROUTES,
            *control.ROUTES,
            *desk.ROUTES,
            *page_side.ROUTES,
        ],
        middleware=[Middleware(OwnMachineOnly)],
        exception_handlers={BotApiError: refuse},
        lifespan=lifespan,
    )
    app.state.telegram = telegram
    app.state.desk = None
    app.state.specimens = Specimens(specimens) if specimens else None
    return app


class OwnMachineOnly:
    """Stops pages of other hosts from acting as a person.

    The bot's side needs the token; everything else has no secret, so it demands a loopback Host
    (against DNS rebinding) and its own Origin.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(("/bot", "/file/bot")):
            await self._app(scope, receive, send)
            return

        async def send_protected(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(PROTECTION)
            await send(message)

        headers = Headers(scope=scope)
        host = headers.get("host", "")
        own = f"http://{host}"
        if urlsplit(own).hostname in LOOPBACK and headers.get("origin", own) == own:
            await self._app(scope, receive, send_protected)
        else:
            await PlainTextResponse("Only for this machine.", 403)(scope, receive, send)
