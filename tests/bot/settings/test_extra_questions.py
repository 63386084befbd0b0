"""The organisation's own questions: the example is accepted, and each mistake has its sentence."""

from pathlib import Path

import pytest

from bot.settings.extra_questions import extra_questions
from conversations.languages import LANGUAGES
from conversations.options import option_typed

EXAMPLE = Path(__file__).parents[3] / "docs" / "organisation" / "questions.toml"

NAME = 'name = { en = "Branch", bn = "শাখা" }'
PROMPT = 'prompt = { en = "Which?", bn = "কোনটি?" }'
QUESTION = f'[[question]]\nkey = "branch"\n{NAME}\n{PROMPT}\n'

read = extra_questions(LANGUAGES)


def test_the_example_of_the_documentation_is_accepted() -> None:
    branch, income = read(str(EXAMPLE))

    assert (branch.key, branch.is_personal) == ("extra_branch", False)
    assert [option.value for option in branch.options] == ["Mirpur", "Khulna", "Sylhet"]
    assert option_typed(branch.options, "মিরপুর") == branch.options[0]
    assert (income.key, income.is_personal, income.options) == ("extra_income", True, ())
    assert set(income.prompts) == set(LANGUAGES)


def test_no_file_means_no_question() -> None:
    assert read("") == ()


def choices(count: int) -> str:
    return "choices = [" + ", ".join(f'{{ en = "{n}", bn = "{n}" }}' for n in range(count)) + "]\n"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "must have 1 to 8 tables [[question]]"),
        ("question = 1", "must have 1 to 8 tables [[question]]"),
        (QUESTION + "[more]", "must have 1 to 8 tables [[question]] and nothing else"),
        ("key = ", "must be a TOML file"),
        (
            "".join(QUESTION.replace("branch", f"branch{n}") for n in range(9)),
            "must have 1 to 8 tables [[question]]",
        ),
        (QUESTION * 2, "must have another key in each question"),
        (QUESTION.replace("branch", "Branch.1"), "must have a key of at most 20 letters"),
        (QUESTION.replace("branch", "b" * 21), "must have a key of at most 20 letters"),
        (QUESTION.replace("branch", "other"), "must have another key than other in question 1"),
        (QUESTION + "colour = 1", "must have no fields but choices, key, name, personal, prompt"),
        (QUESTION.replace(NAME, 'name = "Branch"'), "must have bn and en in name in question 1"),
        (QUESTION.replace(NAME, 'name = { en = "x" }'), "must have bn and en in name"),
        (QUESTION.replace("Branch", "B" * 17), "must have 1 to 16 characters in each name"),
        (QUESTION.replace("Branch", " "), "must have 1 to 16 characters in each name"),
        (QUESTION.replace("Which?", "?" * 201), "must have 1 to 200 characters in each prompt"),
        (QUESTION.replace('"Which?"', "7"), "must have 1 to 200 characters in each prompt"),
        (QUESTION + choices(1), "must have no choices or 2 to 8"),
        (QUESTION + choices(9), "must have no choices or 2 to 8"),
        (QUESTION + "choices = 2", "must have no choices or 2 to 8"),
        (QUESTION + choices(3).replace('"2"', '"1"'), "must have different choices"),
        (QUESTION + choices(3).replace('"2"', '"১"'), "must have different choices"),
        (QUESTION + choices(3).replace('bn = "2"', 'bn = "1"'), "must have different choices"),
        (QUESTION + 'personal = "no"', "must say true or false for personal"),
    ],
)
def test_each_mistake_is_named(tmp_path: Path, content: str, sentence: str) -> None:
    file = tmp_path / "questions.toml"
    file.write_text(content, "utf-8")

    with pytest.raises(ValueError, match="must") as raised:
        read(str(file))

    assert sentence in str(raised.value)


def test_a_file_that_cannot_be_read_is_named_as_that(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="must be a TOML file in UTF-8 that the bot may read"):
        read(str(tmp_path))
