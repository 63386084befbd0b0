"""Which message may delay which, and which messages a yes may be about."""

import pytest

from bot.chat.labels import (
    announcement_label,
    label_of,
    lane_of,
    lanes_to_chat,
    may_be_answered,
    own_label,
    waiting_lanes,
)
from bot.chat.outgoing import (
    AnyOutgoing,
    Clean,
    Edit,
    Export,
    OfferCommands,
    Preview,
    Send,
    ServiceLog,
    ShowStats,
    apart,
)
from bot.chat.places import Place

CHAT = 7


@pytest.mark.parametrize(
    "message",
    [ShowStats(), Export(format="csv", days=31), OfferCommands(language="en", role="agent")],
    ids=str,
)
def test_what_delays_nothing_else_is_dropped_with_the_chat(message: AnyOutgoing) -> None:
    lane = lane_of(message, CHAT)

    assert lane in lanes_to_chat(CHAT)
    assert lane in waiting_lanes(CHAT)
    assert lane_of(Send(text="at once"), CHAT) is None


def test_a_cleaning_stays_owed_to_a_chat_that_is_dropped() -> None:
    assert lane_of(Clean(application_id="abcd2345"), CHAT) not in lanes_to_chat(CHAT)


def test_only_the_newest_change_of_a_message_is_needed() -> None:
    first, second = Edit(message_id=7, text="page 1"), Edit(message_id=7, text="page 2")

    assert own_label(first, CHAT, None) == own_label(second, CHAT, None)
    assert own_label(first, CHAT, None) != own_label(first, CHAT + 1, None)


def test_each_answer_has_a_label_of_its_own() -> None:
    labels = {label_of(Place.ANSWER, "abcd2345", each) for each in ("gender", "profession", "")}
    assert len(labels) == 3


def test_the_labels_of_an_announcement_begin_alike() -> None:
    assert announcement_label(1, CHAT).startswith(announcement_label(1))
    assert not announcement_label(12, CHAT).startswith(announcement_label(1))


@pytest.mark.parametrize(
    ("message", "may_be"),
    [
        (Send(text="a verdict", rings=True), True),
        (apart(Send(text="help")), True),
        (Send(text="Gender?"), False),
        (ServiceLog(status="", page=0), True),
        (Edit(message_id=7, text="page 2"), False),
        (Preview(application_id="abcd2345"), False),
    ],
    ids=lambda each: each.text if isinstance(each, Send) else type(each).__name__,
)
def test_a_yes_is_about_news_what_comes_whenever_it_is_ready_or_what_belongs_to_no_form(
    message: AnyOutgoing, *, may_be: bool
) -> None:
    assert may_be_answered(message) == may_be
