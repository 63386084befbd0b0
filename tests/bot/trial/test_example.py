"""The made-up customer of the trial."""

import dataclasses

import pytest

from bot.trial.example import Customer
from conversations.options import option_named
from conversations.questions import FORM, QUESTIONS, asked_of

ASKED = asked_of(FORM)


@pytest.mark.parametrize("key", ASKED)
def test_the_customer_has_an_answer_to_every_question(key: str) -> None:
    assert key in {field.name for field in dataclasses.fields(Customer)}


@pytest.mark.parametrize("key", ASKED)
def test_an_answer_is_one_that_the_question_takes(key: str) -> None:
    question, answer = QUESTIONS[key], getattr(Customer(number=0, mobile_number="01712345678"), key)

    assert option_named(question.options, answer) or question.read
