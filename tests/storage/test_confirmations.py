"""The question that a typed yes or no answers outlives a restart and belongs to one person."""

from dataclasses import replace

from storage import Store
from storage.confirmations import Confirmation
from tests.support.forms import AGENT, NOW

QUESTION = Confirmation(yes="~remove-now.7-0", no="~person.7-0", message_id=7, asked_at=NOW)


def test_the_newest_question_of_a_person_counts(store: Store) -> None:
    store.confirmations.ask(AGENT, QUESTION)
    newest = replace(QUESTION, yes="~erase-now.abcd2345", message_id=None)
    store.confirmations.ask(AGENT, newest)
    store.confirmations.ask(2002, QUESTION)

    assert store.confirmations.of(AGENT) == newest
    assert store.confirmations.of(2002) == QUESTION


def test_an_ended_question_is_gone(store: Store) -> None:
    store.confirmations.ask(AGENT, QUESTION)
    store.confirmations.end(AGENT)

    assert store.confirmations.of(AGENT) is None


def test_the_questions_of_all_people_can_end_at_once(store: Store) -> None:
    for person in (AGENT, 2002):
        store.confirmations.ask(person, QUESTION)
    store.confirmations.end_all()

    assert (store.confirmations.of(AGENT), store.confirmations.of(2002)) == (None, None)
