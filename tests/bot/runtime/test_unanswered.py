"""Why no answer came is a sentence for the operator, the same on both wires."""

import asyncio
import contextlib
import errno
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from bot.ekyc import EkycClient, EkycUnavailable
from bot.runtime.egress import Egress
from bot.runtime.unanswered import why_unanswered
from bot.telegram.client import TelegramClient
from bot.telegram.errors import TelegramUnavailable

PROXY = Egress(proxy="http://127.0.0.1:9")  # where nothing listens
UNKNOWN_NAME = "its host name is not known"
REFUSED = "nothing listens there, or a firewall refuses"
NOT_SECURE = "it does not answer with TLS"
BROKE_OFF = "the connection broke off"
LATE = "no answer in time"


async def telegram_at(url: str, egress: Egress) -> str:
    async with TelegramClient("42:TEST", url, egress) as client:
        with pytest.raises(TelegramUnavailable) as unanswered:
            await client.poll(0, most=1, hold_seconds=0)
    return str(unanswered.value)


async def service_at(url: str, egress: Egress) -> str:
    async with EkycClient(url=url, token="token", egress=egress, question_timeout=0.3) as client:
        with pytest.raises(EkycUnavailable) as unanswered:
            await client.list_log()
    return str(unanswered.value)


Asks = Callable[[str, Egress], Awaitable[str]]
on_both_wires = pytest.mark.parametrize("asks", [telegram_at, service_at])


@contextlib.asynccontextmanager
async def listening(words: bytes | None) -> AsyncIterator[int]:
    """The port of somebody who says these words to whatever is asked and hangs up, or only listens
    (None).
    """

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            await reader.read(-1 if words is None else 1000)
            writer.write(words or b"")
            writer.close()
            await writer.wait_closed()

    async with asyncio.TaskGroup() as answers:

        def hears(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            answers.create_task(answer(reader, writer))

        async with await asyncio.start_server(hears, "127.0.0.1", 0) as server:
            yield server.sockets[0].getsockname()[1]


@on_both_wires
async def test_a_host_without_an_address(asks: Asks, monkeypatch: pytest.MonkeyPatch) -> None:
    def knows_nobody(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", knows_nobody)

    assert UNKNOWN_NAME in await asks("https://services.example.test", Egress())
    through = await asks("https://services.example.test", Egress(proxy="http://proxy.test:80"))
    assert f"the proxy cannot be reached: {UNKNOWN_NAME}" in through
    assert "see HTTPS_PROXY" in through


@on_both_wires
async def test_a_port_at_which_nothing_listens(asks: Asks) -> None:
    assert REFUSED in await asks("http://127.0.0.1:9", Egress())
    through = await asks("https://services.example.test", PROXY)
    assert f"the proxy cannot be reached: {REFUSED}" in through
    assert "see HTTPS_PROXY" in through


@on_both_wires
async def test_somebody_who_does_not_speak_tls(asks: Asks) -> None:
    async with listening(b"HTTP/1.1 400 Bad Request\r\n\r\n") as port:
        assert NOT_SECURE in await asks(f"https://127.0.0.1:{port}", Egress())


@on_both_wires
async def test_somebody_who_hangs_up(asks: Asks) -> None:
    async with listening(b"") as port:
        assert BROKE_OFF in await asks(f"http://127.0.0.1:{port}", Egress())


@on_both_wires
async def test_somebody_who_hangs_up_in_the_middle(asks: Asks) -> None:
    async with listening(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{") as port:
        assert BROKE_OFF in await asks(f"http://127.0.0.1:{port}", Egress())


async def test_somebody_who_says_nothing() -> None:
    async with listening(None) as port:
        assert LATE in await service_at(f"http://127.0.0.1:{port}", Egress())


# -- what cannot be provoked here, as libraries wrap it -----------------------------------------


def wrapped(cause: Exception) -> Exception:
    outer = OSError("All connection attempts failed")
    outer.__cause__ = ExceptionGroup("several", [OSError(), cause])
    return outer


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENETUNREACH, "Network is unreachable"), "the network does not lead there"),
        (OSError(errno.EHOSTUNREACH, "No route to host"), "the network does not lead there"),
        (ConnectionResetError(), BROKE_OFF),
        (TimeoutError(), LATE),
        (ssl.SSLError(1, "[SSL: TLSV1_ALERT_PROTOCOL_VERSION] x"), NOT_SECURE),
    ],
)
def test_each_cause_that_a_library_wraps_has_its_words(error: Exception, words: str) -> None:
    assert why_unanswered(error).startswith(words)
    assert why_unanswered(wrapped(error)).startswith(words)


def test_what_is_known_by_no_words_is_named_by_its_type() -> None:
    assert why_unanswered(KeyError("Asaduzzaman")) == "KeyError"
