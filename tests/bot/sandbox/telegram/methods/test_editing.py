import json
from typing import Any

import pytest

from bot.sandbox.person import Person
from tests.bot.sandbox.telegram.methods.test_sending import KEYBOARD, jpeg
from tests.bot.sandbox.telegram.wire import Wire

NOT_MODIFIED = (
    "400 Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)


@pytest.fixture
async def sent(bot: Wire, rahim: Person) -> dict[str, Any]:
    """A message with one button; returns how an edit names it."""
    message = await bot("sendMessage", chat_id=1001, text="before", reply_markup=KEYBOARD)
    return {"chat_id": 1001, "message_id": message["message_id"]}


async def test_an_edit_changes_the_message_in_place(
    bot: Wire, rahim: Person, sent: dict[str, Any]
) -> None:
    edited = await bot("editMessageText", **sent, text="<b>after</b>", parse_mode="HTML")
    assert edited["entities"] == [{"type": "bold", "offset": 0, "length": 5}]
    assert "reply_markup" not in edited
    seen = await rahim.sees("after")
    assert (seen.message_id, seen.edited, seen.buttons) == (sent["message_id"], True, ())


async def test_an_edit_that_changes_nothing_is_refused(bot: Wire, sent: dict[str, Any]) -> None:
    same = {**sent, "text": "before", "reply_markup": KEYBOARD}
    assert await bot.refused("editMessageText", **same) == NOT_MODIFIED
    markup = {**sent, "reply_markup": KEYBOARD}
    assert await bot.refused("editMessageReplyMarkup", **markup) == NOT_MODIFIED


async def test_other_markup_alone_is_a_change(bot: Wire, sent: dict[str, Any]) -> None:
    edited = await bot("editMessageText", **sent, text="<i>before</i>", parse_mode="HTML")
    assert edited["text"] == "before"


async def test_the_buttons_alone_can_be_taken_away(
    bot: Wire, rahim: Person, sent: dict[str, Any]
) -> None:
    edited = await bot("editMessageReplyMarkup", **sent)
    assert (edited["text"], "reply_markup" in edited) == ("before", False)
    assert await bot.refused("editMessageReplyMarkup", **sent) == NOT_MODIFIED
    await rahim.sees("before")
    assert rahim.last_message.buttons == ()


async def test_a_missing_message_cannot_be_edited(bot: Wire, sent: dict[str, Any]) -> None:
    await bot("deleteMessage", **sent)
    gone = "400 Bad Request: message to edit not found"
    assert await bot.refused("editMessageText", **sent, text="x") == gone
    assert await bot.refused("editMessageText", chat_id=1001, message_id=4711, text="x") == gone


async def test_a_persons_message_cannot_be_edited(bot: Wire, rahim: Person) -> None:
    mine = await rahim.says("mine")
    said = await bot.refused(
        "editMessageText", chat_id=1001, message_id=mine.message_id, text="yours"
    )
    assert said == "400 Bad Request: message can't be edited"


async def test_too_long_an_edit_is_refused_with_other_words(
    bot: Wire, sent: dict[str, Any]
) -> None:
    said = await bot.refused("editMessageText", **sent, text="x" * 4097)
    assert said == "400 Bad Request: MESSAGE_TOO_LONG"


async def test_an_edit_takes_no_reply_keyboard(bot: Wire, sent: dict[str, Any]) -> None:
    said = await bot.refused(
        "editMessageText", **sent, text="x", reply_markup={"keyboard": [["x"]]}
    )
    assert said == "400 Bad Request: inline keyboard expected"


async def test_a_photo_has_a_caption_and_no_text(bot: Wire, rahim: Person) -> None:
    files = {"photo": ("a.jpg", jpeg(), "image/jpeg")}
    photo = await bot("sendPhoto", files=files, chat_id=1001, caption="before")
    message = {"chat_id": 1001, "message_id": photo["message_id"]}
    assert await bot.refused("editMessageText", **message, text="x") == (
        "400 Bad Request: there is no text in the message to edit"
    )
    assert (await bot("editMessageCaption", **message, caption="after"))["caption"] == "after"
    assert await bot.refused("editMessageCaption", **message, caption="after") == NOT_MODIFIED
    assert "caption" not in await bot("editMessageCaption", **message)


async def test_a_text_has_no_caption(bot: Wire, sent: dict[str, Any]) -> None:
    assert await bot.refused("editMessageCaption", **sent, caption="x") == (
        "400 Bad Request: there is no caption in the message to edit"
    )


async def test_the_picture_of_a_message_can_be_changed(bot: Wire, rahim: Person) -> None:
    files = {"photo": ("a.jpg", jpeg(), "image/jpeg")}
    photo = await bot("sendPhoto", files=files, chat_id=1001)
    edited = await bot(
        "editMessageMedia",
        files={"new": ("b.jpg", jpeg(300, 300, "red"), "image/jpeg")},
        chat_id=1001,
        message_id=photo["message_id"],
        media=json.dumps({"type": "photo", "media": "attach://new", "caption": "turned"}),
    )
    assert (edited["photo"][-1]["width"], edited["caption"]) == (300, "turned")
