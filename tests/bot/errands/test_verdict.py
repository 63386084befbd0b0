"""Asking for one verdict: few requests, nobody else's verdict, and never silent for ever."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errands.result import Notice, Result
from bot.errands.verdict import VerdictWork
from bot.runtime.trusted_time import TrustedTime
from conversations import replies
from conversations.application import Application
from conversations.effects import ShowVerdict
from conversations.erasure import without_form
from conversations.errands import Task
from conversations.events import Moment
from conversations.submission import Held
from conversations.transitions import advance
from conversations.verdict import Decision
from storage.errands import OwedErrand
from tests.support.clocks import ManualTimer
from tests.support.errands import Workshop, workshop_in
from tests.support.forms import after, pending, reply
from tests.support.scripted_service import (
    DENIED,
    NOT_FOUND,
    PENDING,
    Answer,
    cut,
    page,
    row,
    says,
    status,
)

OTHER_NID = "0001999000000"
DAY = 86_400.0
UNKNOWN_STATUS = says({"status": "success"})


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Workshop]:
    async with workshop_in(tmp_path) as running:
        yield running


@dataclass(frozen=True, slots=True)
class Waiting:
    """An application that waits for its verdict."""

    shop: Workshop
    errand: OwedErrand
    application: Application

    async def is_asked_for(self, **changes: object) -> Result:
        """Ask once; `changes` are those of the errand."""
        work = VerdictWork(
            self.shop.store,
            self.shop.client,
            self.shop.log,
            clock=self.shop.clock,
            time=self.shop.time,
        )
        errand = replace(self.errand, **changes)  # type: ignore[arg-type]  # as the test says
        return await work.ask_verdict(errand, self.application)


@pytest.fixture
def waiting(shop: Workshop) -> Waiting:
    application = pending()
    return Waiting(shop, shop.owes(application, Task.ASK_VERDICT), application)


@pytest.mark.parametrize("decision", ["passed", "failed"])
async def test_a_verdict_that_names_the_card_takes_one_request(
    shop: Workshop, waiting: Waiting, decision: str
) -> None:
    shop.service.says("status", status(decision, name_bangla_score=41))

    report = await waiting.is_asked_for()

    assert isinstance(report.event, replies.VerdictFound)
    assert report.event.verdict.decision == decision
    assert report.event.verdict.found_at == shop.clock()
    assert shop.service.asked == ["status"]
    assert shop.service.fields == [{"mobile_number": "01712345678"}]


async def test_an_unknown_person_is_told_by_the_log_as_the_status_names_nobody(
    shop: Workshop, waiting: Waiting
) -> None:
    shop.service.says("status", status("invalid", nid=None))
    shop.service.log_rows = [row("invalid")]

    report = await waiting.is_asked_for()

    assert isinstance(report.event, replies.VerdictFound)
    assert report.event.verdict.decision is Decision.INVALID


async def test_a_verdict_of_another_person_with_that_mobile_number_is_not_taken(
    shop: Workshop, waiting: Waiting
) -> None:
    shop.service.says("status", status("passed", nid=OTHER_NID))
    shop.service.log_rows = [row("passed", OTHER_NID), row("pending")]

    report = await waiting.is_asked_for()

    assert isinstance(report.event, replies.StillPending)
    assert report.again_in


async def test_rows_just_read_by_a_sweep_serve_the_next_questions(
    shop: Workshop, waiting: Waiting
) -> None:
    shop.service.says("status", PENDING)
    shop.service.log_rows = [row("passed")]
    shop.clock.passes(60)
    await shop.log.sweep()
    shop.clock.passes(50)

    report = await waiting.is_asked_for()

    assert isinstance(report.event, replies.VerdictFound)
    assert report.event.verdict.scores == ()
    assert shop.service.asked[2:] == ["status"]  # after two pages of the log


async def test_rows_read_before_the_list_that_misses_the_person_are_read_again(
    shop: Workshop, waiting: Waiting
) -> None:
    shop.service.says("status", status("passed", nid=OTHER_NID))
    shop.service.log_rows = [row("passed", OTHER_NID), row("pending")]
    await shop.log.sweep()
    shop.clock.passes(50)
    shop.service.log_rows = [row("passed", OTHER_NID), row("failed")]
    await shop.log.read_pending(1)

    report = await waiting.is_asked_for()

    assert isinstance(report.event, replies.VerdictFound)
    assert report.event.verdict.decision is Decision.FAILED


async def test_a_log_that_was_read_before_the_application_was_sent_says_nothing_of_it(
    shop: Workshop, waiting: Waiting
) -> None:
    shop.service.says("status", PENDING)
    shop.service.log_rows = [row("failed")]
    await shop.log.sweep()
    shop.log.note_sent("01712345678")
    shop.service.log_rows = [row("pending")]

    report = await waiting.is_asked_for()

    assert isinstance(report.event, replies.StillPending)


@pytest.mark.parametrize("answer", [PENDING, NOT_FOUND, UNKNOWN_STATUS, says({}, 400)])
async def test_no_verdict_yet_is_asked_for_again_later(
    shop: Workshop,
    waiting: Waiting,
    answer: Answer,
) -> None:
    shop.service.says("status", answer)

    report = await waiting.is_asked_for()

    assert isinstance(report.event, replies.StillPending)
    assert report.again_in
    assert timedelta(minutes=10) < report.again_in < timedelta(minutes=20)  # the log is understood
    assert report.notice is None


@pytest.mark.parametrize("answer", [page(502, ""), cut, DENIED])
async def test_while_the_service_is_away_it_is_asked_again_soon(
    shop: Workshop,
    waiting: Waiting,
    answer: Answer,
) -> None:
    shop.service.says("status", answer)

    report = await waiting.is_asked_for()

    assert isinstance(report.event, replies.StillPending)
    assert report.again_in
    assert report.again_in <= timedelta(minutes=2)
    assert report.notice is None


async def test_where_the_log_is_not_understood_status_calls_come_more_often(
    shop: Workshop, waiting: Waiting
) -> None:
    shop.service.says("status", PENDING)
    shop.service.says("log", says({"rows": "none"}))

    report = await waiting.is_asked_for()

    assert report.again_in
    assert report.again_in < timedelta(minutes=1)


async def test_a_verdict_that_is_no_longer_awaited_is_not_asked_for(
    shop: Workshop, waiting: Waiting
) -> None:
    assert await waiting.is_asked_for(ticket="of old") == Result()
    assert shop.service.asked == []


# -- never silent for ever ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "seconds", "notice"),
    [
        (NOT_FOUND, 300, None),
        (NOT_FOUND, 600, Notice("overdue-unknown", 1)),
        (NOT_FOUND, DAY, Notice("overdue-unknown", 2)),
        (UNKNOWN_STATUS, 600, Notice("overdue-unknown", 1)),
        (status("passed", nid=OTHER_NID), 600, Notice("overdue-unknown", 1)),
        (PENDING, 600, None),
        (PENDING, DAY, Notice("overdue", 2)),
        (PENDING, 7 * DAY, Notice("overdue", 3)),
        (page(502, ""), 600, None),
        (page(502, ""), DAY, Notice("overdue", 2)),
        (DENIED, 7 * DAY, Notice("overdue", 3)),
    ],
)
async def test_a_silence_that_lasts_is_told(
    shop: Workshop,
    waiting: Waiting,
    answer: Answer,
    seconds: float,
    notice: Notice | None,
) -> None:
    shop.service.says("status", answer)
    shop.clock.passes(seconds)

    report = await waiting.is_asked_for()

    assert report.notice == notice
    assert report.again_in  # and it is asked for ever on


@pytest.mark.parametrize(("warned", "is_told"), [(0, True), (1, True), (2, False), (3, False)])
async def test_each_gravity_is_told_once(
    shop: Workshop,
    waiting: Waiting,
    warned: int,
    *,
    is_told: bool,
) -> None:
    shop.service.says("status", NOT_FOUND)
    shop.clock.passes(2 * DAY)

    report = await waiting.is_asked_for(warned=warned)

    assert (report.notice is not None) is is_told


# -- verdicts over days -------------------------------------------------------------------------

HOUR = 3600.0


async def test_a_verdict_is_asked_for_again_after_an_hour_and_after_a_day_and_then_no_more(
    waiting: Waiting,
) -> None:
    waiting.shop.service.says("status", status("passed"))
    asked_after: list[float] = []
    application, passed = waiting.application, 0.0
    while True:
        report = await replace(waiting, application=application).is_asked_for()
        assert isinstance(report.event, replies.VerdictFound)
        application = after(application, report.event, now=waiting.shop.clock())
        if report.again_in is None:
            break
        passed += report.again_in.total_seconds()
        asked_after.append(passed)
        waiting.shop.clock.passes(report.again_in.total_seconds())

    first, second = asked_after
    assert 0.8 * HOUR < first < 1.2 * HOUR
    assert 20 * HOUR < second < 28 * HOUR


async def test_a_corrected_verdict_is_announced_as_one_and_watched_like_a_new_one(
    waiting: Waiting,
) -> None:
    waiting.shop.service.says("status", status("passed"), status("failed"))
    report = await waiting.is_asked_for()
    assert report.event
    passed = after(waiting.application, report.event)
    waiting.shop.clock.passes(HOUR)

    report = await replace(waiting, application=passed).is_asked_for()

    assert report.event
    assert report.again_in
    assert report.again_in.total_seconds() < 2 * HOUR
    moment = Moment(now=waiting.shop.clock(), ticket="t")
    outcome = advance(passed, report.event, moment)
    assert outcome.effects == (ShowVerdict(is_correction=True),)


async def test_a_young_verdict_is_not_compared_with_a_page_that_may_be_as_old(
    waiting: Waiting,
) -> None:
    service, clock = waiting.shop.service, waiting.shop.clock
    service.log_rows = [row("passed")]
    service.says("status", status("passed"), status("passed"), status("failed"))
    await waiting.shop.log.sweep()  # so the log is known to be understood
    report = await waiting.is_asked_for()
    assert report.event
    passed = replace(waiting, application=after(waiting.application, report.event, now=clock()))
    clock.passes(5)
    assert isinstance((await passed.is_asked_for()).event, replies.VerdictFound)
    service.log_rows = [row("failed")]
    clock.passes(5)

    report = await passed.is_asked_for()

    assert isinstance(report.event, replies.VerdictFound)
    assert report.event.verdict.decision == "failed"


@pytest.mark.parametrize("answer", [NOT_FOUND, PENDING, cut, DENIED, page(502, "")])
async def test_an_unchanged_verdict_stays_and_its_second_check_is_kept(
    waiting: Waiting, answer: Answer
) -> None:
    waiting.shop.service.says("status", status("passed"), answer)
    report = await waiting.is_asked_for()
    assert report.event
    decided = after(waiting.application, report.event)
    waiting.shop.clock.passes(HOUR)

    report = await replace(waiting, application=decided).is_asked_for()

    assert report.event is None
    assert report.notice is None
    assert report.again_in


def resubmitted(application: Application, before: Held) -> Application:
    assert application.submission
    submission = replace(application.submission, held_before=before)
    return replace(application, submission=submission)


OLD = Held(status="failed, nid 100.0", log=("failed 23/11/2026",))


async def test_an_older_verdict_of_the_same_person_is_not_taken_for_the_new_one(
    waiting: Waiting,
) -> None:
    waiting.shop.service.says("status", status("failed"))
    waiting.shop.service.log_rows = [row("failed")]
    waiting.shop.clock.passes(60)
    application = resubmitted(waiting.application, OLD)

    report = await replace(waiting, application=application).is_asked_for()

    assert isinstance(report.event, replies.StillPending)
    assert report.event.pending_seen_in == frozenset()
    assert report.again_in


async def test_once_it_was_seen_pending_the_same_words_are_a_new_verdict(
    waiting: Waiting,
) -> None:
    waiting.shop.service.says("status", status("pending"), status("failed"))
    waiting.shop.service.log_rows = [row("pending")]
    application = resubmitted(waiting.application, OLD)
    report = await replace(waiting, application=application).is_asked_for()
    assert report.event
    seen = after(application, report.event)
    waiting.shop.service.log_rows = [row("failed")]

    report = await replace(waiting, application=seen).is_asked_for()

    assert isinstance(report.event, replies.VerdictFound)


LATER = {"submitted_on": "24/11/2026"}


@pytest.mark.parametrize(
    "rows", [[row("failed"), row("passed")], [row("passed") | LATER], [row("passed")]]
)
async def test_a_new_row_a_changed_date_or_an_overwritten_row_is_a_new_verdict(
    waiting: Waiting, rows: list[dict[str, str]]
) -> None:
    waiting.shop.service.says("status", status("failed"))
    waiting.shop.service.log_rows = rows
    application = resubmitted(waiting.application, OLD)

    report = await replace(waiting, application=application).is_asked_for()

    assert isinstance(report.event, replies.VerdictFound)
    assert report.event.verdict.decision is Decision.PASSED
    assert report.event.verdict.scores == ()  # those of the status are of the old record


@pytest.mark.parametrize("answer", [status("passed"), status("failed", nid_score=99)])
async def test_other_words_alone_may_be_a_correction_of_the_old_record(
    waiting: Waiting, answer: Answer
) -> None:
    waiting.shop.service.says("status", answer)
    waiting.shop.service.log_rows = [row("failed")]
    application = resubmitted(waiting.application, OLD)

    report = await replace(waiting, application=application).is_asked_for()

    assert isinstance(report.event, replies.StillPending)


@pytest.mark.parametrize("log", [says([row("failed")]), says({"rows": "none"})])
async def test_what_cannot_be_told_apart_is_told_as_that_after_the_settling_time(
    waiting: Waiting, log: Answer
) -> None:
    waiting.shop.service.says("status", status("failed"))
    waiting.shop.service.says("log", log)
    application = resubmitted(waiting.application, OLD)

    early = await replace(waiting, application=application).is_asked_for()
    waiting.shop.clock.passes(11 * 60)
    late = await replace(waiting, application=application).is_asked_for()

    assert isinstance(early.event, replies.StillPending)
    assert early.notice is None
    assert isinstance(late.event, replies.StillPending)
    assert late.notice == Notice("overdue-ambiguous", 1)
    assert late.again_in


# -- one number, several customers ----------------------------------------------------------------


def shares_number(waiting: Waiting, nid: str = OTHER_NID) -> Application:
    """Another customer of ours under the same telephone."""
    other = replace(
        waiting.application,
        id="another2",
        answers={**waiting.application.answers, "nid_number": nid},
    )
    waiting.shop.store.applications.save(other)
    return other


def of_others(count: int, date: str = "23/11/2026") -> list[dict[str, str]]:
    return [
        row("passed", OTHER_NID, f"018{number:08}") | {"submitted_on": date}
        for number in range(count)
    ]


OLDER = of_others(10, "20/11/2026")


async def test_an_invalid_that_names_nobody_is_not_taken_while_another_of_ours_may_be_meant(
    waiting: Waiting,
) -> None:
    shares_number(waiting)
    waiting.shop.service.says("status", status("invalid", nid=None))
    waiting.shop.service.log_rows = of_others(300) + OLDER

    report = await waiting.is_asked_for()

    assert isinstance(report.event, replies.StillPending)


@pytest.mark.parametrize("most_per_page", [1000, 50])
@pytest.mark.parametrize("answer", [status("invalid", nid=None), status("passed", nid=OTHER_NID)])
async def test_the_own_row_is_found_behind_three_hundred_newer_ones(
    waiting: Waiting, answer: Answer, most_per_page: int
) -> None:
    shares_number(waiting)
    waiting.shop.service.most_per_page = most_per_page
    waiting.shop.service.says("status", answer)
    waiting.shop.service.log_rows = [*of_others(300), row("failed"), *OLDER]

    report = await waiting.is_asked_for()

    assert isinstance(report.event, replies.VerdictFound)
    assert report.event.verdict.decision is Decision.FAILED


async def test_where_the_whole_log_is_too_long_the_rows_with_a_verdict_are_read(
    waiting: Waiting,
) -> None:
    waiting.shop.service.most_per_page = 50
    waiting.shop.service.says("status", status("passed", nid=OTHER_NID))
    waiting.shop.service.log_rows = [*of_others(2100), row("failed")]

    report = await waiting.is_asked_for()

    assert isinstance(report.event, replies.VerdictFound)
    assert report.event.verdict.decision is Decision.FAILED


async def test_an_invalid_that_names_nobody_is_taken_once_the_log_shows_nobody_else(
    waiting: Waiting,
) -> None:
    waiting.shop.service.says("status", status("invalid", nid=None))
    waiting.shop.service.log_rows = of_others(300) + OLDER

    report = await waiting.is_asked_for()

    assert isinstance(report.event, replies.VerdictFound)
    assert report.event.verdict.decision is Decision.INVALID


async def test_the_verdict_of_the_same_persons_other_application_corrects_nothing(
    waiting: Waiting,
) -> None:
    waiting.shop.service.says("status", status("passed"))
    report = await waiting.is_asked_for()
    assert report.event
    passed = after(waiting.application, report.event)
    shares_number(waiting, "0001980100147")
    waiting.shop.service.says("status", status("failed"))

    report = await replace(waiting, application=passed).is_asked_for()

    assert report.event is None


async def test_while_it_is_listed_as_pending_the_log_is_not_read_on(waiting: Waiting) -> None:
    shares_number(waiting)
    waiting.shop.service.says("status", PENDING)
    waiting.shop.service.log_rows = [*of_others(300), row("pending"), *OLDER]
    await waiting.shop.log.read_pending(1)
    waiting.shop.service.asked.clear()

    await waiting.is_asked_for()

    assert waiting.shop.service.asked == ["status", *["log"] * 5]  # the newest pages


# -- under another account ------------------------------------------------------------------------


async def test_nothing_that_another_account_shows_is_a_verdict(waiting: Waiting) -> None:
    assert waiting.application.submission
    submission = replace(waiting.application.submission, token="0f" * 8)
    application = replace(waiting.application, submission=submission)
    waiting.shop.service.says("status", status("passed"))
    waiting.shop.service.log_rows = [row("passed")]
    waiting.shop.clock.passes(600)

    report = await replace(waiting, application=application).is_asked_for()

    assert isinstance(report.event, replies.StillPending)
    assert report.notice == Notice("overdue-elsewhere", 1)
    assert report.again_in


async def test_a_word_that_no_document_knows_is_pending_and_told_to_the_admins(
    waiting: Waiting,
) -> None:
    waiting.shop.service.says("status", status("ec_requested"))

    report = await waiting.is_asked_for()

    assert isinstance(report.event, replies.StillPending)
    assert report.odd_word == "ec_requested"
    assert report.again_in


async def test_nine_days_without_a_verdict_take_few_questions_and_two_notices(
    waiting: Waiting,
) -> None:
    waiting.shop.service.says("status", status("pending"))
    gaps: list[float] = []
    notices: list[tuple[float, int]] = []
    warned = 0
    while sum(gaps) < 9 * DAY:
        report = await waiting.is_asked_for(warned=warned)
        assert isinstance(report.event, replies.StillPending)
        assert report.again_in
        if report.notice:
            warned = report.notice.gravity
            notices.append((sum(gaps), warned))
        gaps.append(report.again_in.total_seconds())
        waiting.shop.clock.passes(gaps[-1])

    (first, mild), (second, grave) = notices
    assert (mild, grave) == (2, 3)
    assert DAY <= first <= 1.5 * DAY
    assert 7 * DAY <= second <= 9 * DAY
    assert 60 < len(gaps) < 160  # the schedule of docs/ekyc-api.md, 5.2
    assert max(gaps) <= 1.2 * DAY


# -- a month without a verdict ------------------------------------------------------------------


@pytest.mark.parametrize("answer", [PENDING, NOT_FOUND, UNKNOWN_STATUS])
async def test_after_thirty_days_without_a_verdict_it_is_closed_and_that_is_told(
    shop: Workshop, waiting: Waiting, answer: Answer
) -> None:
    shop.service.says("status", answer)
    shop.clock.passes(30 * DAY)

    report = await waiting.is_asked_for(warned=3)

    assert isinstance(report.event, replies.LeftUnresolved)
    assert report.notice == Notice("closed-unresolved", 4)
    assert report.again_in == timedelta(days=7)


async def test_a_day_before_that_it_is_asked_for_still(shop: Workshop, waiting: Waiting) -> None:
    shop.service.says("status", PENDING)
    shop.clock.passes(29 * DAY)

    report = await waiting.is_asked_for(warned=3)

    assert isinstance(report.event, replies.StillPending)
    assert report.again_in


@pytest.mark.parametrize("answer", [page(502, ""), cut, DENIED])
async def test_an_outage_on_that_day_closes_nothing(
    shop: Workshop, waiting: Waiting, answer: Answer
) -> None:
    shop.service.says("status", answer)
    shop.clock.passes(31 * DAY)

    report = await waiting.is_asked_for(warned=3)

    assert isinstance(report.event, replies.StillPending)
    assert report.again_in


async def test_a_clock_that_is_far_ahead_for_a_moment_closes_nothing_and_warns_nobody(
    shop: Workshop, waiting: Waiting
) -> None:
    shop.service.says("status", NOT_FOUND)
    steady = ManualTimer()
    ahead = replace(shop, time=TrustedTime(shop.clock, steady, seen=None))
    shop.clock.passes(100 * DAY)  # and the timer has not moved

    report = await replace(waiting, shop=ahead).is_asked_for()

    assert isinstance(report.event, replies.StillPending)
    assert report.notice is None
    assert report.again_in
    assert report.again_in < timedelta(days=2)


async def test_a_clock_that_was_set_back_before_the_submission_stops_nothing(
    shop: Workshop, waiting: Waiting
) -> None:
    shop.service.says("status", status("passed"))
    shop.clock.passes(-6 * HOUR)

    report = await waiting.is_asked_for()

    assert isinstance(report.event, replies.VerdictFound)
    assert report.again_in
    assert report.again_in < timedelta(hours=2)


async def test_a_verdict_of_the_last_day_counts(shop: Workshop, waiting: Waiting) -> None:
    shop.service.says("status", status("failed"))
    shop.clock.passes(31 * DAY)

    report = await waiting.is_asked_for(warned=3)

    assert isinstance(report.event, replies.VerdictFound)


def left(waiting: Waiting) -> Waiting:
    """The same, closed without a verdict."""
    event = reply(waiting.application, replies.LeftUnresolved)
    return replace(waiting, application=after(waiting.application, event))


async def test_one_that_was_closed_is_asked_for_weekly_and_without_a_word(
    shop: Workshop, waiting: Waiting
) -> None:
    shop.service.says("status", PENDING)
    shop.clock.passes(40 * DAY)

    report = await left(waiting).is_asked_for()

    assert isinstance(report.event, replies.StillPending)
    assert (report.again_in, report.notice) == (timedelta(days=7), None)
    assert shop.service.asked == ["status", "log"]


async def test_a_verdict_after_the_close_is_a_verdict_like_any_other(
    shop: Workshop, waiting: Waiting
) -> None:
    shop.service.says("status", status("passed"))
    shop.clock.passes(40 * DAY)

    report = await left(waiting).is_asked_for()

    assert isinstance(report.event, replies.VerdictFound)
    assert report.again_in  # it may be corrected
    outcome = advance(left(waiting).application, report.event, Moment(now=shop.clock(), ticket="t"))
    assert ShowVerdict() in outcome.effects


async def test_where_the_form_was_erased_there_is_nothing_to_ask_by(
    shop: Workshop, waiting: Waiting
) -> None:
    erased = without_form(left(waiting).application, shop.clock())

    assert await replace(waiting, application=erased).is_asked_for() == Result()
    assert shop.service.asked == []
