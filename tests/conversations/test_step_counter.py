"""The step counter never goes back, whatever the agent does and whenever an answer comes."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations import events, replies
from conversations.application import Application, Phase
from conversations.effects import Ask
from conversations.events import Moment
from conversations.questions import FORM, PICTURES, QUESTIONS, READING, REVIEW, step_of, steps_of
from conversations.transitions import advance
from tests.support.forms import (
    ANSWERS,
    FAILED,
    NOW,
    Happening,
    after,
    begun,
    being_read,
    checked,
    consents,
    decided,
    photo,
    picks,
    press,
    read,
    refused,
    reply,
    swap,
    types,
    unique,
    unread,
    until,
    with_replies,
)

STEPS = steps_of(FORM)

#: What may happen next to a form; None where it cannot happen.
Move = Callable[[Application], Happening | None]


def answers(form: Application) -> Happening | None:
    return ANSWERS[form.asking]() if form.asking in ANSWERS else None


def an_answer_comes_to(slot: str, *doubts: str, is_usable: bool = True) -> Move:
    def move(form: Application) -> Happening | None:
        picture = form.pictures.get(slot)
        if picture is None or picture.is_checked:
            return None
        return checked(form, slot, None, *doubts) if is_usable else refused(form, slot)

    return move


def the_card_is_read(form: Application) -> Happening | None:
    return read(form) if form.reading_ticket else None


def half_the_card_is_read(form: Application) -> Happening | None:
    gaps = {"mother_name": None, "nid_number": None}
    return read(form, **gaps) if form.reading_ticket else None


def the_card_is_unreadable(form: Application) -> Happening | None:
    return unread(form) if form.reading_ticket else None


def swaps(form: Application) -> Happening | None:
    return swap(form) if form.has_both_sides else None


def the_service_replies(kind: Callable[..., events.Event], **fields: object) -> Move:
    return lambda form: reply(form, kind, **fields) if form.submission else None


def always(happening: Callable[[], Happening]) -> Move:
    return lambda _: happening()


def pressing(kind: Callable[..., events.Pressed], **fields: str) -> Move:
    return lambda _: press(kind, **fields)


MOVES: list[Move] = [
    *[answers] * 20,
    *[an_answer_comes_to(slot) for slot in PICTURES] * 2,
    *[an_answer_comes_to(slot, "picture-blurred") for slot in PICTURES],
    *[an_answer_comes_to(slot, is_usable=False) for slot in PICTURES],
    *[the_card_is_read] * 3,
    half_the_card_is_read,
    the_card_is_unreadable,
    swaps,
    *[always(photo)] * 2,
    *[pressing(events.EditChosen, question=key) for key in QUESTIONS],
    *[pressing(events.PictureInsisted, slot=slot) for slot in PICTURES],
    *[
        pressing(kind)
        for kind in (
            events.WentBack,
            events.WentBack,
            events.Kept,
            events.ReadingRepeated,
            events.Submitted,
            events.CorrectionBegun,
            events.CorrectionBegun,
        )
    ],
    always(events.CancelAsked),
    always(events.Resumed),
    always(events.Interrupted),
    always(lambda: types("Karim Uddin")),
    always(lambda: events.TextEdited(text="Karim Uddin", message_id=unique() - 1)),
    the_service_replies(replies.SubmissionAccepted),
    the_service_replies(replies.SubmissionRefused, reason="no"),
    the_service_replies(replies.VerdictFound, verdict=FAILED),
]

BEGINNINGS = [
    begun(),
    being_read("mobile_number"),
    being_read(READING),
    until("nominee"),
    until(REVIEW),
    decided(FAILED),
]


def numbers_shown(form: Application, moves: list[Move]) -> list[int]:
    """The numbers of all prompts shown on the way."""
    shown = [step_of(form)]
    for move in moves:
        happening = move(form)
        if happening is None:
            continue
        event = happening(form.version) if callable(happening) else happening
        outcome = advance(form, event, Moment(now=NOW, ticket=f"count-{unique()}"))
        assert outcome.application is not None
        form = outcome.application
        if any(isinstance(effect, Ask) for effect in outcome.effects):
            shown.append(step_of(form))
        assert len(set(form.steps)) == len(form.steps)
    return [number for number in shown if number is not None]


@settings(max_examples=100, deadline=None)
@given(
    form=st.sampled_from(BEGINNINGS),
    moves=st.lists(st.sampled_from(MOVES), min_size=20, max_size=80),
)
def test_it_never_goes_back(form: Application, moves: list[Move]) -> None:
    numbers = numbers_shown(form, moves)

    assert all(first <= second for first, second in pairwise(numbers))
    assert all(1 <= number <= len(STEPS) for number in numbers)


def test_on_a_straight_way_every_step_has_the_next_number() -> None:
    for start in (begun(), being_read("gender")):
        form, numbers = start, []
        while form.asking not in {REVIEW, READING}:
            numbers.append(step_of(form))
            form = with_replies(after(form, ANSWERS[form.asking]()))
        first = numbers[0]
        assert first is not None
        assert numbers == list(range(first, len(STEPS) + 1))


def test_a_card_that_is_read_late_gets_the_number_of_the_moment() -> None:
    form = being_read("nominee")
    number = step_of(form)
    form = after(form, read(form), ANSWERS["nominee"]())

    assert form.asking == "card"
    assert number is not None
    assert step_of(form) == number + 1


def test_a_photo_refused_late_changes_no_number() -> None:
    form = after(begun(), consents(), photo(), photo(), types("Male"))
    assert form.asking == "permanent_address"
    number = step_of(form)

    form = after(form, refused(form, "front"))
    assert (form.asking, step_of(form)) == ("permanent_address", number)
    form = after(form, photo())
    assert (form.asking, step_of(form)) == ("permanent_address", number)


@pytest.mark.parametrize(
    "way_back", [press(events.WentBack), press(events.EditChosen, question="gender")]
)
def test_a_step_that_is_shown_again_has_no_number_and_the_next_new_one_goes_on(
    way_back: Happening,
) -> None:
    form = until("nominee")
    number = step_of(form)

    again = after(form, way_back)
    assert step_of(again) is None
    assert step_of(after(again, press(events.Kept))) == number


def test_a_correction_counts_nothing_as_everything_was_seen() -> None:
    form = after(decided(FAILED), press(events.CorrectionBegun))

    assert form.phase is Phase.FILLING
    assert step_of(form) is None


def test_the_fields_of_the_card_have_the_number_of_the_card() -> None:
    form = being_read("gender")
    form = after(form, read(form, mother_name=None), picks("gender", "male"))
    card = step_of(form)
    form = after(form, press(events.CardConfirmed))

    assert form.asking == "mother_name"
    assert step_of(form) == card


def test_a_form_stored_before_steps_were_kept_counts_what_is_answered() -> None:
    form = until("nominee")
    old = replace(form, steps=())

    assert step_of(old) == step_of(form)


def test_a_decided_application_is_at_no_step() -> None:
    assert step_of(decided(FAILED)) is None
