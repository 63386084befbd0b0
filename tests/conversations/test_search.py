"""A customer is found by what an agent remembers."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations import events
from conversations.erasure import without_form
from conversations.search import is_number, search_patterns, search_text
from tests.support.forms import FAILED, after, decided, pending, press

CUSTOMER = pending()
NUMBERS = [CUSTOMER.value("mobile_number") or "", CUSTOMER.value("nid_number") or ""]
NAMES = [CUSTOMER.value("name_english") or "", CUSTOMER.value("name_bangla") or ""]


def is_found(typed: str) -> bool:
    return any(pattern in search_text(CUSTOMER) for pattern in search_patterns(typed))


@given(st.sampled_from(NUMBERS), st.integers(3, 17))
def test_the_last_digits_of_a_number_find_it(number: str, digits: int) -> None:
    assert is_found(number[-digits:])


@given(st.sampled_from([word for name in NAMES for word in name.split()[1:]]), st.data())
def test_a_part_of_a_name_finds_it_in_either_script(word: str, data: st.DataObject) -> None:
    end = data.draw(st.integers(3, len(word)))

    assert is_found(word[:end].upper())


@pytest.mark.parametrize(
    "typed",
    [
        "+880 1712-345678",
        "8801712345678",
        "008801712345678",
        "০১৭১২৩৪৫৬৭৮",
        "1980 0001980100147",
        "MD ASADUZZAMAN",
        "মো: আসাদ",
    ],
)
def test_numbers_and_names_are_found_however_they_are_written(typed: str) -> None:
    assert is_found(typed)


@pytest.mark.parametrize(
    "typed", ["47", "a", "as", "?", "", "0171", "00 0147", "Rahima", "\n", "78\n0"]
)
def test_too_little_or_something_else_finds_nothing(typed: str) -> None:
    assert not is_found(typed)


@pytest.mark.parametrize(
    "typed",
    [
        *("hi", "Hello!", "hey 👋", "ok", "OK sir", "Thanks", "thank you, bhai", "good morning"),
        *(
            "Assalamu alaikum",
            "salam",
            "সালাম",
            "আসসালামু আলাইকুম স্যার",
            "ধন্যবাদ",
            "হ্যালো",
            "ওকে",
            "জি",
            "শুভ সকাল",
        ),
    ],
)
def test_a_greeting_or_thanks_are_no_part_of_a_name(typed: str) -> None:
    """Rashida has "hi" in it as well."""
    assert search_patterns(typed) == ()


@pytest.mark.parametrize("typed", ["Salam Sheikh", "Abdus Salam", "আব্দুস সালাম", "Rashi"])
def test_a_name_with_such_a_word_in_it_is_searched(typed: str) -> None:
    assert search_patterns(typed)


def test_a_customer_whose_card_is_photographed_again_is_found_as_before() -> None:
    verdict = replace(FAILED, card_photo_matches=False)
    form = after(decided(verdict), press(events.CorrectionBegun))
    assert form.value("name_english") is None

    assert search_text(form) == search_text(CUSTOMER)
    assert form.customer == CUSTOMER.customer


def test_a_form_that_was_erased_has_nothing_to_be_found_by() -> None:
    assert search_text(without_form(CUSTOMER)) == ""


@pytest.mark.parametrize(
    ("typed", "is_one"),
    [
        ("01712345678", True),
        ("০১৭১২", True),
        ("+880 17", True),
        ("01", False),
        ("rahim", False),
        ("", False),
    ],
)
def test_enough_digits_are_a_number_to_search_for(typed: str, is_one: bool) -> None:
    assert is_number(typed) is is_one
