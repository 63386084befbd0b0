"""The three people of the trial."""

import pytest

from bot.trial.chairs import CHAIRS, Chair
from conversations.languages import LANGUAGES


@pytest.mark.parametrize("chair", CHAIRS, ids=lambda chair: chair.names["en"])
def test_everybody_has_a_first_and_a_last_name_in_every_language(chair: Chair) -> None:
    assert set(chair.names) == set(LANGUAGES)
    for name in chair.names.values():
        first, _, last = name.partition(" ")
        assert first
        assert last
