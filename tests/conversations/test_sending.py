"""From the agent's last tap to the acceptance."""

from dataclasses import replace
from datetime import timedelta

import pytest

from conversations import events, replies
from conversations.application import Application, Phase
from conversations.effects import (
    Ask,
    Redraw,
    Settle,
    ShowReceipt,
    Tell,
)
from conversations.errands import DENIED, Errand, Task
from conversations.questions import FOUND, NOTHING, REVIEW, SEND_AGAIN
from conversations.sending import FIRST_VERDICT_DELAY, LOOK_UP_DELAYS, SELDOM_DELAYS, is_returned
from tests.support.forms import (
    FAILED,
    NOW,
    after,
    asked_about_record,
    checked,
    decided,
    delayed,
    denied,
    in_doubt,
    pending,
    photo,
    press,
    refused,
    reply,
    submitted,
    until,
)
from tests.support.playbook import Playbook

SENT = Settle(question=NOTHING, text="was-sent")


def test_submit_owes_the_application_to_the_service() -> None:
    book = Playbook(until(REVIEW))

    assert (
        book
        >> press(events.Submitted)
        << Settle(question=REVIEW)
        << Ask()
        << Errand(task=Task.SUBMIT, ticket="t1")
    )
    submission = book.application.submission
    assert submission is not None
    assert (submission.ticket, submission.attempt, submission.pressed_at) == ("t1", 1, NOW)
    assert (book.application.phase, book.application.asking) == (Phase.SUBMITTING, NOTHING)


def test_two_taps_on_submit_send_once() -> None:
    form = until(REVIEW)
    tap = events.Submitted(version=form.version)

    assert Playbook(form) >> tap << Settle << Ask << Errand >> tap << Tell(text="taken-already")


def test_a_review_that_a_new_release_made_incomplete_asks_what_is_missing() -> None:
    review = until(REVIEW)
    answers = {key: value for key, value in review.answers.items() if key != "profession"}
    book = Playbook(replace(review, answers=answers, sources={}))

    assert book >> press(events.Submitted) << Ask()
    assert book.application.asking == "profession"


# -- the selfie is still being checked --------------------------------------------------------


def test_submit_is_taken_at_once_and_waits_for_the_check_of_the_selfie() -> None:
    form = after(until("selfie"), photo())
    book = Playbook(form)

    assert book >> press(events.Submitted) << Settle(question=REVIEW) << Ask()
    assert book.application.phase is Phase.SUBMITTING
    assert book >> checked(form, "selfie") << Errand(task=Task.SUBMIT, ticket="t1")


def test_the_check_that_comes_twice_sends_once() -> None:
    form = after(until("selfie"), photo(), press(events.Submitted))
    event = checked(form, "selfie")

    assert Playbook(form) >> event << Errand >> event


@pytest.mark.parametrize("repeats", ["front", None])
def test_a_selfie_that_cannot_be_used_is_asked_for_again_after_submit(repeats: str | None) -> None:
    form = after(until("selfie"), photo(), press(events.Submitted))
    event = checked(form, "selfie", repeats) if repeats else refused(form, "selfie")
    reason = "same-picture" if repeats else "picture-truncated"
    book = Playbook(form)

    assert book >> event << Ask(problem=reason, about="selfie")
    assert (book.application.phase, book.application.asking) == (Phase.FILLING, "selfie")
    assert book.application.answers == form.answers
    again = after(book.application, photo())
    assert after(again, press(events.Submitted)).submission != form.submission


def test_a_late_refusal_of_a_selfie_that_was_checked_stops_nothing() -> None:
    form = submitted()

    assert Playbook(form) >> refused(form, "selfie")


# -- what the service says --------------------------------------------------------------------


def test_acceptance_brings_the_receipt_and_owes_the_question_for_the_verdict() -> None:
    form = submitted()
    book = Playbook(form)
    assert form.submission is not None

    assert (
        book
        >> reply(form, replies.SubmissionAccepted)
        << ShowReceipt()
        << Errand(task=Task.ASK_VERDICT, ticket=form.submission.ticket, delay=FIRST_VERDICT_DELAY)
    )
    assert book.application.phase is Phase.PENDING


@pytest.mark.parametrize(
    ("form", "pause"),
    [
        (submitted(), timedelta(minutes=1)),
        (submitted(), timedelta(days=-1)),  # the clock was set back
        (delayed(), timedelta()),
        (in_doubt(), timedelta()),
    ],
    ids=["after a minute", "another clock", "after an outage", "after a lost reply"],
)
def test_a_receipt_that_nobody_waits_for_is_a_new_message(
    form: Application, pause: timedelta
) -> None:
    book = Playbook(form).waits(pause)

    assert (
        book
        >> reply(form, replies.SubmissionAccepted)
        << SENT
        << ShowReceipt(is_new=True)
        << Errand
    )


