"""What an agent is warned about, and what no agent can confirm."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations import events
from conversations.application import Application
from conversations.doubts import doubtful_fields, refusal_of, unseen_doubts, wall_of
from conversations.questions import READING
from tests.support.forms import READ, after, being_read, press, read, types

TODAY = date(2026, 11, 23)
WAITING = being_read(READING)


def card(**changes: str | None) -> Application:
    return after(WAITING, read(WAITING, **changes))


def test_a_card_that_was_read_well_raises_no_doubt() -> None:
    assert doubtful_fields(card(), today=TODAY) == frozenset()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name_bangla", "মো: আসাদুজ্জামান মিয়া"),
        ("father_name", "মৃতঃ আবুল মুনীম"),
        ("present_address", "বাসা/হোল্ডিং: ১৪, গ্রাম: চরপাড়া, ডাকঘর: বাকেরগঞ্জ"),
    ],
)
def test_a_colon_that_cards_print_raises_no_doubt(field: str, value: str) -> None:
    assert doubtful_fields(card(**{field: value}), today=TODAY) == frozenset()


def test_an_unread_field_is_missing_and_not_doubtful() -> None:
    assert doubtful_fields(card(**dict.fromkeys(READ)), today=TODAY) == frozenset()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name_bangla", "Asaduzzaman"),
        ("name_bangla", "মো. Asaduzzaman Miah"),
        ("father_name", "Abul Munim"),
        ("mother_name", "Ambia Khatun"),
        ("name_english", "আসাদুজ্জামান"),
        ("name_english", "Asad <b>"),
        ("nid_number", "19910001980100147"),
        ("nid_number", "00019801001"),
        ("date_of_birth", "2020/1/1"),
        ("mother_name", "—"),
        ("father_name", "আবুল মুনীম ২"),
        ("father_name", "Father: পিতা: আবুল মুনীম"),
        ("father_name", "পিতাঃ আবুল মুনীম"),
        ("father_name", "পিতার নাম আবুল মুনীম"),
        ("mother_name", "মাতা: আম্বিয়া খাতুন"),
        ("name_bangla", "নাম: মো. আসাদুজ্জামান মিয়া"),
        ("name_bangla", "মো. আসাদুজ্জামান মিয়া পিতা: আবুল মুনীম"),
        ("present_address", "ঠিকানা: ২২/১, ইসলামপুর"),
        ("date_of_birth", "Date of Birth: 01 Oct 1980"),
    ],
)
def test_a_doubt_does_not_block_a_value_that_the_service_can_take(field: str, value: str) -> None:
    assert doubtful_fields(card(**{field: value}), today=TODAY) == {field}
    assert wall_of(field, value, today=TODAY) is None


def test_a_long_number_that_begins_with_the_year_on_the_card_raises_no_doubt() -> None:
    assert doubtful_fields(card(nid_number="19800001980100147"), today=TODAY) == frozenset()


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("nid_number", "123", "invalid-nid-length"),
        ("nid_number", "19O0001980100", "invalid-nid-characters"),
        ("date_of_birth", "1980/13/45", "invalid-date-unreal"),
        ("date_of_birth", "1980", "invalid-date-form"),
        ("mother_name", "N/A", "invalid-wording-placeholder"),
        ("present_address", "ক" * 1001, "invalid-wording-too-long"),
    ],
)
def test_a_value_that_the_service_cannot_take_is_refused(
    field: str, value: str, reason: str
) -> None:
    wall = wall_of(field, value, today=TODAY)

    assert doubtful_fields(card(**{field: value}), today=TODAY) == {field}
    assert wall is not None
    assert wall.reason == reason


def test_a_typed_replacement_counts_as_checked() -> None:
    form = after(card(nid_number="1"), press(events.EditChosen, question="nid_number"))
    form = after(form, types("0001980100147"))

    assert unseen_doubts(form, today=TODAY) == frozenset()


@pytest.mark.parametrize("field", ["name_bangla", "father_name", "mother_name"])
def test_a_value_typed_in_another_script_is_marked_and_not_asked_again(field: str) -> None:
    form = after(card(), press(events.EditChosen, question=field), types("Asad"))

    assert doubtful_fields(form, today=TODAY) == {field}
    assert unseen_doubts(form, today=TODAY) == frozenset()


@given(st.dictionaries(st.sampled_from(list(READ)), st.text(max_size=40)))
def test_whatever_a_card_reader_returns_is_judged(fields: dict[str, str]) -> None:
    doubtful = doubtful_fields(card(**fields), today=TODAY)

    for key, value in fields.items():
        if refusal_of(key, value, today=TODAY):
            assert key in doubtful
        else:
            assert not wall_of(key, value, today=TODAY)
