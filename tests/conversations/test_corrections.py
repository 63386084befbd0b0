"""What is asked again after a verdict, and what is kept of the earlier attempt."""

from dataclasses import replace

import pytest

from conversations import events, replies
from conversations.application import Application, Phase
from conversations.corrections import FIELD_OF_SCORE, are_texts_unclear, failing_parts
from conversations.effects import Ask, Settle, ShowVerdict, Tell
from conversations.errands import Errand, Task
from conversations.events import Moment
from conversations.questions import CANCEL, REVIEW
from conversations.transitions import advance
from conversations.verdict import Decision, Score, Verdict
from tests.support.forms import (
    FAILED,
    NOW,
    PASSED,
    READ,
    Happening,
    after,
    checked,
    decided,
    photo,
    press,
    read,
    refused,
    reply,
    types,
    until,
)
from tests.support.playbook import Playbook

MOMENT = Moment(now=NOW, ticket="t")
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


FIELDS = tuple(key for key in FIELD_OF_SCORE if key != "blood_group")


@pytest.mark.parametrize(
    ("points", "count"),
    [
        ((30, 60, 90), 2),
        ((20, 80, 100), 1),
        ((10, 15, 60, 95), 3),
        ((12, 15, 18, 20, 22, 25, 100), 6),
        ((70, 95, 96, 97), 1),
        ((0, 1, 100), 2),
        ((0.2, 0.9, 1.0), 1),  # another scale
        ((41,), 1),  # nothing else was compared
        # No step is clear, so nothing is named as certain.
        ((12, 15, 18, 20, 22, 25, 28), 0),
        ((85, 88, 92, 99), 0),
        ((0, 0, 0), 0),
        ((100, 100), 0),
        ((), 0),
    ],
)
def test_where_the_service_marks_nothing_all_below_a_clear_step_are_asked(
    points: tuple[float, ...], count: int
) -> None:
    scores = tuple(
        Score(field=field, points=score) for field, score in zip(FIELDS, points, strict=False)
    )
    verdict = replace(FAILED, scores=tuple(reversed(scores)))

    assert set(failing_parts(verdict)) == {FIELD_OF_SCORE[field] for field in FIELDS[:count]}
    assert are_texts_unclear(verdict) is (count == 0)


def test_nothing_is_guessed_about_texts_that_matched_or_were_not_compared() -> None:
    scores = (Score(field="nid", points=20.0), Score(field="name_english", points=90.0))

    for match in (True, None):
        verdict = replace(FAILED, scores=scores, texts_match=match, selfie_matches=False)
        assert failing_parts(verdict) == ("selfie",)
        assert not are_texts_unclear(verdict)


def test_a_failed_field_is_asked_alone_and_the_rest_is_kept() -> None:
    failed = decided(FAILED)
    book = Playbook(failed)

    assert book >> press(events.CorrectionBegun) << Settle() << Ask()
    assert book.application.asking == "name_bangla"
    assert book.application.id == failed.id
    assert book >> types("মোঃ আসাদুজ্জামান") << Settle(question="name_bangla") << Ask()
    assert book.application.asking == REVIEW
    assert book.application.answers["mobile_number"] == failed.answers["mobile_number"]


@pytest.mark.parametrize(
    ("name_now", "asked"), [(READ["name_bangla"], "name_bangla"), ("মো. আসাদ মিয়া", REVIEW)]
)
def test_a_name_that_failed_together_with_the_card_is_asked_unless_it_is_now_read_otherwise(
    name_now: str, asked: str
) -> None:
    verdict = replace(FAILED, card_photo_matches=False)
    application = after(decided(verdict), press(events.CorrectionBegun))
    assert application.asking == "front"

    application = after(application, photo())
    application = after(application, checked(application, "front"))
    application = after(application, read(application, name_bangla=name_now))
    application = after(application, press(events.CardConfirmed))

    assert application.asking == asked


def test_a_face_that_did_not_match_is_photographed_again() -> None:
    verdict = replace(FAILED, scores=(), texts_match=True, selfie_matches=False)
    form = after(decided(verdict), press(events.CorrectionBegun))
    assert form.asking == "selfie"

    sent = after(form, photo())
    assert after(sent, checked(sent, "selfie")).asking == REVIEW


