"""How values are put into words."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.telegram.screen import as_read
from bot.screens.phrases import (
    clipped,
    customer_of,
    day_in_words,
    masked_number,
    moment_in_dhaka,
    reason_in_words,
    sentence,
    shown_value,
)
from bot.texts import plain
from conversations import events
from conversations.erasure import without_form
from conversations.languages import LANGUAGES
from conversations.questions import REVIEW
from tests.support.forms import READ, after, begun, being_read, press, read, types, until


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def test_the_customer_has_the_name_in_bangla_in_bangla_where_the_card_has_one() -> None:
    form = until(REVIEW)

    assert customer_of(form, "en") == "Md. Asaduzzaman Miah"
    assert customer_of(form, "bn") == "মো. আসাদুজ্জামান মিয়া"
    fields = {**READ, "name_bangla": None}
    unnamed = after(one := being_read(), read(one, **fields))
    assert customer_of(unnamed, "bn") == "Md. Asaduzzaman Miah"
    assert customer_of(begun(), "bn") == plain("bn", "draft-unnamed")
    assert customer_of(without_form(form), "bn") == "M••• A••• M•••"


@given(st.text(), st.integers(2, 50))
def test_a_text_is_cut_to_what_telegram_counts(text: str, longest: int) -> None:
    cut = clipped(text, longest)

    assert units(cut) <= longest
    assert cut == text if units(text) <= longest else cut.endswith("…")
    assert text.startswith(cut.removesuffix("…"))


def test_the_day_is_named_so_that_a_swap_of_day_and_month_is_seen() -> None:
    assert as_read(day_in_words(date(1980, 10, 1), "en")) == "1 October 1980"
    assert as_read(day_in_words(date(1980, 10, 1), "bn")) == "১ অক্টোবর ১৯৮০"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_ends_within_a_number_or_a_date(language: str) -> None:
    form = until(REVIEW)

    for words in (
        shown_value(form, "nid_number", language),
        shown_value(form, "date_of_birth", language),
        masked_number(form),
        plain(language, "step", number=5, total=11, title=""),
        plain(language, "log-heading", **{"from": 1, "to": 2, "total": 2}),
    ):
        number = re.search(r"[•\d].*\d", words)
        assert number
        assert " " not in number[0]
        assert "–" not in number[0].replace("–\N{WORD JOINER}", "")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ["nid_number", "date_of_birth"])
def test_what_is_shown_can_be_copied_and_sent(language: str, key: str) -> None:
    form = until(REVIEW)
    shown = shown_value(form, key, language)

    again = after(form, press(events.EditChosen, question=key), types(shown))
    assert shown_value(again, key, language) == shown
    assert again.asking == REVIEW


def test_times_are_those_of_the_agents_clock() -> None:
    late = datetime(2026, 11, 22, 19, 5, tzinfo=UTC)

    assert as_read(moment_in_dhaka(late, "en")) == "23 November 2026, 01:05"
    assert as_read(moment_in_dhaka(late, "bn")) == "২৩ নভেম্বর ২০২৬, ০১:০৫"


def test_numbers_of_cards_and_phones_are_grouped_and_in_latin_digits() -> None:
    form = until(REVIEW)

    for language in ("en", "bn"):
        assert as_read(shown_value(form, "nid_number", language)) == "000 198 010 0147"
        assert shown_value(form, "mobile_number", language) == "01712-345678"


def test_a_typed_date_is_shown_in_words_only() -> None:
    form = after(until(REVIEW), press(events.EditChosen, question="date_of_birth"))
    form = after(form, types("2/10/1980"))

    assert as_read(shown_value(form, "date_of_birth", "en")) == "2 October 1980"


def test_a_missing_value_is_empty() -> None:
    assert shown_value(begun(), "nominee", "en") == ""


def test_an_address_may_be_longer_than_a_name() -> None:
    reading = until("card").reading
    assert reading is not None
    long = replace(reading, fields=dict.fromkeys(READ, "ক" * 5000))
    form = replace(until("card"), reading=long)

    assert len(shown_value(form, "name_bangla", "en")) == 120
    assert len(shown_value(form, "present_address", "en")) == 600
    assert len(customer_of(form, "en")) == 64


@pytest.mark.parametrize(
    "reason", ["photo-gone", "picture-truncated", "program-failed", "answer-misunderstood"]
)
@pytest.mark.parametrize("language", ["en", "bn"])
def test_a_reason_of_our_own_is_said_in_words(reason: str, language: str) -> None:
    assert reason_in_words(reason, language) == plain(language, reason)


def test_the_services_own_words_are_left_as_they_are_up_to_a_length() -> None:
    assert reason_in_words("welcome", "bn") == "welcome"
    assert reason_in_words("remark-of: the office", "bn") == "remark-of: the office"
    assert len(reason_in_words("x" * 5000, "en")) == 300


def test_no_reason_is_said_to_be_none() -> None:
    assert reason_in_words("", "en") == "The service gave no reason."


def test_keys_among_the_values_of_a_sentence_are_put_into_words() -> None:
    form = until("gender")
    told = sentence(form, "bn", "edit-taken", {"field": "mobile_number"})

    assert told == "ঠিক করা হয়েছে: মোবাইল নম্বর।"
    offered = sentence(form, "en", "choose-an-option", {"option": "gender-male"})
    assert offered.endswith("for example Male.")


def test_one_digit_is_not_digits() -> None:
    assert "has 1 digit," in sentence(begun(), "en", "invalid-nid-length", {"count": 1})


def test_what_the_service_says_cannot_break_the_markup() -> None:
    told = sentence(begun(), "en", "submission-refused", {"reason": "<b>no & never"})

    assert "&lt;b&gt;no &amp; never" in told
    notice = sentence(begun(), "en", "submission-refused", {"reason": "<b>"}, write=plain)
    assert "<b>" in notice


def test_a_number_that_is_not_known_yet_is_a_dash() -> None:
    assert masked_number(begun()) == "—"
