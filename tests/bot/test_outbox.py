"""One way to owe a message; lanes keep slow and urgent ones from delaying each other."""

import time
from datetime import timedelta

import pytest

from bot.chat.documents import from_document
from bot.chat.labels import label_of
from bot.chat.outgoing import (
    AnswerPress,
    AnyOutgoing,
    Clean,
    Disarm,
    Edit,
    Export,
    ReceiptPicture,
    Refresh,
    Send,
    ServiceLog,
    ShowStats,
)
from bot.chat.places import Place
from bot.outbox import Outbox
from storage.owed_messages import OwedMessage
from tests.support.forms import AGENT, NOW, begun
from tests.support.office import Office, only, texts
from tests.support.owed import in_lane

PROMPT = label_of(Place.PROMPT, "abcd2345")


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def outbox(office: Office) -> Outbox:
    return Outbox(office.store)


def owed(office: Office, *, after: timedelta = timedelta()) -> list[OwedMessage]:
    heads = office.store.due_messages.heads(office.now + after, hurried=9, others=9)
    return heads.hurried + heads.others


@pytest.mark.parametrize(
    "slow",
    [
        ShowStats(),
        ReceiptPicture(application_id="abcd2345", language="en"),
        ServiceLog(status="passed", page=0),
        Export(format="csv", days=31),
    ],
    ids=lambda message: type(message).__name__,
)
def test_a_message_waits_for_none_that_takes_time_to_be_made(
    office: Office, outbox: Outbox, slow: AnyOutgoing
) -> None:
    outbox.owe(AGENT, slow, NOW)
    outbox.owe(AGENT, Send(text="at once"), NOW)

    assert len(owed(office)) == 2


def test_a_press_is_answered_before_what_the_chat_is_owed(office: Office, outbox: Outbox) -> None:
    outbox.owe(AGENT, Send(text="first"), NOW)
    outbox.owe(AGENT, Send(text="second"), NOW)
    outbox.owe(AGENT, AnswerPress(query_id="query"), NOW)

    assert len(owed(office)) == 2  # the answer, and the first of the chat


def test_an_answer_to_a_press_of_a_minute_ago_is_dropped(office: Office, outbox: Outbox) -> None:
    outbox.owe(AGENT, AnswerPress(query_id="query"), NOW)
    office.store.due_messages.expire(NOW + timedelta(minutes=2))

    assert office.delivers() == []


def test_a_newer_message_replaces_the_unsent_one_of_its_label(
    office: Office, outbox: Outbox
) -> None:
    outbox.owe(AGENT, Send(text="old"), NOW, label=PROMPT)
    outbox.owe(AGENT, Send(text="new"), NOW, label=PROMPT)

    assert texts(office.delivers()) == ["new"]


def test_of_several_unsent_changes_of_a_message_the_last_is_sent(
    office: Office, outbox: Outbox
) -> None:
    for number, text in ((7, "page 1"), (8, "another"), (7, "page 2"), (7, "page 3")):
        outbox.owe(AGENT, Edit(message_id=number, text=text), NOW)

    lane = in_lane(office.store, str(AGENT))
    changes = [from_document(each.document) for each in lane]
    assert [each.text for each in changes if isinstance(each, Edit)] == ["another", "page 3"]


def test_one_cleaning_is_owed_for_a_chat_and_an_application(office: Office, outbox: Outbox) -> None:
    outbox.owe(AGENT, Clean(application_id="abcd2345"), NOW, delay=timedelta(hours=1))
    outbox.owe(AGENT, Clean(application_id="abcd2345", with_masked=True), NOW)
    outbox.owe(AGENT, Clean(application_id="efgh6789"), NOW, delay=timedelta(hours=1))

    assert office.delivers() == [Clean(application_id="abcd2345", with_masked=True)]
    office.waits(timedelta(hours=1))
    assert office.delivers() == [Clean(application_id="efgh6789")]


def test_only_a_message_that_is_shown_is_refreshed(office: Office, outbox: Outbox) -> None:
    detail = label_of(Place.DETAIL, "abcd2345")
    outbox.owe(AGENT, Refresh(text="fresh"), NOW, label=detail)
    assert office.delivers() == []

    office.store.shown.note(detail, AGENT, 7)
    outbox.owe(AGENT, Refresh(text="fresh"), NOW, label=detail)
    assert only(Refresh, office.delivers()).text == "fresh"


