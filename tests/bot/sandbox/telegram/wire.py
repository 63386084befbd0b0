"""A bot of plain HTTP calls, and a witness that reads the traffic of all bots."""

import json
from typing import Any

import httpx
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tests.bot.sandbox.telegram import bot_api

TOKEN = "123456:TEST-TOKEN"


class Wire:
    """Calls methods as a bot would."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http

    async def __call__(self, method: str, files: Any = None, **parameters: Any) -> Any:
        """The result of a call that Telegram grants."""
        body = (await self._post(method, files, parameters)).json()
        assert body["ok"], body["description"]
        return body["result"]

    async def refused(self, method: str, files: Any = None, **parameters: Any) -> str:
        """The number and words of Telegram's refusal."""
        reply = await self._post(method, files, parameters)
        body = reply.json()
        assert not body["ok"], body
        assert reply.status_code == body["error_code"]
        return f"{body['error_code']} {body['description']}"

    async def updates(self, offset: int = 0, **more: Any) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = await self("getUpdates", offset=offset, **more)
        return found

    async def download(self, file_id: str) -> bytes:
        path = (await self("getFile", file_id=file_id))["file_path"]
        return (await self.http.get(f"/file/bot{TOKEN}/{path}")).content

    async def _post(self, method: str, files: Any, parameters: dict[str, Any]) -> httpx.Response:
        url = f"/bot{TOKEN}/{method}"
        if files is None:
            return await self.http.post(url, json=parameters)
        form = {
            name: value if isinstance(value, str) else json.dumps(value)
            for name, value in parameters.items()
        }
        return await self.http.post(url, data=form, files=files)


class Witness:
    """An application around the pretend Telegram that checks all traffic against the Bot API.

    Granted requests must match the description, and so must every result.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.complaints: list[str] = []
        self.methods: set[str] = set()
        self.begun: list[str] = []  # calls, answered or not

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith("/bot"):
            await self._app(scope, receive, send)
            return
        self.begun.append(scope["path"].rpartition("/")[2])
        taken: list[Message] = []
        given: list[Message] = []

        async def read_along() -> Message:
            taken.append(await receive())
            return taken[-1]

        async def listen_in(message: Message) -> None:
            given.append(message)
            await send(message)

        await self._app(scope, read_along, listen_in)
        body = b"".join(each.get("body", b"") for each in given)
        if given and given[0]["status"] == 200 and body.startswith(b"{"):
            await self._compare(scope, taken, json.loads(body)["result"])

    async def _compare(self, scope: Scope, taken: list[Message], result: Any) -> None:
        name = scope["path"].rpartition("/")[2]
        method = next(each for each in bot_api.METHODS if each.lower() == name.lower())
        self.methods.add(method)
        given = await _parameters(Request(scope, _replay(taken)))
        self.complaints += bot_api.complaints_about_request(method, given)
        self.complaints += bot_api.complaints_about_result(method, result)


def _replay(messages: list[Message]) -> Receive:
    rest = [each for each in messages if each["type"] == "http.request"]

    async def receive() -> Message:
        return rest.pop(0) if rest else {"type": "http.request", "body": b"", "more_body": False}

    return receive


async def _parameters(request: Request) -> dict[str, Any]:
    given: dict[str, Any] = dict(request.query_params)
    if "json" in request.headers.get("content-type", ""):
        return given | dict(await request.json())
    async with request.form() as form:
        for name, value in form.multi_items():
            given[name] = value if isinstance(value, str) else await value.read()
    # Files attached by other parameters are not parameters themselves.
    attached = json.dumps([each for each in given.values() if isinstance(each, str)])
    return {name: value for name, value in given.items() if f"attach://{name}" not in attached}
