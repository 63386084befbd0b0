"""The client over real HTTP: against a strict service, and over lines that break."""

import asyncio
import gzip
import logging
import socket
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import pytest_asyncio
from starlette.responses import Response

from bot.ekyc import (
    EkycClient,
    EkycDenied,
    EkycError,
    EkycMisunderstood,
    EkycNotFound,
    EkycOutcomeUnknown,
    EkycRefused,
    EkycUnavailable,
    Picture,
    Verdict,
)
from bot.ekyc.client import MOST_BYTES

from .people import KARIM, a_picture
from .pretend_service import TOKEN, PretendService, answer, broken_line, read_request, running

pytestmark = pytest.mark.asyncio(loop_scope="module")

FRONT, BACK, SELFIE = a_picture(40), a_picture(80), a_picture(120)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def one_service() -> AsyncIterator[PretendService]:
    async with running(PretendService()) as service:
        yield service


@pytest.fixture
def service(one_service: PretendService) -> PretendService:
    one_service.forget()
    return one_service


@pytest_asyncio.fixture(loop_scope="module")
async def client(service: PretendService) -> AsyncIterator[EkycClient]:
    async with EkycClient(url=service.url, token=TOKEN) as client:
        yield client
    assert service.complaints == []


def impatient(url: str) -> EkycClient:
    """A client with a short time-out, for connections without an answer."""
    return EkycClient(
        url=url,
        token=TOKEN,
        connect_timeout=0.3,
        reading_timeout=0.3,
        submission_timeout=0.3,
        question_timeout=0.3,
    )


# The four calls.


async def test_a_card_is_sent_as_the_document_says_and_its_reading_comes_back(
    service: PretendService, client: EkycClient
) -> None:
    reading = await client.read_card(FRONT, BACK)

    assert service.queries == [{"step": "1", "crop": "1"}]
    assert service.files == {"id_front": FRONT.content, "id_back": BACK.content}
    assert reading.name_bangla == "মোঃ করিম হাওলাদার"  # UTF-8 in spite of the header
    assert reading.front_image is not None


async def test_a_card_can_be_sent_without_asking_for_a_crop(
    service: PretendService, client: EkycClient
) -> None:
    await client.read_card(FRONT, BACK, crop=False)

    assert service.queries == [{"step": "1"}]


async def test_a_registration_is_sent_as_the_document_says(
    service: PretendService, client: EkycClient
) -> None:
    await client.submit(KARIM, SELFIE)

    assert service.texts == KARIM.to_form()
    assert service.files == {"applicant_photo": SELFIE.content}


async def test_before_the_first_byte_of_a_registration_it_can_be_held_back(
    service: PretendService, client: EkycClient
) -> None:
    class TooLate(Exception):
        pass

    def refuse() -> None:
        raise TooLate

    with pytest.raises(TooLate):
        await client.submit(KARIM, SELFIE, before_leaving=refuse)

    assert service.texts == {}
    await client.submit(KARIM, SELFIE)
    assert service.texts == KARIM.to_form()


async def test_a_reading_goes_back_letter_by_letter(
    service: PretendService, client: EkycClient
) -> None:
    service.step_1 = answer("card_dob_with_stray_slash.json")
    reading = await client.read_card(FRONT, BACK)
    assert reading.date_of_birth is not None

    await client.submit(
        type(KARIM)(
            nid_number=KARIM.nid_number,
            date_of_birth=reading.date_of_birth,
            name_bangla=reading.name_bangla or "",
            name_english=reading.name_english or "",
            father_name=reading.father_name or "",
            mother_name=reading.mother_name or "",
            present_address=reading.address or "",
            permanent_address=reading.address or "",
            front_name=reading.front_name,
            back_name=reading.back_name,
            gender=KARIM.gender,
            profession=KARIM.profession,
            nominee=KARIM.nominee,
            nominee_relation=KARIM.nominee_relation,
            mobile_number=KARIM.mobile_number,
        ),
        SELFIE,
    )

    assert service.texts["dob"] == "1991/03/07/"
    assert service.texts["id_front_name"] == "card_7f31_front.jpg"


async def test_the_status_of_a_mobile_number_is_asked_and_read(
    service: PretendService, client: EkycClient
) -> None:
    status = await client.ask_status("01711223344")

    assert service.texts == {"mobile_number": "01711223344"}
    assert status.verdict is Verdict.PASSED


