"""The pages of a search: each person turns those of the newest one."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat.outgoing import Edit, Send
from bot.sandbox.telegram.screen import as_read
from storage import Store, open_database
from tests.support.engine import KEY
from tests.support.forms import NOW, pending
from tests.support.office import OTHER_AGENT, Office, notice, only

OVER = "You have searched for something else since. Please search again."


@pytest.fixture
def office(office: Office) -> Office:
    """The agent has twelve applications with one name, the first is the oldest."""
    for count in range(12):
        begun = replace(pending(), created_at=NOW + timedelta(hours=count))
        office.holds(begun, name=f"many23{count:02}", is_active=False)
    return office


def opened(page: Send | Edit) -> list[str]:
    """The references that the page opens."""
    return [
        button.data.removeprefix("~open.many23")
        for button in page.keyboard[0]
        if button.data.startswith("~open.")
    ]


@pytest.mark.parametrize("words", ["/log asaduzz", "asaduzz", "0147", "আসাদুজ্জামান"])
def test_all_are_reached_by_turning(office: Office, words: str) -> None:
    first = only(Send, office.hears(words))
    assert as_read(first.text).startswith("<b>Found, newest first (1–5 of 12):")
    assert opened(first) == ["11", "10", "09", "08", "07"]

    second = only(Edit, office.sees_press(first.keyboard[-1][0].data))
    assert opened(second) == ["06", "05", "04", "03", "02"]
    third = only(Edit, office.sees_press(second.keyboard[-1][1].data))
    assert opened(third) == ["01", "00"]
    assert [button.text for button in third.keyboard[-1]] == ["Newer"]
    assert only(Edit, office.sees_press(third.keyboard[-1][0].data)) == second


def test_the_pages_of_an_earlier_search_are_over(office: Office) -> None:
    first = only(Send, office.hears("asaduzz"))
    office.hears("0147")

    said = office.sees_press(first.keyboard[-1][0].data)
    assert notice(said) == OVER
    assert not any(isinstance(each, Edit) for each in said)


def test_the_pages_of_a_millionth_search_are_turned() -> None:
    database = open_database(":memory:", KEY)
    office = Office(store=Store(database))
    for count in range(6):
        office.holds(pending(), name=f"many23{count:02}", is_active=False)
    office.hears("asaduzz")
    database.run("update searches set number = 999999")

    first = only(Send, office.hears("asaduzz"))
    assert len(opened(only(Edit, office.sees_press(first.keyboard[-1][0].data)))) == 1


def test_nobody_turns_the_pages_of_another(office: Office) -> None:
    first = only(Send, office.hears("asaduzz"))
    said = office.sees_press(first.keyboard[-1][0].data, OTHER_AGENT)
    assert notice(said) == OVER

    office.holds(replace(pending(), agent=OTHER_AGENT), name="theirs23", is_active=False)
    office.hears("asaduzz", OTHER_AGENT)
    said = office.sees_press(first.keyboard[-1][0].data, OTHER_AGENT)
    assert [one.data for row in only(Edit, said).keyboard for one in row] == ["~open.theirs23"]


def test_what_was_erased_or_handed_over_since_is_left_out(office: Office) -> None:
    first = only(Send, office.hears("asaduzz"))
    found = {name: office.store.applications.find(name) for name in ("many2306", "many2305")}
    handed_over, erased = found.values()
    assert handed_over
    assert erased
    office.store.applications.save(replace(handed_over, agent=OTHER_AGENT))
    office.store.applications.erase(erased.id)

    second = only(Edit, office.sees_press(first.keyboard[-1][0].data))
    assert opened(second) == ["04", "03", "02"]


@pytest.mark.parametrize("argument", ["", "1", "-", "x-0", "1-x", "1--1"])
def test_a_forged_page_is_none(office: Office, argument: str) -> None:
    office.hears("asaduzz")

    assert notice(office.sees_press(f"~found.{argument}")) == "This button no longer works."
