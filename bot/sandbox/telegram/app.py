"""The pretend Telegram as one web application."""

import time
from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.sandbox.telegram import bot_side, human_side
from bot.sandbox.telegram.service import Telegram

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def build_app(
    *,
    token: str,
    username: str = "ekyc_trial_bot",
    name: str = "eKYC trial",
    clock: Callable[[], float] = time.time,
) -> Starlette:
    """
    The pretend Telegram for one bot, its state in `app.state.telegram`.

    `clock` gives seconds since the epoch; expiry and dates follow it, waiting does not.
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
    app = Starlette(
        routes=[*bot_side.ROUTES, *human_side.ROUTES], middleware=[Middleware(OwnMachineOnly)]
    )
    app.state.telegram = Telegram(token, bot, clock)
    return app


class OwnMachineOnly:
    """
    Keeps pages of other hosts from acting as a person.

    The bot's side needs the token; everything else has no secret, so it wants a loopback Host,
    against rebound names, and an Origin that is its own.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not scope["path"].startswith(("/bot", "/file/bot")):
            headers = {key: value.decode("latin-1") for key, value in scope["headers"]}
            host = headers.get(b"host", "")
            origin = headers.get(b"origin", f"http://{host}")
            if urlsplit(f"//{host}").hostname not in LOOPBACK or origin != f"http://{host}":
                await PlainTextResponse("Only for this machine.", 403)(scope, receive, send)
                return
        await self._app(scope, receive, send)
