"""The table, and the rules around it."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import timedelta
from itertools import product
from typing import get_args, get_type_hints

import msgspec
import pytest

from conversations import events, replies
from conversations.application import Application, Phase
from conversations.effects import Ask, Settle, Tell
from conversations.events import AgentEvent, Event, Moment, Pressed
from conversations.outcome import Outcome
from conversations.questions import FORM, PICTURES, REVIEW
from conversations.replies import Replied
from conversations.transitions import STANDS_AT, TRANSITIONS, advance
from tests.support.forms import (
    FAILED,
    NOW,
    after,
    being_read,
    checked,
    decided,
    every_point,
    pending,
    photo,
    picks,
    press,
    read,
    refused,
    reply,
    submitted,
    types,
    until,
)
from tests.support.law import assert_legal
from tests.support.playbook import Playbook

POINTS = every_point()
MOMENT = Moment(now=NOW + timedelta(minutes=1), ticket="fresh")

at_every_point = pytest.mark.parametrize("point", POINTS)


def kinds_of(base: type) -> list[type]:
    """The events of that family; slots=True leaves a stale twin of each class behind."""
    twins: list[type] = base.__subclasses__()
    known = [kind for kind in twins if getattr(sys.modules[kind.__module__], kind.__name__) is kind]
    return [leaf for kind in known for leaf in (kinds_of(kind) or [kind])]


PRESSED, REPLIED = kinds_of(Pressed), kinds_of(Replied)
FROM_AGENTS: list[type] = [
    *(kind for kind in get_args(AgentEvent) if kind is not Pressed),
    *PRESSED,
]

#: A value for every event field that does not depend on the application.
VALUES: Mapping[str, object] = {
    "text": "01712345678",
    "message_id": 77,
    "file_id": "file-new",
    "unique_id": "unique-new",
    "kind": "sticker",
    "language": "en",
    "option": "male",
    "field": "mother_name",
    "digest": "d",
    "front_name": "F.jpg",
    "back_name": "B.jpg",
    "fingerprint": "f",
    "reason": "it is blurred",
    "reading": read(being_read()).reading,
    "found": ("passed 23/11/2026",),
    "verdict": FAILED,
}


def happenings(application: Application, *kinds: type) -> Iterator[Event]:
    """How they may happen here: current, old and forged."""
    for kind in kinds:
        yield from _happenings(application, kind)


def _happenings(application: Application, kind: type) -> Iterator[Event]:
    known: Mapping[str, Sequence[object]] = {
        "version": [application.version, application.version - 1, application.version - 2, 999],
        "ticket": [*tickets_of(application), "unheard-of"],
        "front": [*tickets_of(application), "unheard-of"],
        "slot": PICTURES,
        "question": [*(question.key for question in FORM), "no-question"],
    }
    names = [field.name for field in fields(kind) if field.name in known]
    fixed = {field.name: VALUES[field.name] for field in fields(kind) if field.name in VALUES}
    for values in product(*(known[name] for name in names)):
        event: Event = kind(**fixed, **dict(zip(names, values, strict=True)))
        yield event


def tickets_of(application: Application) -> list[str]:
    tickets = [picture.ticket for picture in application.pictures.values()]
    tickets += [application.reading_ticket] if application.reading_ticket else []
    tickets += [application.submission.ticket] if application.submission else []
    return tickets


# -- every pair -------------------------------------------------------------------------------


def test_the_points_are_of_every_phase() -> None:
    assert {application.phase for application in POINTS.values()} == set(Phase)


@at_every_point
def test_whatever_happens_wherever_leaves_a_legal_application(point: str) -> None:
    for event in happenings(POINTS[point], *FROM_AGENTS, *REPLIED):
        outcome = advance(POINTS[point], event, MOMENT)

        if outcome.application:
            assert_legal(outcome.application)
            assert outcome.application.version - POINTS[point].version in {0, 1, 2}


@at_every_point
def test_nothing_an_agent_does_is_without_an_answer(point: str) -> None:
    for event in happenings(POINTS[point], *FROM_AGENTS):
        assert advance(POINTS[point], event, MOMENT).effects


@pytest.mark.parametrize(("phase", "kind"), TRANSITIONS)
def test_a_handler_takes_the_event_of_its_row(phase: Phase, kind: type) -> None:
    assert get_type_hints(TRANSITIONS[phase, kind])["event"] is kind


def test_every_event_has_a_row() -> None:
    assert {kind for _, kind in TRANSITIONS} == {*FROM_AGENTS, *REPLIED}


@at_every_point
def test_an_application_is_the_same_after_a_night_on_disk(point: str) -> None:
    written = msgspec.json.encode(POINTS[point])

    assert msgspec.json.decode(written, type=Application) == POINTS[point]


@at_every_point
def test_nothing_personal_is_in_the_repr(point: str) -> None:
    shown = repr(POINTS[point])

    for secret in ("Asaduzzaman", "0001980100147", "01712345678", "Ambia", "খুলনা", "file-photo"):
        assert secret not in shown


# -- rule 1: what no row takes ----------------------------------------------------------------


@at_every_point
def test_coming_back_shows_the_current_state(point: str) -> None:
    outcome = advance(POINTS[point], events.Resumed(), MOMENT)

    assert outcome.effects == (Ask(),)
    assert not outcome.errands


@at_every_point
def test_a_reply_to_a_ticket_that_is_not_awaited_changes_nothing(point: str) -> None:
    for event in happenings(POINTS[point], *REPLIED):
        if isinstance(event, Replied) and event.ticket == "unheard-of":
            assert advance(POINTS[point], event, MOMENT) == Outcome(POINTS[point])


@pytest.mark.parametrize(
    ("before", "event"),
    [
        pytest.param(one := until("back"), checked(one, "front"), id="front"),
        pytest.param(one := being_read(), read(one), id="reading"),
        pytest.param(one := submitted(), reply(one, replies.SubmissionAccepted), id="accepted"),
        pytest.param(
            one := submitted(), reply(one, replies.SubmissionRefused, reason="no"), id="refused"
        ),
    ],
)
def test_a_doubled_reply_changes_nothing(before: Application, event: Event) -> None:
    once = after(before, event)

    assert advance(once, event, MOMENT) == Outcome(once)


def test_a_verdict_of_an_earlier_attempt_changes_nothing() -> None:
    refused = after(one := submitted(), reply(one, replies.SubmissionRefused, reason="no"))
    again = after(refused, press(events.Submitted))

    assert Playbook(again) >> reply(one, replies.SubmissionAccepted)


# -- rule 2: buttons --------------------------------------------------------------------------


@at_every_point
def test_a_button_of_an_earlier_state_changes_nothing(point: str) -> None:
    present = POINTS[point].version
    for event in happenings(POINTS[point], *PRESSED):
        if isinstance(event, Pressed) and event.version != present:
            outcome = advance(POINTS[point], event, MOMENT)

            assert outcome.application == POINTS[point]
            assert not outcome.errands


def test_an_old_prompt_loses_its_buttons_and_the_current_one_is_shown() -> None:
    form = until("profession")
    old = events.WentBack(version=form.version - 2)

    assert Playbook(form) >> old << Tell(text="old-button") << Settle() << Ask()


def test_a_second_tap_is_answered_in_a_word() -> None:
    form = until("gender")
    tap = picks("gender", "male")(form.version)

    assert (
        Playbook(form)
        >> tap
        << Settle(question="gender")
        << Ask()
        >> tap
        << Tell(text="taken-already")
    )


@at_every_point
def test_a_forged_button_means_nothing_at_another_stop(point: str) -> None:
    form = POINTS[point]
    elsewhere = [kind for kind, stops in STANDS_AT.items() if form.asking not in stops]
    for event in happenings(form, *elsewhere):
        if isinstance(event, Pressed) and event.version == form.version:
            assert advance(form, event, MOMENT) == Outcome(form, (Ask(),))


# -- rule 3: versions -------------------------------------------------------------------------


def test_background_work_leaves_the_buttons_on_the_screen_valid() -> None:
    form = being_read("profession")

    quiet = after(form, read(form))

    assert quiet.version == form.version
    assert after(quiet, picks("profession", "farmer")).answers["profession"] == "Farmer"


def test_a_reply_that_moves_the_question_makes_its_buttons_old() -> None:
    form = being_read("reading")
    shown = after(form, read(form))

    back = events.WentBack(version=form.version)
    assert Playbook(shown) >> back << Tell(text="old-button") << Settle() << Ask()


def test_a_tap_on_the_review_that_a_refused_photo_crossed_is_not_called_done() -> None:
    review = after(until("selfie"), photo())
    crossed = after(review, refused(review, "selfie"))

    assert (review.asking, crossed.asking) == (REVIEW, "selfie")
    edit = events.EditChosen(version=review.version, question="nominee_relation")
    assert Playbook(crossed) >> edit << Tell(text="old-button") << Settle() << Ask()


@pytest.mark.parametrize(
    ("stop", "tap"),
    [
        ("profession", picks("profession", "farmer")),
        ("nominee", press(events.RelativeChosen, field="mother_name")),
        (REVIEW, press(events.Submitted)),
    ],
)
def test_a_tap_that_an_edited_answer_crossed_is_not_called_done(
    stop: str, tap: Callable[[int], Event]
) -> None:
    form = after(until("mobile_number"), types("01712345678", 41))
    form = until(stop, form)
    edit = events.TextEdited(text="01812345678", message_id=41)

    book = Playbook(after(form, edit)) >> tap(form.version)

    assert book << Tell(text="old-button") << Settle() << Ask()


def test_a_wrong_answer_leaves_the_buttons_good() -> None:
    form = until("gender")

    assert after(form, types("perhaps")).version == form.version


# -- rule 4: when it last moved ---------------------------------------------------------------


def test_being_asked_about_is_not_a_move() -> None:
    waiting = pending()

    outcome = advance(waiting, reply(waiting, replies.StillPending), MOMENT)

    assert outcome.application is not None
    assert outcome.application.last_asked_at == MOMENT.now
    assert outcome.application.changed_at == waiting.changed_at


def test_an_answer_is_a_move() -> None:
    outcome = advance(until("nominee"), types("Ambia Khatun"), MOMENT)

    assert outcome.application is not None
    assert outcome.application.changed_at == MOMENT.now


def test_the_same_verdict_again_is_not_announced() -> None:
    before = decided(FAILED)

    assert Playbook(before) >> reply(before, replies.VerdictFound, verdict=FAILED)


def test_the_way_through_the_form_shows_one_prompt_after_the_other() -> None:
    book = Playbook(until("gender"))

    assert book >> picks("gender", "female") << Settle(question="gender") << Ask()
    assert book >> press(events.CardConfirmed) << Settle(question="card") << Ask()
    assert book >> picks("permanent_address", "same") << Settle << Ask
    assert book >> types("01712345678") << Settle(question="mobile_number") << Ask()
    assert book >> picks("profession", "teacher") << Settle << Ask
    assert book >> types("Rahima Khatun") << Settle(question="nominee") << Ask()
    assert book >> picks("nominee_relation", "daughter") << Settle << Ask
    assert book.application.asking == "selfie"
