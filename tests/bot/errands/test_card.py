"""Cards are read, whatever Telegram and the service answer."""

import base64
import contextlib
from dataclasses import replace
from datetime import timedelta

import pytest
from starlette.requests import Request
from starlette.responses import Response

from bot.ekyc import EkycUnavailable, Picture
from bot.ekyc.polite import DENIED_WAIT, PoliteEkycClient
from bot.errands.card import CardWork
from bot.errands.result import Result
from bot.pictures.short_memory import ShortMemory
from conversations import replies
from conversations.errands import Task
from tests.support.clocks import ManualTimer
from tests.support.errands import CITIZENS, OTHER_PHOTO, PHOTO, Workshop, tried
from tests.support.forms import being_read
from tests.support.scripted_service import DENIED, Answer, cut, page, read_card, says
from tests.support.scripted_telegram import refused


@pytest.fixture
def previews(shop: Workshop) -> ShortMemory:
    return ShortMemory()


@pytest.fixture
def work(shop: Workshop, previews: ShortMemory) -> CardWork:
    return CardWork(shop.store, shop.photos, shop.pictures, shop.client, previews, clock=shop.clock)


async def test_a_card_is_read_with_both_pictures_as_they_were_looked_at(
    shop: Workshop, work: CardWork, previews: ShortMemory
) -> None:
    card = CITIZENS[0].specimen("cards", "_front").read_bytes()
    image = base64.b64encode(card).decode()
    shop.service.says("step 1", read_card(id_front_image=image))
    shop.gives_out(PHOTO, OTHER_PHOTO)
    application = being_read()

    report = await work.read_card(shop.owes(application, Task.READ_CARD), application)

    assert isinstance(report.event, replies.CardRead)
    assert report.event.reading.fields["name_english"] == "Md. Asaduzzaman Miah"
    assert (report.event.reading.front_name, report.event.reading.back_name) == ("f.jpg", "b.jpg")
    assert report.event.reading.read_at == shop.clock()
    assert report.again_in is None
    assert previews.find(application.id)


async def test_pictures_that_were_looked_at_a_moment_ago_are_not_fetched_again(
    shop: Workshop, work: CardWork
) -> None:
    shop.gives_out(PHOTO, OTHER_PHOTO)
    shop.service.says("step 1", read_card())
    application = being_read()
    for slot in ("front", "back"):
        await shop.photos.examined(application, slot, attempts=0)

    report = await work.read_card(shop.owes(application, Task.READ_CARD), application)

    assert isinstance(report.event, replies.CardRead)
    assert [method for method, _ in shop.telegram.asked].count("getFile") == 2


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (page(502, "<html>"), "reading-delayed"),
        (page(500, "<html>"), "reading-delayed"),
        (cut, "reading-delayed"),
        (says({"detail": "Throttled"}, 429, **{"Retry-After": "17"}), "reading-delayed"),
        (DENIED, "reading-denied"),
    ],
)
async def test_a_service_that_is_away_leaves_the_reading_owed_and_the_agent_is_told(
    shop: Workshop, work: CardWork, answer: Answer, text: str
) -> None:
    shop.gives_out(PHOTO, OTHER_PHOTO)
    shop.service.says("step 1", answer)
    application = being_read()

    report = await work.read_card(shop.owes(application, Task.READ_CARD), application)

    assert isinstance(report.event, replies.CardDelayed)
    assert report.event.reason == text
    assert report.again_in
    assert report.again_in <= DENIED_WAIT


async def test_the_wait_that_the_service_asks_for_is_obeyed(shop: Workshop, work: CardWork) -> None:
    shop.gives_out(PHOTO, OTHER_PHOTO)
    shop.service.says("step 1", says({}, 503, **{"Retry-After": "17"}))
    application = being_read()

    report = await work.read_card(shop.owes(application, Task.READ_CARD), application)

    assert report.again_in == timedelta(seconds=17)


