"""Delivery of updates to the bot's own address, repeated until it succeeds."""

import asyncio
import random
import re
from collections.abc import Callable
from urllib.parse import urlsplit

import httpx

from bot.sandbox.telegram.errors import Json, bad_request
from bot.sandbox.telegram.faults import WEBHOOK, Faults
from bot.sandbox.telegram.posts import Posts
from bot.sandbox.telegram.updates import UpdateQueue, Waiting

FIRST_DELAY = 1.0  # seconds before the second attempt, doubled each time
LONGEST_DELAYS = (60.0, 120.0)  # seconds; the cap is drawn between them
LONGEST_RETRY_AFTER = 3600.0  # seconds that the bot may ask for
PORTS = frozenset({443, 80, 88, 8443})
_SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Webhook:
    """
    Posts every update to one address; none is confirmed before a 2xx.

    Order holds among the messages of a chat and among the presses of a person, not between the two;
    a rejected update holds up those behind it until it expires. Source: the public source of
    Telegram's Bot API server (Client.cpp, WebhookActor.cpp).
    """

    def __init__(self, updates: UpdateQueue, clock: Callable[[], float], faults: Faults) -> None:
        self.url = self._secret = ""
        self._connections = 0
        self._last_error: tuple[float, str] | None = None
        self._updates = updates
        self._clock = clock
        self._faults = faults
        self._posts: Posts | None = None
        self._lanes: dict[str, asyncio.Task[None]] = {}
        updates.watch(self._notice)

    async def set(self, url: str, secret: str, connections: int) -> None:
        """Deliver to `url` from now on; BotApiError for a bad address or secret.

        The same again changes nothing.
        """
        _check(url)
        if not _SECRET.fullmatch(secret):
            raise bad_request("secret token contains unallowed characters")
        connections = min(max(connections, 1), 100)
        if url and (url, secret, connections) == (self.url, self._secret, self._connections):
            return
        await self.remove()
        if not url:
            return
        self.url, self._secret, self._connections = url, secret, connections
        self._posts = Posts(url, secret, connections)
        for waiting in self._updates.alive():
            self._notice(waiting)

    async def remove(self) -> None:
        """Stop delivering; undelivered updates stay queued."""
        lanes, self._lanes = list(self._lanes.values()), {}
        posts, self._posts = self._posts, None  # at once, so that no new lane begins with them
        self.url, self._last_error = "", None
        for lane in lanes:
            lane.cancel()
        await asyncio.gather(*lanes, return_exceptions=True)
        if posts is not None:
            await posts.close()

    def info(self) -> Json:
        """The Bot API's WebhookInfo."""
        info: Json = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates),
        }
        if self.url:
            info["max_connections"] = self._connections
        if self._last_error is not None:
            info["last_error_date"] = int(self._last_error[0])
            info["last_error_message"] = self._last_error[1]
        return info

    def _notice(self, waiting: Waiting) -> None:
        lane = _lane(waiting.update)
        if self._posts is not None and lane not in self._lanes:
            self._lanes[lane] = asyncio.create_task(self._deliver(self._posts, lane))

    async def _deliver(self, posts: Posts, lane: str) -> None:
        """Post the updates of one lane one after the other, until none is left."""
        delay = FIRST_DELAY
        while waiting := next(
            (each for each in self._updates.alive() if _lane(each.update) == lane), None
        ):
            wait = await self._post(posts, waiting.update)
            if wait is None:
                self._updates.confirm([waiting.update_id])
                delay = FIRST_DELAY
                continue
            await asyncio.sleep(wait or delay)
            delay = min(2 * delay, random.uniform(*LONGEST_DELAYS))  # noqa: S311  # no secret
        self._lanes.pop(lane, None)

    async def _post(self, posts: Posts, update: Json) -> float | None:
        """None if the bot took the update, else the seconds to wait before the next attempt."""
        fault = self._faults.take(WEBHOOK, "")
        try:
            reply = await posts.send(update, fault.kind if fault else "")
        except httpx.TimeoutException:
            self._last_error = (self._clock(), "Read timeout expired")
            return 0.0
        except httpx.TransportError:
            self._last_error = (self._clock(), "Connection failed")
            return 0.0
        if reply.is_success:
            return None
        words = f"Wrong response from the webhook: {reply.status_code} {reply.reason_phrase}"
        self._last_error = (self._clock(), words)
        asked = reply.headers.get("retry-after", "")
        return min(float(asked), LONGEST_RETRY_AFTER) if asked.isdigit() else 0.0


def _check(url: str) -> None:
    """Raises BotApiError; this machine may be named by trials, where the real one refuses it."""
    try:
        address = urlsplit(url)
        host, port = address.hostname, address.port or 443
    except ValueError:
        host = None
    if url and not host:
        raise bad_request("bad webhook: URL host is empty")
    if not url or host in _LOOPBACK:
        return
    if address.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if port not in PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")


def _lane(update: Json) -> str:
    """Updates of one lane are posted one after the other."""
    if "callback_query" in update:
        return f"presses of {update['callback_query']['from']['id']}"
    content = next((each for each in update.values() if isinstance(each, dict)), {})
    return f"chat {content.get('chat', {}).get('id')}"
