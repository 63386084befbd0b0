"""The organisation's name in the reader's language, or the one it has."""

import pytest

from conversations.organisation import Organisation


@pytest.mark.parametrize(
    ("names", "language", "name"),
    [
        ({"en": "Padma Bank", "bn": "পদ্মা ব্যাংক"}, "bn", "পদ্মা ব্যাংক"),
        ({"en": "Padma Bank", "bn": "পদ্মা ব্যাংক"}, "en", "Padma Bank"),
        ({"en": "Padma Bank"}, "bn", "Padma Bank"),
        ({"en": "", "bn": "পদ্মা ব্যাংক"}, "en", "পদ্মা ব্যাংক"),
        ({}, "en", ""),
    ],
)
def test_a_name_in_one_language_serves_both(
    names: dict[str, str], language: str, name: str
) -> None:
    assert Organisation(names=names).name(language) == name
