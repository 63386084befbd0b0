"""Which rows and replies are about our customer, and who else may be meant."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.ekyc import LogRow, State
from bot.verdicts.matching import NO_RIVALS, Rivals, is_ours, rivals_of
from conversations import events, replies
from conversations.application import Application
from conversations.submission import Held
from tests.support.forms import (
    FAILED,
    NOW,
    after,
    begun,
    decided,
    denied,
    in_doubt,
    pending,
    press,
    reply,
    submitted,
)

PHONE, CARD, MISREAD = "01712345678", "0001980100147", "0001980100741"
HOUR = timedelta(hours=1)
OURSELVES = pending()


def row(nid: str, mobile: str = PHONE) -> LogRow:
    return LogRow(
        mobile_number=mobile,
        customer_name="",
        nid_number=nid,
        submitted_on="23/11/2026",
        state=State.PENDING,
        raw_status="pending",
    )


@pytest.mark.parametrize(
    ("nid", "mobile", "is_about_us"),
    [
        (CARD, PHONE, True),
        ("1980100147", PHONE, True),  # an integer, its zeros lost
        (f"1980{CARD}", PHONE, True),  # 17 digits
        (CARD, "01812345678", False),
        ("0001999000000", PHONE, False),
        ("", PHONE, False),
    ],
)
def test_a_row_is_ours_by_the_numbers_of_phone_and_card(
    nid: str, mobile: str, *, is_about_us: bool
) -> None:
    assert is_ours(row(nid, mobile), OURSELVES) is is_about_us


def corrected() -> Application:
    """The service misread the number of the card, and the agent corrected it."""
    assert OURSELVES.reading
    reading = replace(OURSELVES.reading, fields={**OURSELVES.reading.fields, "nid_number": MISREAD})
    return replace(OURSELVES, reading=reading, answers={**OURSELVES.answers, "nid_number": CARD})


def test_a_service_that_keeps_its_own_reading_of_the_card_is_understood() -> None:
    assert is_ours(row(MISREAD), corrected(), NO_RIVALS)
    assert is_ours(row(CARD), corrected(), NO_RIVALS)


def test_that_reading_is_anothers_where_another_application_has_that_card() -> None:
    assert not is_ours(row(MISREAD), corrected(), Rivals(national_ids=frozenset({MISREAD})))


def refused_by_service() -> Application:
    form = submitted()
    return after(form, reply(form, replies.SubmissionRefused, reason="still undecided"))


# -- rivals ---------------------------------------------------------------------------------------


def accepted(hours: int) -> Application:
    """Another application, accepted that many hours after ours was submitted."""
    other = pending()
    assert other.submission
    accepted_at = NOW + hours * HOUR
    return replace(
        other, id="another2", submission=replace(other.submission, accepted_at=accepted_at)
    )


def another(form: Application, **changes: object) -> Application:
    """The same as another application, its submission changed so."""
    assert form.submission
    submission = replace(form.submission, **changes)  # type: ignore[arg-type]  # as the test says
    return replace(form, id="another2", submission=submission)


def corrected_again(hours: int) -> Application:
    """It failed, was accepted that many hours after ours, and its form is open again."""
    other = decided(FAILED)
    assert other.submission
    accepted = replace(other.submission, accepted_at=NOW + hours * HOUR)
    return another(after(replace(other, submission=accepted), press(events.CorrectionBegun)))


@pytest.mark.parametrize(
    ("other", "is_rival"),
    [
        (accepted(1), True),
        (accepted(-1), False),  # the service had it already, and denied the number
        (another(in_doubt()), True),
        (another(submitted(), token="5d" * 8), True),  # it is on its way
        (another(submitted()), False),  # it waits to be sent
        (another(refused_by_service()), False),
        (corrected_again(1), True),
        (corrected_again(-1), False),
        (replace(begun(), id="another2"), False),
    ],
)
def test_a_rival_is_one_that_the_service_may_have_got_since(
    other: Application, *, is_rival: bool
) -> None:
    rivals = rivals_of(OURSELVES, [(other, True)])

    assert rivals.of_person == int(is_rival)
    assert rivals.of_number is is_rival


@pytest.mark.parametrize("hours", [-1, 1])
@pytest.mark.parametrize(("preceded_by", "is_rival"), [((), True), (("ticket",), False)])
def test_what_was_accepted_before_is_known_by_its_ticket_whatever_the_clock_said(
    hours: int, preceded_by: tuple[str, ...], *, is_rival: bool
) -> None:
    other = another(accepted(hours), ticket="ticket")
    assert OURSELVES.submission
    submission = replace(OURSELVES.submission, preceded_by=frozenset(preceded_by))

    rivals = rivals_of(replace(OURSELVES, submission=submission), [(other, True)])

    assert rivals.of_person == int(is_rival)


def test_one_of_the_same_person_that_was_denied_again_and_again_has_no_record() -> None:
    rivals = rivals_of(OURSELVES, [(another(denied()), True)])

    assert (rivals.of_person, rivals.of_number) == (0, True)


def test_where_the_service_held_something_before_any_other_under_the_number_may_be_meant() -> None:
    assert OURSELVES.submission
    submission = replace(OURSELVES.submission, held_before=Held(status="pending"))

    rivals = rivals_of(replace(OURSELVES, submission=submission), [(accepted(-1), False)])

    assert (rivals.of_person, rivals.of_number) == (0, True)
