"""What an agent is warned of, and what no agent can confirm."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations import events
from conversations.application import Application
from conversations.doubts import doubtful_fields, impossible_field
from conversations.questions import READING
from tests.support.forms import READ, after, being_read, press, read, types

TODAY = date(2026, 11, 23)
WAITING = being_read(READING)


def card(**changes: str | None) -> Application:
    return after(WAITING, read(WAITING, **changes))


def test_a_card_that_was_read_well_raises_no_doubt() -> None:
    assert doubtful_fields(card(), today=TODAY) == frozenset()
    assert impossible_field(card(), today=TODAY) is None


def test_what_was_not_read_is_missing_and_not_doubtful() -> None:
    nothing = card(**dict.fromkeys(READ))

    assert doubtful_fields(nothing, today=TODAY) == frozenset()
    assert impossible_field(nothing, today=TODAY) is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name_bangla", "Asaduzzaman"),
        ("name_bangla", "মো. Asaduzzaman Miah"),
        ("name_english", "আসাদুজ্জামান"),
        ("name_english", "Asad <b>"),
        ("nid_number", "19910001980100147"),
    ],
)
def test_a_doubt_is_a_warning_and_no_wall(field: str, value: str) -> None:
    form = card(**{field: value})

    assert doubtful_fields(form, today=TODAY) == {field}
    assert impossible_field(form, today=TODAY) is None


def test_a_long_number_that_begins_with_the_year_on_the_card_raises_no_doubt() -> None:
    assert doubtful_fields(card(nid_number="19800001980100147"), today=TODAY) == frozenset()


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("nid_number", "123", "invalid-nid-length"),
        ("nid_number", "19O0001980100", "invalid-nid-characters"),
        ("date_of_birth", "2020/1/1", "invalid-date-too-young"),
        ("date_of_birth", "1980/13/45", "invalid-date-unreal"),
        ("mother_name", "—", "invalid-wording-no-letters"),
        ("present_address", "ক" * 1001, "invalid-wording-too-long"),
    ],
)
def test_what_cannot_be_right_is_both_doubtful_and_impossible(
    field: str, value: str, reason: str
) -> None:
    form = card(**{field: value})
    impossible = impossible_field(form, today=TODAY)

    assert field in doubtful_fields(form, today=TODAY)
    assert impossible is not None
    key, refusal = impossible
    assert (key, refusal.reason) == (field, reason)


def test_the_first_impossible_field_is_the_one_that_is_asked() -> None:
    impossible = impossible_field(card(mother_name="?", nid_number="1"), today=TODAY)

    assert impossible is not None
    assert impossible[0] == "nid_number"


def test_what_the_agent_typed_instead_counts() -> None:
    form = after(card(nid_number="1"), press(events.EditChosen, question="nid_number"))
    form = after(form, types("0001980100147"))

    assert impossible_field(form, today=TODAY) is None


@given(st.dictionaries(st.sampled_from(list(READ)), st.text(max_size=40)))
def test_whatever_a_card_reader_returns_is_judged(fields: dict[str, str]) -> None:
    form = card(**fields)

    impossible = impossible_field(form, today=TODAY)
    if impossible:
        assert impossible[0] in doubtful_fields(form, today=TODAY)
