"""The list of people, the card of one of them, and who may be given their work."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.chat.outgoing import Send
from bot.sandbox.telegram.screen import as_read
from bot.screens.labels import room, width_of
from bot.screens.paging import Page, page_of
from bot.screens.people import (
    PAGE_SIZE,
    Work,
    people_page,
    person_card,
    receivers_page,
    removal_question,
    role_named,
)
from conversations.application import Phase
from storage.agents import Agent, Listed, Role, Standing
from storage.refusals import Refusal
from tests.support.plain_words import parse

RAHIM = Agent(id=2001, name="Rahim <Uddin>", role=Role.AGENT, language="bn", team="Khulna")
SUSPENDED = replace(RAHIM, standing=Standing.SUSPENDED)
REMOVED = replace(RAHIM, standing=Standing.REMOVED)


NOW = datetime(2026, 11, 29, 8, 3, tzinfo=UTC)  # 14:03 in Dhaka
IDLE = Work(phases={}, days=7, begun={}, corrected=0, first_attempts=0, first_passed=None)


def card_of(
    person: Agent,
    work: Work = IDLE,
    refusals: Mapping[Refusal, int] | None = None,
    *,
    seen_at: datetime | None = None,
    may_restore: bool = True,
) -> Send:
    return person_card(
        person,
        work,
        refusals or {},
        "en",
        seen_at=seen_at,
        now=NOW,
        page=3,
        may_restore=may_restore,
    )


def verbs(person: Agent, *, may_restore: bool) -> list[list[str]]:
    """What the card's buttons do."""
    *rows, (back,) = card_of(person, may_restore=may_restore).keyboard
    assert back.data == "~people.3"
    assert all(button.data.endswith(".2001-3") for row in rows for button in row)
    return [[button.data[1:].split(".")[0] for button in row] for row in rows]


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
    text, _ = parse(card_of(RAHIM, replace(IDLE, phases=phases)).text)

    name, number, team, _, work, _ = text.splitlines()
    assert name.startswith("Rahim <Uddin> · ")
    assert "2001" in number
    assert [int(word) for word in work.replace(",", " ").split() if word.isdigit()] == [3, 28, 32]
    assert "Khulna" in team


def test_the_card_counts_the_persons_last_seven_days() -> None:
    begun = {"filling": 1, "reviewing": 2, "pending": 3, "failed": 4, "passed": 5, "closed": 6}
    work = replace(IDLE, begun=begun, corrected=1, first_attempts=9, first_passed=56)

    *_, week, first = as_read(card_of(RAHIM, work).text).splitlines()

    assert week == "7 days: started 21 · submitted 19 · passed 5"
    assert "56% (of 9 customers)" in first


@pytest.mark.parametrize(
    ("seen_at", "words"),
    [
        (None, "Not seen yet."),
        (NOW, "Last seen: today, 14:03"),
        (NOW - timedelta(hours=14, minutes=3), "Last seen: today, 00:00"),
        (NOW - timedelta(hours=14, minutes=4), "Last seen: 28 November 2026, 23:59"),
    ],
)
def test_the_card_says_when_the_person_was_last_seen(seen_at: datetime | None, words: str) -> None:
    assert words in as_read(card_of(RAHIM, seen_at=seen_at).text).splitlines()


def test_each_kind_of_refusal_has_its_line() -> None:
    plain_card = card_of(RAHIM).text
    refusals = dict.fromkeys(Refusal, 7)
    card = card_of(RAHIM, refusals=refusals).text

    added = card.splitlines()[len(plain_card.splitlines()) :]
    assert len(added) == len(Refusal)
    assert all("7" in line for line in added)


def test_a_reader_who_may_not_restore_is_told_who_may() -> None:
    cards = [
        card_of(person, may_restore=may_restore).text.splitlines()
        for person, may_restore in ((SUSPENDED, True), (SUSPENDED, False))
    ]

    assert cards[1][:-1] == cards[0]


def lines_of(people: Sequence[Agent]) -> list[Listed]:
    return [Listed(not one.is_served, one.name, one.id) for one in people]


