"""A person's line to the pretend Telegram: their acts go out, what they see comes in."""

from typing import Any

import httpx

from bot.sandbox.telegram.errors import Json
from bot.sandbox.telegram.screen import Screen

LONGEST_POLL = 20.0  # seconds of one question for news


class ImpossibleError(Exception):
    """Telegram does not let a person do this, for example press a button that is not there."""


class Line:
    """Updates a person's screen with every act and every look.

    No connection is held open in between. The first one introduces the person.
    """

    def __init__(self, url: str, user_id: int, names: Json, screen: Screen) -> None:
        self.mark = 0  # the newest event when the person last did something
        self._screen = screen
        self._names = names
        self._http = httpx.AsyncClient(
            base_url=f"{url}/people/{user_id}",
            timeout=LONGEST_POLL + 30,
            limits=httpx.Limits(max_keepalive_connections=0),
            trust_env=False,
            verify=False,  # noqa: S501  # plain http to this machine; loading authorities is slow
        )
        self._introduced = False

    async def ends(self) -> None:
        await self._http.aclose()

    async def acts(self, action: str, **body: Any) -> Json:
        """Do something; raises ImpossibleError if Telegram does not let a person do it."""
        await self._introduce()
        query = {"after": self._screen.cursor}
        reply = _checked(await self._http.post(f"/{action}", params=query, **body))
        self.mark = int(reply["cursor"])
        self._screen.take_in(reply["events"])
        return reply

    async def looks(self, wait: float = 0.0) -> None:
        """Fetch news, waiting at most this many seconds for it."""
        await self._introduce()
        query = {"after": self._screen.cursor, "wait": round(min(wait, LONGEST_POLL), 3)}
        reply = _checked(await self._http.get("/events", params=query))
        self._screen.take_in(reply["events"])

    async def fetches(self, file_id: str) -> bytes:
        """The content of a file in the chat."""
        await self._introduce()
        return (await self._http.get(f"/files/{file_id}")).raise_for_status().content

    async def menu(self) -> list[Json]:
        """The bot's commands as this person sees them."""
        await self._introduce()
        menu: list[Json] = (await self._http.get("/commands")).raise_for_status().json()
        return menu

    async def _introduce(self) -> None:
        if not self._introduced:
            self._introduced = True
            _checked(await self._http.put("/", json=self._names))


def _checked(reply: httpx.Response) -> Json:
    body: Json = reply.json() if "json" in reply.headers.get("content-type", "") else {}
    if reply.is_error:
        raise ImpossibleError(body.get("description", f"HTTP {reply.status_code}: {reply.text}"))
    return body
