"""What an agent picks most is offered once more above the options, which stay where they are."""

from dataclasses import replace

import pytest

from bot.applications.habits import habits_of
from bot.chat.outgoing import Send
from bot.screens.prompts import prompt
from conversations import events
from conversations.application import Application
from conversations.options import PROFESSIONS, Option
from tests.support.forms import (
    ANSWERS,
    after,
    begun,
    checked,
    consents,
    photo,
    picks,
    press,
    types,
    until,
)
from tests.support.office import Office

ASKED = until("profession")


def picked(*keys: str) -> list[Application]:
    return [after(ASKED, picks("profession", key)) for key in keys]


@pytest.mark.parametrize(
    ("keys", "habit"),
    [
        (["farmer"] * 9, ()),  # too few to be a habit
        (["farmer"] * 10, ("farmer",)),
        (["driver"] * 8 + ["farmer"] * 2, ("driver",)),  # two are chance
        (["driver"] * 7 + ["farmer"] * 3, ("farmer", "driver")),  # in the order of the options
        (["driver"] * 3 + ["farmer"] * 7, ("farmer", "driver")),
        (["student"] * 3 + ["driver"] * 4 + ["farmer"] * 4 + ["teacher"] * 5, None),
    ],
)
def test_a_habit_needs_ten_answers_and_three_equal_ones(
    keys: list[str], habit: tuple[str, ...] | None
) -> None:
    found = habits_of(picked(*keys)).get("profession", ())

    assert found == (("farmer", "driver", "teacher") if habit is None else habit)


def test_a_typed_option_counts_and_other_words_do_not() -> None:
    fishers = [after(ASKED, types("জেলে"))] * 10
    tailors = [after(ASKED, types("Tailor"))] * 10

    assert habits_of([*fishers, *tailors, begun()]) == {"profession": ("fisherman",)}


def test_the_habits_are_one_row_above_a_grid_that_never_changes() -> None:
    office = Office()
    for number in range(10):
        form = after(ASKED, picks("profession", "driver" if number % 2 else "farmer"))
        office.holds(form, name=f"{number:a>8}")
    with office.store.transaction():
        begun_today = office.clerk.begin(office.agent, office.now)
    habits, *grid = rows(prompt(until("profession", begun_today), "en"))

    assert habits == ["Farmer", "Driver"]
    assert grid == rows(prompt(ASKED, "en"))


def test_every_grid_is_in_the_order_of_its_options() -> None:
    assert rows(prompt(ASKED, "en")) == [
        ["Private job", "Govt. job", "Business"],
        ["Farmer", "Day labourer", "Driver"],
        ["Garments", "Teacher", "Housewife"],
        ["Student", "Expatriate", "Retired"],
        ["← Previous step"],
    ]
    assert rows(prompt(until("nominee_relation"), "en")) == [
        ["Father", "Mother"],
        ["Husband", "Wife"],
        ["Son", "Daughter"],
        ["Brother", "Sister"],
        ["← Previous step"],
    ]


@pytest.mark.parametrize("option", [one for one in PROFESSIONS if one.is_rare])
def test_an_option_without_a_button_is_understood_when_typed(option: Option) -> None:
    for word in (option.value, *option.words):
        assert after(ASKED, types(word)).answers["profession"] == option.value


@pytest.mark.parametrize("question", ["profession", "nominee_relation"])
def test_a_choice_has_six_rows_at_most(question: str) -> None:
    habits = {"profession": ("farmer", "driver", "fisherman"), "nominee_relation": ("wife", "son")}
    form = until(question, replace(begun(), habits=habits))

    assert len(rows(prompt(form, "en"))) == 6
    again = after(form, ANSWERS[question](), press(events.WentBack))
    assert "Keep: " in rows(prompt(again, "en"))[-2][0]
    assert len(rows(prompt(again, "en"))) == 6


def test_a_refused_photo_takes_the_row_of_the_habits() -> None:
    form = replace(begun(), habits={"profession": ("farmer", "driver")})
    form = after(form, consents(), photo(), photo())
    while form.asking != "profession":
        form = after(form, ANSWERS[form.asking]())
    form = after(form, checked(form, "front", None, "picture-of-person"))
    first, *others = rows(prompt(form, "en"))

    assert first[0].startswith("Use anyway")
    assert others == rows(prompt(ASKED, "en"))
    assert len(others) == 5


def test_a_button_of_an_earlier_version_still_says_what_to_type() -> None:
    office = Office()
    office.holds(ASKED)

    sent = office.sees_tap("other", "profession")

    assert any("Please type it and send: Profession" in str(each) for each in sent)
    assert office.form.asking == "profession"


def rows(message: Send) -> list[list[str]]:
    return [[button.text for button in row] for row in message.keyboard]
