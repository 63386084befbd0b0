"""An agent's own number is recognised in any writing and kept only as a hash."""

import pytest

from bot.applications.own_numbers import is_own_number, note_own_number
from conversations.invalid_answer import InvalidAnswer
from tests.support.forms import AGENT, NOW
from tests.support.office import OTHER_AGENT, Office

NUMBER = "01712345678"


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.mark.parametrize(
    "shared", ["+8801712345678", "8801712345678", "01712-345678", "০১৭১২৩৪৫৬৭৮"]
)
def test_a_shared_number_is_the_agents_own_however_it_is_written(
    office: Office, shared: str
) -> None:
    store = office.store
    assert not is_own_number(store, office.agent, NUMBER)

    note_own_number(store, office.agent, shared, NOW)

    assert is_own_number(store, office.agent, NUMBER)
    assert not is_own_number(store, office.agent, "01712345679")
    other = store.agents.find(OTHER_AGENT)
    assert other
    assert not is_own_number(store, other, NUMBER)


def test_a_later_number_replaces_the_earlier_one(office: Office) -> None:
    note_own_number(office.store, office.agent, NUMBER, NOW)
    note_own_number(office.store, office.agent, "01812345678", NOW)

    assert not is_own_number(office.store, office.agent, NUMBER)
    assert is_own_number(office.store, office.agent, "01812345678")


def test_it_is_recorded_that_a_number_was_shared_and_not_which(office: Office) -> None:
    note_own_number(office.store, office.agent, NUMBER, NOW)

    (entry,) = office.store.audit.entries(actions=("own-number-noted",))
    assert (entry.actor, entry.subject, entry.at) == (str(AGENT), str(AGENT), NOW)
    assert NUMBER[2:] not in repr(entry)


@pytest.mark.parametrize("shared", ["", "+12025550123", "0171234567"])
def test_a_number_that_is_no_mobile_number_of_the_country_is_not_noted(
    office: Office, shared: str
) -> None:
    with pytest.raises(InvalidAnswer):
        note_own_number(office.store, office.agent, shared, NOW)

    assert office.store.audit.entries(actions=("own-number-noted",)) == []