async def test_every_delay_is_reported_and_the_line_stays_for_three_seconds(
    shop: Workshop, work: CardWork
) -> None:
    shop.service.says("step 1", page(502, ""))
    application = being_read()
    errand = shop.owes(application, Task.READ_CARD)
    told = []
    for attempts in range(6):
        shop.gives_out(PHOTO, OTHER_PHOTO)
        report = await work.read_card(tried(errand, attempts), application)
        told.append(report.event)
        assert report.again_in
        assert report.again_in >= timedelta(seconds=3)

    assert told == [replies.CardDelayed(ticket=errand.ticket)] * 6


async def test_a_card_that_the_service_cannot_read_is_told_in_its_words(
    shop: Workshop, work: CardWork
) -> None:
    shop.gives_out(PHOTO, OTHER_PHOTO)
    refusal = {"status": "failed", "status_code": 6001, "message": "NID number not found"}
    shop.service.says("step 1", says(refusal))
    application = being_read()

    report = await work.read_card(shop.owes(application, Task.READ_CARD), application)

    assert isinstance(report.event, replies.CardRefused)
    assert report.event.reason == "NID number not found"
    assert report.again_in is None


@pytest.mark.parametrize("code", [6001, 6002])
async def test_fields_missing_on_the_cropped_card_are_read_from_the_whole_picture(
    shop: Workshop, work: CardWork, code: int
) -> None:
    shop.gives_out(PHOTO, OTHER_PHOTO)
    refusal = says({"status": "failed", "status_code": code, "message": "not found"})
    crops: list[str | None] = []

    def only_whole(request: Request) -> Response:
        crops.append(request.query_params.get("crop"))
        return (refusal if crops[-1] else read_card())(request)

    shop.service.says("step 1", only_whole)
    application = being_read()

    report = await work.read_card(shop.owes(application, Task.READ_CARD), application)

    assert isinstance(report.event, replies.CardRead)
    assert crops == ["1", None]


@pytest.mark.parametrize("answer_given_up", [1, 2])
async def test_after_a_cancel_the_photos_are_not_sent_once_more(
    shop: Workshop, work: CardWork, answer_given_up: int
) -> None:
    shop.gives_out(PHOTO, OTHER_PHOTO)
    refusal = says({"status": "failed", "status_code": 6001, "message": "not found"})
    application = being_read()
    errand = shop.owes(application, Task.READ_CARD)

    def cancelled(request: Request) -> Response:
        shop.store.applications.erase(application.id)
        return refusal(request)

    if answer_given_up == 1:
        shop.store.applications.erase(application.id)  # while Telegram gave the photos out
    shop.service.says("step 1", cancelled)

    assert await work.read_card(errand, application) == Result()
    assert len(shop.service.asked) == answer_given_up - 1


async def test_an_answer_that_is_not_understood_is_asked_for_three_times_and_then_told(
    shop: Workshop, work: CardWork
) -> None:
    shop.service.says("step 1", says({"status": "success", "data": {}}))
    application = being_read()
    errand = shop.owes(application, Task.READ_CARD)
    reports = []
    for attempts in range(3):
        shop.gives_out(PHOTO, OTHER_PHOTO)
        reports.append(await work.read_card(tried(errand, attempts), application))

    for report in reports[:2]:
        assert isinstance(report.event, replies.CardDelayed)
        assert report.event.reason == "reading-misunderstood"  # and not that it does not answer
        assert report.again_in
        assert report.again_in < timedelta(seconds=10)
    assert isinstance(reports[2].event, replies.CardRefused)
    assert reports[2].event.reason == "answer-misunderstood"


FAILED = page(500, "<h1>Server Error (500)</h1>")


