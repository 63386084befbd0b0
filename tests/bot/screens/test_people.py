"""The list of people, the card of one of them, and who may be given their work."""

from dataclasses import replace

import pytest

from bot.sandbox.telegram.html import parse
from bot.screens.paging import page_of
from bot.screens.people import (
    PAGE_SIZE,
    people_page,
    person_card,
    receivers_page,
    removal_question,
    role_named,
)
from conversations.application import Phase
from storage.agents import Agent, Role, Standing
from storage.refusals import Refusal

RAHIM = Agent(id=2001, name="Rahim <Uddin>", role=Role.AGENT, language="bn", team="Khulna")
SUSPENDED = replace(RAHIM, standing=Standing.SUSPENDED)
REMOVED = replace(RAHIM, standing=Standing.REMOVED)


def verbs(person: Agent, *, may_restore: bool) -> list[list[str]]:
    """What the card's buttons do."""
    card = person_card(person, {}, {}, "en", may_restore=may_restore)
    assert all(button.data.endswith(".2001") for row in card.keyboard for button in row)
    return [[button.data[1:].split(".")[0] for button in row] for row in card.keyboard]


@pytest.mark.parametrize(
    ("person", "may_restore", "expected"),
    [
        (RAHIM, True, [["suspend", "remove"], ["give"]]),
        (RAHIM, False, [["suspend", "remove"], ["give"]]),
        (SUSPENDED, True, [["restore", "remove"], ["give"]]),
        (SUSPENDED, False, [["remove"], ["give"]]),
        (REMOVED, True, [["give"]]),
        (REMOVED, False, [["give"]]),
    ],
)
def test_the_card_offers_what_the_standing_allows(
    person: Agent, may_restore: bool, expected: list[list[str]]
) -> None:
    assert verbs(person, may_restore=may_restore) == expected


def test_the_card_counts_drafts_waiting_and_decided_work() -> None:
    phases = {
        Phase.FILLING: 1,
        Phase.REVIEWING: 2,
        Phase.SUBMITTING: 4,
        Phase.CHECKING: 8,
        Phase.PENDING: 16,
        Phase.DECIDED: 32,
        Phase.CLOSED: 64,  # over without a verdict, so neither waiting nor decided
    }
    text, _ = parse(person_card(RAHIM, phases, {}, "en", may_restore=True).text)

    name, number, work, team = text.splitlines()
    assert name.startswith("Rahim <Uddin> · ")
    assert "2001" in number
    assert [int(word) for word in work.replace(",", " ").split() if word.isdigit()] == [3, 28, 32]
    assert "Khulna" in team


def test_each_kind_of_refusal_has_its_line() -> None:
    plain_card = person_card(RAHIM, {}, {}, "en", may_restore=True).text
    refusals = dict.fromkeys(Refusal, 7)
    card = person_card(RAHIM, {}, refusals, "en", may_restore=True).text

    added = card.splitlines()[len(plain_card.splitlines()) :]
    assert len(added) == len(Refusal)
    assert all("7" in line for line in added)


def test_a_reader_who_may_not_restore_is_told_who_may() -> None:
    cards = [
        person_card(person, {}, {}, "en", may_restore=may_restore).text.splitlines()
        for person, may_restore in ((SUSPENDED, True), (SUSPENDED, False))
    ]

    assert cards[1][:-1] == cards[0]


def test_the_list_is_numbered_over_all_pages_and_opens_cards() -> None:
    people = [replace(RAHIM, id=number, name="x" * 90) for number in (11, 12)]
    page = people_page(people, page_of(10, 1, PAGE_SIZE), "en")

    _, *lines = page.text.splitlines()
    assert [line.split(".")[0] for line in lines] == ["9", "10"]
    assert all(len(line) < 60 for line in lines)
    assert [row[0].data for row in page.keyboard] == ["~person.11", "~person.12", "~people.0"]


def test_a_list_of_no_one_has_no_buttons() -> None:
    assert people_page([], page_of(0, 0, PAGE_SIZE), "en").keyboard == ()


def test_removal_is_asked_about_by_name_and_can_be_left() -> None:
    question = removal_question(RAHIM, "en")

    assert "Rahim &lt;Uddin&gt;" in question.text
    assert [button.data for button in question.keyboard[0]] == [
        "~remove-now.2001",
        "~person.2001",
    ]


@pytest.mark.parametrize("others", [0, 2])
def test_receivers_are_offered_and_the_way_back_always(others: int) -> None:
    receivers = [replace(RAHIM, id=3000 + number) for number in range(others)]
    page = receivers_page(RAHIM, receivers, 5, "en")

    *offered, (leave,) = page.keyboard
    assert [row[0].data for row in offered] == [f"~give-to.2001.{one.id}" for one in receivers]
    assert leave.data == "~person.2001"


@pytest.mark.parametrize(
    ("word", "role"),
    [
        ("agent", Role.AGENT),
        ("Supervisor", Role.SUPERVISOR),
        ("ADMIN", Role.ADMIN),
        ("Rahim", None),
        ("", None),
    ],
)
def test_a_role_is_known_by_its_name(word: str, role: Role | None) -> None:
    assert role_named(word) is role
