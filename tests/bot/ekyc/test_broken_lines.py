"""A line that breaks: whether anything was sent is never guessed."""

import asyncio
import gzip
import socket
import traceback
from collections.abc import Awaitable, Callable

import pytest

from bot.ekyc import (
    EkycClient,
    EkycError,
    EkycMisunderstood,
    EkycOutcomeUnknown,
    EkycRefused,
    EkycUnavailable,
    Picture,
    State,
)
from bot.ekyc.client import MOST_BYTES
from tests.bot.ekyc.people import KARIM, a_picture
from tests.bot.ekyc.pretend_service import (
    GOOD_HEAD,
    TOKEN,
    broken_line,
    impatient,
    never_answer,
    read_request,
)

pytestmark = pytest.mark.asyncio(loop_scope="module")

FRONT, BACK, SELFIE = a_picture(40), a_picture(80), a_picture(120)


# Each is tried with a call that may be repeated and with the one that may not.
Behaviour = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def outcomes(url: str) -> tuple[type[EkycError], type[EkycError]]:
    """The errors of a reading and of a submission over the same line; nothing may leak."""
    found: list[type[EkycError]] = []
    async with impatient(url) as client:
        for call in (client.read_card(FRONT, BACK), client.submit(KARIM, SELFIE)):
            with pytest.raises(EkycError) as caught:
                await call
            nothing_leaks(caught.value)
            found.append(type(caught.value))
    return found[0], found[1]


def nothing_leaks(error: EkycError) -> None:
    """No cause, no context, and neither token nor customer in anything printable."""
    assert error.__cause__ is None
    assert error.__context__ is None
    shown = "".join(traceback.format_exception(error)) + repr(error) + repr(vars(error))
    for personal in (TOKEN, *KARIM.personal_values()):
        assert personal not in shown


async def test_a_refused_connection_means_that_nothing_was_sent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

    assert await outcomes(f"http://127.0.0.1:{port}") == (EkycUnavailable, EkycUnavailable)


async def test_a_failed_tls_handshake_means_that_nothing_was_sent() -> None:
    async def answer_in_plain_http(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        await reader.read(100)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    async with broken_line(answer_in_plain_http) as url:
        secure = url.replace("http://", "https://")
        assert await outcomes(secure) == (EkycUnavailable, EkycUnavailable)


async def test_a_tls_handshake_without_end_means_that_nothing_was_sent() -> None:
    async def keep_silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async with broken_line(keep_silent) as url:
        secure = url.replace("http://", "https://")
        assert await outcomes(secure) == (EkycUnavailable, EkycUnavailable)


async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await read_request(reader)


async def hang_up_in_the_head(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await read_request(reader)
    writer.write(b"HTTP/1.1 200 OK\r\nContent-")


async def hang_up_in_the_body(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await read_request(reader)
    writer.write(GOOD_HEAD + b'Content-Length: 900\r\n\r\n{"status": "success"')


async def hang_up_during_the_upload(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    await reader.read(100)
    writer.transport.abort()


async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await read_request(reader)
    writer.write(GOOD_HEAD + b"Content-Length: 900\r\n\r\n")
    while not writer.is_closing():
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.05)


async def speak_no_http(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await read_request(reader)
    writer.write(b"220 mail.example.com ESMTP\r\n")


@pytest.mark.parametrize(
    "behave",
    [
        hang_up,
        hang_up_in_the_head,
        hang_up_in_the_body,
        hang_up_during_the_upload,
        never_answer,
        drip,
        speak_no_http,
    ],
)
async def test_a_line_that_breaks_leaves_the_outcome_of_a_submission_unknown(
    behave: Behaviour,
) -> None:
    async with broken_line(behave) as url:
        assert await outcomes(url) == (EkycUnavailable, EkycOutcomeUnknown)


async def test_a_reply_of_broken_compression_is_no_success() -> None:
    async def squeeze_badly(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(GOOD_HEAD + b"Content-Encoding: gzip\r\nContent-Length: 9\r\n\r\nnot gzip!")

    async with broken_line(squeeze_badly) as url:
        assert await outcomes(url) == (EkycUnavailable, EkycOutcomeUnknown)


async def test_a_reply_that_is_compressed_unasked_is_read() -> None:
    body = gzip.compress(b'{"status": "pending"}')

    async def squeeze(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        length = f"Content-Length: {len(body)}\r\n\r\n".encode()
        writer.write(GOOD_HEAD + b"Content-Encoding: gzip\r\n" + length + body)

    async with broken_line(squeeze) as url, impatient(url) as client:
        assert (await client.ask_status("01711223344")).state is State.PENDING


async def test_a_reply_without_end_is_given_up_at_the_cap() -> None:
    sent = 0

    async def pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        await read_request(reader)
        writer.write(GOOD_HEAD + b"Connection: close\r\n\r\n")
        while sent < 3 * MOST_BYTES:
            writer.write(b"[" * 1_000_000)
            await writer.drain()
            sent += 1_000_000

    async with broken_line(pour) as url, EkycClient(url=url, token=TOKEN) as client:
        with pytest.raises(EkycMisunderstood):
            await client.read_card(FRONT, BACK)
        assert sent < 2 * MOST_BYTES
        sent = 0
        with pytest.raises(EkycOutcomeUnknown):
            await client.submit(KARIM, SELFIE)


async def test_a_refusal_that_comes_before_the_upload_ended_is_still_heard() -> None:
    async def refuse_early(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        await reader.read()

    huge = Picture(content=SELFIE.content + bytes(8_000_000))
    async with broken_line(refuse_early) as url, EkycClient(url=url, token=TOKEN) as client:
        with pytest.raises(EkycRefused, match="HTTP 413"):
            await client.submit(KARIM, huge)
