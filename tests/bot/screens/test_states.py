"""The state of an application, as one sign and in words."""

import re

import pytest

from bot.screens.states import sign_of, state_in_words, state_of
from conversations import replies
from conversations.erasure import without_form
from conversations.languages import LANGUAGES
from tests.support.forms import NOW, after, decided, every_point, pending, reply, submitted

POINTS = every_point()


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_has_its_sentence(point: str, language: str) -> None:
    assert not re.search("[{}]", state_in_words(POINTS[point], language))


def test_a_submission_that_waits_says_so() -> None:
    assert "does not take" in state_in_words(POINTS["submission delayed"], "en")


@pytest.mark.parametrize(
    ("cause", "said"),
    [
        ("twin", "same person"),
        ("denied", "does not let the bot in"),
        ("photo", "Telegram does not give out the photo"),
        ("faulty", "internal error"),
    ],
)
def test_it_says_what_it_waits_for(cause: str, said: str) -> None:
    sent = submitted()
    delayed = after(
        sent, reply(sent, replies.SubmissionDelayed, reason=f"state-submitting-{cause}")
    )
    assert said in state_in_words(delayed, "en")
    assert state_in_words(delayed, "bn")


def test_a_sign_for_every_state() -> None:
    signs = {point: sign_of(form) for point, form in POINTS.items()}

    assert signs["mobile_number"] == signs["review"] == "📝"
    assert signs["submitted"] == signs["in doubt"] == signs["pending"] == "⏳"
    assert (signs["passed"], signs["failed"], signs["closed"]) == ("✅", "❌", "⌛")


def test_what_the_bot_no_longer_asks_about_has_the_sign_of_one_that_is_closed() -> None:
    erased = [without_form(form, NOW) for form in (pending(), submitted(), decided())]
    assert [sign_of(form) for form in erased] == ["⌛", "⌛", "✅"]
    assert [state_of(form) for form in erased] == ["closed", "closed", "passed"]

    masked = without_form(pending())  # for somebody who may see no more
    assert (sign_of(masked), state_of(masked)) == ("⏳", "pending")


def test_an_erased_form_is_undecided_unless_it_had_a_verdict() -> None:
    words = [state_in_words(without_form(form, NOW), "en") for form in (pending(), decided())]

    assert words[0] != state_in_words(pending(), "en")
    assert words[1] == state_in_words(decided(), "en")
