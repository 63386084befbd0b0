"""A proxy in front of the webhooks of one or more bots, each of which may be away."""

import httpx
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

_KEPT = ("content-type", "x-telegram-bot-api-secret-token")


class Relay:
    """Passes each post on to one of these ports in turn, and to the next if that fails.

    `asked` is the port to which the last one was passed on.
    """

    def __init__(self, *ports: int) -> None:
        self._ports = list(ports)
        self.asked = ports[0]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        answer = Response(status_code=502)
        for _ in self._ports:
            self.asked = self._ports[0]
            self._ports = [*self._ports[1:], self.asked]
            answer = await self._passed_on(f"http://127.0.0.1:{self.asked}", request)
            if answer.status_code < 500:
                break
        await answer(scope, receive, send)

    async def _passed_on(self, bot: str, request: Request) -> Response:
        headers = {name: request.headers[name] for name in _KEPT}
        body = await request.body()
        # Plain http; loading authorities is slow.
        async with httpx.AsyncClient(trust_env=False, verify=False) as http:  # noqa: S501
            try:
                reply = await http.post(f"{bot}{request.url.path}", content=body, headers=headers)
            except httpx.TransportError:
                return Response(status_code=502)
        after = {name: reply.headers[name] for name in ("retry-after",) if name in reply.headers}
        return Response(reply.content, reply.status_code, after)
