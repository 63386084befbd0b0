"""Fields of the JSON objects inside a request, each in the type that the Bot API gives it."""

from typing import Any

from bot.sandbox.telegram.errors import Json, bad_request


def string(given: Json, name: str, default: str = "") -> str:
    """A text; a number counts as its digits, as in Telegram's own server."""
    value = given.get(name, default)
    if value is None:
        return default
    if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        return str(value)
    raise bad_request(f'field "{name}" must be of type String')


def integer(given: Json, name: str, default: int = 0) -> int:
    """A number, also one that was sent as a text."""
    value = given.get(name, default)
    if value is None:
        return default
    try:
        if isinstance(value, int | str) and not isinstance(value, bool):
            return int(value)
    except ValueError:
        pass
    raise bad_request(f'field "{name}" must be of type Number')


def objects(given: list[Any], name: str) -> list[Json]:
    """The elements of an array that must all be objects."""
    if not all(isinstance(each, dict) for each in given):
        raise bad_request(f"can't parse {name}: expected an Object")
    return given
