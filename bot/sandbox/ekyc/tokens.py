"""Who is calling: a token per agent in the Authorization header."""

import hashlib
from collections.abc import Iterable

from starlette.exceptions import HTTPException
from starlette.requests import Request


class Tokens:
    """The valid tokens, kept as digests; a digest identifies the agent in the database."""

    def __init__(self, tokens: Iterable[str]) -> None:
        self._agents = {_digest(token) for token in tokens}

    def agent(self, request: Request) -> str:
        """Return the agent whose token the request carries as `Token …`; raises HTTPException 401.

        The words are those of Django REST framework, on which the real service is built.
        """
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme != "Token":
            raise _unauthorized("Authentication credentials were not provided.")
        if _digest(token) not in self._agents:
            raise _unauthorized("Invalid token.")
        return _digest(token)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()[:16]


def _unauthorized(detail: str) -> HTTPException:
    return HTTPException(401, detail, headers={"WWW-Authenticate": "Token"})
