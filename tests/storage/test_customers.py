"""Customers recognised by their numbers, erased forms included."""

from conversations.erasure import without_form
from storage import Store
from tests.storage.conftest import Saved, named, of
from tests.support.forms import AGENT, NOW, decided, pending


def test_others_under_a_number_come_with_whether_they_are_of_the_same_person(
    store: Store, saved: Saved
) -> None:
    ours = saved(pending())
    twin = saved(named(pending(), "twin2345", minutes=1))
    sister = saved(of(named(pending(), "sister22", minutes=2), nid_number="0001999000000"))
    saved(of(named(pending(), "neighbr2"), mobile_number="01812345678"))

    assert store.customers.sharing_number(ours) == [(sister, False), (twin, True)]


def test_others_of_the_same_person_are_known_by_any_number_and_after_their_erasure(
    store: Store, saved: Saved
) -> None:
    ours = saved(pending())
    twin = saved(of(named(pending(), "twin2345", minutes=1), mobile_number="01812345678"))
    longer = named(pending(), "longer22", minutes=2)
    longer = saved(of(longer, nid_number=f"1980{longer.value('nid_number')}"))
    saved(of(named(pending(), "sister22"), nid_number="0001999000000"))

    assert store.customers.of_same_person(ours) == [longer, twin]
    left = saved(without_form(twin, NOW))
    assert store.customers.of_same_person(ours) == [longer, left]


def test_those_of_a_number_are_named_by_reference_and_agent_the_newest_first(
    store: Store, saved: Saved
) -> None:
    first, second = saved(pending()), saved(named(pending(), "twin2345", minutes=1))
    saved(of(named(pending(), "neighbr2"), mobile_number="01812345678"))

    found = store.customers.references_of_mobile("01712345678", limit=2)
    assert found == [(second.id, AGENT), (first.id, AGENT)]
    assert store.customers.references_of_mobile("01712345678", limit=1) == found[:1]


def test_another_of_the_number_is_known_after_its_form_was_erased(
    store: Store, saved: Saved
) -> None:
    ours = saved(pending())
    twin = named(decided(), "twin2345", minutes=1)
    saved(twin)
    left = saved(without_form(twin, NOW))

    assert store.customers.sharing_number(ours) == [(left, True)]
