"""A reply of the service, and what reading all four has in common; pure, no IO.

Rules of this package on replies:
- The status line counts before the body: a 5xx is an outage whatever its body says.
- HTTP 200 may carry a failure, and a refusal may come as HTTP 400: `status` in the body decides
  within 2xx.
- Envelopes and spellings of all known versions are accepted (1.06, 1.07, 1.08 and later servers);
  a shape outside these is EkycMisunderstood, never a guess.
"""

import contextlib
import http
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self, TypeAlias

from bot.ekyc.errors import (
    EkycBusy,
    EkycCrashed,
    EkycDenied,
    EkycElsewhere,
    EkycError,
    EkycMisunderstood,
    EkycRefused,
    EkycUnavailable,
)
from bot.ekyc.lenient_json import Json, UnreadableJsonError, read_json
from bot.ekyc.reasons import read_code, read_reason
from bot.ekyc.scalars import is_nothing, read_text
from bot.runtime.http_date import read_http_date

Fields: TypeAlias = Mapping[str, Json]

FAILURES = frozenset({"failed", "fail", "failure", "error", "false"})
#: In the body of HTTP 200, where a gateway has the code of the failure in its `status`.
FAILURE_CODE = re.compile(r"[45][0-9]{2}")
#: What a 403 says that means the token, and no customer who "could not be authenticated".
TOKEN = re.compile(
    r"\btoken\b|credential|^(?:you are )?(?:not authenticated|unauthenticated|unauthori[sz]ed)\b"
)
LONG = 256 * 1024  # bytes of a body: it takes milliseconds to read
LONGEST_WAIT = 3600.0  # seconds; a Retry-After beyond an hour is taken as an hour


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A reply with its parsed body.

    `hidden` are the values of the call, including the token, that no error may repeat.
    """

    status: int
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)  # lower-case names
    content: Json = field(repr=False)  # None: not JSON, or longer than the client accepts
    hidden: tuple[str, ...] = field(default=(), repr=False)
    is_long: bool = field(default=False, repr=False)

    @classmethod
    def read(
        cls, status: int, headers: Mapping[str, str], body: bytes | None, hidden: Iterable[str] = ()
    ) -> Self:
        """A reply from its parts; `body` is None when it was too long."""
        content: Json = None
        if body is not None:
            with contextlib.suppress(UnreadableJsonError):
                content = read_json(body)
                content = [] if content is None else content  # Go writes a list without rows so
        lower = {name.lower(): value for name, value in headers.items()}
        is_long = body is not None and len(body) > LONG
        return cls(
            status=status, headers=lower, content=content, hidden=tuple(hidden), is_long=is_long
        )

    @property
    def envelope(self) -> dict[str, Json]:
        """The body as a JSON object; a list of sentences as its errors; otherwise empty."""
        if isinstance(self.content, list) and self.content and isinstance(self.content[0], str):
            return {"errors": self.content}
        return self.content if isinstance(self.content, dict) else {}

    def required_envelope(self) -> dict[str, Json]:
        """The body as a JSON object, or the only one of a list. Raises EkycMisunderstood."""
        content = only(self.content)
        if not isinstance(content, dict):
            raise EkycMisunderstood(f"The reply is not a JSON object (HTTP {self.status})")
        return content


def raise_for_http_status(reply: Reply) -> None:
    """Return for 2xx; otherwise raise the error for a repeatable call."""
    if not 200 <= reply.status < 300:
        raise http_error(reply)


def http_error(reply: Reply) -> EkycError:
    """The error for a status outside 2xx.

    What the service says may name a customer whom the call does not, so it is never part of a
    message that is logged.
    """
    phrase = _phrase(reply.status)
    reason = read_reason(reply.envelope, hidden=reply.hidden)
    if reply.status in {401, 403}:
        names_token = reply.status == 401 or TOKEN.search(reason.lower()) is not None
        message = f"The eKYC service refused the token ({phrase})"
        alone = EkycRefused(reason or phrase, read_code(reply.envelope))
        return EkycDenied(message, refusal=alone, names_token=names_token)
    if 300 <= reply.status < 400 or (
        reply.status in {404, 405}
        and "status" not in reply.envelope  # a web server's page, not the service's
    ):
        said = EkycRefused(reason, read_code(reply.envelope)) if reason else None
        return EkycElsewhere(
            f"The eKYC service is not at the configured address ({phrase})", refusal=said
        )
    if 400 <= reply.status < 500 and reply.status not in {408, 429}:
        return EkycRefused(reason or phrase, read_code(reply.envelope))
    wait = retry_after(reply)
    is_crash = reply.status == http.HTTPStatus.INTERNAL_SERVER_ERROR
    kind = EkycCrashed if is_crash else EkycUnavailable
    if reply.status == 429 or wait is not None:
        kind = EkycBusy
    return kind(f"The eKYC service is not available ({phrase})", retry_after=wait)


def retry_after(reply: Reply) -> float | None:
    """Seconds that Retry-After asks to wait, at most an hour; None if unreadable.

    A date is compared with the reply's own Date header, so that clocks need not agree (RFC 9110,
    10.2.3).
    """
    asked = reply.headers.get("retry-after", "").strip()
    if re.fullmatch(r"[0-9]{1,9}", asked):
        return min(float(asked), LONGEST_WAIT)
    until, now = read_http_date(asked), read_http_date(reply.headers.get("date", ""))
    if until is None or now is None:
        return None
    return min(max((until - now).total_seconds(), 0.0), LONGEST_WAIT)


def read_word(value: Json) -> str:
    """A status word folded for comparison: " PASSED " is "passed", nothing is ""."""
    return (read_text(value) or "").lower()


def only(value: Json) -> Json:
    """The one element of such a list; any other value itself."""
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def first(fields: Fields, keys: tuple[str, ...]) -> Json:
    """The value of the first key that has one, which "N/A" is not."""
    return next((fields[key] for key in keys if not is_nothing(fields.get(key))), None)


def has_failed(envelope: Fields) -> bool:
    """Whether it says that the call failed; the document has only the word of the opposite."""
    said = (envelope.get("status"), envelope.get("success"))
    is_code = FAILURE_CODE.fullmatch(read_word(envelope.get("status"))) is not None
    return is_code or any(value is False or read_word(value) in FAILURES for value in said)


def _phrase(status: int) -> str:
    try:
        return f"HTTP {status} {http.HTTPStatus(status).phrase}"
    except ValueError:
        return f"HTTP {status}"
