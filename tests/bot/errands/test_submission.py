"""Step 2 is sent once, and its outcome is found out, never guessed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.ekyc.polite import DENIED_WAIT, PoliteEkycClient
from bot.errands.result import Result
from bot.errands.submission import SubmissionWork
from bot.runtime.timer import LoopTimer
from bot.verdicts.log import VerificationLog
from conversations import events, replies
from conversations.errands import Task
from tests.support.clocks import Steps
from tests.support.errands import PHOTO, Workshop
from tests.support.forms import (
    FAILED,
    after,
    decided,
    press,
    submitted,
    types,
)
from tests.support.scripted_service import (
    ACCEPTED,
    DENIED,
    PENDING,
    Answer,
    cut,
    page,
    row,
    says,
)
from tests.support.scripted_telegram import refused


async def test_an_accepted_application_is_done(shop: Workshop, work: SubmissionWork) -> None:
    shop.service.says("step 2", ACCEPTED)
    application = submitted()

    report = await work.submit(shop.owes(application, Task.SUBMIT), application)

    assert isinstance(report.event, replies.SubmissionAccepted)
    assert report.again_in is None
    sent = shop.service.fields[-1]
    assert sent["nid_no"] == "0001980100147"
    assert sent["mobile_number"] == "01712345678"
    assert (sent["id_front_name"], sent["id_back_name"]) == ("f.jpg", "b.jpg")


async def test_that_it_has_begun_is_on_the_disk_before_the_first_byte_leaves(
    shop: Workshop, work: SubmissionWork
) -> None:
    application = submitted()
    errand = shop.owes(application, Task.SUBMIT)
    seen: list[object] = []

    def look(request: object) -> object:
        seen.append(shop.owed(application, Task.SUBMIT).started_at)
        return ACCEPTED(request)  # type: ignore[arg-type]  # the same request

    shop.service.says("step 2", look)  # type: ignore[arg-type]  # an answer

    await work.submit(errand, application)

    assert seen == [shop.clock()]


async def test_one_that_had_begun_in_a_process_that_died_is_never_sent_again(
    shop: Workshop, work: SubmissionWork
) -> None:
    application = submitted()
    errand = replace(shop.owes(application, Task.SUBMIT), started_at=shop.clock())

    report = await work.submit(errand, application)

    assert isinstance(report.event, replies.SubmissionUnclear)
    assert shop.service.asked == []


@pytest.mark.parametrize(
    "answer",
    [
        cut,
        page(500, "<h1>Server Error (500)</h1>"),
        page(504, "<h1>Gateway Time-out</h1>"),
        page(200, "<html>"),
        says({"status": "perhaps"}),
        says([]),
        says({}, 302, Location="https://elsewhere.example"),
    ],
)
async def test_whatever_may_have_arrived_is_unclear_and_not_repeated(
    shop: Workshop, work: SubmissionWork, answer: Answer
) -> None:
    shop.service.says("step 2", answer)
    application = submitted()

    report = await work.submit(shop.owes(application, Task.SUBMIT), application)

    assert isinstance(report.event, replies.SubmissionUnclear)
    assert report.again_in is None
    assert shop.service.asked == ["status", "log", "step 2"]


async def test_a_barred_customer_who_is_sent_again_and_again_is_never_taken_for_a_refused_token(
    shop: Workshop,
) -> None:
    """Each time the service is asked first, and its answer shows that it takes the token."""
    shop.service.says(
        "step 2", says({"status": "failed", "detail": "This customer is on the list."}, 403)
    )
    shop.gives_out(*[PHOTO] * 6)
    application, troubles = submitted(), list[str]()
    async with PoliteEkycClient(
        url=shop.service.url,
        token="service-token",
        on_trouble=troubles.append,
        on_served=lambda: None,
        timer=LoopTimer(),
    ) as service:
        log = VerificationLog(service, LoopTimer())
        work = SubmissionWork(shop.store, shop.photos, service, log, clock=shop.clock)
        for _ in range(6):
            errand = shop.owes(application, Task.SUBMIT)
            report = await work.submit(errand, application)
            shop.store.errands.finish(errand.id)

            assert isinstance(report.event, replies.SubmissionRefused)

    assert troubles == []


THROTTLED = says({"detail": "Throttled"}, 429, **{"Retry-After": "17"})


@pytest.mark.parametrize(
    ("call", "answer", "told"),
    [
        ("step 2", THROTTLED, (timedelta(seconds=17), "state-submitting-delayed")),
        ("step 2", DENIED, (DENIED_WAIT, "state-submitting-denied")),
        ("status", DENIED, (DENIED_WAIT, "state-submitting-denied")),
    ],
)
async def test_a_submission_rejected_unread_stays_owed_and_the_agent_is_told(
    shop: Workshop,
    work: SubmissionWork,
    call: str,
    answer: Answer,
    told: tuple[timedelta, str],
) -> None:
    shop.service.says(call, answer)
    application = submitted()

    report = await work.submit(shop.owes(application, Task.SUBMIT), application)

    assert isinstance(report.event, replies.SubmissionDelayed)
    assert (report.again_in, report.event.reason) == told


BUSY = says({"detail": "Busy"}, 503, **{"Retry-After": "1"})


async def test_one_that_was_saved_although_the_service_said_it_was_busy_is_not_sent_again(
    shop: Workshop, work: SubmissionWork
) -> None:
    shop.service.says("step 2", BUSY)
    application = submitted()
    errand = shop.owes(application, Task.SUBMIT)
    report = await work.submit(errand, application)
    assert report.event
    delayed = after(shop.kept(application), report.event)
    shop.service.says("status", PENDING)
    shop.service.log_rows = [row("pending")]
    shop.clock.passes(1)

    report = await work.submit(errand, delayed)

    assert isinstance(report.event, replies.SubmissionAccepted)
    assert shop.service.asked.count("step 2") == 1


async def test_a_record_that_shows_up_while_nothing_could_leave_is_put_to_the_agent(
    shop: Workshop, work: SubmissionWork
) -> None:
    shop.service.says("step 2", DENIED)
    application = submitted()
    errand = shop.owes(application, Task.SUBMIT)
    report = await work.submit(errand, application)
    assert report.event
    delayed = after(shop.kept(application), report.event)
    shop.client.use_token("renewed")
    shop.service.says("status", PENDING)
    shop.service.log_rows = [row("pending")]

    report = await work.submit(errand, delayed)

    assert isinstance(report.event, replies.RecordFound)


async def test_a_refusal_is_told_in_the_words_of_the_service(
    shop: Workshop, work: SubmissionWork
) -> None:
    refusal = {"status": "failed", "message": "The address is too short."}
    shop.service.says("step 2", says(refusal, 400))
    application = submitted()

    report = await work.submit(shop.owes(application, Task.SUBMIT), application)

    assert isinstance(report.event, replies.SubmissionRefused)
    assert report.event.reason == "The address is too short."


async def test_a_selfie_that_is_gone_is_asked_for_and_nothing_is_sent(
    shop: Workshop, work: SubmissionWork
) -> None:
    shop.telegram.says("getFile", refused(400, "Bad Request: wrong file_id"))
    application = submitted()

    errand = shop.owes(application, Task.SUBMIT)
    for _ in range(4):
        await work.submit(errand, application)
    report = await work.submit(errand, application)

    assert isinstance(report.event, replies.SubmissionRefused)
    assert report.event.reason == "photo-gone"
    assert "step 2" not in shop.service.asked


async def test_a_correction_whose_selfie_left_the_chat_with_its_cleaning_asks_for_it_alone(
    shop: Workshop, work: SubmissionWork
) -> None:
    """Telegram may forget files of deleted messages, and "Fix" sends the selfie again."""
    corrected = after(decided(FAILED), press(events.CorrectionBegun), types("রহিমা বেগম"))
    application = after(corrected, press(events.Submitted))
    errand = shop.owes(application, Task.SUBMIT)
    for _ in range(4):
        shop.telegram.says("getFile", refused(400, "Bad Request: wrong file_id"))
        await work.submit(errand, application)
    report = await work.submit(errand, application)
    assert report.event

    reopened = after(application, report.event)
    assert reopened.asking == "selfie"
    assert reopened.answers == application.answers
    assert reopened.earlier == application.earlier
    assert set(reopened.pictures) == {"front", "back"}
    assert "step 2" not in shop.service.asked


async def test_while_telegram_is_away_the_submission_is_owed_and_not_begun(
    shop: Workshop, work: SubmissionWork
) -> None:
    shop.telegram.says("getFile", refused(500, "Internal Server Error"))
    application = submitted()

    report = await work.submit(shop.owes(application, Task.SUBMIT), application)

    assert isinstance(report.event, replies.SubmissionDelayed)
    assert report.event.reason == "state-submitting-photo"
    assert report.again_in
    assert shop.owed(application, Task.SUBMIT).started_at is None


async def test_a_submission_that_was_held_up_before_it_left_is_looked_up_and_not_sent(
    shop: Workshop,
) -> None:
    """As by a process that was frozen after it had marked the submission as begun."""
    shop.gives_out(PHOTO)
    shop.service.says("step 2", ACCEPTED)
    frozen = SubmissionWork(
        shop.store,
        shop.photos,
        shop.client,
        shop.log,
        clock=shop.clock,
        boot_clock=Steps(100.0, 115.0),
    )
    application = submitted()

    report = await frozen.submit(shop.owes(application, Task.SUBMIT), application)

    assert isinstance(report.event, replies.SubmissionUnclear)
    assert not report.is_faulty
    assert "step 2" not in shop.service.asked


async def test_a_submission_whose_mark_is_gone_when_it_would_leave_is_not_sent(
    shop: Workshop,
) -> None:
    shop.gives_out(PHOTO)
    shop.service.says("step 2", ACCEPTED)
    application = submitted()
    errand = shop.owes(application, Task.SUBMIT)
    readings = 0

    def clock() -> float:
        nonlocal readings
        readings += 1
        if readings == 2:  # the mark is committed, and the first byte is about to leave
            shop.store.errands.finish(errand.id)
        return 100.0

    work = SubmissionWork(
        shop.store,
        shop.photos,
        shop.client,
        shop.log,
        clock=shop.clock,
        boot_clock=clock,
    )

    report = await work.submit(errand, application)

    assert isinstance(report.event, replies.SubmissionUnclear)
    assert readings == 2
    assert "step 2" not in shop.service.asked


async def test_a_submission_that_is_no_longer_awaited_is_not_sent(
    shop: Workshop, work: SubmissionWork
) -> None:
    application = submitted()
    errand = replace(shop.owes(application, Task.SUBMIT), ticket="of old")

    assert await work.submit(errand, application) == Result()
    assert shop.service.asked == []
