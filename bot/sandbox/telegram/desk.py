"""What the page can ask of whoever runs the whole trial: an invitation, and something to go wrong.

The pretend Telegram alone has no desk; the page then offers neither.
"""

import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol, TypedDict

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.sandbox.telegram.errors import BotApiError, Json, bad_request

_LONGEST_NAME = 64  # characters, as in Telegram


class DeskFailed(Exception):
    """What was asked for could not be done; the message says why."""


class Pending(TypedDict):
    """A trouble that is still to happen; `ends_in` is seconds, None for one that is used up."""

    kind: str
    ends_in: float | None


class Desk(Protocol):
    """Lets people in, and makes things go wrong; each `kind` is one of `troubles`.

    Every method may raise DeskFailed.
    """

    @property
    def roles(self) -> Sequence[str]: ...

    @property
    def troubles(self) -> Sequence[str]: ...

    async def invite(self, name: str, role: str) -> str:
        """A link that enrols whoever opens it first."""

    async def cause(self, kind: str) -> None: ...

    async def end_troubles(self) -> None: ...

    async def pending(self) -> list[Pending]: ...


async def show_offer(request: Request) -> Response:
    """The roles of an invitation and the troubles that can be asked for; none without a desk."""
    desk: Desk | None = request.app.state.desk
    offer = {"roles": list(desk.roles), "troubles": list(desk.troubles)} if desk else {}
    return JSONResponse({"roles": [], "troubles": []} | offer)


async def invite(request: Request) -> Response:
    """An invitation for {name, role}; answers with its link."""

    async def made(desk: Desk) -> Json:
        given = await _object(request)
        name, role = str(given.get("name", "")).strip(), str(given.get("role"))
        if not 0 < len(name) <= _LONGEST_NAME:
            raise bad_request("a name is missing or too long")
        if role not in desk.roles:
            raise bad_request("no such role")
        return {"link": await desk.invite(name, role)}

    return await _answered(request, made)


async def show_troubles(request: Request) -> Response:
    """The troubles that are still to happen or still last."""
    return await _answered(request, _pending)


async def cause(request: Request) -> Response:
    """Ask for a trouble, {kind}."""

    async def caused(desk: Desk) -> Json:
        kind = str((await _object(request)).get("kind"))
        if kind not in desk.troubles:
            raise bad_request("no such trouble")
        await desk.cause(kind)
        return await _pending(desk)

    return await _answered(request, caused)


async def end_troubles(request: Request) -> Response:
    async def ended(desk: Desk) -> Json:
        await desk.end_troubles()
        return await _pending(desk)

    return await _answered(request, ended)


async def _pending(desk: Desk) -> Json:
    return {"troubles": await desk.pending()}


async def _answered(request: Request, ask: Callable[[Desk], Awaitable[Json]]) -> Response:
    desk: Desk | None = request.app.state.desk
    if desk is None:
        raise BotApiError(404, "Not Found: nobody runs a whole trial here")
    try:
        return JSONResponse(await ask(desk))
    except DeskFailed as failed:
        raise BotApiError(502, f"Bad Gateway: {failed}") from None


async def _object(request: Request) -> Json:
    try:
        given = json.loads(await request.body())
    except ValueError:
        raise bad_request("the body must be JSON") from None
    if not isinstance(given, dict):
        raise bad_request("the body must be a JSON object")
    return given


ROUTES = [
    Route("/desk", show_offer, methods=["GET"]),
    Route("/desk/invitations", invite, methods=["POST"]),
    Route("/desk/troubles", show_troubles, methods=["GET"]),
    Route("/desk/troubles", cause, methods=["POST"]),
    Route("/desk/troubles", end_troubles, methods=["DELETE"]),
]
