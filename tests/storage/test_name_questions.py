"""The question for names outlives a restart and belongs to one person."""

from dataclasses import replace

from storage import Store
from storage.agents import Role
from storage.name_questions import NameQuestion
from tests.support.forms import AGENT, NOW

QUESTION = NameQuestion(role=Role.SUPERVISOR, team="north", message_id=7, asked_at=NOW)


def test_the_newest_question_of_a_person_counts(store: Store) -> None:
    store.name_questions.ask(AGENT, QUESTION)
    newest = replace(QUESTION, role=Role.AGENT, message_id=None)
    store.name_questions.ask(AGENT, newest)
    store.name_questions.ask(2002, QUESTION)

    assert store.name_questions.of(AGENT) == newest
    assert store.name_questions.of(2002) == QUESTION


def test_an_ended_question_is_gone(store: Store) -> None:
    store.name_questions.ask(AGENT, QUESTION)
    store.name_questions.end(AGENT)

    assert store.name_questions.of(AGENT) is None


def test_the_questions_of_all_people_can_end_at_once(store: Store) -> None:
    for person in (AGENT, 2002):
        store.name_questions.ask(person, QUESTION)
    store.name_questions.end_all()

    assert (store.name_questions.of(AGENT), store.name_questions.of(2002)) == (None, None)
