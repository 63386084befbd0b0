"""What is counted about a team names each agent so that no two look the same."""

from collections.abc import Iterator

import pytest

from bot.reports.team_figures import TeamFigures
from storage import Store
from storage.agents import Agent, Role
from tests.support.engine import current
from tests.support.forms import NOW


@pytest.fixture
def store() -> Iterator[Store]:
    store = Store(current().open_fresh())
    yield store
    store.close()


def names(store: Store, *named: tuple[int, str]) -> dict[int, str]:
    people = {
        number: Agent(id=number, name=name, role=Role.AGENT, language="en")
        for number, name in named
    }
    return dict(TeamFigures.read(store, people, NOW, most_unfinished=3).names)


def test_two_agents_of_one_name_are_told_apart(store: Store) -> None:
    shown = names(store, (5550001111, "Rahim"), (5550002222, "Karim"), (5550003333, "Rahim"))

    assert list(shown.values()) == ["Rahim …1111", "Karim", "Rahim …3333"]


def test_so_are_two_whose_names_look_alike_once_they_are_cut(store: Store) -> None:
    shown = names(store, (5550001111, f"{'Rahim' * 9} one"), (5550003333, f"{'Rahim' * 9} two"))

    first, second = shown.values()
    assert first.endswith("… …1111")
    assert second.endswith("… …3333")
