"""Names, addresses and short texts."""

import contextlib
import time
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.bangla import normalise
from conversations.calendar_date import possible_dates, read_date_of_birth
from conversations.invalid_answer import InvalidAnswer
from conversations.mobile_number import read_mobile_number
from conversations.national_id import read_national_id
from conversations.wording import (
    read_address,
    read_name,
    read_name_in_bangla,
    read_name_in_english,
    read_relation,
    read_short_text,
)

READERS = {
    "name-in-bangla": read_name_in_bangla,
    "name-in-english": read_name_in_english,
    "name": read_name,
    "address": read_address,
    "short-text": read_short_text,
    "relation": read_relation,
}
NAMES = ("name-in-bangla", "name-in-english", "name")
any_reader = pytest.mark.parametrize(("kind", "read"), READERS.items())
TODAY = date(2026, 11, 23)


@any_reader
@pytest.mark.parametrize("typed", ["মোঃ আব্দুর রহিম", "Md. Abdur Rahim", "মৃত করিম", "Lutfunnessa"])
def test_words_are_taken_in_either_script(
    kind: str, read: Callable[[str], str], typed: str
) -> None:
    assert read(f" {typed}\u00a0 ") == normalise(typed)


@any_reader
def test_the_stop_after_dictated_words_is_not_kept(kind: str, read: Callable[[str], str]) -> None:
    assert read("রহিমা খাতুন। ") == "রহিমা খাতুন"
    assert read("মো. রহিম Md.") == "মো. রহিম Md."


@any_reader
@pytest.mark.parametrize("typed", ["রহিমা খাতুন 🙏", "👩🏽 রহিমা খাতুন", "রহিমা ❤️ খাতুন", "রহিমা খাতুন👨‍👩‍👧।"])
def test_emoji_are_not_kept(kind: str, read: Callable[[str], str], typed: str) -> None:
    assert read(typed) == "রহিমা খাতুন"


def test_lines_of_an_address_are_joined_with_commas() -> None:
    assert read_address("বাসা ৩\nরোড ৭,\r\n\n ঢাকা - ১২০৭,\n") == "বাসা ৩, রোড ৭, ঢাকা - ১২০৭"


@any_reader
@pytest.mark.parametrize(
    ("typed", "defect"),
    [
        ("", "empty"),
        (" \u200b\n ", "empty"),
        ("\u3164", "empty"),  # the letter of Hangul that is not seen
        ("none", "placeholder"),
        ("N/A", "placeholder"),
        ("n.a.", "placeholder"),
        ("Not applicable.", "placeholder"),
        ("নেই", "placeholder"),
        ("প্রযোজ্য নয়", "placeholder"),
        ("-", "no-letters"),
        ("12/3", "no-letters"),
        ("👍", "short"),
        ("yes", "short"),
        ("একই", "short"),
        ("০১৭৮৫৪৭৮৯৬৪", "no-letters"),
    ],
)
def test_no_answer_is_refused_with_an_example_of_its_kind(
    kind: str, read: Callable[[str], str], typed: str, defect: str
) -> None:
    with pytest.raises(InvalidAnswer) as refusal:
        read(typed)

    assert refusal.value.reason == f"invalid-wording-{defect}"
    assert refusal.value.values == {"kind": kind}


@pytest.mark.parametrize("kind", NAMES)
@pytest.mark.parametrize(
    "typed",
    [
        *("মৃত", "মৃত।", "মৃতঃ", "(মৃত)", "মরহুম", "মারা গেছেন", "বাবা মারা গেছেন", "বেঁচে নেই"),
        *("Late", "late.", "dead", "He has passed away", "mara gechen"),
    ],
)
def test_that_somebody_has_died_is_not_the_name(kind: str, typed: str) -> None:
    with pytest.raises(InvalidAnswer) as refusal:
        READERS[kind](typed)

    assert refusal.value.reason == "invalid-wording-only-died"
    assert refusal.value.values == {"kind": kind}


@pytest.mark.parametrize("kind", NAMES)
@pytest.mark.parametrize(
    "typed", ["Md.", "MD", "mst", "Mohd.", "মোঃ", "মো:", "মোছাঃ", "S. M.", "A", "এ. কে."]
)
def test_the_beginning_of_a_name_is_not_the_name(kind: str, typed: str) -> None:
    with pytest.raises(InvalidAnswer) as refusal:
        READERS[kind](typed)

    assert refusal.value.reason == "invalid-wording-begun"
    assert refusal.value.values == {"kind": kind}


@pytest.mark.parametrize(
    "typed", ["Rahim", "S. M. Ali", "Md. Ali", "মোঃ আলী", "মোহাম্মদ", "Joy", "ঊষা", "মৌ", "Li"]
)
def test_a_name_may_be_one_word_or_begin_with_initials(typed: str) -> None:
    assert read_name(typed) == typed


@pytest.mark.parametrize("typed", ["মৃত আব্দুল করিম", "Late Abdul Karim", "আব্দুল করিম (মৃত)", "Mara"])
def test_the_name_of_somebody_who_has_died_is_taken(typed: str) -> None:
    assert read_name(typed) == typed


@pytest.mark.parametrize("kind", NAMES)
@pytest.mark.parametrize(
    "typed",
    ["Salma 01712345678", "Salma, wife, ০১৭১২৩৪৫৬৭৮", "House 3, Road 7", "25 Oct 1980", "রহিম২"],
)
def test_digits_are_no_part_of_a_name(kind: str, typed: str) -> None:
    with pytest.raises(InvalidAnswer) as refusal:
        READERS[kind](typed)

    assert refusal.value.reason == "invalid-wording-digits"
    assert refusal.value.values == {"kind": kind}


@any_reader
def test_too_long_an_answer_is_refused_with_its_count_and_never_cut(
    kind: str, read: Callable[[str], str]
) -> None:
    longest = 1000 if kind == "address" else 100
    assert read("ক" * longest) == "ক" * longest

    with pytest.raises(InvalidAnswer) as refusal:
        read("ক" * (longest + 1))

    assert refusal.value.reason == "invalid-wording-too-long"
    assert refusal.value.values == {"kind": kind, "count": longest + 1, "longest": longest}


@any_reader
@given(text=st.text(st.characters(exclude_categories=[]), max_size=120))
def test_any_text_is_kept_clean_or_refused(
    kind: str, read: Callable[[str], str], text: str
) -> None:
    try:
        answer = read(text)
    except InvalidAnswer:
        return
    assert answer == normalise(answer)
    assert read(answer) == answer


@pytest.mark.parametrize(
    "filling",
    ["1", "ক", "a ", "+", "(", "০-", "মোঃ ", "\u0315\u0300", "1/", "\n", ",", "T1:1", "ﷺ"],
)
def test_the_longest_message_of_telegram_is_read_in_no_time(filling: str) -> None:
    text = (filling * 4096)[:4096]
    readers: list[Callable[[str], object]] = [
        *READERS.values(),
        read_mobile_number,
        possible_dates,
        lambda text: read_national_id(text, today=TODAY),
        lambda text: read_date_of_birth(text, today=TODAY),
    ]
    for read in readers:
        start = time.process_time()
        with contextlib.suppress(InvalidAnswer):
            read(text)
        assert time.process_time() - start < 0.1  # seconds
