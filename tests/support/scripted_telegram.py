"""A Bot API server that answers as a test says, however odd, and remembers what it was asked."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.sandbox.serving import serving

TOKEN = "42:TEST"
ME = {"id": 42, "is_bot": True, "first_name": "Bot", "username": "trial_bot"}

Answer = Callable[[Request], Response]


def ok(result: object) -> Answer:
    return lambda _: JSONResponse({"ok": True, "result": result})


def refused(code: int, description: str, **parameters: object) -> Answer:
    """As the Bot API refuses."""
    body: dict[str, object] = {"ok": False, "error_code": code, "description": description}
    if parameters:
        body["parameters"] = parameters
    return lambda _: JSONResponse(body, code)


def page(status: int, content: str | bytes, media_type: str = "text/html") -> Answer:
    """As a proxy or a broken server answers."""
    return lambda _: Response(content, status, media_type=media_type)


def cut(request: Request) -> Response:
    """The connection ends without an answer."""
    request.state.cut()
    return Response()


@dataclass
class ScriptedTelegram:
    """Answers by method; of several, each is used once and the last one for ever.

    Polls are answered each once, and then held like those of a quiet chat.
    """

    url: str = ""
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    polls: list[Answer] = field(default_factory=list)
    held: dict[str, asyncio.Event] = field(default_factory=dict)  # what frees the calls, by method
    asked: list[tuple[str, dict[str, object]]] = field(default_factory=list)
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    def says(self, method: str, *answers: Answer) -> None:
        self.answers[method] = list(answers)

    def holds(self, method: str) -> None:
        """Answer no call of that method before it is released."""
        self.held[method] = asyncio.Event()

    def releases(self, method: str) -> None:
        self.held.pop(method).set()

    def brings(self, *batches: list[Mapping[str, object]]) -> None:
        """The next polls bring these updates."""
        self.polls += [ok(batch) for batch in batches]

    def offsets(self) -> list[int]:
        """Those of the polls so far."""
        return [int(str(given["offset"])) for name, given in self.asked if name == "getUpdates"]

    async def answer(self, request: Request) -> Response:
        assert request.path_params["token"] == TOKEN
        method = request.path_params["method"]
        async with request.form() as form:
            self.asked.append((method, dict(form)))
        if method in self.held:
            await self.held[method].wait()
        script = self.answers.get(method)
        if script:
            return (script.pop(0) if len(script) > 1 else script[0])(request)
        if method == "getUpdates":
            if self.polls:
                return self.polls.pop(0)(request)
            if dict(form)["timeout"] != "0":
                await self.closing.wait()
            return JSONResponse({"ok": True, "result": []})
        return JSONResponse({"ok": True, "result": ME if method == "getMe" else True})

    async def file(self, request: Request) -> Response:
        return self.answers["download"].pop(0)(request)


@contextlib.asynccontextmanager
async def scripted_telegram() -> AsyncIterator[ScriptedTelegram]:
    telegram = ScriptedTelegram()
    app = Starlette(
        routes=[
            Route("/bot{token}/{method}", telegram.answer, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", telegram.file),
        ]
    )
    async with serving(app) as telegram.url:
        yield telegram
        telegram.closing.set()
        for method in list(telegram.held):
            telegram.releases(method)


def message(update_id: int, text: str, sender: int = 2001) -> dict[str, object]:
    """An update in which somebody writes a text."""
    person = {"id": sender, "is_bot": False, "first_name": "Rahim", "language_code": "en"}
    return {
        "update_id": update_id,
        "message": {
            "message_id": update_id,
            "date": 1_800_000_000,
            "chat": {"id": sender, "type": "private", "first_name": "Rahim"},
            "from": person,
            "text": text,
            **_entities(text),
        },
    }


def _entities(text: str) -> dict[str, object]:
    length = len(text.split(maxsplit=1)[0]) if text.startswith("/") else 0
    entity = {"type": "bot_command", "offset": 0, "length": length}
    return {"entities": [entity]} if length else {}
