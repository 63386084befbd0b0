"""Reading a request to the bot side: Telegram treats query, form, JSON and multipart alike."""

import dataclasses
import json
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request

from bot.sandbox.telegram.errors import BotApiError, Json, bad_request

LARGEST_REQUEST = 51 * 2**20  # bytes: the largest file and the fields around it
LARGEST_FIELD = 2**20


@dataclasses.dataclass(frozen=True, slots=True)
class Upload:
    """A file that came inside the request."""

    name: str
    mime_type: str
    content: bytes = dataclasses.field(repr=False)


class Parameters:
    """The parameters of one call, each read in the type that its method expects."""

    def __init__(self, given: Json, uploads: dict[str, Upload]) -> None:
        self._given = given
        self._uploads = uploads

    def __contains__(self, name: str) -> bool:
        return self._given.get(name) not in (None, "") or name in self._uploads

    def raw(self, name: str) -> Any:
        return self._given.get(name)

    def text(self, name: str) -> str:
        value = self._given.get(name)
        return "" if value is None else str(value)

    def integer(self, name: str, default: int = 0) -> int:
        """A number; anything else counts as 0, as in Telegram's own server."""
        value = self._given.get(name)
        if value in (None, ""):
            return default
        try:
            return int(value)
        except (TypeError, ValueError):
            return 0

    def flag(self, name: str) -> bool:
        value = self._given.get(name)
        return value is True or str(value).lower() in ("true", "yes", "1")

    def json(self, name: str) -> Any:
        """An object or array, sent directly or as JSON text; None if absent."""
        value = self._given.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None

    def object(self, name: str) -> Json:
        value = self.json(name)
        if value is not None and not isinstance(value, dict):
            raise bad_request(f"object expected as {name.replace('_', ' ')}")
        return value or {}

    def array(self, name: str) -> list[Any] | None:
        value = self.json(name)
        if value is not None and not isinstance(value, list):
            raise bad_request(f"expected an Array as {name}")
        return value

    def attached(self, name: str) -> Upload | str | None:
        """The file of a parameter: an upload, or the id or address of one elsewhere."""
        if name in self._uploads:
            return self._uploads[name]
        value = self.text(name)
        return self.behind(value) if value else None

    def behind(self, reference: str) -> Upload | str:
        """The upload that "attach://name" refers to; any other reference is a file id or an
        address.
        """
        if not reference.startswith("attach://"):
            return reference
        upload = self._uploads.get(reference.removeprefix("attach://"))
        if upload is None:
            raise bad_request("file not found in the request by its attach name")
        return upload


async def read(request: Request) -> Parameters:
    """All parameters of a call, the body's before the address's.

    Raises BotApiError if the body is larger than Telegram accepts, or claims to be JSON and is not.
    """
    if int(request.headers.get("content-length", 0)) > LARGEST_REQUEST:
        raise BotApiError(413, "Request Entity Too Large")
    given: Json = dict(request.query_params)
    uploads: dict[str, Upload] = {}
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        given |= await _json(request)
    elif kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
        async with request.form(max_files=100, max_part_size=LARGEST_FIELD) as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    content = await value.read()
                    mime_type = value.content_type or "application/octet-stream"
                    uploads[name] = Upload(value.filename or name, mime_type, content)
                else:
                    given[name] = value
    return Parameters(given, uploads)


async def _json(request: Request) -> Json:
    body = await request.body()
    try:
        given = json.loads(body or b"{}")
    except ValueError:
        raise bad_request("can't parse request: body must be a JSON object") from None
    if not isinstance(given, dict):
        raise bad_request("can't parse request: body must be a JSON object")
    return given
