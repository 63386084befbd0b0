"""Whose token an agent works under: their own, the team's, or everyone's."""

import pytest

from storage import Store
from storage.agents import Agent, Role
from storage.service_tokens import COMMON, holder_of_agent, holder_of_team
from tests.support.forms import AGENT

OWN, TEAM = holder_of_agent(AGENT), holder_of_team("Khulna")


def rahim(team: str = "Khulna") -> Agent:
    return Agent(id=AGENT, name="Rahim", role=Role.AGENT, language="en", team=team)


@pytest.mark.parametrize(
    ("holders", "team", "expected"),
    [
        ([], "Khulna", COMMON),
        ([TEAM], "Khulna", TEAM),
        ([OWN], "Khulna", OWN),
        ([OWN, TEAM], "Khulna", OWN),
        ([TEAM], "Dhaka", COMMON),
        ([TEAM], "", COMMON),
        ([holder_of_team("")], "", COMMON),  # the unnamed team shares the common token
        ([holder_of_agent(2002)], "Khulna", COMMON),
        ([holder_of_team(str(AGENT))], "Khulna", COMMON),  # a team named like an agent's number
    ],
)
def test_the_nearest_token_counts(
    store: Store, holders: list[str], team: str, expected: str
) -> None:
    for holder in holders:
        store.service_tokens.give(holder, f"token of {holder}")

    assert store.service_tokens.holder_for(rahim(team)) == expected


def test_a_new_token_replaces_the_earlier_one_of_that_holder_only(store: Store) -> None:
    store.service_tokens.give(OWN, "first")
    store.service_tokens.give(TEAM, "of the team")
    store.service_tokens.give(OWN, "second")

    assert store.service_tokens.find(OWN) == "second"
    assert store.service_tokens.find(TEAM) == "of the team"


def test_a_token_is_taken_once_and_the_next_one_counts(store: Store) -> None:
    store.service_tokens.give(OWN, "own")
    store.service_tokens.give(TEAM, "of the team")

    assert store.service_tokens.take(OWN)
    assert not store.service_tokens.take(OWN)
    assert store.service_tokens.find(OWN) is None
    assert store.service_tokens.holder_for(rahim()) == TEAM
