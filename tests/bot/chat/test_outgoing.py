"""Messages are stored in the outbox as JSON and come out unmodified."""

import pytest

from bot.chat.outgoing import (
    AnswerPress,
    AnyOutgoing,
    Button,
    Disarm,
    Edit,
    LeaveChat,
    OfferCommands,
    Preview,
    Refresh,
    Replace,
    Send,
    from_document,
    to_document,
)

KEYBOARD = [[Button("হ্যাঁ, রাজি", "a.1.consent"), Button("No", "a.1.decline")]]


@pytest.mark.parametrize(
    "message",
    [
        Send(text="মোঃ <b>", keyboard=KEYBOARD),
        Send(text="x"),
        Preview(application_id="abcd2345"),
        Replace(text="x", keyboard=KEYBOARD),
        Refresh(text="x"),
        Edit(message_id=7, text="x", keyboard=KEYBOARD),
        Disarm(message_id=7),
        AnswerPress(query_id="q", text="আগের ধাপ"),
        OfferCommands(language="bn", role="agent"),
        LeaveChat(),
    ],
)
def test_a_message_is_the_same_after_a_night_in_the_outbox(message: AnyOutgoing) -> None:
    again = from_document(to_document(message))

    assert type(again) is type(message)
    assert to_document(again) == to_document(message)
