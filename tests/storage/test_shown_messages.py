"""Messages that may still change, by their labels."""

from storage import Store
from storage.agents import Agent, Role
from storage.shown_messages import ShownMessage
from tests.support.forms import NOW

RAHIM = 1001


def test_a_shown_message_is_known_by_its_label_until_it_is_forgotten(store: Store) -> None:
    shown = store.shown
    shown.note("prompt:abcd", RAHIM, 10)
    shown.note("prompt:abcd", RAHIM, 11)

    assert shown.find("prompt:abcd") == ShownMessage(RAHIM, 11)
    shown.forget("prompt:abcd", 10)  # another message than the one that is shown
    assert shown.find("prompt:abcd") == ShownMessage(RAHIM, 11)
    shown.forget("prompt:abcd", 11)
    assert shown.find("prompt:abcd") is None
    shown.note("prompt:abcd", RAHIM, 12)
    shown.forget("prompt:abcd")
    assert shown.find("prompt:abcd") is None


def test_the_newest_message_of_a_person_never_becomes_an_older_one(store: Store) -> None:
    store.agents.enrol(Agent(id=RAHIM, name="Rahim", role=Role.AGENT, language="en"), NOW)
    assert store.shown.newest(RAHIM) is None
    for message_id in (10, 12, 11):
        store.shown.note_newest(RAHIM, message_id)
    store.shown.note_newest(RAHIM + 1, 20)  # nobody

    assert store.shown.newest(RAHIM) == 12
    assert store.shown.newest(RAHIM + 1) is None
    store.shown.forget_chat(RAHIM)
    assert store.shown.newest(RAHIM) is None
