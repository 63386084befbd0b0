"""Agents' caseloads: every list, count and search finds the agent's own, and no other's."""

from dataclasses import replace
from datetime import timedelta

from conversations.erasure import without_form
from storage import Store
from tests.storage.conftest import OTHER_AGENT, Saved, named, of
from tests.support.forms import AGENT, NOW, begun, decided, pending, until


def test_an_agents_applications_come_page_by_page_the_newest_first(
    store: Store, saved: Saved
) -> None:
    for number in range(5):
        saved(named(begun(), f"number-{number}", minutes=number))
    saved(replace(named(pending(), "old", minutes=-1), changed_at=NOW + timedelta(hours=1)))

    pages = [store.caseloads.of_agent(AGENT, limit=4, offset=offset) for offset in (0, 4, 8)]

    assert [[each.id for each in page] for page in pages] == [
        ["number-4", "number-3", "number-2", "number-1"],
        ["number-0", "old"],
        [],
    ]
    assert store.caseloads.count_of_agent(AGENT) == 6


def test_nobody_sees_another_agents_applications(store: Store, saved: Saved) -> None:
    store.agents.enrol(OTHER_AGENT, NOW)
    saved(pending())

    assert store.caseloads.of_agent(OTHER_AGENT.id, limit=9) == []
    assert store.caseloads.count_of_agent(OTHER_AGENT.id) == 0
    assert store.caseloads.by_mobile(OTHER_AGENT.id, "01712345678") == []
    assert store.caseloads.newest_draft(OTHER_AGENT.id) is None


def test_applications_are_found_by_mobile_number_the_newest_first(
    store: Store, saved: Saved
) -> None:
    saved(named(pending(), "first"))
    saved(named(pending(), "second", minutes=1))
    saved(named(of(pending(), mobile_number="01812345678"), "other"))

    found = store.caseloads.by_mobile(AGENT, "01712345678")

    assert [application.id for application in found] == ["second", "first"]


def test_a_number_that_is_typed_for_each_customer_is_read_only_in_part(
    store: Store, saved: Saved
) -> None:
    form = pending()
    for minutes in range(210):
        saved(named(form, f"number{minutes}", minutes=minutes))

    found = store.caseloads.by_mobile(AGENT, "01712345678")

    assert len(found) == 200
    assert found[0].id == "number209"
    (newest,) = store.caseloads.by_mobile(AGENT, "01712345678", limit=1)
    assert newest.id == "number209"


def test_a_search_finds_the_agents_own_the_newest_first(store: Store, saved: Saved) -> None:
    store.agents.enrol(OTHER_AGENT, NOW)
    saved(named(pending(), "first"))
    saved(named(pending(), "second", minutes=1))
    saved(named(of(pending(), name_english="Karim Mia", name_bangla="করিম মিয়া"), "other"))
    saved(replace(named(pending(), "foreign"), agent=OTHER_AGENT.id))

    assert store.caseloads.search(AGENT, ["asaduzzaman"]) == ["second", "first"]
    assert store.caseloads.search(AGENT, ["rahima", "karim"]) == ["other"]
    assert store.caseloads.search(AGENT, []) == []


def test_signs_of_a_pattern_mean_themselves_in_a_search(store: Store, saved: Saved) -> None:
    saved(of(pending(), name_english="%_!"))  # without letters, a name is its own search text

    assert store.caseloads.search(AGENT, ["%_!"])
    assert store.caseloads.search(AGENT, ["_"])
    for typed in ("%!", "__!", "!_", "asad%", "asa_uzzaman"):
        assert not store.caseloads.search(AGENT, [typed])


def test_an_erased_form_is_not_found_by_its_mobile_number(store: Store, saved: Saved) -> None:
    saved(decided())
    assert store.caseloads.by_mobile(AGENT, "01712345678")

    saved(without_form(decided(), NOW))

    assert store.caseloads.by_mobile(AGENT, "01712345678") == []


def test_the_newest_draft_is_the_one_changed_last(store: Store, saved: Saved) -> None:
    saved(named(begun(), "old"))
    saved(replace(named(until("review"), "new"), changed_at=NOW + timedelta(minutes=1)))
    saved(replace(named(pending(), "sent"), changed_at=NOW + timedelta(minutes=2)))

    draft = store.caseloads.newest_draft(AGENT)

    assert draft
    assert draft.id == "new"


def test_the_open_ones_that_wait_longest_are_of_customers_who_agreed(
    store: Store, saved: Saved
) -> None:
    for number in range(60):
        saved(named(begun(), f"empty{number}"))
    for name, minutes in (("second", 2), ("first", 1), ("third", 3)):
        moved = NOW + timedelta(minutes=minutes)
        saved(replace(named(pending(), name), changed_at=moved))
    saved(named(decided(), "decided"))

    assert [each.id for each in store.caseloads.unfinished([AGENT], limit=2)] == ["first", "second"]
