"""The client over real HTTP: against a strict service, and over lines that break."""

import asyncio
import logging

import pytest
from starlette.responses import Response

from bot.ekyc import (
    EkycClient,
    EkycDenied,
    EkycNotFound,
    EkycOutcomeUnknown,
    EkycRefused,
    EkycUnavailable,
    State,
)
from tests.bot.ekyc.people import KARIM, a_picture
from tests.bot.ekyc.pretend_service import (
    GOOD_HEAD,
    TOKEN,
    PretendService,
    answer,
    broken_line,
    impatient,
    never_answer,
    read_request,
)

pytestmark = pytest.mark.asyncio(loop_scope="module")

FRONT, BACK, SELFIE = a_picture(40), a_picture(80), a_picture(120)


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
    assert status.state is State.PASSED


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
    async with asyncio.timeout(60):
        await everybody.wait()


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
