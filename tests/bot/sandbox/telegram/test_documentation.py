"""docs/sandbox-telegram.md against the service."""

from pathlib import Path

import pytest

from bot.sandbox.telegram.__main__ import main
from bot.sandbox.telegram.faults import KINDS
from bot.sandbox.telegram.flood import IN_ALL, IN_GROUP, IN_PRIVATE
from bot.sandbox.telegram.methods import METHODS
from bot.sandbox.telegram.presses import ANSWER_WITHIN
from bot.sandbox.telegram.updates import PRESS_LIFETIME

TEXT = (Path(__file__).parents[4] / "docs" / "sandbox-telegram.md").read_text(encoding="utf-8")


def test_every_fault_and_option_is_documented() -> None:
    for kind in KINDS:
        assert f"`{kind}`" in TEXT
    for option in main.params:
        assert f"`{option.opts[0]}`" in TEXT or f"`{option.secondary_opts[0]}`" in TEXT


@pytest.mark.parametrize("family", ["send", "edit", "answer", "getUpdates", "setMessageReaction"])
def test_every_method_that_changes_a_chat_is_documented(family: str) -> None:
    for method in METHODS:
        if method.startswith(family):
            assert method in TEXT or f"…{method.removeprefix('editMessage')}`" in TEXT


def test_the_times_and_rates_are_those_that_hold() -> None:
    assert f"within {ANSWER_WITHIN:g} seconds" in TEXT
    assert f"after {PRESS_LIFETIME:g}" in TEXT
    assert f"after {IN_PRIVATE.at_once} messages at once" in TEXT
    assert (IN_PRIVATE.seconds_each, IN_ALL.seconds_each, IN_GROUP.seconds_each) == (1, 1 / 30, 3)
