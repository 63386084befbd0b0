"""Where several people share a mobile number, each gets their own verdict, found in the log."""

from dataclasses import replace

import pytest

from conversations import replies
from conversations.application import Application
from conversations.verdict import Decision
from tests.support.forms import after
from tests.support.scripted_service import (
    PENDING,
    Answer,
    row,
    status,
)
from tests.support.waiting import Waiting

OTHER_NID = "0001999000000"


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