@pytest.mark.parametrize(
    ("answers", "event"),
    [
        ((read_card(), FAILED), replies.CardRefused),
        ((FAILED, FAILED), replies.CardDelayed),
        ((FAILED,), replies.CardDelayed),
        ((read_card(), FAILED, FAILED), replies.CardDelayed),
    ],
    ids=["reads another", "reads none", "after a start", "after an outage began"],
)
async def test_a_card_over_which_alone_the_service_fails_again_and_again_is_returned(
    shop: Workshop, previews: ShortMemory, answers: tuple[Answer, ...], event: type[object]
) -> None:
    shop.service.says("step 1", *answers)
    application = being_read()
    errand = tried(shop.owes(application, Task.READ_CARD), 3)
    photo = Picture(content=PHOTO)
    async with PoliteEkycClient(
        url=shop.service.url,
        token="service-token",
        on_trouble=lambda _: None,
        on_served=lambda: None,
        timer=ManualTimer(),
    ) as service:
        work = CardWork(shop.store, shop.photos, shop.pictures, service, previews, clock=shop.clock)
        for _ in answers[1:]:  # the card of another
            with contextlib.suppress(EkycUnavailable):
                await service.read_card(photo, photo)
        shop.gives_out(PHOTO, OTHER_PHOTO)

        report = await work.read_card(errand, application)

    assert isinstance(report.event, event)


async def test_a_card_over_which_the_service_fails_at_first_waits_its_turn(
    shop: Workshop, work: CardWork
) -> None:
    shop.service.says("step 1", FAILED)
    application = being_read()
    errand = shop.owes(application, Task.READ_CARD)
    for attempts in range(9):
        shop.gives_out(PHOTO, OTHER_PHOTO)
        report = await work.read_card(tried(errand, attempts), application)

        assert isinstance(report.event, replies.CardDelayed)
        assert report.again_in


async def test_a_reading_that_is_no_longer_awaited_is_not_requested(
    shop: Workshop, work: CardWork
) -> None:
    application = being_read()
    errand = replace(shop.owes(application, Task.READ_CARD), ticket="of old")

    assert await work.read_card(errand, application) == Result()
    assert shop.service.asked == []


async def test_a_photo_that_is_gone_when_the_card_is_to_be_read_is_asked_for_again(
    shop: Workshop, work: CardWork
) -> None:
    shop.telegram.says("getFile", refused(400, "Bad Request: wrong file_id"))
    application = being_read()
    errand = shop.owes(application, Task.READ_CARD)

    for _ in range(4):
        await work.read_card(errand, application)
    report = await work.read_card(errand, application)

    assert isinstance(report.event, replies.CardRefused)
    assert report.event.reason == "photo-gone"
    assert shop.service.asked == []


def shown_with_card() -> Answer:
    """A reading with the card as the service cropped it."""
    card = CITIZENS[0].specimen("cards", "_front").read_bytes()
    return read_card(id_front_image=base64.b64encode(card).decode())


async def test_of_a_card_that_was_read_before_nothing_is_shown_for_the_next_one(
    shop: Workshop, work: CardWork, previews: ShortMemory
) -> None:
    """The next one was read without a picture, so the agent compares with the own photo."""
    application = being_read()
    for answer in (shown_with_card(), read_card()):
        shop.gives_out(PHOTO, OTHER_PHOTO)
        shop.service.says("step 1", answer)
        await work.read_card(shop.owes(application, Task.READ_CARD), application)

    assert previews.find(application.id + "names") is None
    assert previews.find(application.id) is None


async def test_a_reading_that_is_overtaken_by_that_of_another_photo_leaves_no_pictures(
    shop: Workshop, work: CardWork, previews: ShortMemory
) -> None:
    """Else the agent would compare the new card's fields with the old card."""
    application = being_read()
    errand = shop.owes(application, Task.READ_CARD)
    shop.gives_out(PHOTO, OTHER_PHOTO)

    def overtaken(request: Request) -> Response:
        shop.store.applications.save(replace(application, reading_ticket="of another photo"))
        return shown_with_card()(request)

    shop.service.says("step 1", overtaken)
    await work.read_card(errand, application)

    assert previews.find(application.id) is None
    assert previews.find(application.id + "names") is None