def test_a_new_selfie_brings_no_new_doubt_about_a_card_photo_that_was_taken_as_it_is() -> None:
    poor = until("front")
    while poor.asking == "front":
        poor = after(poor, photo())
        poor = after(poor, checked(poor, "front", None, "picture-blurred"))
    sent = after(until(REVIEW, poor), press(events.Submitted))
    accepted = after(sent, reply(sent, replies.SubmissionAccepted))
    verdict = replace(FAILED, scores=(), texts_match=True, selfie_matches=False)
    failed = after(accepted, reply(accepted, replies.VerdictFound, verdict=verdict))

    form = after(failed, press(events.CorrectionBegun), photo())
    form = after(form, checked(form, "selfie"))

    assert form.asking == REVIEW
    assert form.pictures["front"] == failed.pictures["front"]


PHOTO_FAILED = {
    "front": replace(FAILED, scores=(), texts_match=True, card_photo_matches=False),
    "selfie": replace(FAILED, scores=(), texts_match=True, selfie_matches=False),
}


def digest_sent(form: Application, slot: str) -> str:
    """That of the photo that was sent last."""
    assert form.form_as_sent
    digest = form.form_as_sent.pictures[slot].digest
    assert digest
    return digest


@pytest.mark.parametrize("slot", PHOTO_FAILED)
@pytest.mark.parametrize("is_same", [True, False])
def test_the_photo_that_did_not_match_is_recognised_when_it_is_sent_again(
    slot: str, *, is_same: bool
) -> None:
    form = after(decided(PHOTO_FAILED[slot]), press(events.CorrectionBegun))
    failed = digest_sent(form, slot)
    assert form.asking == slot

    form = after(form, photo())
    found = checked(form, slot)
    outcome = advance(form, replace(found, digest=failed) if is_same else found, MOMENT)

    told = Tell(text="photo-failed-before", values={"field": slot})
    assert (told in outcome.effects) is is_same


def test_a_photo_that_is_submitted_before_it_was_looked_at_is_not_asked_for_again() -> None:
    form = after(decided(PHOTO_FAILED["selfie"]), press(events.CorrectionBegun))
    failed = digest_sent(form, "selfie")
    form = after(form, photo(), press(events.Submitted))

    found = replace(checked(form, "selfie"), digest=failed)
    assert Playbook(form) >> found << Errand


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
    sent = after(sent, reply(sent, replies.SubmissionAccepted))
    failed = after(sent, reply(sent, replies.VerdictFound, verdict=INVALID))
    again = after(failed, press(events.CorrectionBegun))

    assert again.asking == "nid_number"
    assert len(again.earlier) == 2


def test_an_application_that_passed_is_not_reopened() -> None:
    assert Playbook(decided(PASSED)) >> press(events.CorrectionBegun) << Ask()


def test_where_nobody_can_tell_what_failed_everything_is_reviewed() -> None:
    verdict = replace(FAILED, scores=(), texts_match=None)

    assert after(decided(verdict), press(events.CorrectionBegun)).asking == REVIEW


# -- a correction that is given up --------------------------------------------------------------


@pytest.mark.parametrize("verdict", [FAILED, INVALID, replace(FAILED, selfie_matches=False)])
@pytest.mark.parametrize(
    "corrected",
    [
        (),
        (types("মোঃ আসাদুজ্জামান"),),
        (types("3268483744"), types("25/10/1980")),
        (press(events.Kept),),
        (photo(),),
    ],
)
def test_giving_up_a_correction_leads_back_to_the_verdict_and_to_what_was_sent(
    verdict: Verdict, corrected: tuple[Happening, ...]
) -> None:
    failed = decided(verdict)
    form = after(failed, press(events.CorrectionBegun), *corrected, events.CancelAsked())
    assert form.asking == CANCEL

    book = Playbook(form)
    assert failed.submission
    # A check of the verdict that became due meanwhile found the form open, and ended.
    check = Errand(task=Task.ASK_VERDICT, ticket=failed.submission.ticket)
    told = Settle(text="correction-given-up")
    assert book >> press(events.Withdrawn) << told << ShowVerdict() << check
    kept = book.application
    assert (kept.phase, kept.verdict, kept.submission) == (
        Phase.DECIDED,
        verdict,
        failed.submission,
    )
    assert (kept.earlier, kept.form_as_sent) == ((), None)
    assert (kept.answers, kept.pictures, kept.reading) == (
        failed.answers,
        failed.pictures,
        failed.reading,
    )


