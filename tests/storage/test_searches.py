"""The newest search of each person, of which a limited number is kept."""

from storage import Store
from storage.searches import MOST_KEPT, Search
from tests.support.forms import AGENT


def test_each_search_takes_the_place_of_the_one_before_and_has_a_higher_number(
    store: Store,
) -> None:
    assert store.searches.of(AGENT) is None
    first = store.searches.keep(AGENT, ["aaaaaaaa", "bbbbbbbb"])
    store.searches.keep(2002, ["cccccccc"])
    assert store.searches.of(AGENT) == first == Search(1, ("aaaaaaaa", "bbbbbbbb"), 2)

    second = store.searches.keep(AGENT, ["dddddddd"])
    assert store.searches.of(AGENT) == second == Search(2, ("dddddddd",), 1)


def test_of_very_many_the_first_are_kept_and_all_counted(store: Store) -> None:
    found = [f"many{number:04}" for number in range(MOST_KEPT + 1)]
    kept = store.searches.keep(AGENT, found)

    assert kept.found == tuple(found[:MOST_KEPT])
    assert kept.total == MOST_KEPT + 1
    assert store.searches.of(AGENT) == kept
