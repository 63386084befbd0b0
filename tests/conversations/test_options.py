"""One tap, or its words."""

import pytest

from bot.texts import plain
from conversations import options
from conversations.languages import LANGUAGES
from conversations.options import Option, option_named, option_typed, option_valued
from conversations.questions import FORM

TABLES = {question.key: question.options for question in FORM if question.options}
ROWS = [(key, option) for key, table in TABLES.items() for option in table]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("question", "option"), ROWS)
def test_what_the_button_says_can_be_typed(question: str, option: Option, language: str) -> None:
    label = plain(language, f"{question}-{option.key}")

    for typed in (label, label.upper(), f"  {label}. "):
        assert option_typed(TABLES[question], typed) == option


@pytest.mark.parametrize("question", TABLES)
def test_no_word_means_two_answers(question: str) -> None:
    for option in TABLES[question]:
        for word in (option.key, option.value, *option.words):
            meant = [one for one in TABLES[question] if option_typed((one,), word)]
            assert meant == [option]


@pytest.mark.parametrize("question", TABLES)
def test_an_option_is_found_by_what_its_button_carries_and_by_its_answer(question: str) -> None:
    table = TABLES[question]
    assert len({option.key for option in table}) == len({option.value for option in table})

    for option in table:
        assert option_named(table, option.key) == option
        assert option_valued(table, option.value) == option


@pytest.mark.parametrize("text", ["", "perhaps", "mal", "male female", "\u200b"])
def test_other_words_mean_no_option(text: str) -> None:
    assert option_typed(options.GENDERS, text) is None
    assert option_named(options.GENDERS, text) is None
    assert option_valued(options.GENDERS, text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Self-employed",
        "আত্মকর্মে নিয়োজিত",
        "স্বনিয়োজিত",
        "স্ব-নিয়োজিত",
        "স্বনিযুক্ত",
        "স্ব-নিযুক্ত",
        "আত্মকর্মী",
        "আত্মকর্মসংস্থান",
        "স্ব-কর্মসংস্থান",
    ],
)
def test_somebody_self_employed_is_called_so_in_many_ways(text: str) -> None:
    option = option_typed(options.PROFESSIONS, text)

    assert option
    assert option.value == "Self-employed"
