"""HTTP connections to Telegram, in lanes, so that quick calls never wait behind slow ones.

Answers are checked here as well: only Telegram's own reach PTB. A proxy's page says nothing about
our message, whatever its status.
"""

import contextlib
import json
import math
from collections.abc import Callable, Mapping
from typing import Any, cast

import msgspec
from telegram.error import BadRequest, NetworkError
from telegram.request import BaseRequest, RequestData

from bot.observation import Observer, timed
from bot.runtime.egress import Egress
from bot.runtime.unanswered import BROKE_OFF, why_unanswered
from bot.telegram.lane import Lane
from bot.telegram.light_import import aiohttp

#: The most open connections for each kind of call. Not PTB's own HTTPXRequest: httpcore goes
#: through its whole pool for every call (its issue 1035), so with 200 agents at once a call cost
#: several times more; docs/performance.md has the figures.
_LANES = {"polls": 2, "presses": 64, "signs": 16, "files": 16, "messages": 256}

_LANE_OF_METHOD = {
    "getupdates": "polls",
    "answercallbackquery": "presses",
    "setmessagereaction": "signs",
    "sendchataction": "signs",
    "getfile": "files",
    "file": "files",  # as `_method` calls the fetching of one
    "sendphoto": "files",
    "senddocument": "files",
}

_ANSWER_SECONDS = 25.0  # a late reply is better than an unknown outcome

_LONGEST_PAUSE = 86_400  # seconds; longer waits are cut to this


class FloodControl(NetworkError):
    """Telegram asked for a pause of `seconds`.

    Replaces PTB's RetryAfter, whose number cannot be read without a deprecation warning.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__("flood control")
        self.seconds = seconds


class NotReached(NetworkError):
    """No answer of Telegram's came back; the message names only the reason."""


#: How a call ended, for whoever observes it; the first that fits.
_RESULTS = (
    (FloodControl, "flood"),
    (BadRequest, "refused"),
    (NetworkError, "unavailable"),
)


class Parameters(dict[str, Any]):
    """What a call without files sends, in place of PTB's object for each parameter."""

    contains_files = False


