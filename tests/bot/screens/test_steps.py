"""What prompts share: the heading, rows of buttons and the way back."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.chat.outgoing import Button
from bot.screens.prompts import prompt
from bot.screens.steps import heading, rows_of, today, with_back
from bot.texts import plain
from conversations.languages import LANGUAGES
from conversations.questions import CANCEL, REVIEW, previous_asked
from tests.support.forms import begun, every_point, until
from tests.support.plain_words import parse

POINTS = every_point()


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_way_back_is_offered_wherever_there_is_one_but_on_the_full_review(
    point: str, language: str
) -> None:
    form = POINTS[point]
    has_back = plain(language, "button-back") in [
        button.text for row in prompt(form, language).keyboard for button in row
    ]
    is_asked = form.is_draft and form.asking not in {CANCEL, REVIEW}

    assert has_back == (is_asked and previous_asked(form) is not None)


@pytest.mark.parametrize(
    ("stop", "language", "expected"),
    [
        ("gender", "en", "Step 4 of 11 · Gender"),
        ("gender", "bn", "ধাপ ৪/১১ · লিঙ্গ"),
    ],
)
def test_the_heading_counts_the_steps_in_the_readers_digits(
    stop: str, language: str, expected: str
) -> None:
    text, _ = parse(heading(until(stop), language))

    assert text == expected


@pytest.mark.parametrize(
    ("count", "width", "lengths"),
    [(0, 2, []), (1, 2, [1]), (4, 2, [2, 2]), (5, 2, [2, 2, 1]), (3, 5, [3])],
)
def test_buttons_are_laid_out_in_rows_in_their_order(
    count: int, width: int, lengths: list[int]
) -> None:
    buttons = [Button(str(number), str(number)) for number in range(count)]

    rows = list(rows_of(buttons, width))

    assert [len(row) for row in rows] == lengths
    assert [button for row in rows for button in row] == buttons


def test_the_way_back_is_the_last_row_and_missing_at_the_first_question() -> None:
    rows = [[Button("Yes", "yes")]]

    assert with_back(begun(), "en", rows) == rows
    *others, (back,) = with_back(until("gender"), "en", rows)
    assert (others, back.text) == (rows, plain("en", "button-back"))


@pytest.mark.parametrize(("hour", "day"), [(17, date(2026, 11, 23)), (18, date(2026, 11, 24))])
def test_today_is_the_day_in_dhaka_when_the_form_last_moved(hour: int, day: date) -> None:
    changed_at = datetime(2026, 11, 23, hour, tzinfo=UTC)

    assert today(replace(begun(), changed_at=changed_at)) == day
