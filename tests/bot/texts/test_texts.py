"""Every sentence exists in both languages, says the same, and can be sent."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import chain
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from bot.pictures.results import PictureDefect, PictureDoubt
from bot.sandbox.telegram.html import parse
from bot.sandbox.telegram.screen import as_read
from bot.texts import has_text, number, plain, say
from conversations.languages import LANGUAGES
from conversations.questions import FORM, READING
from storage.agents import Role, Standing
from storage.caseloads import Which
from storage.refusals import Refusal

ROOT = Path(__file__).parents[3]
FILES = {
    language: sorted((ROOT / "bot" / "texts" / language).glob("*.ftl")) for language in LANGUAGES
}
SOURCES = "\n".join(
    path.read_text("utf-8")
    for path in chain(*((ROOT / folder).rglob("*.py") for folder in ("bot", "conversations")))
    if "sandbox" not in path.parts
)

#: Quantities; all other variables are words.
NUMBERS = {"number", "total", "from", "to", "count", "longest", "age", "year", "seconds"}


@cache
def entries(language: str) -> Sequence[tuple[str, ast.Pattern]]:
    """Each message and attribute by its key."""
    found = []
    for path in FILES[language]:
        for entry in FluentParser().parse(path.read_text("utf-8")).body:
            assert not isinstance(entry, ast.Junk), f"{path.name}: {entry.content}"
            if isinstance(entry, ast.Message):
                if entry.value:
                    found.append((entry.id.name, entry.value))
                found += [
                    (f"{entry.id.name}.{attribute.id.name}", attribute.value)
                    for attribute in entry.attributes
                ]
    return found


class Variables(Visitor):
    def __init__(self, pattern: ast.Pattern) -> None:
        self.names: set[str] = set()
        self.visit(pattern)

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 - theirs
        self.names.add(node.id.name)


@cache
def variables(language: str) -> Mapping[str, set[str]]:
    """Those of each text."""
    return {key: Variables(pattern).names for key, pattern in entries(language)}


def keys() -> Sequence[str]:
    return sorted(variables("en"))


in_both_languages = pytest.mark.parametrize("language", LANGUAGES)


# -- the two languages say the same -----------------------------------------------------------


@in_both_languages
def test_no_key_is_there_twice(language: str) -> None:
    found = [key for key, _ in entries(language)]

    assert sorted(set(found)) == sorted(found)


@in_both_languages
def test_every_language_has_the_same_keys(language: str) -> None:
    assert set(variables(language)) == set(variables("en"))


@in_both_languages
def test_every_language_uses_the_same_variables(language: str) -> None:
    assert variables(language) == variables("en")


# -- nothing is missing, and nothing is left over ---------------------------------------------


def is_literal(word: str) -> bool:
    return f'"{word}"' in SOURCES or f"'{word}'" in SOURCES


def is_computed(key: str) -> bool:
    """Whether the code composes the key from a prefix and another word."""
    splits = [(key[: at + 1], key[at + 1 :]) for at, sign in enumerate(key) if sign == "-"]
    return any(f"{begin}{{" in SOURCES and is_literal(rest) for begin, rest in splits)


def test_every_text_is_used() -> None:
    of_the_form = {
        f"{question.key}{part}" for question in FORM for part in ("", ".prompt", ".short")
    }
    of_the_form |= {f"{each.key}-{option.key}" for each in FORM for option in each.options}
    of_people = {f"refused-{kind}" for kind in Refusal} | {f"standing-{one}" for one in Standing}
    of_people |= {f"role-{role}" for role in Role}
    of_people |= {f"{key}-{role}" for key in ("help", "welcome") for role in Role}
    of_people |= {f"admit-{standing}" for standing in Standing}
    of_lists = {f"log-{which}" for which in Which}
    known = {
        *of_the_form,
        *of_lists,
        *of_people,
        *PictureDefect,
        *PictureDoubt,
        f"{READING}.prompt",
        "invalid-wording-example",
    }

    assert [
        key for key in keys() if not (key in known or is_literal(key) or is_computed(key))
    ] == []


def test_every_text_that_is_said_is_there() -> None:
    said = re.findall(r'(?:say|plain)\(\s*[\w.]+,\s*"([a-z_.-]+)"', SOURCES)
    told = re.findall(r'(?:text|problem|reason)="([a-z]+(?:-[a-z]+)+)"', SOURCES)
    raised = re.findall(r'InvalidAnswer\(\s*"([a-z-]+)"', SOURCES)
    assert len(said) > 50
    assert len(told) > 20
    assert len(raised) > 10

    assert {*said, *told, *raised} - set(keys()) == set()


@in_both_languages
def test_every_defect_of_a_picture_has_its_sentence(language: str) -> None:
    defects = [*PictureDefect, *PictureDoubt]

    assert [defect for defect in defects if not has_text(language, defect)] == []


# -- fit to be sent ---------------------------------------------------------------------------


def values(key: str, word: str) -> dict[str, str | int]:
    return {name: 21 if name in NUMBERS else word for name in variables("en")[key]}


@in_both_languages
@pytest.mark.parametrize("word", ["Rahima", "<b>", "a & b < c", '"&lt;"', "{ $x }", "মোঃ"])
def test_a_text_is_telegrams_html_whatever_its_values(language: str, word: str) -> None:
    for key, names in variables(language).items():
        words = names - NUMBERS - {"kind"}
        shown, _ = parse(say(language, key, **values(key, word)))

        assert shown.count(word) >= len(words), key
        assert "$" not in shown.replace(word, "")


@in_both_languages
def test_a_text_has_no_tags_of_its_own(language: str) -> None:
    """So that it can be used in messages and on buttons."""
    for key in keys():
        text = plain(language, key, **values(key, "x"))

        assert not set("<>&") & set(text), key
        assert text == text.strip()
        assert "  " not in text


@in_both_languages
@pytest.mark.parametrize(
    "key",
    [
        *("old-button", "taken-already", "unknown-button", "nothing-before"),
        *("not-yours", "no-receipt", "stranger-press", "refresh-started", "refresh-too-soon"),
    ],
)
def test_a_notice_fits_into_200_characters(language: str, key: str) -> None:
    """Bot API, answerCallbackQuery."""
    assert len(plain(language, key, **values(key, "x"))) <= 200


@in_both_languages
def test_a_label_is_short_enough_for_a_cheap_phone(language: str) -> None:
    for key in keys():
        if key.startswith("button-") and not variables(language)[key]:
            assert len(plain(language, key)) <= 24, key


@in_both_languages
def test_what_a_command_does_fits_into_the_menu(language: str) -> None:
    """Bot API, BotCommand."""
    for key in keys():
        if key.startswith("command-"):
            assert 3 <= len(plain(language, key)) <= 100


# -- digits -----------------------------------------------------------------------------------

#: Numbers of cards and phones are written as they are printed and dialled.
_NAMES = re.compile(
    r"/invite \d+|2026-11-[03][01]|01712-?345678|(1980 )?123 456 789 ?0123|123 456 7890|01[39]"
    r"|\b0\b|/\d+"
)


def test_quantities_in_bangla_have_bangla_digits() -> None:
    said = {key: _NAMES.sub("", as_read(plain("bn", key, **values(key, "x")))) for key in keys()}

    assert [key for key, text in said.items() if re.search("[0-9]", text)] == []


def test_english_has_no_bangla_digits() -> None:
    said = {key: plain("en", key, **values(key, "x")) for key in keys()}

    assert [key for key, text in said.items() if re.search("[০-৯]", text)] == []


def test_a_number_is_written_in_the_digits_of_the_language() -> None:
    assert number(1980, "bn") == "১৯৮০"
    assert number(1980, "en") == "1980"
    assert number("01712-345678", "bn") == "01712-345678"


def test_one_is_one_and_not_ones() -> None:
    assert "in 1 second." in plain("en", "refresh-too-soon", seconds=1)
    assert "in 30 seconds." in plain("en", "refresh-too-soon", seconds=30)
    assert "৩০ সেকেন্ড" in plain("bn", "refresh-too-soon", seconds=30)


#: Said of several, or always of the same number.
_NEVER_OF_ONE = {
    *("alert-undecided-expired-many", "erase-question-many", "found-times", "invites-made"),
    *("announce-too-long", "invalid-date-too-old", "invalid-wording-too-long", "invite-made"),
    *("button-days", "person-week", "report-heading"),
    *("stats-empty", "stats-label-week", "stats-week"),
}


def test_no_text_says_one_days() -> None:
    said = {
        key: plain("en", key, **dict.fromkeys(names, 1)) for key, names in variables("en").items()
    }

    wrong = {key for key, text in said.items() if re.search(r"\b1\s(?!is|has|was)\w+s\b", text)}
    assert wrong == _NEVER_OF_ONE


def test_a_missing_key_is_an_error_and_not_an_empty_message() -> None:
    with pytest.raises(LookupError):
        plain("en", "no-such-text")
