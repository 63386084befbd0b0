"""Every refusal has its sentence in both languages, and its example would be accepted."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from fluent.runtime import FluentResource
from fluent.syntax.ast import Message, Resource

from bot.sandbox.telegram.screen import as_read
from bot.texts import plain
from conversations.bangla import bangla_digits
from conversations.calendar_date import read_date_of_birth
from conversations.invalid_answer import InvalidAnswer
from conversations.mobile_number import read_mobile_number
from conversations.national_id import read_national_id
from conversations.nominee import read_nominee
from conversations.wording import (
    read_address,
    read_name,
    read_name_in_bangla,
    read_name_in_english,
    read_relation,
    read_short_text,
)

TEXTS = Path(__file__).parents[3] / "bot" / "texts"
TODAY = date(2026, 11, 23)

Read = Callable[[str], object]


def read_nid(text: str) -> str:
    return read_national_id(text, today=TODAY)


def read_date(text: str) -> date:
    return read_date_of_birth(text, today=TODAY)


REFUSED: list[tuple[Read, list[str]]] = [
    (read_nid, ["abc", "123", "1111111111", "20301234567890123"]),
    (read_date, ["abc", "1/1/8", "1/1/80", "31/2/1980", "1/1/2030", "1/1/2020"]),
    (read_date, ["1/1/1880", "1/1/1000"]),
    (
        read_mobile_number,
        ["abc", "123", "01185478964", "+91 98123 45678", "01785478964, 01911223344"],
    ),
    (read_nominee, ["mother", "বাবা"]),
    *(
        (read, ["মৃত", "Rahima 01712345678", "Md."])
        for read in (read_name, read_name_in_bangla, read_name_in_english)
    ),
    *(
        (read, ["", "none", "yes", "123", "ক" * 1001])
        for read in (
            read_name,
            read_name_in_bangla,
            read_name_in_english,
            read_address,
            read_short_text,
            read_relation,
        )
    ),
]
EXAMPLES: dict[Read, list[str]] = {
    read_nid: ["123 456 7890", "1980 123 456 789 0123"],
    read_date: ["25/10/1980", "25 Oct 1980", "২৫ অক্টোবর ১৯৮০"],
    read_mobile_number: ["01712-345678"],
    read_name: ["Rahima Khatun", "রহিমা খাতুন"],
    read_nominee: ["Rahima Khatun", "রহিমা খাতুন"],
    read_name_in_bangla: ["মোঃ আব্দুর রহিম"],
    read_name_in_english: ["Md. Abdur Rahim"],
    read_address: ["House 3, Road 7, Mohammadpur, Dhaka", "বাসা ৩, রোড ৭, মোহাম্মদপুর, ঢাকা"],
    read_short_text: ["Tailor", "দর্জি"],
    read_relation: ["Uncle", "চাচা"],
}


def refusal(read: Read, text: str) -> InvalidAnswer:
    with pytest.raises(InvalidAnswer) as caught:
        read(text)
    return caught.value


def resource(language: str) -> Resource:
    return FluentResource((TEXTS / language / "answers.ftl").read_text("utf-8"))


def sentence(language: str, invalid: InvalidAnswer) -> str:
    text = plain(language, invalid.reason, **invalid.values)
    assert "{" not in text
    return text


@pytest.mark.parametrize("language", ["en", "bn"])
def test_there_is_a_sentence_for_each_reason_and_no_other(language: str) -> None:
    reasons = {refusal(read, text).reason for read, texts in REFUSED for text in texts}
    keys = {entry.id.name for entry in resource(language).body if isinstance(entry, Message)}

    assert keys - {"invalid-wording-example"} == reasons


@pytest.mark.parametrize("language", ["en", "bn"])
@pytest.mark.parametrize(
    ("read", "typed"), [(read, text) for read, texts in REFUSED for text in texts]
)
def test_a_refusal_shows_an_example_that_the_same_question_takes(
    language: str, read: Read, typed: str
) -> None:
    shown = as_read(sentence(language, refusal(read, typed)))

    known = {example for text in EXAMPLES[read] for example in (text, bangla_digits(text))}
    assert [example for example in known if example in shown]


@pytest.mark.parametrize("language", ["en", "bn"])
def test_sentences_are_one_line_and_need_no_escaping(language: str) -> None:
    for read, texts in REFUSED:
        for typed in texts:
            assert not set("<>&\n") & set(sentence(language, refusal(read, typed)))


@pytest.mark.parametrize(("read", "examples"), EXAMPLES.items())
def test_every_example_is_taken(read: Read, examples: list[str]) -> None:
    for example in examples:
        assert read(example)
        assert read(bangla_digits(example))


def test_the_sentence_contains_the_count_and_the_year() -> None:
    assert "has 1 digit," in sentence("en", refusal(read_nid, "7"))
    assert "has 9 digits," in sentence("en", refusal(read_nid, "326848374"))
    assert "cannot be 2030;" in sentence("en", refusal(read_nid, "20301234567890123"))
    assert "101 characters" in sentence("en", refusal(read_name, "ক" * 101))
