"""Step 2 is sent once, and its outcome is found out, never guessed."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import Response

from bot.applications.erasure import Erasure
from bot.ekyc.polite import DENIED_WAIT
from bot.errands.enquiry import Enquiry
from bot.errands.lookup import Lookup
from bot.errands.result import Result
from bot.errands.submission import SubmissionWork
from conversations import events, replies
from conversations.application import Application
from conversations.errands import Task
from conversations.submission import Held
from tests.support.clocks import Steps
from tests.support.errands import PHOTO, Workshop, tried, workshop_in
from tests.support.forms import (
    FAILED,
    after,
    decided,
    in_doubt,
    pending,
    press,
    reply,
    submitted,
    types,
)
from tests.support.running import ADMIN
from tests.support.scripted_service import (
    ACCEPTED,
    DENIED,
    NOT_FOUND,
    PENDING,
    Answer,
    cut,
    page,
    read_card,
    row,
    says,
    status,
)
from tests.support.scripted_telegram import ok, refused

OTHER_NID = "0001999000000"
LATER_ROW = row("failed") | {"submitted_on": "24/11/2026"}
UNCLEAR = says({"status": "success"})


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Workshop]:
    async with workshop_in(tmp_path) as running:
        running.gives_out(*[PHOTO] * 9)
        yield running


@pytest.fixture
def work(shop: Workshop) -> SubmissionWork:
    return SubmissionWork(shop.store, shop.photos, shop.client, shop.log, clock=shop.clock)


@pytest.fixture
def lookup(shop: Workshop) -> Lookup:
    enquiry = Enquiry(shop.store, shop.client, shop.log)
    return Lookup(enquiry, clock=shop.clock, time=shop.time)


# -- sending ------------------------------------------------------------------------------------


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


@pytest.mark.parametrize(
    ("answer", "again_in"),
    [
        (says({"detail": "Throttled"}, 429, **{"Retry-After": "17"}), timedelta(seconds=17)),
        (DENIED, DENIED_WAIT),
    ],
)
async def test_a_submission_rejected_unread_stays_owed_and_the_agent_is_told(
    shop: Workshop, work: SubmissionWork, answer: Answer, again_in: timedelta
) -> None:
    shop.service.says("step 2", answer)
    application = submitted()

    report = await work.submit(shop.owes(application, Task.SUBMIT), application)

    assert isinstance(report.event, replies.SubmissionDelayed)
    assert report.again_in == again_in


async def test_a_refusal_is_told_in_the_words_of_the_service(
    shop: Workshop, work: SubmissionWork
) -> None:
    refusal = {"status": "failed", "message": "The address is too short."}
    shop.service.says("step 2", says(refusal, 400))
    application = submitted()

    report = await work.submit(shop.owes(application, Task.SUBMIT), application)

    assert isinstance(report.event, replies.SubmissionRefused)
    assert report.event.reason == "The address is too short."


FILE = ok({"file_id": "a", "file_unique_id": "b", "file_path": "photos/1.jpg"})
FORGOTTEN = says({"status": "failed", "status_code": 5003, "message": "No such picture."}, 400)


async def test_forgotten_picture_names_are_fetched_again_and_the_submission_repeated(
    shop: Workshop, work: SubmissionWork
) -> None:
    shop.service.says("step 2", FORGOTTEN, ACCEPTED)
    shop.service.says(
        "step 1", read_card(nid_no="999", id_front_name="F.jpg", id_back_name="B.jpg")
    )
    application = submitted()
    errand = shop.owes(application, Task.SUBMIT)
    shop.clock.passes(60)

    report = await work.submit(errand, application)

    assert report.event
    assert report.again_in == timedelta(0)
    named = after(application, report.event, now=shop.clock())
    shop.store.applications.save(named)
    assert named.value("nid_number") == application.value("nid_number")
    report = await work.submit(errand, named)
    assert isinstance(report.event, replies.SubmissionAccepted)
    assert shop.service.asked == ["status", "log", "step 2", "step 1", "status", "log", "step 2"]
    sent = shop.service.fields[-1]
    assert (sent["id_front_name"], sent["id_back_name"]) == ("F.jpg", "B.jpg")


async def test_names_that_are_refused_again_at_once_are_told_to_the_agent(
    shop: Workshop, work: SubmissionWork
) -> None:
    shop.service.says("step 2", FORGOTTEN)
    shop.service.says("step 1", read_card())
    application = submitted()
    errand = shop.owes(application, Task.SUBMIT)
    shop.clock.passes(60)
    report = await work.submit(errand, application)
    assert report.event

    named = after(application, report.event, now=shop.clock())
    shop.store.applications.save(named)
    report = await work.submit(errand, named)

    assert isinstance(report.event, replies.SubmissionRefused)
    assert report.event.reason == "No such picture."


async def test_a_side_of_the_card_that_is_gone_then_is_asked_for_and_nothing_else(
    shop: Workshop, work: SubmissionWork
) -> None:
    shop.service.says("step 2", FORGOTTEN)
    application = submitted()
    errand = shop.owes(application, Task.SUBMIT)
    gone = refused(400, "Bad Request: wrong file_id")
    for _ in range(4):
        shop.telegram.says("getFile", FILE, gone)
        await work.submit(errand, application)
    shop.telegram.says("getFile", FILE, gone)
    report = await work.submit(errand, application)

    assert report.event
    reopened = after(application, report.event)
    assert reopened.asking == "front"
    assert set(reopened.pictures) == {"back", "selfie"}
    assert reopened.answers == application.answers


async def test_while_new_picture_names_cannot_be_had_the_submission_stays_owed(
    shop: Workshop, work: SubmissionWork
) -> None:
    shop.service.says("step 2", FORGOTTEN)
    shop.service.says("step 1", page(502, "<html>"))
    application = submitted()

    report = await work.submit(shop.owes(application, Task.SUBMIT), application)

    assert isinstance(report.event, replies.SubmissionDelayed)
    assert report.again_in


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
    assert report.again_in
    assert shop.owed(application, Task.SUBMIT).started_at is None


async def test_a_submission_that_was_held_up_before_it_left_is_looked_up_and_not_sent(
    shop: Workshop,
) -> None:
    """As by a process that was frozen after it had marked the submission as begun."""
    shop.service.says("step 2", ACCEPTED)
    frozen = SubmissionWork(
        *(shop.store, shop.photos, shop.client, shop.log),
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
        *(shop.store, shop.photos, shop.client, shop.log),
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


# -- the same person twice ----------------------------------------------------------------------


def twins() -> tuple[Application, Application]:
    one = submitted()
    return one, replace(one, id="another2")


async def test_while_the_same_person_is_on_the_way_another_application_waits(
    shop: Workshop, work: SubmissionWork
) -> None:
    shop.service.says("step 2", ACCEPTED)
    first, second = twins()
    begun = shop.owes(first, Task.SUBMIT)
    shop.store.errands.start(begun.id, shop.clock())

    report = await work.submit(shop.owes(second, Task.SUBMIT), second)

    assert isinstance(report.event, replies.SubmissionDelayed)
    assert report.event.is_behind_twin
    assert report.again_in
    assert report.again_in <= timedelta(seconds=10)
    assert shop.service.asked == []  # neither the service nor Telegram is called for it
    assert shop.telegram.asked == []
    shop.store.errands.finish(begun.id)
    report = await work.submit(shop.owed(second, Task.SUBMIT), second)
    assert isinstance(report.event, replies.SubmissionAccepted)


async def test_two_submissions_due_together_do_not_block_each_other(
    shop: Workshop, work: SubmissionWork
) -> None:
    shop.service.says("step 2", ACCEPTED)
    first, second = twins()
    errands = [shop.owes(first, Task.SUBMIT), shop.owes(second, Task.SUBMIT)]

    reports = [
        await work.submit(errands[0], first),
        await work.submit(errands[1], second),
    ]

    assert isinstance(reports[0].event, replies.SubmissionAccepted)
    assert reports[1].again_in  # the courier has not yet written down how the first one ended


# -- what the service held before -----------------------------------------------------------------


def despite(*found: str) -> Application:
    """Submitted although the agent has seen that the service holds these records."""
    application = submitted()
    assert application.submission
    submission = replace(application.submission, despite=found)
    return replace(application, submission=submission)


KNOWN_FAILURE = "failed 23/11/2026"


def kept(shop: Workshop, application: Application) -> Application:
    found = shop.store.applications.find(application.id)
    assert found
    return found


async def test_an_earlier_verdict_about_the_person_is_noted_before_the_first_byte_leaves(
    shop: Workshop, work: SubmissionWork
) -> None:
    shop.service.says("status", status("failed"))
    shop.service.says("step 2", cut)
    shop.service.log_rows = [row("failed")]
    application = despite(KNOWN_FAILURE)

    await work.submit(shop.owes(application, Task.SUBMIT), application)

    submission = kept(shop, application).submission
    assert submission
    assert submission.held_before == Held(status="failed, nid 100.0", log=("failed 23/11/2026",))


async def test_a_status_call_that_fails_alone_does_not_hold_a_submission_up(
    shop: Workshop, work: SubmissionWork
) -> None:
    throttled = says({"detail": "Throttled"}, 429, **{"Retry-After": "600"})
    shop.service.says("status", throttled)
    shop.service.says("step 2", ACCEPTED)
    application = submitted()

    report = await work.submit(shop.owes(application, Task.SUBMIT), application)

    assert isinstance(report.event, replies.SubmissionAccepted)
    held = kept(shop, application).submission
    assert held
    assert held.held_before == Held(log=(), is_new=True)  # as the log says


async def test_a_service_that_is_asked_too_often_gets_the_application_within_seconds(
    shop: Workshop, work: SubmissionWork
) -> None:
    throttled = says({"detail": "Throttled"}, 429, **{"Retry-After": "600"})
    shop.service.says("status", throttled)
    shop.service.says("log", throttled)
    shop.service.says("step 2", ACCEPTED)
    application = submitted()
    errand = shop.owes(application, Task.SUBMIT)

    first = await work.submit(errand, application)
    later = await work.submit(replace(errand, attempts=3), application)

    assert first == Result(again_in=timedelta(seconds=2))  # and no delay is reported
    assert isinstance(later.event, replies.SubmissionAccepted)
    submission = kept(shop, application).submission
    assert submission
    assert submission.held_before == Held()


@pytest.mark.parametrize("answer", [page(502, ""), cut])
async def test_nothing_is_sent_into_an_outage_and_the_agent_is_told(
    shop: Workshop, work: SubmissionWork, answer: Answer
) -> None:
    shop.service.says("status", answer)
    shop.service.says("log", answer)
    shop.service.says("step 2", ACCEPTED)
    application = submitted()
    errand = shop.owes(application, Task.SUBMIT)

    first = await work.submit(errand, application)
    later = await work.submit(replace(errand, attempts=10), application)

    assert isinstance(first.event, replies.SubmissionDelayed)
    assert first.again_in
    assert isinstance(later.event, replies.SubmissionAccepted)


async def test_while_the_service_shows_a_page_about_maintenance_the_look_is_repeated(
    shop: Workshop, work: SubmissionWork
) -> None:
    maintenance = page(200, "<h1>We are updating</h1>")
    shop.service.says("status", maintenance)
    shop.service.says("log", maintenance)
    shop.service.says("step 2", ACCEPTED)
    application = submitted()
    errand = shop.owes(application, Task.SUBMIT)

    for attempts in range(3):
        report = await work.submit(tried(errand, attempts), application)
        assert (report.event, report.again_in) == (None, timedelta(seconds=2))

    assert "step 2" not in shop.service.asked
    report = await work.submit(tried(errand, 3), application)
    assert isinstance(report.event, replies.SubmissionAccepted)


@pytest.mark.parametrize(
    "log", [page(502, ""), says({}, 429, **{"Retry-After": "60"}), page(200, "<h1>Soon back</h1>")]
)
async def test_a_number_that_the_status_call_denies_waits_for_no_log(
    shop: Workshop, work: SubmissionWork, log: Answer
) -> None:
    shop.service.says("status", NOT_FOUND)
    shop.service.says("log", log)
    shop.service.says("step 2", ACCEPTED)
    application = submitted()

    report = await work.submit(shop.owes(application, Task.SUBMIT), application)

    assert isinstance(report.event, replies.SubmissionAccepted)


@pytest.mark.parametrize("answer", [NOT_FOUND, says({"detail": "Not found."}, 404)])
async def test_where_nothing_is_known_before_nothing_is_noted(
    shop: Workshop, work: SubmissionWork, answer: Answer
) -> None:
    shop.service.says("status", answer)
    shop.service.says("step 2", ACCEPTED)
    application = submitted()

    report = await work.submit(shop.owes(application, Task.SUBMIT), application)

    assert isinstance(report.event, replies.SubmissionAccepted)
    submission = kept(shop, application).submission
    assert submission
    assert submission.held_before is None
    assert submission.token == shop.client.token_digest
    assert shop.service.asked == ["status", "log", "step 2"]


async def test_while_the_token_is_refused_nothing_is_sent(
    shop: Workshop, work: SubmissionWork
) -> None:
    shop.service.says("status", DENIED)
    application = submitted()

    report = await work.submit(shop.owes(application, Task.SUBMIT), application)

    assert isinstance(report.event, replies.SubmissionDelayed)
    assert report.again_in
    assert shop.service.asked == ["status"]


@pytest.mark.parametrize(
    ("answer", "rows", "has_arrived"),
    [
        (status("failed"), [row("failed")], False),  # as it was
        (status("pending"), [row("pending")], True),
        (status("passed"), [row("passed")], True),
        (status("passed"), [row("failed")], False),  # the old one was corrected
        (status("failed"), [row("failed"), row("pending")], True),  # a row of its own
        (status("failed"), [row("failed"), LATER_ROW], True),
        (UNCLEAR, [row("failed")], None),
    ],
)
async def test_an_old_record_does_not_prove_that_the_new_one_has_arrived(
    shop: Workshop,
    work: SubmissionWork,
    lookup: Lookup,
    answer: Answer,
    rows: list[dict[str, str]],
    *,
    has_arrived: bool | None,
) -> None:
    shop.service.says("status", status("failed"))
    shop.service.says("step 2", cut)
    shop.service.log_rows = [row("failed")]
    application = despite(KNOWN_FAILURE)
    report = await work.submit(shop.owes(application, Task.SUBMIT), application)
    assert report.event
    doubtful = after(kept(shop, application), report.event)
    shop.clock.passes(3)
    shop.service.says("status", answer)
    shop.service.log_rows = rows

    report = await lookup.look_up(shop.owes(doubtful, Task.LOOK_UP), doubtful)

    found = {replies.SubmissionAccepted: True, replies.SubmissionDenied: False}
    assert found.get(type(report.event)) is has_arrived  # type: ignore[arg-type]  # or None


def sent_again() -> Application:
    """Looked up four times, denied, and the agent tapped once more."""
    doubtful = in_doubt()
    denied = [reply(doubtful, replies.SubmissionDenied)] * 4
    return after(doubtful, *denied, press(events.SubmittedAgain))


async def test_a_submission_that_did_arrive_is_not_sent_again(
    shop: Workshop, work: SubmissionWork
) -> None:
    shop.service.says("status", status("pending"))
    application = sent_again()

    report = await work.submit(shop.owes(application, Task.SUBMIT), application)

    assert isinstance(report.event, replies.SubmissionAccepted)
    assert "step 2" not in shop.service.asked


async def test_a_submission_denied_once_more_is_sent(shop: Workshop, work: SubmissionWork) -> None:
    shop.service.says("step 2", ACCEPTED)
    application = sent_again()

    report = await work.submit(shop.owes(application, Task.SUBMIT), application)

    assert isinstance(report.event, replies.SubmissionAccepted)
    assert shop.service.asked.count("step 2") == 1


async def test_a_pause_that_the_service_asks_for_is_kept_before_it_is_sent_again(
    shop: Workshop, work: SubmissionWork
) -> None:
    shop.service.says("status", says({"detail": "Throttled"}, 429, **{"Retry-After": "60"}))
    application = sent_again()

    report = await work.submit(tried(shop.owes(application, Task.SUBMIT), 3), application)

    assert isinstance(report.event, replies.SubmissionDelayed)
    assert report.again_in == timedelta(seconds=60)
    assert "step 2" not in shop.service.asked


async def test_where_even_that_is_not_clear_it_is_looked_up_further(
    shop: Workshop, work: SubmissionWork
) -> None:
    shop.service.says("status", UNCLEAR)
    application = sent_again()

    report = await work.submit(shop.owes(application, Task.SUBMIT), application)

    assert isinstance(report.event, replies.SubmissionUnclear)
    assert "step 2" not in shop.service.asked


# -- what changes during the lookups -------------------------------------------------------------


def erased(shop: Workshop, application: Application) -> None:
    Erasure(shop.store).erase(application, actor="2001", why="consent-withdrawn", now=shop.clock())


def form_erased(shop: Workshop, application: Application) -> None:
    Erasure(shop.store).forget_form(application, shop.clock())


def corrected(shop: Workshop, application: Application) -> None:
    """It was returned to the agent, and submitted again."""
    refused = reply(application, replies.SubmissionRefused, reason="too short")
    again = after(application, refused, press(events.Submitted))
    shop.store.applications.save(again)


def given_back(shop: Workshop, application: Application) -> None:
    refused = reply(application, replies.SubmissionRefused, reason="too short")
    shop.store.applications.save(after(application, refused))


def given_up(shop: Workshop, application: Application) -> None:
    """Returned, and cancelled."""
    shop.store.applications.erase(application.id)


def carried_out(shop: Workshop, application: Application) -> None:
    """By another process with the same file, as after a restore of a backup."""
    shop.store.errands.finish(shop.owed(application, Task.SUBMIT).id)


CHANGES = [erased, form_erased, corrected, given_back, given_up, carried_out]
Change = Callable[[Workshop, Application], None]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("call", ["status", "log", "photo"])
async def test_what_was_erased_or_taken_back_during_the_looks_is_not_sent(
    shop: Workshop, work: SubmissionWork, call: str, change: Change
) -> None:
    application = submitted()
    errand = shop.owes(application, Task.SUBMIT)
    shop.service.says("step 2", ACCEPTED)

    def then(answer: Answer) -> Answer:
        def answering(request: Request) -> Response:
            change(shop, application)
            return answer(request)

        return answering

    if call == "photo":
        shop.telegram.says("getFile", then(FILE))
    elif call == "log":
        shop.service.says("status", says({"status": "success"}))
        shop.service.says("log", then(says([])))
    else:
        shop.service.says("status", then(NOT_FOUND))

    report = await work.submit(errand, application)

    assert report == Result()
    assert "step 2" not in shop.service.asked


async def test_an_application_erased_while_its_card_gets_new_names_is_not_sent(
    shop: Workshop, work: SubmissionWork
) -> None:
    application = submitted()
    errand = shop.owes(application, Task.SUBMIT)
    shop.service.says("step 2", FORGOTTEN, ACCEPTED)
    shop.service.says("step 1", read_card())
    shop.clock.passes(60)
    report = await work.submit(errand, application)
    assert isinstance(report.event, replies.CardNamedAnew)
    named = after(application, report.event, now=shop.clock())
    shop.store.applications.save(named)
    erased(shop, named)

    assert await work.submit(errand, named) == Result()
    assert shop.service.asked.count("step 2") == 1


async def test_an_application_that_changed_hands_meanwhile_is_sent_once(
    shop: Workshop, work: SubmissionWork
) -> None:
    shop.service.says("step 2", ACCEPTED)
    application = submitted()
    errand = shop.owes(application, Task.SUBMIT)
    shop.store.applications.save(replace(application, agent=ADMIN))

    report = await work.submit(errand, application)

    assert isinstance(report.event, replies.SubmissionAccepted)
    assert kept(shop, application).agent == ADMIN


# -- what no attempt of ours explains -------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "rows", "found"),
    [
        (status("passed"), [row("passed")], "passed 23/11/2026"),
        (status("failed"), [row("failed")], "failed 23/11/2026"),
        (PENDING, [row("pending")], "pending 23/11/2026"),
        (status("invalid", nid=None), [row("invalid")], "invalid 23/11/2026"),
        (status("passed"), [], "passed"),
        (
            status("passed", nid=OTHER_NID),
            [row("passed", OTHER_NID), row("passed")],
            "passed 23/11/2026",
        ),
    ],
)
async def test_a_record_of_the_person_that_we_cannot_explain_is_put_to_the_agent(
    shop: Workshop, work: SubmissionWork, answer: Answer, rows: list[dict[str, str]], found: str
) -> None:
    shop.service.says("status", answer)
    shop.service.log_rows = rows
    shop.service.says("step 2", ACCEPTED)
    application = submitted()

    report = await work.submit(shop.owes(application, Task.SUBMIT), application)

    assert isinstance(report.event, replies.RecordFound)
    assert report.event.found == (found,)
    assert report.again_in is None
    assert "step 2" not in shop.service.asked
    asked = after(application, report.event)
    shop.store.applications.save(asked)
    insisting = after(asked, press(events.SubmittedAnyway))

    report = await work.submit(shop.owes(insisting, Task.SUBMIT), insisting)

    assert isinstance(report.event, replies.SubmissionAccepted)


async def test_a_record_that_has_changed_since_the_agent_saw_it_is_asked_about_again(
    shop: Workshop, work: SubmissionWork
) -> None:
    shop.service.says("status", status("passed"))
    shop.service.log_rows = [row("passed")]
    application = despite("pending 23/11/2026")

    report = await work.submit(shop.owes(application, Task.SUBMIT), application)

    assert isinstance(report.event, replies.RecordFound)


async def test_another_persons_record_under_the_number_is_no_question(
    shop: Workshop, work: SubmissionWork
) -> None:
    shop.service.says("status", status("passed", nid=OTHER_NID))
    shop.service.log_rows = [row("passed", OTHER_NID)]
    shop.service.says("step 2", ACCEPTED)
    application = submitted()

    report = await work.submit(shop.owes(application, Task.SUBMIT), application)

    assert isinstance(report.event, replies.SubmissionAccepted)


# -- the same person under another number ---------------------------------------------------------


def of_this_person_under_another_number(application: Application) -> Application:
    """Another agent's, of the same card."""
    answers = {**application.answers, "mobile_number": "01812345678"}
    return replace(application, id="another2", agent=ADMIN, answers=answers)


