"""The Bot API's own description, and complaints about whatever does not match it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_DESCRIPTION = json.loads(Path(__file__).with_name("bot_api_10_1.json").read_text("utf-8"))
METHODS: dict[str, Any] = _DESCRIPTION["methods"]
TYPES: dict[str, Any] = _DESCRIPTION["types"]
_PLAIN: dict[str, type | tuple[type, ...]] = {
    "Integer": int,
    "Float": (int, float),
    "String": str,
    "Boolean": bool,
}


def complaints_about_request(method: str, given: dict[str, Any]) -> list[str]:
    """What a request to `method` has too much or lacks; values may be JSON texts."""
    fields = METHODS[method]["fields"]
    found = [f"{method}: unknown parameter {name}" for name in given if name not in fields]
    for name, field in fields.items():
        if name not in given:
            found += [f"{method}: {name} is missing"] if field["required"] else []
            continue
        found += _fewest(field["types"], given[name], f"{method}.{name}")
    return found


def complaints_about_result(method: str, result: Any) -> list[str]:
    """What does not match the result that `method` promises."""
    return _fewest(METHODS[method]["returns"], result, method)


def complaints_about(kind: str, value: Any) -> list[str]:
    """What does not match an object of the type `kind`."""
    return _complaints(kind, value, kind)


def _fewest(kinds: list[str], value: Any, path: str) -> list[str]:
    """The complaints about the best match among several possible kinds."""
    readings = [_complaints(kind, value, path) for kind in kinds]
    return min(readings, key=lambda reading: len(reading))  # noqa: PLW0108  # mypy reads plain `len` too widely


def _complaints(kind: str, value: Any, path: str) -> list[str]:
    if kind.startswith("Array of "):
        value = _read(value, list)
        if not isinstance(value, list):
            return [f"{path} is no array"]
        inner = kind.removeprefix("Array of ")
        return [
            each
            for i, item in enumerate(value)
            for each in _complaints(inner, item, f"{path}[{i}]")
        ]
    if kind == "InputFile":
        return [] if isinstance(value, (bytes, str)) else [f"{path} is no file"]
    if kind in _PLAIN:
        return [] if _is_plain(kind, value) else [f"{path} is no {kind}: {value!r}"]
    if kind == "KeyboardButton" and isinstance(value, str):  # "String can be used instead"
        return []
    value = _read(value, dict)
    if not isinstance(value, dict):
        return [f"{path} is no {kind}"]
    if subtypes := TYPES[kind].get("subtypes"):
        return _fewest(subtypes, value, path)
    return list(_field_complaints(kind, value, path))


def _field_complaints(kind: str, value: dict[str, Any], path: str) -> Iterator[str]:
    fields = TYPES[kind]["fields"]
    for name in value:
        if name not in fields:
            yield f"{path}.{name} does not exist in {kind}"
    for name, field in fields.items():
        if name in value:
            yield from _fewest(field["types"], value[name], f"{path}.{name}")
        elif field["required"]:
            yield f"{path}.{name} is missing"


def _is_plain(kind: str, value: Any) -> bool:
    if kind == "Boolean":
        return isinstance(value, bool) or value in ("true", "false", "True", "False", "1", "0")
    if kind in ("Integer", "Float") and isinstance(value, str):
        return value.lstrip("-").replace(".", "", 1).isdigit()
    return isinstance(value, _PLAIN[kind]) and not isinstance(value, bool)


def _read(value: Any, kind: type) -> Any:
    """Parameters come as JSON texts in forms and addresses."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return None
    return value if isinstance(value, kind) else None