def test_a_receipt_that_was_not_sent_yet_is_neither_refreshed_nor_dropped(
    office: Office, outbox: Outbox
) -> None:
    label = label_of(Place.RECEIPT, "abcd2345")
    outbox.owe(AGENT, Send(text="receipt"), NOW, label=label)
    outbox.owe(AGENT, Refresh(text="without its menu"), NOW, label=label)

    assert texts(office.delivers()) == ["receipt"]


def test_a_receipt_is_news_and_kept_for_an_agent_who_is_not_served(
    office: Office, outbox: Outbox
) -> None:
    receipt = Send(text="receipt", instead_of=PROMPT, about=("abcd2345",))
    outbox.owe(AGENT, receipt, NOW, label=label_of(Place.RECEIPT, "abcd2345"))
    outbox.hold_news(AGENT, NOW)
    outbox.drop_chat(AGENT)
    assert office.delivers() == []

    outbox.release(AGENT, NOW)
    assert texts(office.delivers()) == ["receipt"]


def test_news_is_kept_whatever_a_clock_shows(office: Office, outbox: Outbox) -> None:
    about = ("abcd2345",)
    outbox.owe(AGENT, Send(text="passed", about=about), NOW)
    outbox.hold_news(AGENT, NOW)
    outbox.hold(AGENT, Send(text="failed"), NOW, about=about)

    for year in (2000, 2038):
        office.now = office.now.replace(year=year)
        office.store.set_clock_right(office.now)
        assert office.delivers() == []

    outbox.release(AGENT, office.now)
    assert texts(office.delivers()) == ["passed", "failed"]


def test_it_is_recorded_whom_a_message_is_about(office: Office, outbox: Outbox) -> None:
    outbox.owe(AGENT, Send(text="Rahima Begum", about=("abcd2345",)), NOW)
    assert owed(office)[0].subjects == ("abcd2345",)


def test_everything_shown_of_an_application_loses_its_buttons(
    office: Office, outbox: Outbox
) -> None:
    office.store.shown.note(PROMPT, AGENT, 7)
    outbox.owe(AGENT, Send(text="the next prompt"), NOW, label=PROMPT)
    outbox.disarm(AGENT, [begun()], NOW)

    assert office.delivers() == [Disarm(message_id=7)]
    assert office.store.shown.find(PROMPT) is None


def test_a_message_that_is_about_to_change_keeps_its_buttons_until_then(
    office: Office, outbox: Outbox
) -> None:
    office.store.shown.note(PROMPT, AGENT, 7)
    outbox.disarm(AGENT, [begun()], NOW, but_for={7})

    assert office.delivers() == []
    assert office.store.shown.find(PROMPT) is None


def test_a_chat_that_is_shut_out_is_still_cleaned(office: Office, outbox: Outbox) -> None:
    outbox.owe(AGENT, Send(text="of a customer"), NOW)
    outbox.owe(AGENT, Clean(application_id="abcd2345"), NOW)
    outbox.drop_chat(AGENT)

    assert office.delivers() == [Clean(application_id="abcd2345")]


def test_thousands_of_kept_news_change_their_lane_without_holding_anybody_up(
    office: Office, outbox: Outbox
) -> None:
    with office.store.transaction():
        for number in range(3000):
            about = (f"customer {number}",)
            outbox.owe(AGENT, Send(text=f"verdict {number}", about=about), NOW)
        outbox.owe(AGENT, Send(text="about nobody"), NOW)

        began = time.process_time()
        outbox.hold_news(AGENT, NOW)
        held = in_lane(office.store, str(AGENT))
        outbox.release(AGENT, NOW)
        took = time.process_time() - began

    assert texts([from_document(each.document) for each in held]) == ["about nobody"]
    lane = in_lane(office.store, str(AGENT))
    given_out = [from_document(each.document) for each in lane]
    assert texts(given_out) == [*(f"verdict {number}" for number in range(3000)), "about nobody"]
    assert took < 0.2  # one by one, they took a second
