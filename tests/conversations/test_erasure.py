"""What is left after the customer is removed from an application."""

from datetime import timedelta

import pytest

from conversations import events, replies
from conversations.application import Application
from conversations.erasure import masked_mobile_number, masked_name, without_form
from conversations.events import CorrectionBegun, Moment
from conversations.transitions import advance
from tests.support.forms import (
    FAILED,
    NOW,
    PASSED,
    READ,
    decided,
    denied,
    every_point,
    in_doubt,
    pending,
    reply,
    submitted,
)


@pytest.mark.parametrize("point", every_point())
def test_no_value_and_no_photo_is_left(point: str) -> None:
    application = every_point()[point]
    left = without_form(application, NOW)

    assert (application.is_form_erased, left.is_form_erased) == (False, True)
    said = f"{left.answers}{left.reading}{left.pictures}{left.remains}{left}"
    for key in (*READ, "mobile_number", "nominee"):
        value = application.value(key)
        assert not value or value not in said, key
    assert all(picture.file_id not in said for picture in application.pictures.values())


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("Md. Asaduzzaman Miah", "M••• A••• M•••"),
        ("রহিমা খাতুন", "র••• খ•••"),
        ("  Rahima ", "R•••"),
        ("", ""),
    ],
)
def test_a_name_is_masked_to_its_first_letters(name: str, masked: str) -> None:
    assert masked_name(name) == masked


def test_a_mobile_number_is_masked_to_its_last_three_digits() -> None:
    assert masked_mobile_number("01712345678") == "•••• 678"


def test_an_erased_application_cannot_be_reopened() -> None:
    erased = without_form(decided(FAILED), NOW)
    fix = CorrectionBegun(version=erased.version)

    outcome = advance(erased, fix, Moment(now=NOW, ticket="t"))

    assert outcome.application == erased
    assert not outcome.errands


def test_erasing_twice_changes_nothing() -> None:
    erased = without_form(decided(), NOW)

    assert without_form(erased, NOW + timedelta(days=1)) == erased


@pytest.mark.parametrize("point", [pending(), submitted(), in_doubt(), denied()])
def test_nothing_happens_to_an_application_erased_before_its_verdict(
    point: Application,
) -> None:
    erased = without_form(point, NOW)
    for event in (
        events.VerdictAsked(),
        events.SubmittedAgain(version=erased.version),
        reply(erased, replies.SubmissionAccepted),
        reply(erased, replies.SubmissionUnclear),
        reply(erased, replies.SubmissionDenied),
        reply(erased, replies.VerdictFound, verdict=PASSED),
    ):
        outcome = advance(erased, event, Moment(now=NOW, ticket="t"))

        assert (outcome.application, outcome.errands) == (erased, ())