def test_the_list_is_numbered_over_all_pages_and_opens_cards() -> None:
    people = [replace(RAHIM, id=number, name="x" * 90) for number in range(6, 13)]
    page = people_page(lines_of(people), people[5:], page_of(7, 1, PAGE_SIZE), "en")

    _, *lines = page.text.splitlines()
    assert [line.split(".")[0] for line in lines] == ["6", "7"]
    assert all(len(line) < 60 for line in lines)
    assert [row[0].data for row in page.keyboard] == ["~person.11-1", "~person.12-1", "~people.0"]


def test_a_list_of_no_one_has_no_buttons() -> None:
    assert people_page([], [], page_of(0, 0, PAGE_SIZE), "en").keyboard == ()


def test_removal_is_asked_about_by_name_and_can_be_left() -> None:
    question = removal_question(RAHIM, "en", page=3)

    assert "Rahim &lt;Uddin&gt;" in question.text
    assert [button.data for button in question.keyboard[0]] == [
        "~remove-now.2001-3",
        "~person.2001-3",
    ]


@pytest.mark.parametrize("others", [0, 2])
def test_receivers_are_offered_and_the_way_back_always(others: int) -> None:
    receivers = [Listed(False, "Karim", 3000 + number) for number in range(others)]
    page = receivers_page(RAHIM, receivers, Page(0, 8, others), 5, "en", page=3)

    *offered, (leave,) = page.keyboard
    given = [button.data for row in offered for button in row]
    assert given == [f"~give-to.2001.{one.id}-3" for one in receivers]
    assert leave.data == "~person.2001-3"


def test_people_who_look_the_same_are_told_apart_by_their_telegram_id() -> None:
    long = "Mohammad Abdul Karim"
    names = {3000001: "Karim", 3000002: "Karim", 3000003: "Rahim"}
    names |= {3000004: f"{long} Sarkar", 3000005: f"{long} Chowdhury"}
    receivers = [Listed(False, name, number) for number, name in names.items()]
    page = receivers_page(RAHIM, receivers, Page(0, 8, 5), 5, "en", page=3)

    labels = [button.text for row in page.keyboard[:-1] for button in row]
    assert labels[:3] == ["Karim …0001", "Karim …0002", "Rahim"]
    assert [label[-6:] for label in labels[3:]] == [" …0004", " …0005"]
    assert all(width_of(label) <= room(2) for label in labels)

    people = [replace(RAHIM, id=number, name=name) for number, name in names.items()]
    page = people_page(lines_of(people), people, page_of(5, 0, PAGE_SIZE), "en")
    lines = as_read(page.text).splitlines()
    assert lines[1:3] == ["1. Karim …0001 · agent", "2. Karim …0002 · agent"]
    assert not [line for line in lines[3:] if "…" in line]


@pytest.mark.parametrize("number", [0, 1])
def test_they_are_told_apart_across_a_turn_of_the_page(number: int) -> None:
    names = ["Aa", "Ab", "Ac", "Ad", "Karim", "Karim", "Rahim"]
    people = [replace(RAHIM, id=number, name=name) for number, name in enumerate(names, 5001)]
    page = page_of(7, number, PAGE_SIZE)
    shown = people[page.offset : page.end]

    listed = people_page(lines_of(people), shown, page, "en")
    question = receivers_page(RAHIM, lines_of(people), page, 5, "en", page=3)

    assert f"Karim …{5005 + number}" in listed.text
    assert f"Karim …{5005 + number}" in str(question.keyboard)
    assert listed.text.count("…") == 1


def test_more_receivers_than_a_phone_shows_come_in_pages() -> None:
    receivers = [Listed(False, "Karim", 3000 + number) for number in range(20)]
    question = receivers_page(RAHIM, receivers, Page(1, 8, 20), 5, "en", page=3)

    assert len(question.keyboard) == 6
    turns = [button.data for button in question.keyboard[4]]
    assert turns == ["~give.2001-3.0", "~give.2001-3.2"]


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
