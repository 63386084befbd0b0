"""A Bot API server that answers as a test says, however odd, and records its requests."""

import asyncio
import contextlib
import json
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
    """A refusal of the Bot API."""
    body: dict[str, object] = {"ok": False, "error_code": code, "description": description}
    if parameters:
        body["parameters"] = parameters
    return lambda _: JSONResponse(body, code)


def page(status: int, content: str | bytes, media_type: str = "text/html") -> Answer:
    """An answer of a proxy or a broken server."""
    return lambda _: Response(content, status, media_type=media_type)


def cut(request: Request) -> Response:
    """The connection ends without an answer."""
    request.state.cut()
    return Response()


@dataclass
class ScriptedTelegram:
    """Accepts every call unless a test says otherwise.

    Answers are given by method; of several, each is used once and the last one for ever. Each
    scripted poll is answered once; later polls are held like those of a quiet chat.
    """

    url: str = ""
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    polls: list[Answer] = field(default_factory=list)
    stumbling: list[tuple[str, int | None, Answer]] = field(default_factory=list)
    held: dict[tuple[str, int | None], asyncio.Event] = field(default_factory=dict)
    sent: list[tuple[int, str]] = field(default_factory=list)  # chat and text of each message
    asked: list[tuple[str, dict[str, object]]] = field(default_factory=list)
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    def says(self, method: str, *answers: Answer) -> None:
        self.answers[method] = list(answers)

    def stumbles(self, method: str, *answers: Answer, chat: int | None = None) -> None:
        """Give each of these answers once, to that chat if one is named, and then the usual one."""
        self.stumbling += [(method, chat, answer) for answer in answers]

    def holds(self, method: str, chat: int | None = None) -> None:
        """Hold every call of that method, to that chat if one is named, until it is released."""
        self.held[method, chat] = asyncio.Event()

    def releases(self, method: str, chat: int | None = None) -> None:
        self.held.pop((method, chat)).set()

    def told(self, chat: int) -> list[str]:
        """The texts of the messages sent to the chat, in order."""
        return [text for owner, text in self.sent if owner == chat]

    def calls(self, method: str) -> list[dict[str, object]]:
        """The parameters of each call of that method."""
        return [given for name, given in self.asked if name == method]

    def brings(self, *batches: list[Mapping[str, object]]) -> None:
        """The next polls bring these updates."""
        self.polls += [ok(batch) for batch in batches]

    def offsets(self) -> list[int]:
        """Those of the polls so far."""
        return [int(str(given["offset"])) for given in self.calls("getUpdates")]

    async def answer(self, request: Request) -> Response:
        assert request.path_params["token"] == TOKEN
        method = request.path_params["method"]
        given = await _given(request)
        self.asked.append((method, given))
        chat = int(str(given.get("chat_id", 0)))
        for key in ((method, None), (method, chat)):
            if key in self.held:
                await self.held[key].wait()
        for number, (name, owner, stumble) in enumerate(self.stumbling):
            if name == method and owner in (None, chat):
                del self.stumbling[number]
                return stumble(request)
        script = self.answers.get(method)
        if script:
            return (script.pop(0) if len(script) > 1 else script[0])(request)
        if method == "getUpdates":
            if self.polls:
                return self.polls.pop(0)(request)
            if given["timeout"] != "0":
                await self.closing.wait()
            return JSONResponse({"ok": True, "result": []})
        return JSONResponse({"ok": True, "result": self._does(method, chat, given)})

    def _does(self, method: str, chat: int, given: Mapping[str, object]) -> object:
        if method == "getMe":
            return ME
        if not method.startswith("send"):
            return True
        self.sent.append((chat, str(given.get("text", method))))
        number, private = len(self.sent), {"id": chat, "type": "private"}
        return {"message_id": number, "date": 1_800_000_000, "chat": private}

    async def file(self, request: Request) -> Response:
        return self.answers["download"].pop(0)(request)


async def _given(request: Request) -> dict[str, object]:
    """The parameters as a form writes them: Telegram reads a form and JSON alike."""
    if request.headers.get("Content-Type") != "application/json":
        async with request.form() as form:
            return dict(form)
    return {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in (await request.json()).items()
    }


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
        for method, chat in list(telegram.held):
            telegram.releases(method, chat)


def message(update_id: int, text: str, sender: int = 2001) -> dict[str, object]:
    """An update with a text from somebody."""
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
