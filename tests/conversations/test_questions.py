"""The form as a table: its order, its needs, and its words in both languages."""

import pytest

from bot.texts import has_text, plain, texts
from conversations.languages import LANGUAGES
from conversations.questions import (
    FORM,
    QUESTIONS,
    READING,
    REVIEW,
    Accepts,
    Question,
    missing_steps,
    next_asked,
    previous_asked,
    steps_of,
)
from tests.support.forms import (
    ANSWERS,
    after,
    begun,
    every_point,
    until,
    with_replies,
)

POINTS = every_point()


def test_the_questions_come_in_this_order() -> None:
    asked, form = [], begun()
    while form.asking != REVIEW:
        asked.append(form.asking)
        form = with_replies(after(form, ANSWERS[form.asking]()))

    # The card is read behind the question for the gender, and shown when that is answered.
    assert asked == [
        *("consent", "front", "back", "gender", "card", "permanent_address"),
        *("mobile_number", "profession", "nominee", "nominee_relation", "selfie"),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("question", FORM, ids=lambda question: question.key)
def test_a_question_has_its_words(question: Question, language: str) -> None:
    assert plain(language, question.key)
    assert plain(language, f"{question.key}.short")
    if question.accepts in {Accepts.TEXT, Accepts.CHOICE, Accepts.PICTURE}:
        assert plain(language, f"{question.key}.prompt")
    for option in question.options:
        assert plain(language, f"{question.key}-{option.key}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_other_stops_have_their_words(language: str) -> None:
    assert has_text(language, READING)
    assert has_text(language, REVIEW)
    assert "prompt" in texts(language).message(READING).attributes


@pytest.mark.parametrize("question", FORM, ids=lambda question: question.key)
def test_what_a_question_makes_stale_comes_after_it(question: Question) -> None:
    keys = list(QUESTIONS)

    assert all(keys.index(voided) > keys.index(question.key) for voided in question.voids)


@pytest.mark.parametrize("point", POINTS)
def test_the_next_question_is_unanswered(point: str) -> None:
    asked = next_asked(POINTS[point])

    assert asked in {READING, REVIEW} or not QUESTIONS[asked].is_answered(POINTS[point])


@pytest.mark.parametrize("point", POINTS)
def test_the_previous_step_was_answered_and_comes_earlier(point: str) -> None:
    form = POINTS[point]
    before = previous_asked(form)

    if before is not None:
        assert QUESTIONS[before].is_answered(form)
        assert before != "consent"
        assert before != form.asking


def test_what_is_missing_becomes_less_until_nothing_is() -> None:
    assert missing_steps(begun()) == steps_of(FORM)
    assert missing_steps(until("nominee")) == ("nominee", "nominee_relation", "selfie")
    assert missing_steps(until(REVIEW)) == ()
