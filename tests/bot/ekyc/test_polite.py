"""Our limits towards the service: a gentle rate, and one alert when it refuses us."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import Response

from bot.ekyc import (
    EkycDenied,
    EkycDuplicate,
    EkycElsewhere,
    EkycError,
    EkycNotFound,
    EkycOutcomeUnknown,
    EkycRefused,
    EkycUnavailable,
    Picture,
    sweep_log,
)
from bot.ekyc.polite import PoliteEkycClient
from bot.errands.registration import registration_of
from bot.errands.result import wait_after
from tests.support.clocks import ManualTimer, until
from tests.support.errands import PHOTO, Workshop, workshop_in
from tests.support.forms import submitted
from tests.support.scripted_service import (
    ACCEPTED,
    DENIED,
    NOT_FOUND,
    PENDING,
    Answer,
    page,
    read_card,
    row,
    says,
)

PICTURE = Picture(content=PHOTO)


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Workshop]:
    async with workshop_in(tmp_path) as running:
        yield running


@pytest.fixture
def heard() -> list[str]:
    return []


@pytest.fixture
def timer() -> ManualTimer:
    return ManualTimer()


@pytest.fixture
async def service(
    shop: Workshop, heard: list[str], timer: ManualTimer
) -> AsyncIterator[PoliteEkycClient]:
    async with PoliteEkycClient(
        url=shop.service.url,
        token="service-token",
        on_trouble=heard.append,
        on_served=lambda: heard.append("served"),
        timer=timer,
    ) as service:
        yield service


async def test_questions_are_at_most_five_in_a_second_whoever_asks_them(
    shop: Workshop, service: PoliteEkycClient, timer: ManualTimer
) -> None:
    shop.service.says("status", PENDING)
    shop.service.log_rows = [row("passed", mobile=f"017{number:08}") for number in range(120)]
    questions = [asyncio.create_task(service.ask_status("01712345678")) for _ in range(4)]
    sweep = asyncio.create_task(sweep_log(service))  # three pages

    for asked in range(1, 8):
        await until(lambda asked=asked: len(shop.service.asked) == asked)  # type: ignore[misc]
        await until(timer.sleeps if asked < 7 else sweep.done)
        timer.passes(0.2)

    await asyncio.gather(*questions)
    assert len(shop.service.asked) == 7


async def test_readings_and_submissions_are_not_held_back(
    shop: Workshop, service: PoliteEkycClient
) -> None:
    shop.service.says("step 1", read_card())
    shop.service.says("step 2", ACCEPTED)
    registration = registration_of(submitted())

    async with asyncio.TaskGroup() as group:
        for _ in range(30):
            group.create_task(service.submit(registration, PICTURE))
            group.create_task(service.read_card(PICTURE, PICTURE))

    assert len(shop.service.asked) == 60  # and no time had to pass


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (DENIED, ["denied"]),
        (says({"detail": "Forbidden"}, 403), ["denied"]),
        (says({}, 302, Location="https://elsewhere.example"), ["elsewhere"]),
        (page(502, ""), []),
        (says({}, 429), []),
        (NOT_FOUND, ["served"]),
        (PENDING, ["served"]),
        (says({"status": "success"}), ["served"]),
    ],
)
async def test_it_tells_whether_the_token_was_taken(
    shop: Workshop,
    service: PoliteEkycClient,
    heard: list[str],
    answer: Answer,
    expected: list[str],
) -> None:
    shop.service.says("status", answer)

    with contextlib.suppress(EkycError):
        await service.ask_status("01712345678")

    assert heard == expected


@pytest.mark.parametrize("first", range(4))
async def test_a_refused_token_ends_all_calls_at_once_and_is_told_once(
    shop: Workshop, service: PoliteEkycClient, heard: list[str], first: int
) -> None:
    for call in ("step 1", "step 2", "status", "log"):
        shop.service.says(call, DENIED)
    calls: list[Callable[[], Awaitable[object]]] = [
        lambda: service.read_card(PICTURE, PICTURE),
        lambda: service.submit(registration_of(submitted()), PICTURE),
        lambda: service.ask_status("01712345678"),
        lambda: sweep_log(service),
    ]

    for made in (calls[first], *calls):
        with pytest.raises(EkycDenied):
            await made()

    assert heard == ["denied"]
    assert len(shop.service.asked) == 1


async def test_a_new_token_is_tried_at_once(
    shop: Workshop, service: PoliteEkycClient, heard: list[str], timer: ManualTimer
) -> None:
    shop.service.says("status", DENIED, PENDING)
    with contextlib.suppress(EkycDenied):
        await service.ask_status("01712345678")

    service.use_token("another-token")
    timer.passes(0.2)
    await service.ask_status("01712345678")

    assert heard == ["denied", "served"]
    assert shop.service.tokens == ["Token service-token", "Token another-token"]


async def test_a_refusal_of_the_token_before_says_nothing_about_the_new_one(
    shop: Workshop, service: PoliteEkycClient, heard: list[str], timer: ManualTimer
) -> None:
    def refused_late(request: Request) -> Response:
        service.use_token("another-token")
        return DENIED(request)

    shop.service.says("status", refused_late, PENDING)
    with pytest.raises(EkycUnavailable) as caught:
        await service.ask_status("01712345678", urgent=True)
    assert wait_after(caught.value, 0) == timedelta(0)

    await service.ask_status("01712345678", urgent=True)

    assert heard == ["served"]


async def test_nor_does_an_answer_that_was_asked_for_with_the_token_before(
    shop: Workshop, service: PoliteEkycClient, heard: list[str]
) -> None:
    """Else the admins would hear that a mistyped token is taken."""

    def read_late(request: Request) -> Response:
        service.use_token("mistyped-token")
        return read_card()(request)

    shop.service.says("step 1", read_late)
    shop.service.says("status", DENIED)
    await service.read_card(PICTURE, PICTURE)

    with pytest.raises(EkycDenied):
        await service.ask_status("01712345678", urgent=True)
    assert heard == ["denied"]


@pytest.mark.parametrize("refusal", [DENIED, says({"detail": "Forbidden"}, 403), page(404, "")])
async def test_a_log_that_alone_is_refused_holds_nothing_else_up(
    shop: Workshop,
    service: PoliteEkycClient,
    heard: list[str],
    timer: ManualTimer,
    refusal: Answer,
) -> None:
    shop.service.says("step 1", read_card())
    shop.service.says("status", PENDING)
    shop.service.says("log", refusal)
    await service.read_card(PICTURE, PICTURE)

    for _ in range(3):
        with pytest.raises(EkycRefused):
            await service.list_log()
        await service.ask_status("01712345678", urgent=True)
        timer.passes(3600)

    assert "denied" not in heard


BARRED = says({"status": "failed", "detail": "This customer is on the sanctions list."}, 403)
BLOCKED = page(403, "<h1>Forbidden</h1> Your request looks like an attack.")


@pytest.mark.parametrize("refusal", [(BARRED, "sanctions list"), (BLOCKED, "HTTP 403")])
async def test_a_403_about_one_application_is_told_its_agent_and_holds_nobody_up(
    shop: Workshop,
    service: PoliteEkycClient,
    heard: list[str],
    timer: ManualTimer,
    refusal: tuple[Answer, str],
) -> None:
    answer, reason = refusal
    shop.service.says("step 1", read_card())
    shop.service.says("step 2", answer)
    shop.service.says("status", NOT_FOUND)

    for _ in range(3):
        with pytest.raises(EkycNotFound):
            await service.ask_status("01712345678", urgent=True)  # the look before
        for _ in range(2):
            with pytest.raises(EkycRefused, match=reason):
                await service.submit(registration_of(submitted()), PICTURE)
        await service.read_card(PICTURE, PICTURE)  # another agent's
        timer.passes(3600)

    assert "denied" not in heard


async def test_a_token_that_is_refused_later_ends_all_calls_at_the_second_kind_of_them(
    shop: Workshop, service: PoliteEkycClient, heard: list[str]
) -> None:
    shop.service.says("step 1", read_card(), BLOCKED)
    shop.service.says("step 2", ACCEPTED, BLOCKED)
    shop.service.says("status", PENDING)
    registration = registration_of(submitted())
    await service.ask_status("01712345678", urgent=True)
    await service.read_card(PICTURE, PICTURE)
    await service.submit(registration, PICTURE)
    with pytest.raises(EkycRefused):
        await service.read_card(PICTURE, PICTURE)

    for _ in range(2):
        with pytest.raises(EkycDenied):
            await service.submit(registration, PICTURE)

    assert shop.service.asked == ["status", "step 1", "step 2", "step 1", "step 2"]
    assert heard.count("denied") == 1


@pytest.mark.parametrize("refusal", [DENIED, says({"detail": "Token has expired"}, 403)])
async def test_a_refusal_that_names_the_token_is_believed_at_once(
    shop: Workshop, service: PoliteEkycClient, heard: list[str], refusal: Answer
) -> None:
    shop.service.says("step 1", refusal)
    shop.service.says("status", PENDING)
    await service.ask_status("01712345678", urgent=True)

    with pytest.raises(EkycDenied):
        await service.read_card(PICTURE, PICTURE)

    assert "denied" in heard


async def test_a_log_that_is_never_allowed_makes_no_refused_token_of_a_refused_application(
    shop: Workshop, service: PoliteEkycClient, heard: list[str], timer: ManualTimer
) -> None:
    shop.service.says("step 2", BARRED)
    shop.service.says("status", PENDING)
    shop.service.says("log", DENIED)

    for _ in range(2):
        await service.ask_status("01712345678", urgent=True)
        with pytest.raises(EkycRefused):
            await service.list_log()
        timer.passes(1)
    with pytest.raises(EkycRefused, match="sanctions list"):
        await service.submit(registration_of(submitted()), PICTURE)

    assert "denied" not in heard


GONE = says({"message": "The picture f.jpg was not found"}, 404)


async def test_a_404_about_one_application_is_no_wrong_address_and_holds_nobody_up(
    shop: Workshop, service: PoliteEkycClient, heard: list[str], timer: ManualTimer
) -> None:
    shop.service.says("step 1", read_card(), GONE, read_card())
    shop.service.says("step 2", GONE)
    await service.list_log()
    await service.read_card(PICTURE, PICTURE)

    for _ in range(3):
        with pytest.raises(EkycRefused, match="picture"):
            await service.submit(registration_of(submitted()), PICTURE)
    with pytest.raises(EkycRefused, match="picture"):
        await service.read_card(PICTURE, PICTURE)
    await service.read_card(PICTURE, PICTURE)

    assert set(heard) == {"served"}


async def test_a_service_that_has_moved_is_noticed_by_the_next_calls(
    shop: Workshop, service: PoliteEkycClient, heard: list[str], timer: ManualTimer
) -> None:
    shop.service.says("step 1", read_card(), GONE)
    await service.read_card(PICTURE, PICTURE)
    shop.service.says("step 2", GONE)
    shop.service.says("log", GONE)

    for call in (
        lambda: service.submit(registration_of(submitted()), PICTURE),
        lambda: service.read_card(PICTURE, PICTURE),
        service.list_log,
    ):
        with contextlib.suppress(EkycError):
            await call()

    assert "elsewhere" in heard


@pytest.mark.parametrize("answer", [page(404, "<h1>Not Found</h1>"), says({}, 404), GONE])
async def test_a_404_is_a_wrong_address_where_nothing_has_shown_the_contrary(
    shop: Workshop, service: PoliteEkycClient, heard: list[str], answer: Answer
) -> None:
    shop.service.says("step 1", answer)

    with pytest.raises(EkycElsewhere):
        await service.read_card(PICTURE, PICTURE)

    assert heard == ["elsewhere"]


async def test_a_token_that_is_refused_later_is_noticed_by_the_second_call_that_it_ends(
    shop: Workshop, service: PoliteEkycClient, heard: list[str], timer: ManualTimer
) -> None:
    shop.service.says("status", PENDING, DENIED)
    shop.service.says("log", says([]), DENIED)
    await service.ask_status("01712345678", urgent=True)
    await service.list_log()
    with pytest.raises(EkycRefused):
        await service.ask_status("01712345678", urgent=True)
    timer.passes(1)

    with pytest.raises(EkycDenied):
        await service.list_log()
    with pytest.raises(EkycDenied):
        await service.ask_status("01712345678", urgent=True)

    assert shop.service.asked == ["status", "log", "status", "log"]
    assert heard.count("denied") == 1


async def test_where_the_log_was_the_first_to_be_refused_another_call_tries_the_token_before_it(
    shop: Workshop, service: PoliteEkycClient, heard: list[str], timer: ManualTimer
) -> None:
    shop.service.says("status", PENDING)
    shop.service.says("log", DENIED)
    with pytest.raises(EkycDenied):
        await service.list_log()
    timer.passes(121)  # the pause is over

    with pytest.raises(EkycDenied):
        await service.list_log()
    await service.ask_status("01712345678", urgent=True)
    with pytest.raises(EkycRefused):
        await service.list_log()

    assert shop.service.asked == ["log", "status", "log"]
    assert heard == ["denied", "served"]


async def test_a_service_that_is_away_is_left_alone_but_for_one_call_that_tries(
    shop: Workshop, service: PoliteEkycClient, heard: list[str], timer: ManualTimer
) -> None:
    shop.service.says("status", page(502, ""))
    for _ in range(9):
        timer.passes(0.2)
        with pytest.raises(EkycUnavailable):
            await service.ask_status("01712345678")
    assert len(shop.service.asked) == 5
    assert heard == ["unavailable"]

    timer.passes(5.0)
    shop.service.says("status", PENDING)
    asked = await asyncio.gather(
        *(service.ask_status("01712345678") for _ in range(3)), return_exceptions=True
    )

    assert [type(each) for each in asked[1:]] == [EkycUnavailable] * 2
    assert len(shop.service.asked) == 6
    assert heard == ["unavailable", "served"]
    timer.passes(0.2)
    await service.ask_status("01712345678")


@pytest.mark.parametrize("status", [401, 502])
async def test_what_the_service_says_of_a_customer_is_not_logged(
    shop: Workshop, service: PoliteEkycClient, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    said = "OCR engine crashed on Md. Asaduzzaman Miah, মো. আসাদুজ্জামান মিয়া"
    shop.service.says("step 1", says({"status": "error", "detail": said}, status))

    for _ in range(6):
        with pytest.raises(EkycError) as caught:
            await service.read_card(PICTURE, PICTURE)
        assert "Asaduzzaman" not in str(caught.value)

    assert "Asaduzzaman" not in caplog.text


async def test_the_card_reader_may_be_away_while_all_else_is_served(
    shop: Workshop, service: PoliteEkycClient, heard: list[str]
) -> None:
    shop.service.says("step 1", page(504, ""))
    shop.service.says("step 2", ACCEPTED)
    for _ in range(6):
        with pytest.raises(EkycUnavailable):
            await service.read_card(PICTURE, PICTURE)

    await service.submit(registration_of(submitted()), PICTURE)

    assert shop.service.asked == ["step 1"] * 5 + ["step 2"]
    assert heard == ["unavailable"]  # that it is over is told when all of it is


@pytest.mark.parametrize("question", ["log", "status"])
async def test_a_question_that_alone_fails_is_told_as_no_outage(
    shop: Workshop,
    service: PoliteEkycClient,
    heard: list[str],
    timer: ManualTimer,
    question: str,
) -> None:
    shop.service.says("step 1", read_card())
    shop.service.says(question, page(500, ""))
    asks: dict[str, Callable[[], Awaitable[object]]] = {
        "log": service.list_log,
        "status": lambda: service.ask_status("01712345678"),
    }

    for _ in range(5):
        with pytest.raises(EkycUnavailable):
            await asks[question]()
        await service.read_card(PICTURE, PICTURE)
        timer.passes(1)
    assert "unavailable" not in heard
    assert service.held_back() == {question}

    shop.service.says("step 1", page(502, ""))  # now it is one
    for _ in range(5):
        with pytest.raises(EkycUnavailable):
            await service.read_card(PICTURE, PICTURE)
    assert heard.count("unavailable") == 1


async def test_the_end_of_an_outage_is_told_also_where_the_log_goes_on_to_fail(
    shop: Workshop, service: PoliteEkycClient, heard: list[str], timer: ManualTimer
) -> None:
    shop.service.says("log", page(500, ""))
    shop.service.says("status", PENDING)
    shop.service.says("step 1", *[page(502, "")] * 5, read_card())
    for _ in range(5):
        with pytest.raises(EkycUnavailable):
            await service.list_log()
        await service.ask_status("01712345678", urgent=True)
        timer.passes(1)
    for _ in range(5):
        with pytest.raises(EkycUnavailable):
            await service.read_card(PICTURE, PICTURE)
    assert heard.count("unavailable") == 1
    heard.clear()
    timer.passes(3600)

    await service.read_card(PICTURE, PICTURE)
    await service.ask_status("01712345678", urgent=True)

    assert "served" in heard


@pytest.mark.parametrize(
    "words",
    [
        "The customer could not be authenticated by the Election Commission.",
        "Biometric authentication of the applicant failed.",
    ],
)
async def test_a_403_about_who_the_customer_is_holds_nobody_up(
    shop: Workshop, service: PoliteEkycClient, heard: list[str], words: str
) -> None:
    shop.service.says("step 1", read_card())
    shop.service.says("step 2", says({"status": "failed", "message": words}, 403))
    shop.service.says("status", PENDING)
    await service.ask_status("01712345678", urgent=True)
    await service.read_card(PICTURE, PICTURE)

    with pytest.raises(EkycRefused):
        await service.submit(registration_of(submitted()), PICTURE)
    await service.read_card(PICTURE, PICTURE)

    assert "denied" not in heard


@pytest.mark.parametrize(
    "words",
    ["Invalid token.", "Authentication credentials were not provided.", "Unauthenticated."],
)
async def test_a_403_that_names_the_token_holds_all_up(
    shop: Workshop, service: PoliteEkycClient, heard: list[str], words: str
) -> None:
    shop.service.says("step 1", read_card())
    shop.service.says("step 2", says({"detail": words}, 403))
    await service.read_card(PICTURE, PICTURE)

    with pytest.raises(EkycDenied):
        await service.submit(registration_of(submitted()), PICTURE)

    assert "denied" in heard


async def test_a_403_to_one_customer_after_another_is_about_the_token(
    shop: Workshop, service: PoliteEkycClient, heard: list[str]
) -> None:
    shop.service.says("step 1", BLOCKED)
    shop.service.says("status", PENDING)
    await service.ask_status("01712345678", urgent=True)

    for _ in range(3):
        with pytest.raises(EkycRefused):
            await service.read_card(PICTURE, PICTURE)
    with pytest.raises(EkycDenied):
        await service.read_card(PICTURE, PICTURE)

    assert heard == ["served", "denied"]


async def test_a_403_may_mean_that_the_service_has_the_application_already(
    shop: Workshop, service: PoliteEkycClient
) -> None:
    shop.service.says("step 1", read_card())
    shop.service.says("status", PENDING)
    shop.service.says(
        "step 2", says({"status": "failed", "message": "Application already submitted"}, 403)
    )
    await service.ask_status("01712345678", urgent=True)
    await service.read_card(PICTURE, PICTURE)

    with pytest.raises(EkycDuplicate, match="already submitted"):
        await service.submit(registration_of(submitted()), PICTURE)


async def test_a_wait_that_the_service_asks_of_one_call_holds_for_all(
    shop: Workshop, service: PoliteEkycClient, heard: list[str]
) -> None:
    shop.service.says("step 1", says({}, 429, **{"Retry-After": "17"}), read_card())
    for _ in range(3):
        with pytest.raises(EkycUnavailable) as unavailable:
            await service.read_card(PICTURE, PICTURE)
        assert unavailable.value.retry_after is not None
        assert 15 < unavailable.value.retry_after <= 17

    assert len(shop.service.asked) == 1
    assert heard == []


async def test_a_pause_asked_of_the_status_call_leaves_the_log_and_submissions_alone(
    shop: Workshop, service: PoliteEkycClient, heard: list[str]
) -> None:
    shop.service.says("status", says({}, 429, **{"Retry-After": "60"}))
    shop.service.says("step 2", ACCEPTED)
    with pytest.raises(EkycUnavailable):
        await service.ask_status("01712345678", urgent=True)

    await service.list_log()
    await service.submit(registration_of(submitted()), PICTURE)

    assert shop.service.asked == ["status", "log", "step 2"]
    assert "unavailable" not in heard


async def test_submissions_that_all_break_off_are_noticed_though_questions_are_served(
    shop: Workshop, service: PoliteEkycClient, heard: list[str]
) -> None:
    shop.service.says("step 2", page(500, ""))
    registration = registration_of(submitted())
    for _ in range(7):
        with contextlib.suppress(EkycError):
            await service.ask_status("01712345678", urgent=True)
        with pytest.raises((EkycOutcomeUnknown, EkycUnavailable)):
            await service.submit(registration, PICTURE)

    assert shop.service.asked.count("step 2") == 5
    assert heard.count("unavailable") == 1


async def test_the_look_before_a_submission_waits_for_nobodys_turn(
    shop: Workshop, service: PoliteEkycClient
) -> None:
    shop.service.says("status", PENDING)

    await asyncio.gather(*(service.ask_status("01712345678", urgent=True) for _ in range(20)))

    assert len(shop.service.asked) == 20  # and no time had to pass