async def test_an_unknown_mobile_number_is_not_found(
    service: PretendService, client: EkycClient
) -> None:
    service.status = answer("status_unknown_mobile.json")

    with pytest.raises(EkycNotFound):
        await client.ask_status("01711223344")


async def test_a_page_of_the_log_is_asked_and_read(
    service: PretendService, client: EkycClient
) -> None:
    service.log = lambda *_: answer("log_v107.json")
    page = await client.list_log(status="passed", page=2, per_page=3)

    assert service.queries == [{"status": "passed", "page": "2", "per_page": "3"}]
    assert len(page.rows) == 3


async def test_no_cookie_is_kept_and_no_compression_asked_for(
    service: PretendService, client: EkycClient
) -> None:
    service.status = answer("status_pending.json", set_cookie="sessionid=1; Path=/")
    await client.ask_status("01711223344")
    await client.ask_status("01711223344")  # the service would complain of a cookie

    assert service.headers["accept-encoding"] == "identity"
    assert service.headers["connection"] == "keep-alive"


async def test_the_environment_has_no_say(
    service: PretendService, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "all_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")

    async with EkycClient(url=service.url, token=TOKEN) as client:
        await client.ask_status("01711223344")


async def test_three_hundred_cards_are_read_at_once(
    service: PretendService, client: EkycClient
) -> None:
    everybody = asyncio.Barrier(300)
    service.before_answering = lambda: _wait_for(everybody)

    readings = await asyncio.gather(*(client.read_card(FRONT, BACK) for _ in range(300)))

    assert len(readings) == 300


async def _wait_for(everybody: asyncio.Barrier) -> None:
    async with asyncio.timeout(20):
        await everybody.wait()


# Sweeps of the log.


def row(number: int, status: str = "pending") -> dict[str, str]:
    return {
        "customer_mobile_number": f"017{number:08d}",
        "customer_name": "Salma Khatun",
        "customer_nid_number": "3268483744",
        "submitted_on": "02/11/2024",
        "verification_status": status,
    }


