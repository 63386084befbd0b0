"""The key of a national ID: equal for every way of writing one person's number."""

import pytest

from conversations.erasure import without_form
from storage.national_ids import comparable_national_id, national_id_of
from tests.support.forms import NOW, begun, decided, pending


@pytest.mark.parametrize(
    ("number", "key"),
    [
        ("0001980100147", "1980100147"),
        ("1980100147", "1980100147"),  # the service lost its zeros
        ("19800001980100147", "1980100147"),  # with the year of birth
        ("", ""),
    ],
)
def test_leading_zeros_and_the_year_of_birth_make_no_difference(number: str, key: str) -> None:
    assert comparable_national_id(number) == key


def test_an_application_has_a_key_while_it_has_the_number() -> None:
    assert national_id_of(pending()) == "1980100147"
    assert national_id_of(begun()) is None
    assert national_id_of(without_form(decided(), NOW)) is None
