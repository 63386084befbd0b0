"""What is asked again after a verdict, and what is kept of the earlier attempt."""

from dataclasses import replace

import pytest

from conversations import events
from conversations.corrections import failing_parts
from conversations.effects import Ask, Settle
from conversations.questions import REVIEW
from conversations.verdict import Decision, Score, Verdict
from tests.support.forms import (
    FAILED,
    NOW,
    PASSED,
    after,
    checked,
    decided,
    photo,
    press,
    reply,
    types,
)
from tests.support.playbook import Playbook

INVALID = Verdict(decision=Decision.INVALID, found_at=NOW)


@pytest.mark.parametrize(
    ("verdict", "parts"),
    [
        (PASSED, ()),
        (INVALID, ("nid_number", "date_of_birth")),
        (FAILED, ("name_bangla",)),
        (replace(FAILED, selfie_matches=False), ("name_bangla", "selfie")),
        (replace(FAILED, scores=(), texts_match=None, card_photo_matches=False), ("front",)),
        (replace(FAILED, scores=(), texts_match=None), ()),
    ],
)
def test_only_what_did_not_match_is_asked_again(verdict: Verdict, parts: tuple[str, ...]) -> None:
    assert failing_parts(verdict) == parts


def test_the_lowest_two_are_asked_where_the_service_does_not_say_which_differ() -> None:
    scores = tuple(
        Score(field=field, points=points)
        for field, points in {"nid": 90.0, "name_english": 30.0, "mother_name": 60.0}.items()
    )

    assert failing_parts(replace(FAILED, scores=scores)) == ("name_english", "mother_name")


def test_a_failed_field_is_asked_alone_and_the_rest_is_kept() -> None:
    failed = decided(FAILED)
    book = Playbook(failed)

    assert book >> press(events.CorrectionBegun) << Settle() << Ask()
    assert book.application.asking == "name_bangla"
    assert book.application.id == failed.id
    assert book >> types("মোঃ আসাদুজ্জামান") << Settle(question="name_bangla") << Ask()
    assert book.application.asking == REVIEW
    assert book.application.answers["mobile_number"] == failed.answers["mobile_number"]


def test_a_face_that_did_not_match_is_photographed_again() -> None:
    verdict = replace(FAILED, scores=(), texts_match=True, selfie_matches=False)
    form = after(decided(verdict), press(events.CorrectionBegun))
    assert form.asking == "selfie"

    sent = after(form, photo())
    assert after(sent, checked(sent, "selfie")).asking == REVIEW


def test_attempts_are_counted_and_linked() -> None:
    form = after(decided(FAILED), press(events.CorrectionBegun), press(events.Kept))
    sent = after(form, press(events.Submitted))

    assert sent.submission is not None
    assert sent.submission.attempt == 2
    assert [attempt.verdict for attempt in sent.earlier] == [FAILED]
    assert [attempt.submission.attempt for attempt in sent.earlier] == [1]


def test_a_second_failure_can_be_corrected_as_well() -> None:
    form = after(decided(FAILED), press(events.CorrectionBegun), press(events.Kept))
    sent = after(form, press(events.Submitted))
    sent = after(sent, reply(sent, events.SubmissionAccepted))
    failed = after(sent, reply(sent, events.VerdictFound, verdict=INVALID))
    again = after(failed, press(events.CorrectionBegun))

    assert again.asking == "nid_number"
    assert len(again.earlier) == 2


def test_what_passed_is_not_opened_again() -> None:
    assert Playbook(decided(PASSED)) >> press(events.CorrectionBegun) << Ask()


def test_where_nobody_can_tell_what_failed_everything_is_reviewed() -> None:
    verdict = replace(FAILED, scores=(), texts_match=None)

    assert after(decided(verdict), press(events.CorrectionBegun)).asking == REVIEW