def test_a_refusal_reopens_the_review_with_the_reason_and_loses_nothing() -> None:
    form = submitted()
    book = Playbook(form)

    assert (
        book
        >> reply(form, replies.SubmissionRefused, reason="nid_no: taken")
        << Ask(problem="submission-refused", values={"reason": "nid_no: taken"})
    )
    assert book.application.asking == REVIEW
    assert book.application.answers == form.answers
    again = after(book.application, press(events.Submitted))
    assert again.submission is not None
    assert again.submission.attempt == 2


@pytest.mark.parametrize("reason", ["photo-gone", "picture-truncated"])
def test_a_selfie_that_is_gone_when_it_is_needed_is_asked_for_again(reason: str) -> None:
    form = submitted()
    book = Playbook(form)

    assert (
        book
        >> reply(form, replies.SubmissionRefused, reason=reason, slot="selfie")
        << Ask(problem=reason, about="selfie")
    )
    assert book.application.asking == "selfie"


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        (
            {"reason": "nid_no: taken"},
            Ask(problem="submission-refused", values={"reason": "nid_no: taken"}),
        ),
        ({"reason": "photo-gone", "slot": "selfie"}, Ask(problem="photo-gone", about="selfie")),
    ],
)
@pytest.mark.parametrize("is_cancelling", [False, True])
def test_a_refused_application_says_why_again_when_it_is_resumed(
    refusal: dict[str, str], said: Ask, *, is_cancelling: bool
) -> None:
    form = submitted()
    form = after(form, reply(form, replies.SubmissionRefused, **refusal))
    form = after(form, events.CancelAsked()) if is_cancelling else form

    assert Playbook(form) >> events.Resumed() << said


def test_a_photo_that_was_sent_again_is_no_longer_said_to_be_refused() -> None:
    form = submitted()
    refusal = reply(form, replies.SubmissionRefused, reason="photo-gone", slot="selfie")
    form = after(form, refusal, photo("another"))

    assert Playbook(form) >> events.Resumed() << Ask()


def test_the_next_attempt_forgets_why_the_last_was_refused() -> None:
    form = submitted()
    form = after(form, reply(form, replies.SubmissionRefused, reason="nid_no: taken"))

    again = after(form, press(events.Submitted))

    assert again.submission is not None
    assert again.submission.refusal == ""


@pytest.mark.parametrize("words", ["picture-size exceeds the limit", "photo-gone"])
def test_words_of_the_service_cost_no_photo_whatever_they_are(words: str) -> None:
    form = submitted()
    book = Playbook(form)

    assert (
        book
        >> reply(form, replies.SubmissionRefused, reason=words)
        << Ask(problem="submission-refused", values={"reason": words})
    )
    assert book.application.pictures == form.pictures


def test_a_delay_changes_the_screen_once() -> None:
    form = submitted()
    event = reply(form, replies.SubmissionDelayed)

    assert Playbook(form) >> event << Redraw() >> event


def test_the_screen_changes_again_when_it_waits_for_something_else() -> None:
    form = submitted()
    twin = reply(form, replies.SubmissionDelayed, reason="state-submitting-twin")
    outage = reply(form, replies.SubmissionDelayed)

    assert Playbook(form) >> twin << Redraw() >> twin >> outage << Redraw()


def test_that_a_delayed_one_has_left_is_remembered_and_changes_no_screen() -> None:
    form = delayed()
    left = reply(form, replies.SubmissionDelayed, has_left=True)
    book = Playbook(form)

    assert book >> left >> reply(form, replies.SubmissionDelayed)
    assert book.application.submission is not None
    assert book.application.submission.has_left


def test_after_the_delay_the_submission_proceeds_as_usual() -> None:
    form = delayed()

    assert (
        Playbook(form) >> reply(form, replies.SubmissionAccepted) << SENT << ShowReceipt << Errand
    )


def test_an_unclear_outcome_is_looked_up_and_not_repeated() -> None:
    form = submitted()
    assert form.submission is not None
    ticket = form.submission.ticket

    assert (
        Playbook(form)
        >> reply(form, replies.SubmissionUnclear)
        << Redraw()
        << Errand(task=Task.LOOK_UP, ticket=ticket, delay=LOOK_UP_DELAYS[0])
    )


