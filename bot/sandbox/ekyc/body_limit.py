"""Refusing request bodies that are larger than two photos can be."""

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_BODY = 25_000_000  # bytes; Telegram gives bots no file over 20 MB


class BodyLimit:
    """ASGI middleware: reading a body beyond the limit raises HTTPException 413 in the endpoint.

    Starlette's own limit answers in plain text; this service answers every error in JSON.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, counting what is read of its body."""
        received = 0

        async def counted_receive() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > MAX_BODY:
                raise HTTPException(413, f"The request body is larger than {MAX_BODY} bytes.")
            return message

        await self._app(scope, counted_receive, send)
