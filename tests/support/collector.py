"""A collector of error reports: keeps what it is sent, over real HTTP."""

import contextlib
import gzip
import itertools
import json
from collections.abc import AsyncIterator
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.sandbox.serving import serving

KEY = "c0ffee0123456789c0ffee0123456789"


class Collector:
    """Takes envelopes of Sentry (develop.sentry.dev, "Envelopes")."""

    def __init__(self) -> None:
        self.url = ""
        self.bodies: list[bytes] = []
        self.keys: list[str] = []

    @property
    def dsn(self) -> str:
        return self.url.replace("http://", f"http://{KEY}@") + "/7"

    @property
    def events(self) -> list[dict[str, Any]]:
        """The events in the envelopes."""
        found = []
        for body in self.bodies:
            lines = [json.loads(line) for line in body.splitlines() if line]
            found += [
                event
                for head, event in itertools.pairwise(lines[1:])
                if head.get("type") == "event"
            ]
        return found

    def said(self, word: str) -> bool:
        """Whether a message of an event contains it."""
        return any(word in event["logentry"]["message"] for event in self.events)

    async def take(self, request: Request) -> JSONResponse:
        body = await request.body()
        is_packed = request.headers.get("Content-Encoding") == "gzip"
        self.bodies.append(gzip.decompress(body) if is_packed else body)
        self.keys.append(request.headers.get("X-Sentry-Auth", ""))
        return JSONResponse({"id": "0" * 32})


@contextlib.asynccontextmanager
async def collecting() -> AsyncIterator[Collector]:
    collector = Collector()
    app = Starlette(routes=[Route("/api/7/envelope/", collector.take, methods=["POST"])])
    async with serving(app) as url:
        collector.url = url
        yield collector
