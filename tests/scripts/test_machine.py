"""The drawing of the machine."""

import pytest

from conversations.application import Phase
from conversations.transitions import TRANSITIONS
from scripts.machine import PAGE, Targets, explored, page


@pytest.fixture(scope="module")
def targets() -> Targets:
    return explored()


def test_the_page_shows_the_machine_as_it_is(targets: Targets) -> None:
    assert PAGE.read_text("utf-8") == page(targets), "run `python -m scripts.machine`"


def test_every_phase_can_be_reached(targets: Targets) -> None:
    reached = set().union(*targets.values())

    assert set(Phase) <= reached


def test_every_reply_of_a_service_can_change_something(targets: Targets) -> None:
    """A row for a reply that never changes anything would be dead code."""
    of_replies = {row for row in TRANSITIONS if row[0] not in {Phase.FILLING, Phase.REVIEWING}}
    of_agents = {row for row in of_replies if row[1].__name__ == "VerdictAsked"}

    assert of_replies - of_agents - targets.keys() == set()
