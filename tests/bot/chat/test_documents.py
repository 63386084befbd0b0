"""Messages are stored in the outbox as JSON and come out unmodified."""

from datetime import date
from typing import get_args

import pytest

from bot.chat.documents import from_document, to_document
from bot.chat.outgoing import (
    Announce,
    Announcement,
    AnnouncementCount,
    AnswerPress,
    AnyOutgoing,
    Button,
    Clean,
    CleanChat,
    Disarm,
    Edit,
    EveningReport,
    Example,
    Export,
    HandOver,
    LeaveChat,
    OfferCommands,
    Preview,
    QrCode,
    React,
    ReceiptPicture,
    Refresh,
    Replace,
    Send,
    ServiceLog,
    ShowStats,
    Style,
    TeamReport,
)

KEYBOARD = [[Button("হ্যাঁ, রাজি", "a.1.consent", style=Style.YES), Button("No", "a.1.decline")]]


MESSAGES = [
    Send(text="মোঃ <b>", keyboard=KEYBOARD),
    Send(text="x"),
    Send(text="✓ x\ny", taken=("✓ x",), problems=(("front", "y"),), disarms=7),
    Preview(application_id="abcd2345"),
    Replace(text="x", keyboard=KEYBOARD),
    Refresh(text="x"),
    Edit(message_id=7, text="x", keyboard=KEYBOARD),
    Disarm(message_id=7),
    React(message_id=7, emoji="👍"),
    AnswerPress(query_id="q", text="আগের ধাপ"),
    OfferCommands(language="bn", role="agent"),
    Clean(application_id="abcd2345"),
    CleanChat(is_whole=True),
    ServiceLog(status="all", page=1),
    TeamReport(days=7),
    EveningReport(day=date(2026, 11, 30)),
    Export(format="csv", days=31),
    HandOver(giver=2001, receiver=2002, actor=1001, count=8),
    Announce(number=7, after=2001, role="supervisor", team="South"),
    Announcement(number=7),
    AnnouncementCount(number=7),
    Example(slot="front", language="bn"),
    QrCode(link="https://t.me/trial_bot?start=a-code", text="মোঃ"),
    ReceiptPicture(application_id="abcd2345", language="bn"),
    ShowStats(),
    LeaveChat(),
]


def test_every_kind_of_message_is_tried_here() -> None:
    assert {type(message) for message in MESSAGES} == set(get_args(AnyOutgoing))


@pytest.mark.parametrize("message", MESSAGES)
def test_a_message_is_the_same_after_a_night_in_the_outbox(message: AnyOutgoing) -> None:
    again = from_document(to_document(message))

    assert type(again) is type(message)
    assert to_document(again) == to_document(message)


def test_a_message_stored_before_buttons_had_colours_is_still_sent() -> None:
    stored = (
        '{"type":"send","text":"x","keyboard":[[{"text":"No","data":"a.1.decline","copy":""}]]}'
    )

    assert from_document(stored) == Send(text="x", keyboard=[[Button("No", "a.1.decline")]])
