"""After which step the chat is cleaned of a customer; one order replaces another."""

from datetime import timedelta

import pytest

from bot.applications.cleaning import CleaningRule, owe_cleaning
from bot.chat.documents import from_document
from bot.chat.outgoing import Clean
from conversations import events
from storage import Store
from tests.support.engine import current
from tests.support.forms import FAILED, NOW, after, closed, decided, pending, press, submitted

RAHIM = 2001


@pytest.mark.parametrize(
    ("moment", "steps"),
    [("acceptance", (True, False)), ("verdict", (False, True)), ("never", (False, False))],
)
def test_the_rule_says_after_which_step_it_is_done(moment: str, steps: tuple[bool, bool]) -> None:
    rule = CleaningRule(moment)

    assert (rule.is_due(submitted(), pending()), rule.is_due(pending(), decided())) == steps
    assert rule.is_due(submitted(), decided()) is (moment != "never")
    assert rule.is_due(pending(), closed()) is (moment == "verdict")
    corrected = after(decided(FAILED), press(events.CorrectionBegun))
    given_up = after(corrected, events.CancelAsked(), press(events.Withdrawn))
    assert rule.is_due(corrected, given_up) is (moment != "never")


def test_an_earlier_order_takes_the_place_of_one_for_later() -> None:
    store = Store(current().open_fresh())
    with store.transaction():
        store.chat_messages.note(("abcd2345",), RAHIM, 1, NOW)
        owe_cleaning(store, "abcd2345", NOW + timedelta(minutes=10))
        owe_cleaning(store, "abcd2345", NOW, with_masked=True)

    (owed,) = store.due_messages.heads(NOW, others=9).others
    assert from_document(owed.document) == Clean(application_id="abcd2345", with_masked=True)
    store.close()
