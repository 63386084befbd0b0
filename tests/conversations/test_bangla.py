"""One form to keep and one to compare."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.bangla import (
    Translation,
    ascii_digits,
    bangla_digits,
    comparison_key,
    is_latin_name,
    is_mostly_bangla,
    normalise,
    with_visarga,
)

ANY_TEXT = st.text(st.characters(exclude_categories=[]), max_size=60)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Md.\u00a0Rahim \n Uddin ", "Md. Rahim Uddin"),
        ("\ufeff\u202eরহিম\u200f\u0000", "রহিম"),
        ("\u09df", "\u09af\u09bc"),  # য় in one code point becomes the form the service sends
        ("ক\u09c7\u09be", "ক\u09cb"),  # two halves of ো become one sign
        ("\u0985\u09beব্দুল", "\u0986ব্দুল"),  # আ written as অ and া
        ("র\u200d্যাব ক্\u200cষ", "র\u200d্যাব ক্\u200cষ"),  # joiners change letters
        ("broken \ud800 half", "broken half"),
        ("", ""),
    ],
)
def test_kept_text_is_composed_visible_and_evenly_spaced(typed: str, kept: str) -> None:
    assert normalise(typed) == kept


@given(ANY_TEXT)
def test_kept_text_needs_no_second_cleaning_and_can_always_be_stored(text: str) -> None:
    kept = normalise(text)

    assert normalise(kept) == kept
    assert unicodedata.is_normalized("NFC", kept)
    assert kept == kept.strip()
    kept.encode()


def test_digits_of_every_script_become_ascii_and_only_ascii_ones_bangla() -> None:
    assert ascii_digits("০১২৩৪৫৬৭৮৯ ٣ ۴ ５ 6 ² ½") == "0123456789 3 4 5 6 ² ½"
    assert bangla_digits("17 Jan 1980") == "১৭ Jan ১৯৮০"


@given(st.text("0123456789 -/"))
def test_digits_survive_the_way_there_and_back(text: str) -> None:
    assert ascii_digits(bangla_digits(text)) == text


@pytest.mark.parametrize(
    "spellings",
    [
        ("মোঃ রহিম", "মো: রহিম", "মো. রহিম", "মো.রহিম", "মোঃরহিম", "মোহাম্মদ রহিম", "মুহাম্মদ রহিম"),
        ("মোছাঃ রহিমা", "মোসাঃ রহিমা", "মোসাম্মৎ রহিমা", "মোছা. রহিমা"),
        ("Md. Abdur Rahim", "MD ABDUR RAHIM", "Mohammad Abdur-Rahim", "md.abdur  rahim"),
        ("Most. Rahima", "MST RAHIMA", "Mosammat Rahima"),
        ("O'Brien", "O’BRIEN"),
        ("জিয়া", "জি\u09dfা"),
        ("র\u200d্যাব", "র্যাব"),
        ("বাসা ২২/১", "বাসা 22/1", "বাসা ٢٢/١", "বাসা ２２/１"),
    ],
)
def test_ways_of_writing_the_same_have_one_key(spellings: tuple[str, ...]) -> None:
    assert len({comparison_key(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("রহিম", "রহিমা"), ("মো. রহিম", "মোছা. রহিম"), ("দুঃখ", "দুখ"), ("=", "-"), ("22/1", "221")],
)
def test_different_words_have_different_keys(one: str, other: str) -> None:
    assert comparison_key(one) != comparison_key(other)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("মো০ করিম", "মোঃ করিম"),
        ("মো0 করিম", "মোঃ করিম"),
        ("মো০করিম", "মোঃ করিম"),
        ("মৃত মো ০ করিম", "মৃত মোঃ করিম"),
        ("মোছা০ রহিমা", "মোছাঃ রহিমা"),
        ("নাম: মোসা০ রহিমা", "নাম: মোসাঃ রহিমা"),
        ("মো০১৭১২৩৪৫৬৭৮", "মো০১৭১২৩৪৫৬৭৮"),
        ("মো ০১৭১২", "মো ০১৭১২"),
        ("করিমো০ ২", "করিমো০ ২"),
        ("বাসা ০", "বাসা ০"),
    ],
)
def test_the_zero_of_a_keyboard_behind_an_honorific_is_its_visarga(typed: str, meant: str) -> None:
    assert with_visarga(typed) == meant


@given(ANY_TEXT)
def test_a_key_is_its_own_key(text: str) -> None:
    key = comparison_key(text)

    assert comparison_key(key) == key


@pytest.mark.parametrize(
    ("text", "is_bangla"),
    [
        ("মোঃ আব্দুর রহিম", True),
        ("রহিম (Rahim)", False),  # 3 of 8 letters
        ("রহিম উদ্দিন MD", True),  # 6 of 8 letters
        ("Abdur Rahim", False),
        ("১২৩", False),
        ("", False),
    ],
)
def test_text_is_bangla_when_three_letters_of_five_are(text: str, is_bangla: bool) -> None:
    assert is_mostly_bangla(text) is is_bangla


@pytest.mark.parametrize(
    ("name", "is_latin"),
    [
        ("Md. Abdur-Rahim O'Brien", True),
        ("RAHIMA", True),
        ("রহিম", False),
        ("Rahim 2", False),
        (" . ", False),
        ("", False),
    ],
)
def test_an_english_name_has_latin_letters_only(name: str, is_latin: bool) -> None:
    assert is_latin_name(name) is is_latin


def test_a_translation_is_right_for_every_character_and_does_not_remember_all() -> None:
    translation = Translation(str.upper)
    every = "".join(map(chr, range(0x3000)))

    assert every.translate(translation) == every.translate(translation) == every.upper()
    assert "a".translate(translation) == "A"
    assert len(translation) < len(every)
