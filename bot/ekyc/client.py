"""The four calls over HTTP: build the request, send it, read the reply.

All rules about content are in the other, pure modules. This one has only what needs a socket:

- An exception of httpx never leaves, not even as a cause: it would carry the token.
- Requests that were certainly not sent are distinguished from those that may have been.
- Each call has its own connection. The other side may just have closed a kept one, which would make
  a submission "unknown" that was never sent.
- Redirects are not followed and cookies not kept: a redirect turns POST into GET and may send the
  token elsewhere.
"""

import asyncio
import hashlib
from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Self

import httpx

from bot.ekyc import requests
from bot.ekyc.address import checked_address, checked_token
from bot.ekyc.apart import apart
from bot.ekyc.errors import (
    EkycError,
    EkycOutcomeUnknown,
    EkycUnavailable,
    EkycUntrusted,
)
from bot.ekyc.models import LogPage, Picture, Reading, Registration, Status
from bot.ekyc.registration_replies import check_submission, read_reading
from bot.ekyc.replies import LONG, Reply
from bot.ekyc.requests import Part, Request
from bot.ekyc.verification_replies import read_log_page, read_status
from bot.runtime.egress import Egress
from bot.runtime.unanswered import BROKE_OFF, refused_certificate, why_unanswered

_DIGEST_LENGTH = 16  # characters; a token is long and random, so its digest needs no key

MOST_BYTES = 25 * 1024 * 1024  # of a reply; both sides of a card in base64 are far smaller
MOST_CONNECTIONS = 512  # 300 readings at once, and room for everything else

#: Of a submission: soon enough that its first byte leaves in time (bot/errands/departure.py).
_LONGEST_CONNECTING = 4.0  # seconds

#: What httpcore tells before it writes the first byte (HTTPX, "Extensions", trace).
_LEAVES = "http11.send_request_headers.started"

# When these are raised, no byte of a request has left.
NOTHING_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)