@pytest.mark.parametrize(
    ("other", "found"), [(pending(), "pending 23/11/2026"), (decided(), "passed 23/11/2026")]
)
async def test_a_person_whom_we_sent_under_another_number_is_asked_about(
    shop: Workshop, work: SubmissionWork, other: Application, found: str
) -> None:
    shop.service.says("step 2", ACCEPTED)
    shop.store.applications.save(of_this_person_under_another_number(other))
    application = submitted()

    report = await work.submit(shop.owes(application, Task.SUBMIT), application)

    assert isinstance(report.event, replies.RecordFound)
    assert report.event.found == (found,)
    assert "step 2" not in shop.service.asked
    asked = after(application, report.event)
    shop.store.applications.save(asked)
    insisting = after(asked, press(events.SubmittedAnyway))

    report = await work.submit(shop.owes(insisting, Task.SUBMIT), insisting)

    assert isinstance(report.event, replies.SubmissionAccepted)


@pytest.mark.parametrize("other", [submitted(), decided(FAILED)])
async def test_a_person_whom_the_service_does_not_have_yet_is_no_question(
    shop: Workshop, work: SubmissionWork, other: Application
) -> None:
    shop.service.says("step 2", ACCEPTED)
    shop.store.applications.save(of_this_person_under_another_number(other))
    application = submitted()

    report = await work.submit(shop.owes(application, Task.SUBMIT), application)

    assert isinstance(report.event, replies.SubmissionAccepted)


@pytest.mark.parametrize("call", ["status", "photo"])
async def test_a_person_who_was_sent_under_another_number_during_the_looks_is_asked_about(
    shop: Workshop, work: SubmissionWork, call: str
) -> None:
    shop.service.says("step 2", ACCEPTED)

    def then(answer: Answer) -> Answer:
        def answering(request: Request) -> Response:
            shop.store.applications.save(of_this_person_under_another_number(pending()))
            return answer(request)

        return answering

    if call == "photo":
        shop.telegram.says("getFile", then(FILE))
    else:
        shop.service.says("status", then(NOT_FOUND))
    application = submitted()

    report = await work.submit(shop.owes(application, Task.SUBMIT), application)

    assert isinstance(report.event, replies.RecordFound)
    assert report.event.found == ("pending 23/11/2026",)
    assert "step 2" not in shop.service.asked