def test_a_duplicate_is_told_looked_up_and_remembered_when_it_is_sent_again() -> None:
    form = submitted()
    book = Playbook(form)

    assert (
        book
        >> reply(form, replies.SubmissionUnclear, duplicate="Already submitted")
        << Redraw()
        << Tell(text="refused-as-duplicate", values={"reason": "Already submitted"})
        << Errand
    )
    denial = reply(form, replies.SubmissionDenied)
    again = after(book.application, *[denial] * 4, press(events.SubmittedAgain))
    assert again.submission is not None
    assert again.submission.is_duplicate


def test_found_at_last_it_counts_as_accepted() -> None:
    form = in_doubt()

    assert (
        Playbook(form) >> reply(form, replies.SubmissionAccepted) << SENT << ShowReceipt << Errand
    )


def test_only_after_four_clean_denials_the_agent_may_send_again() -> None:
    form = in_doubt()
    assert form.submission is not None
    ticket = form.submission.ticket
    denial = reply(form, replies.SubmissionDenied)
    look = [Errand(task=Task.LOOK_UP, ticket=ticket, delay=delay) for delay in LOOK_UP_DELAYS]
    seldom = [
        Errand(task=Task.LOOK_UP, ticket=ticket, subject=DENIED, delay=delay)
        for delay in (*SELDOM_DELAYS, SELDOM_DELAYS[-1])
    ]
    book = Playbook(form)

    assert book >> denial << look[1] >> denial << look[2] >> denial << look[3]
    assert book >> denial << Ask() << seldom[0]
    assert book.application.asking == SEND_AGAIN
    for errand in seldom[1:]:  # lookups become rarer, and the question stays
        assert book >> denial << errand
    assert book.application.asking == SEND_AGAIN
    assert book >> press(events.SubmittedAgain) << Settle << Ask << Errand
    assert book.application.submission is not None
    assert book.application.submission.attempt == 2


def test_a_late_acceptance_ends_the_offer_to_send_again() -> None:
    form = denied()
    book = Playbook(form)

    accepted = reply(form, replies.SubmissionAccepted)
    assert (
        book
        >> accepted
        << Settle(question=SEND_AGAIN, text="was-sent")
        << ShowReceipt(is_new=True)
        << Errand
    )
    assert (book.application.phase, book.application.asking) == (Phase.PENDING, NOTHING)


# -- what no attempt of ours explains ---------------------------------------------------------

FOUND_RECORDS = ("passed 23/11/2026",)


def test_a_record_that_nobody_can_explain_is_put_to_the_agent() -> None:
    form = submitted()
    book = Playbook(form)

    assert book >> reply(form, replies.RecordFound, found=FOUND_RECORDS) << Ask()
    assert (book.application.phase, book.application.asking) == (Phase.REVIEWING, FOUND)
    assert book >> events.Resumed() << Ask()
    assert book.application.asking == FOUND


def test_submitted_anyway_it_is_owed_again_and_the_agent_is_not_asked_twice() -> None:
    book = Playbook(asked_about_record())

    assert book >> press(events.SubmittedAnyway) << Settle() << Ask() << Errand
    submission = book.application.submission
    assert submission
    assert (submission.despite, submission.attempt) == (FOUND_RECORDS, 1)
    assert book.application.phase is Phase.SUBMITTING


def test_kept_back_it_is_a_draft_that_can_be_changed_submitted_or_cancelled() -> None:
    book = Playbook(asked_about_record())

    assert book >> press(events.KeptBack) << Settle(text="kept-back") << Ask()
    assert (book.application.phase, book.application.asking) == (Phase.REVIEWING, REVIEW)
    assert book >> press(events.Submitted) << Settle(question=REVIEW) << Ask() << Errand
    submission = book.application.submission
    assert submission
    assert submission.despite == ()  # the agent is asked again


@pytest.mark.parametrize("kind", [events.SubmittedAnyway, events.KeptBack])
def test_the_buttons_of_that_question_do_nothing_elsewhere(kind: type[events.Pressed]) -> None:
    assert Playbook(until(REVIEW)) >> press(kind) << Ask()


def not_taken() -> Application:
    form = submitted()
    return after(form, reply(form, replies.SubmissionRefused, reason="nid_no: taken"))


@pytest.mark.parametrize(
    ("form", "waits"),
    [
        (until(REVIEW), False),
        (submitted(), False),
        (in_doubt(), False),
        (denied(), True),
        (asked_about_record(), True),
        (not_taken(), True),
        (pending(), False),
        (after(decided(FAILED), press(events.CorrectionBegun)), False),
    ],
)
def test_what_was_sent_and_not_accepted_waits_for_the_agent(form: Application, waits: bool) -> None:
    assert is_returned(form) is waits