class EkycClient:
    """The eKYC service as its document, version 1.07, describes it.

    Time-outs are in seconds. The reading's is long because a later server makes five calls of up to
    30 s each for one card (docs/ekyc-api.md, 3.1). Each limits the silence; a slow reply is given
    up after twice that time.

    `on_date` is called with the date of every answer. Raises ValueError for an invalid address or
    token.
    """

    def __init__(
        self,
        *,
        url: str,
        token: str,
        connect_timeout: float = 10.0,
        reading_timeout: float = 180.0,
        submission_timeout: float = 90.0,
        question_timeout: float = 30.0,
        egress: Egress = Egress(),  # noqa: B008 - frozen
        on_date: Callable[[str], None] | None = None,
    ) -> None:
        self._on_date = on_date
        self._url = checked_address(url)
        self._token = checked_token(token)
        self._connect_timeout = connect_timeout
        self._reading_timeout = reading_timeout
        self._submission_timeout = submission_timeout
        self._question_timeout = question_timeout
        proxy = egress.proxy_to(self._url)
        self._is_proxied = proxy is not None
        self._http = httpx.AsyncClient(
            headers={
                "Authorization": f"Token {self._token}",
                "Accept": "application/json",
                "Accept-Encoding": "identity",  # a small reply must not unpack to a huge one
                "User-Agent": "onboarding-bot",
            },
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            limits=httpx.Limits(max_connections=MOST_CONNECTIONS, max_keepalive_connections=0),
            follow_redirects=False,
            verify=egress.authorities(),
            proxy=proxy,
            trust_env=False,  # no unexpected .netrc
        )

    @property
    def token_digest(self) -> str:
        """A digest that recognises a token without revealing it."""
        return hashlib.sha256(self._token.encode()).hexdigest()[:_DIGEST_LENGTH]

    def has_token(self, digest: str) -> bool:
        """Whether calls are made with the token of this digest."""
        return digest == self.token_digest

    def use_token(self, token: str) -> None:
        """Call with this token from now on; raises ValueError for an invalid one."""
        self._token = checked_token(token)
        self._http.headers["Authorization"] = f"Token {self._token}"

    def held_back(self) -> frozenset[str]:
        """The kinds of calls that pause: none, unless a subclass holds some back."""
        return frozenset()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close all connections."""
        await self._http.aclose()

    async def read_card(self, front: Picture, back: Picture, *, crop: bool = True) -> Reading:
        """Step 1: have both sides of a card read. The service stores nothing, so it may be
        repeated.

        Raises EkycRefused when the card could not be read, EkycUnavailable, EkycDenied,
        EkycMisunderstood.
        """
        request = requests.card_request(front, back, crop=crop)
        reply = await self._exchange(request, seconds=self._reading_timeout)
        return await apart(reply.is_long, read_reading, reply)

    async def submit(
        self,
        registration: Registration,
        photo: Picture,
        *,
        before_leaving: Callable[[], None] = lambda: None,
    ) -> None:
        """Step 2: submit the application. Returns only when the service clearly accepted it.

        `before_leaving` is called when the connection is made and the first byte would leave; if
        it raises, nothing is sent. Raises EkycRefused, EkycOutcomeUnknown, EkycUnavailable,
        EkycDenied.
        """
        reply = await self._exchange(
            requests.submission_request(registration, photo),
            seconds=self._submission_timeout,
            connect_seconds=min(self._connect_timeout, _LONGEST_CONNECTING),
            lost=EkycOutcomeUnknown,
            hidden=registration.personal_values(),
            before_leaving=before_leaving,
        )
        await apart(reply.is_long, check_submission, reply)

    async def ask_status(
        self,
        mobile_number: str,
        *,
        urgent: bool = False,  # noqa: ARG002 - only a client that paces its questions needs it
    ) -> Status:
        """The state of the one verification that the service shows for this mobile number.

        It may be an older application or another person's: compare the NID number. An urgent
        question does not wait for its turn. Raises EkycNotFound, EkycRefused, EkycUnavailable,
        EkycDenied, EkycMisunderstood.
        """
        request = requests.status_request(mobile_number)
        reply = await self._exchange(
            request, seconds=self._question_timeout, hidden=(mobile_number,)
        )
        return await apart(reply.is_long, read_status, reply)

    async def list_log(self, *, status: str = "all", page: int = 1, per_page: int = 50) -> LogPage:
        """One page of the log; `status` is all, passed, failed or pending (there is no invalid).

        Raises EkycMisunderstood, EkycRefused, EkycUnavailable, EkycDenied.
        """
        request = requests.log_request(status=status, page=page, per_page=per_page)
        reply = await self._exchange(request, seconds=self._question_timeout)
        return await apart(reply.is_long, read_log_page, reply, number=page)

    async def _exchange(
        self,
        request: Request,
        *,
        seconds: float,
        connect_seconds: float | None = None,
        lost: type[EkycUnavailable | EkycOutcomeUnknown] = EkycUnavailable,
        hidden: Iterable[str] = (),
        before_leaving: Callable[[], None] = lambda: None,
    ) -> Reply:
        """Send one request and collect its reply, raising `lost` when it may have been sent."""
        problem: EkycError
        timeout = httpx.Timeout(seconds, connect=connect_seconds or self._connect_timeout)
        try:
            async with (
                asyncio.timeout(2 * seconds),
                self._sent(request, timeout, before_leaving) as response,
            ):
                return await self._read(response, hidden)
        except NOTHING_SENT as error:
            problem = _unreachable(error, is_proxied=self._is_proxied)
        except (httpx.HTTPError, TimeoutError) as error:
            is_cut = isinstance(error, httpx.RemoteProtocolError)
            why = BROKE_OFF if is_cut else why_unanswered(error)
            problem = lost(f"The eKYC service gave no whole answer ({why})")
        raise problem  # outside of `except`, so that no context carries the request

    def _sent(
        self, request: Request, timeout: httpx.Timeout, before_leaving: Callable[[], None]
    ) -> AbstractAsyncContextManager[httpx.Response]:
        """The response to the request, whose body has yet to be collected."""

        async def follow(event: str, _: object) -> None:
            if event == _LEAVES:
                before_leaving()

        return self._http.stream(
            request.method,
            self._url + request.path,
            params=request.query,
            files=[_multipart(part) for part in request.parts],
            timeout=timeout,
            extensions={"trace": follow},
        )

    async def _read(self, response: httpx.Response, hidden: Iterable[str]) -> Reply:
        """The whole reply; no error may repeat the token or one of the `hidden` values."""
        body = await _collect(response)
        if self._on_date and (date := response.headers.get("date")):
            self._on_date(date)
        return await apart(
            len(body or b"") > LONG,
            Reply.read,
            response.status_code,
            response.headers,
            body,
            hidden=(self._token, *hidden),
        )


def _unreachable(error: Exception, *, is_proxied: bool) -> EkycUnavailable:
    """The reason why nothing was sent, for the operator."""
    if found := refused_certificate(error):
        return EkycUntrusted(
            f"The certificate of the eKYC service is not accepted ({found}); see SSL_CERT_FILE"
        )
    if isinstance(error, httpx.ProxyError):
        return EkycUnavailable(f"The proxy to the eKYC service refuses ({error}); see HTTPS_PROXY")
    why = why_unanswered(error, is_proxied=is_proxied)
    return EkycUnavailable(f"The eKYC service cannot be reached ({why})")


async def _collect(response: httpx.Response) -> bytes | None:
    """The body, or None as soon as it is longer than we accept."""
    body = bytearray()
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > MOST_BYTES:
            return None
    return bytes(body)


def _multipart(part: Part) -> tuple[str, tuple[str | None, bytes, str | None]]:
    """A part as httpx takes it; without a file name it becomes a plain form field."""
    return part.name, (part.file_name, part.content, "image/jpeg" if part.file_name else None)
