"""A lane to Telegram: the connections that calls of one kind share.

A small call borrows a connection of aiohttp, which opens, keeps, limits and encrypts it and parses
the answer, but no session, whose objects for each request and answer are half of what a call costs
(docs/performance.md).
"""

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field

from yarl import URL

from bot.telegram.light_import import aiohttp

_JSON = {"Content-Type": "application/json"}
_CONNECT_SECONDS = 10.0
_CONNECTING = aiohttp.ClientTimeout(sock_connect=_CONNECT_SECONDS)


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    content: bytes = field(repr=False)


class Lane:
    """At most `size` connections; waiting for a free one has no limit, an answer's silence has.

    Calls raise aiohttp.ClientError, TimeoutError and aiohttp.http.HttpProcessingError.
    """

    def __init__(
        self,
        api_url: str,
        size: int,
        *,
        authorities: ssl.SSLContext,
        proxy: str | None,
        user_agent: str,
    ) -> None:
        address = URL(api_url)
        self._connector = aiohttp.TCPConnector(limit=size, ssl=authorities)
        self._session = aiohttp.ClientSession(
            connector=self._connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": user_agent},
            proxy=proxy,
        )
        # Where all calls go, and the headers that they share; it is never sent itself.
        self._target = aiohttp.ClientRequest(
            "GET",
            address,
            headers={"User-Agent": user_agent, **_JSON},
            loop=asyncio.get_running_loop(),
            proxy=URL(proxy) if proxy else None,
        )
        named = (f"{name}: {value}\r\n" for name, value in self._target.headers.items())
        self._headers = "".join(named)
        # A proxy of encrypted connections only carries them; of others it reads the requests.
        self._is_direct = proxy is None or address.scheme == "https"

    async def close(self) -> None:
        await self._session.close()

    async def request(
        self, method: str, url: str, data: aiohttp.FormData | bytes | None, read_seconds: float
    ) -> Answer:
        """Any call, such as one with files."""
        async with self._session.request(
            method,
            URL(url, encoded=True),
            data=data,
            headers=_JSON if isinstance(data, bytes) else None,
            timeout=aiohttp.ClientTimeout(sock_connect=_CONNECT_SECONDS, sock_read=read_seconds),
            allow_redirects=False,
        ) as response:
            return Answer(response.status, response.headers, await response.read())

    async def post(self, url: str, body: bytes, read_seconds: float) -> Answer:
        """A call with JSON."""
        if not self._is_direct:
            return await self.request("POST", url, body, read_seconds)
        path = url.split("/", 3)[3]
        head = f"POST /{path} HTTP/1.1\r\n{self._headers}Content-Length: {len(body)}\r\n\r\n"
        connection = await self._connector.connect(self._target, [], _CONNECTING)
        try:
            protocol, transport = connection.protocol, connection.transport
            assert protocol is not None
            protocol.set_response_params(read_timeout=read_seconds)
            if transport:  # if it was lost while it was handed over, reading says so
                transport.write(head.encode() + body)
            protocol.start_timeout()
            message, content = await protocol.read()
            while message.code < 200:  # not the answer yet
                message, content = await protocol.read()
            answer = Answer(message.code, message.headers, await content.read())
        except BaseException:
            connection.close()
            raise
        connection.release()
        return answer
