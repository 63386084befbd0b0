"""The chat page: its files, the pictures that it offers, and one stream for all its people."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.sandbox.telegram.chats import Account
from bot.sandbox.telegram.service import telegram_of
from bot.sandbox.telegram.specimens import Specimens

FOLDER = Path(__file__).parent / "page"
HEARTBEAT = 15.0  # seconds between keep-alives in the stream


async def page(_: Request) -> Response:
    return FileResponse(FOLDER / "index.html")


async def catalogue(request: Request) -> Response:
    """The specimens that can be sent; none if the server was started without."""
    specimens: Specimens | None = request.app.state.specimens
    return JSONResponse(specimens.catalogue() if specimens else [])


async def picture(request: Request) -> Response:
    """One picture of a specimen."""
    specimens: Specimens | None = request.app.state.specimens
    number, kind = request.path_params["number"], request.path_params["kind"]
    if specimens is None:
        return Response(status_code=404)
    content = await asyncio.to_thread(specimens.picture, number, kind)
    return Response(content, media_type="image/jpeg")


async def stream(request: Request) -> Response:
    """The events of several people as one stream, because browsers limit connections per host.

    `after` says for each person the last event seen: "1001:12,1002:0".
    """
    telegram = telegram_of(request)
    asked = request.headers.get("last-event-id") or request.query_params.get("after", "")
    try:
        cursors = {int(who): int(at) for who, at in (each.split(":") for each in asked.split(","))}
        people = [telegram.accounts[user_id] for user_id in cursors]
    except (KeyError, ValueError):
        return Response("after=1001:0,1002:0 with people that exist", 400)
    events = _events(people, cursors)
    return StreamingResponse(
        events, headers={"cache-control": "no-store"}, media_type="text/event-stream"
    )


async def _events(people: list[Account], cursors: dict[int, int]) -> AsyncIterator[str]:
    while True:
        # One of them has news, or none has for a while.
        waits = [
            asyncio.ensure_future(each.journal.after(cursors[each.user_id], HEARTBEAT))
            for each in people
        ]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
        news = False
        for person in people:
            for event in await person.journal.after(cursors[person.user_id], 0):
                news = True
                cursors[person.user_id] = event["number"]
                seen = ",".join(f"{who}:{at}" for who, at in cursors.items())
                body = json.dumps({"person": person.user_id, **event}, ensure_ascii=False)
                yield f"id: {seen}\ndata: {body}\n\n"
        if not news:
            yield ": still here\n\n"


ROUTES: list[BaseRoute] = [
    Route("/", page, methods=["GET"]),
    Route("/stream", stream, methods=["GET"]),
    Route("/specimens", catalogue, methods=["GET"]),
    Route("/specimens/{number:int}/{kind}.jpg", picture, methods=["GET"]),
    Mount("/page", StaticFiles(directory=FOLDER)),
]
