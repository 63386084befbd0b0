"""What is typed where a reference may be meant."""

import pytest

from conversations.reference import read_reference


@pytest.mark.parametrize(
    ("typed", "reference"),
    [
        ("abcd2345", "abcd2345"),
        (" ABCD2345\n", "abcd2345"),
        ("abcd234", None),
        ("abcd23456", None),
        ("abcdi345", None),  # i, l, o, 0 and 1 are in none
        ("Asaduzzaman", None),
        ("01712345678", None),
        ("আম্বিয়া", None),
        ("", None),
    ],
)
def test_a_reference_is_known_by_its_shape(typed: str, reference: str | None) -> None:
    assert read_reference(typed) == reference
