"""One application with what can be done about it now."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat.outgoing import Send
from bot.screens.detail import detail
from conversations import events, replies
from conversations.erasure import without_form
from conversations.extra_question import ExtraQuestion
from conversations.languages import LANGUAGES
from tests.support.forms import (
    FAILED,
    NOW,
    PASSED,
    after,
    closed,
    decided,
    every_point,
    pending,
    press,
    reply,
    until,
)
from tests.support.plain_words import parse

POINTS = every_point()
COPIES = ("Copy NID", "Copy reference")


def text_of(message: Send) -> str:
    text, _ = parse(message.text)
    return text


def labels(message: Send) -> list[str]:
    return [button.text for row in message.keyboard for button in row]


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_has_a_detail(point: str, language: str) -> None:
    message = detail(POINTS[point], language)

    assert "{" not in text_of(message)
    assert "0001980100147" not in message.text.replace(" ", "")
    assert all(len(button.data.encode()) <= 64 for row in message.keyboard for button in row)


def test_a_draft_can_be_continued() -> None:
    message = detail(until("mobile_number"), "en")

    assert "📝 Draft, not finished" in text_of(message)
    assert labels(message)[0] == "Continue: Md. Asaduzzaman Miah · 0147"


def test_a_draft_without_a_name_says_so_at_its_head() -> None:
    assert text_of(detail(until("front"), "en")).startswith("Unnamed customer\n")


def test_a_pending_application_can_be_refreshed() -> None:
    message = detail(pending(), "en")

    assert text_of(message).splitlines() == [
        "Customer: Md. Asaduzzaman Miah",
        "NID: •••• 0147",
        "Reference: ABCD2345",
        "Mobile: 01712-345678",
        "⏳ Accepted. The identity check is running; the result will arrive here.",
        "Started: 23 November 2026, 12:00",
        "Card read: 23 November 2026, 12:00",
        "Submitted: 23 November 2026, 12:00",
    ]
    assert labels(message) == ["Refresh", "Receipt", *COPIES, "New customer", "My applications"]


def test_the_answers_to_the_organisations_own_questions_are_told_until_the_form_is_erased() -> None:
    branch = ExtraQuestion(
        key="extra_branch",
        names={"en": "Branch", "bn": "শাখা"},
        prompts={"en": "Which?", "bn": "কোনটি?"},
        choices=({"en": "Mirpur & more", "bn": "মিরপুর"}, {"en": "Khulna", "bn": "খুলনা"}),
    )
    form = pending()
    answers = {**form.answers, "extra_branch": "Mirpur & more"}
    form = replace(form, extra=(branch,), answers=answers)

    assert "Branch: Mirpur & more" in text_of(detail(form, "en")).splitlines()
    assert "শাখা: মিরপুর" in text_of(detail(form, "bn")).splitlines()
    assert "Branch" not in text_of(detail(without_form(form, NOW), "en"))


def test_when_it_was_last_asked_is_told() -> None:
    waiting = pending()
    asked = after(waiting, reply(waiting, replies.StillPending))

    assert "Last asked: 23 November 2026, 12:00" in text_of(detail(asked, "en"))


def test_one_that_was_closed_says_so_and_can_be_asked_for() -> None:
    message = detail(closed(), "en")

    assert "⌛ Closed as unresolved: no result arrived within 30 days." in text_of(message)
    assert "Closed as unresolved: 23 November 2026, 12:00" in text_of(message)
    assert labels(message) == ["Refresh", "Receipt", *COPIES, "New customer", "My applications"]
    assert "Refresh" not in labels(detail(without_form(closed(), NOW), "en"))


def test_a_correction_and_the_last_look_at_it_are_told_after_the_verdict() -> None:
    first = decided(replace(FAILED, found_at=NOW + timedelta(minutes=3)))
    passed = replace(PASSED, found_at=NOW + timedelta(minutes=63))
    corrected = after(
        first, reply(first, replies.VerdictFound, verdict=passed), now=NOW + timedelta(minutes=63)
    )
    looked_at = replace(corrected, last_asked_at=NOW + timedelta(minutes=90))

    assert text_of(detail(looked_at, "en")).splitlines()[-3:] == [
        "Failed: 23 November 2026, 12:03",
        "Passed: 23 November 2026, 13:03",
        "Last asked: 23 November 2026, 13:30",
    ]


def test_a_verdict_needs_no_further_sentence() -> None:
    message = detail(decided(FAILED), "en")

    assert "❌ Failed: Md. Asaduzzaman Miah" in text_of(message)
    assert "Failed: 23 November 2026, 12:00" in text_of(message)
    assert labels(message) == [
        "Fix and resubmit",
        "Receipt",
        *COPIES,
        "New customer",
        "My applications",
    ]


def test_the_timeline_tells_of_every_attempt() -> None:
    failed = decided(replace(FAILED, found_at=NOW + timedelta(minutes=3)))
    again = after(failed, press(events.CorrectionBegun))

    text = text_of(detail(again, "en"))
    assert "Draft" in text
    assert text.splitlines()[-2:] == [
        "Submitted: 23 November 2026, 12:00",
        "Failed: 23 November 2026, 12:03",
    ]