def test_no_photo_is_wanted_any_longer_once_the_correction_is_given_up() -> None:
    form = after(decided(FAILED), press(events.CorrectionBegun), press(events.Kept))
    form = after(form, press(events.EditChosen, question="front"), photo())
    form = after(form, refused(form, "front"), events.CancelAsked())
    assert form.wanted_pictures == {"front"}

    assert after(form, press(events.Withdrawn)).wanted_pictures == frozenset()


def test_what_was_given_up_can_be_corrected_after_all() -> None:
    begun, given_up = press(events.CorrectionBegun), press(events.Withdrawn)
    back = after(decided(FAILED), begun, events.CancelAsked(), given_up)

    assert after(back, begun).asking == "name_bangla"
    assert len(after(back, begun).earlier) == 1


def test_of_two_corrections_only_the_last_is_given_up() -> None:
    second = after(decided(FAILED), press(events.CorrectionBegun), press(events.Kept))
    second = after(second, press(events.Submitted))
    second = after(second, reply(second, replies.SubmissionAccepted))
    second = after(second, reply(second, replies.VerdictFound, verdict=INVALID))
    assert second.form_as_sent is None

    back = after(second, press(events.CorrectionBegun), events.CancelAsked())
    back = after(back, press(events.Withdrawn))
    assert back.verdict == INVALID
    assert [attempt.verdict for attempt in back.earlier] == [FAILED]


def test_a_correction_that_the_service_refused_can_be_given_up_as_well() -> None:
    form = after(decided(FAILED), press(events.CorrectionBegun), press(events.Kept))
    sent = after(form, press(events.Submitted))
    refused = after(sent, reply(sent, replies.SubmissionRefused, reason="no"))

    back = after(refused, events.CancelAsked(), press(events.Withdrawn))
    assert (back.phase, back.verdict) == (Phase.DECIDED, FAILED)


def test_a_draft_that_was_never_decided_is_erased_as_before() -> None:
    book = Playbook(after(until("gender"), events.CancelAsked()))

    assert book >> press(events.Withdrawn) << Settle(text="cancelled")


# -- what was read, after something else was typed ----------------------------------------------


def mistyped() -> Application:
    """Failed because of a name that the agent had typed in place of the one on the card."""
    form = after(until("card"), press(events.EditChosen, question="name_bangla"), types("মোঃ করিম"))
    sent = after(until(REVIEW, form), press(events.Submitted))
    sent = after(sent, reply(sent, replies.SubmissionAccepted))
    return after(sent, reply(sent, replies.VerdictFound, verdict=FAILED))


def test_what_was_read_can_be_taken_in_place_of_what_was_typed() -> None:
    asked = after(mistyped(), press(events.CorrectionBegun))
    assert (asked.asking, asked.value("name_bangla")) == ("name_bangla", "মোঃ করিম")

    book = Playbook(asked)
    assert book >> press(events.ReadingTaken) << Settle(question="name_bangla") << Ask()
    assert book.application.asking == REVIEW
    assert book.application.value("name_bangla") == READ["name_bangla"]
    assert "name_bangla" not in book.application.sources


@pytest.mark.parametrize("stop", ["gender", "mobile_number", "selfie", REVIEW])
def test_the_reading_is_taken_only_for_a_field_of_the_card(stop: str) -> None:
    form = until(stop)

    assert Playbook(form) >> press(events.ReadingTaken) << Ask()
    assert after(form, press(events.ReadingTaken)).answers == form.answers


def test_a_reading_that_the_service_cannot_take_leaves_what_was_typed() -> None:
    asked = after(mistyped(), press(events.CorrectionBegun))
    assert asked.reading
    broken = replace(asked.reading, fields={**asked.reading.fields, "name_bangla": "N/A"})
    book = Playbook(replace(asked, reading=broken))

    assert (
        book
        >> press(events.ReadingTaken)
        << Ask(problem="invalid-wording-placeholder", values={"kind": "name-in-bangla"})
    )
    assert book.application.value("name_bangla") == "মোঃ করিম"


def test_a_correction_opened_before_its_form_was_kept_leads_back_to_the_verdict() -> None:
    opened = after(decided(FAILED), press(events.CorrectionBegun), events.CancelAsked())
    form = after(replace(opened, form_as_sent=None), press(events.Withdrawn))

    assert (form.phase, form.verdict, form.earlier) == (Phase.DECIDED, FAILED, ())
