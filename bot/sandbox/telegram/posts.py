"""One update posted to a bot's own address, and what may go wrong on the way there."""

import asyncio
import json
from collections.abc import AsyncIterator

import httpx

from bot.sandbox.telegram.errors import Json

PATIENCE = 60.0  # seconds; then the connection is cut and the update sent again


class _CutError(Exception):
    """The connection ends here."""


class Posts:
    """Connections to one address, at most that many at once."""

    def __init__(self, url: str, secret: str, connections: int) -> None:
        self._url = url
        self._headers = {"content-type": "application/json"}
        if secret:
            self._headers["x-telegram-bot-api-secret-token"] = secret
        limits = httpx.Limits(max_connections=connections)
        self._http = httpx.AsyncClient(timeout=PATIENCE, limits=limits, trust_env=False)

    async def close(self) -> None:
        await self._http.aclose()

    async def send(self, update: Json, hostility: str = "") -> httpx.Response:
        """The answer; raises httpx.TransportError for none.

        `hostility` is "again" (and again, whatever the answer), "twice" (at the same time),
        "cut_before" or "cut_after" (a connection that ends before or after the last byte, and a
        good one at once).
        """
        body = json.dumps(update).encode()
        match hostility:
            case "again":
                await self._post(body)
            case "twice":
                answer, _ = await asyncio.gather(self._post(body), self._post(body))
                return answer
            case "cut_before":
                await self._cut(body, len(body) // 2)
            case "cut_after":
                await self._cut(body, len(body))
        return await self._post(body)

    async def _post(self, body: bytes) -> httpx.Response:
        return await self._http.post(self._url, content=body, headers=self._headers)

    async def _cut(self, body: bytes, after: int) -> None:
        async def pieces() -> AsyncIterator[bytes]:
            yield body[:after]
            raise _CutError

        length = {"content-length": str(len(body))}
        try:
            await self._http.post(self._url, content=pieces(), headers=self._headers | length)
        except _CutError:
            return
