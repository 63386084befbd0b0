"""The web server to which Telegram posts updates (Bot API, setWebhook).

It answers 200 only after the commit. Telegram repeats everything else.
"""

import asyncio
import contextlib
import hmac
import json
from collections.abc import AsyncIterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from bot.intake.arrivals import Arrivals
from bot.observation import UNOBSERVED, Observer
from bot.runtime.listening import listening
from bot.telegram.updates import has_number

_LARGEST = 1024 * 1024  # bytes; an update is a few thousand
_READ_SECONDS = 10.0  # for the body of a request

#: Telegram waits that long instead of doubling its pauses.
_SOON = {"Retry-After": "1"}


class _Unreadable(Exception):
    """What was posted is no JSON."""


class Webhook:
    """Compares the secret, reads the update, and waits for its commit."""

    def __init__(self, arrivals: Arrivals, secret: str, *, observer: Observer = UNOBSERVED) -> None:
        self._arrivals = arrivals
        self._secret = secret.encode()
        self._observer = observer

    @contextlib.asynccontextmanager
    async def serving(self, url: str, address: tuple[str, int]) -> AsyncIterator[None]:
        """Serve the path of `url` during the block; raises AddressUnusable."""
        app = web.Application(client_max_size=_LARGEST)
        app.router.add_post(urlsplit(url).path or "/", self._answer)
        async with listening(app, "WEBHOOK_LISTEN", address):
            yield

    async def _answer(self, request: web.Request) -> web.Response:
        answer, status = await self._outcome(request)
        self._observer.webhook_answered(answer)
        return web.Response(status=status, headers=_SOON if status == 503 else None)

    async def _outcome(self, request: web.Request) -> tuple[str, int]:
        """What the request led to, and the status of the answer."""
        given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        if not hmac.compare_digest(given.encode(errors="surrogateescape"), self._secret):
            return "stranger", 403
        if request.content_type != "application/json":
            return "unreadable", 415
        try:
            async with asyncio.timeout(_READ_SECONDS):
                update = _read(await request.read())
        except TimeoutError:
            return "unreadable", 408
        except ConnectionError:  # it ended in the middle
            return "unreadable", 400
        except web.HTTPRequestEntityTooLarge:
            return "too_large", 413
        except _Unreadable:
            return "unreadable", 400
        if update is None:
            return "left_out", 200
        is_saved = await self._arrivals.enqueue(update)
        return ("saved", 200) if is_saved else ("unsaved", 503)


def _read(body: bytes) -> Mapping[str, Any] | None:
    """The update; None for JSON without a number, which polling leaves out as well.

    Raises _Unreadable for what may have been spoiled on its way, and be readable when it is sent
    again.
    """
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        raise _Unreadable from None
    return update if has_number(update) else None
