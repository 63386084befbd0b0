"""Messages that may still change, by their labels."""

from storage import Store
from storage.shown_messages import ShownMessage

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
