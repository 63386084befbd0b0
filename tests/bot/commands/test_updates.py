"""python -m bot updates, while the bot has the database open."""

import json

import pytest

from storage import Store
from tests.support.commands import Operator
from tests.support.forms import NOW

DOCUMENT = json.dumps(
    {"update_id": 77, "message": {"from": {"id": 2001}, "text": "Ambia Khatun 0171"}}
)


@pytest.fixture
def with_one(store: Store) -> Store:
    with store.transaction():
        store.inbox.set_aside(77, DOCUMENT, "KeyError", NOW)
    return store


def test_they_are_listed_without_what_is_in_them(operator: Operator, with_one: Store) -> None:
    result = operator.runs("updates", "list")

    assert result.output == "1\t77\t2026-11-23T06:00:00Z\tmessage\tKeyError\n"


def test_that_there_are_none_is_said(operator: Operator, store: Store) -> None:
    result = operator.runs("updates", "list")

    assert (result.exit_code, result.output) == (0, "No update is set aside.\n")


def test_one_that_is_retried_waits_for_the_bot(operator: Operator, with_one: Store) -> None:
    result = operator.runs("updates", "retry", "1")

    assert result.exit_code == 0
    assert with_one.inbox.list_set_aside() == []
    assert with_one.inbox.take_waiting(1, most=1) == [DOCUMENT]
    (entry,) = with_one.audit.entries()
    assert (entry.action, entry.actor) == ("update-retried", "operator")
    assert entry.details == {"number": 1}


def test_one_that_is_dropped_is_gone(operator: Operator, with_one: Store) -> None:
    assert operator.runs("updates", "drop", "1").exit_code == 0

    assert with_one.inbox.list_set_aside() == []
    assert with_one.inbox.take_waiting(1, most=1) == []
    assert [entry.action for entry in with_one.audit.entries()] == ["update-dropped"]


@pytest.mark.parametrize("command", ["retry", "drop"])
def test_one_that_is_not_there_is_no_deed(
    operator: Operator, with_one: Store, command: str
) -> None:
    result = operator.runs("updates", command, "2")

    assert result.exit_code == 2
    assert "There is no update 2" in result.output
    assert with_one.audit.entries() == []