def paged(
    total: int, *, past_the_end: str = "empty", most_per_page: int = 1000
) -> Callable[[int, int], object]:
    """A log of `total` rows with one of the habits known of page numbers past the end."""

    def answer_page(page: int, per_page: int) -> object:
        size = min(per_page, most_per_page)
        pages = max(1, -(-total // size))
        if page > pages and past_the_end == "refused":
            return answer("log_invalid_page.404.json")
        if page > pages and past_the_end == "last page again":
            page = pages
        return [row(number) for number in range(total)[(page - 1) * size : page * size]]

    return answer_page


@pytest.mark.parametrize("past_the_end", ["empty", "refused", "last page again"])
@pytest.mark.parametrize(("total", "calls"), [(0, 1), (1, 2), (4, 2), (5, 2), (8, 3)])
async def test_a_sweep_sees_every_row_once_whatever_follows_the_last_page(
    service: PretendService, client: EkycClient, past_the_end: str, total: int, calls: int
) -> None:
    service.log = paged(total, past_the_end=past_the_end)

    rows = (await client.sweep_log(per_page=4)).rows

    assert [row.mobile_number for row in rows] == [f"017{n:08d}" for n in range(total)]
    assert len(service.queries) == calls
    assert all(query["status"] == "all" for query in service.queries)


async def test_a_sweep_follows_a_page_size_that_is_capped_in_silence(
    service: PretendService, client: EkycClient
) -> None:
    service.log = paged(45, most_per_page=20)

    assert len((await client.sweep_log(per_page=50)).rows) == 45


async def test_a_sweep_stops_where_paging_is_ignored(
    service: PretendService, client: EkycClient
) -> None:
    service.log = lambda *_: [row(number) for number in range(60)]

    assert len((await client.sweep_log(per_page=50)).rows) == 60
    assert len(service.queries) == 1


async def test_a_sweep_stops_at_the_total_that_is_named(
    service: PretendService, client: EkycClient
) -> None:
    service.log = lambda *_: {"total_pages": 1, "data": [row(1), row(2)]}

    sweep = await client.sweep_log(per_page=2)

    assert (len(sweep.rows), sweep.is_whole) == (2, True)
    assert len(service.queries) == 1


async def test_a_sweep_never_takes_more_pages_than_allowed(
    service: PretendService, client: EkycClient
) -> None:
    service.log = paged(1000)

    sweep = await client.sweep_log(per_page=4, most_pages=3)

    assert (len(sweep.rows), sweep.is_whole) == (12, False)
    assert len(service.queries) == 3


async def test_a_sweep_that_breaks_half_way_gives_nothing_rather_than_half(
    service: PretendService, client: EkycClient
) -> None:
    service.log = lambda page, _: (
        [row(number) for number in range(4)] if page == 1 else answer("bad_gateway.502.html")
    )

    with pytest.raises(EkycUnavailable):
        await client.sweep_log(per_page=4)


# Refusals over HTTP.


async def test_a_time_to_wait_comes_through(service: PretendService, client: EkycClient) -> None:
    service.status = answer("throttled.429.json", retry_after="17")

    with pytest.raises(EkycUnavailable) as unavailable:
        await client.ask_status("01711223344")

    assert unavailable.value.retry_after == 17.0


async def test_a_refusal_does_not_repeat_the_customer_or_the_token(
    service: PretendService, client: EkycClient
) -> None:
    service.step_2 = Response(
        f'{{"message": "{KARIM.name_bangla} {KARIM.name_english} {KARIM.mobile_number} {TOKEN}"}}',
        400,
    )

    with pytest.raises(EkycRefused) as refusal:
        await client.submit(KARIM, SELFIE)

    assert refusal.value.reason == "… … … …"


async def test_a_redirect_is_never_followed(service: PretendService) -> None:
    async with EkycClient(url=service.url + "/moved", token=TOKEN) as client:
        for call in (
            client.read_card(FRONT, BACK),
            client.ask_status("01711223344"),
            client.list_log(),
        ):
            with pytest.raises(EkycDenied, match="not at the configured address"):
                await call
        with pytest.raises(EkycOutcomeUnknown):
            await client.submit(KARIM, SELFIE)


async def test_a_wrong_path_is_for_the_operator(service: PretendService) -> None:
    async with EkycClient(url=service.url + "/api", token=TOKEN) as client:
        with pytest.raises(EkycDenied, match="not at the configured address"):
            await client.submit(KARIM, SELFIE)


async def test_a_wrong_address_or_token_is_refused_before_anything_is_sent() -> None:
    with pytest.raises(ValueError, match="must begin with https,"):
        EkycClient(url="http://ekyc.example.com", token=TOKEN)
    with pytest.raises(ValueError, match="must be one word"):
        EkycClient(url="https://ekyc.example.com", token="")


# Lines that break. Each is tried with a call that may be repeated and with the one that may not.

Behaviour = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
GOOD_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


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


async def never_answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await read_request(reader)
    await reader.read()


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
        assert (await client.ask_status("01711223344")).verdict is Verdict.PENDING


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


async def test_each_call_has_a_connection_of_its_own() -> None:
    """A kept connection, just closed by the server, would needlessly make a submission unknown."""
    connections = 0

    async def answer_and_stay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        await read_request(reader)
        writer.write(GOOD_HEAD + b'Content-Length: 21\r\n\r\n{"status": "success"}')
        await reader.read()

    async with broken_line(answer_and_stay) as url, impatient(url) as client:
        await client.submit(KARIM, SELFIE)
        await client.submit(KARIM, SELFIE)

    assert connections == 2


async def test_a_cancelled_call_stops_at_once() -> None:
    async with broken_line(never_answer) as url, EkycClient(url=url, token=TOKEN) as client:
        call = asyncio.create_task(client.submit(KARIM, SELFIE))
        await asyncio.sleep(0.1)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call


async def test_no_log_line_of_any_level_shows_the_customer_or_the_token(
    service: PretendService, client: EkycClient, caplog: pytest.LogCaptureFixture
) -> None:
    for talker in ("", "httpx", "httpcore"):  # the bot silences them, in this process perhaps
        caplog.set_level(logging.DEBUG, talker)
    await client.read_card(FRONT, BACK)
    await client.submit(KARIM, SELFIE)
    await client.ask_status(KARIM.mobile_number)
    await client.list_log()

    assert "customer-registration" in caplog.text
    for personal in (TOKEN, *KARIM.personal_values()):
        assert personal not in caplog.text


async def test_a_service_elsewhere_needs_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)

    async with EkycClient(url="https://ekyc.example.com", token=TOKEN) as client:
        assert client