class Connections(BaseRequest):
    """PTB's Bot sends its requests through this; `api_url` has no slash at its end."""

    def __init__(
        self,
        api_url: str,
        egress: Egress,
        on_date: Callable[[str], None] | None,
        observer: Observer,
    ) -> None:
        self._on_date = on_date
        self._observer = observer
        self._api_url = api_url
        self._files_at = f"{api_url}/file/"
        self._authorities = egress.authorities()
        self._proxy = egress.proxy_to(api_url)
        self._lanes: dict[str, Lane] = {}

    @property
    def read_timeout(self) -> float:
        return _ANSWER_SECONDS

    async def initialize(self) -> None:
        """Open all lanes; PTB calls it twice, once for polls and once for the rest."""
        for lane, size in _LANES.items():
            if lane not in self._lanes:
                self._lanes[lane] = Lane(
                    self._api_url,
                    size,
                    authorities=self._authorities,
                    proxy=self._proxy,
                    user_agent=self.USER_AGENT,
                )

    async def shutdown(self) -> None:
        """Close all lanes, also when this is cancelled meanwhile."""
        async with contextlib.AsyncExitStack() as closing:
            for lane in self._lanes.values():
                closing.push_async_callback(lane.close)
            self._lanes = {}

    async def call(
        self, url: str, parameters: Parameters, read_timeout: float | None = None
    ) -> object:
        """The result of a call without files; raises PTB's exceptions."""
        # PTB only hands the parameters on to `do_request`.
        given = cast("RequestData", parameters)
        return await self.post(url, given, read_timeout=read_timeout)

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | Parameters | None = None,
        read_timeout: Any = None,
        *_: Any,
        **__: Any,
    ) -> tuple[int, bytes]:
        """Make the call in its lane, waiting for a free connection.

        Raises FloodControl and NotReached, and BadRequest for an answer that is final.
        """
        is_given = isinstance(read_timeout, int | float)
        seconds = float(read_timeout) if is_given else _ANSWER_SECONDS
        with timed(self._observer.telegram_called, self._method(url), _RESULTS) as timing:
            status, content = await self._answer(url, method, request_data, seconds)
            if status >= 400:
                timing.result = "refused"
        return status, content

    def _method(self, url: str) -> str:
        """The name of the call; an address of a file contains one that Telegram chose."""
        return "file" if url.startswith(self._files_at) else url.rpartition("/")[2]

    async def _answer(
        self,
        url: str,
        method: str,
        request_data: RequestData | Parameters | None,
        read_seconds: float,
    ) -> tuple[int, bytes]:
        name = _LANE_OF_METHOD.get(self._method(url).lower(), "messages")
        lane, body = self._lanes[name], _body(request_data)
        try:
            if isinstance(body, bytes):
                answer = await lane.post(url, body, read_seconds)
            else:
                answer = await lane.request(method, url, body, read_seconds)
        except (aiohttp.ClientError, aiohttp.http.HttpProcessingError, TimeoutError) as error:
            raise NotReached(self._in_words(error)) from None
        status, content, date = answer.status, answer.content, answer.headers.get("Date")
        if self._on_date and date:
            self._on_date(date)
        if status >= 400:
            if url.startswith(self._files_at):
                # An expired path: a 404 here is about the file, not about the token.
                raise (BadRequest if status < 500 else NotReached)(f"file: HTTP {status}")
            if status == 413:  # from Telegram or a proxy: it is final
                raise BadRequest("HTTP 413: too large")
            refusal = _read_object(content)
            if not _is_refusal(refusal):
                raise NotReached(f"HTTP {status} that is not Telegram's")
            parameters = refusal.get("parameters")
            if isinstance(parameters, dict) and "retry_after" in parameters:
                raise _flood_control(parameters["retry_after"])
            if status >= 500:
                raise NotReached(f"HTTP {status}")
        return status, content

    def _in_words(self, error: Exception) -> str:
        match error:
            case aiohttp.ClientHttpProxyError(status=status):
                return f"the proxy refuses: HTTP {status}; see HTTPS_PROXY"
            case aiohttp.ServerDisconnectedError() | aiohttp.ClientPayloadError():
                return BROKE_OFF
        return why_unanswered(error, is_proxied=self._proxy is not None)

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer as an object; PTB would print a broken one, including customers' words."""
        answer = _read_object(payload)
        if "result" not in answer and not _is_refusal(answer):
            raise NotReached("an answer that is not Telegram's")
        return answer


def _body(given: RequestData | Parameters | None) -> bytes | aiohttp.FormData | None:
    if given is None:
        return None
    if isinstance(given, Parameters):
        return msgspec.json.encode(given)
    if not given.contains_files:
        # PTB's own way is a form, in which every value is written as JSON and then quoted.
        return msgspec.json.encode(given.parameters)
    form = aiohttp.FormData(given.json_parameters)
    for name, (file_name, content, kind) in given.multipart_data.items():
        form.add_field(name, content, filename=file_name, content_type=kind)
    return form


def _read_object(content: bytes) -> dict[str, Any]:
    """The JSON object in a body; empty if there is none."""
    try:
        answer = json.loads(content.decode(errors="replace"))
    except (ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) else {}


def _is_refusal(answer: Mapping[str, Any]) -> bool:
    """Whether this is a refusal by the Bot API (its description, "Making requests")."""
    return answer.get("ok") is False


def _flood_control(seconds: object) -> NetworkError:
    """Without a sensible time it is treated like any other outage."""
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return NotReached("flood control")
    if 0 <= seconds < math.inf:
        return FloodControl(float(min(seconds, _LONGEST_PAUSE)))
    return NotReached("flood control")
