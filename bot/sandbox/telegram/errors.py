"""How Telegram says no: a number, a sentence, and sometimes how long to wait."""

from typing import Any

Json = dict[str, Any]  # one object of the Bot API


class BotApiError(Exception):
    """The request changed nothing; the answer says why in Telegram's words.

    Source of the words: the public sources of Telegram's own Bot API server and of TDLib.
    """

    def __init__(self, code: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> Json:
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


def bad_request(words: str) -> BotApiError:
    return BotApiError(400, f"Bad Request: {words}")


def forbidden(words: str) -> BotApiError:
    return BotApiError(403, f"Forbidden: {words}")


def conflict(words: str) -> BotApiError:
    return BotApiError(409, f"Conflict: {words}")


def too_many_requests(seconds: int) -> BotApiError:
    return BotApiError(
        429, f"Too Many Requests: retry after {seconds}", parameters={"retry_after": seconds}
    )
