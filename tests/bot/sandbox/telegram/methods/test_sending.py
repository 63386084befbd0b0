import io
import json
from typing import Any

import pytest
from PIL import Image

from bot.sandbox.person import Person
from tests.bot.sandbox.telegram.wire import Wire


def jpeg(width: int = 640, height: int = 400, colour: str = "navy") -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(written, "JPEG")
    return written.getvalue()


KEYBOARD = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}


async def test_a_message_shows_its_text_formatted_and_its_buttons(bot: Wire, rahim: Person) -> None:
    sent = await bot(
        "sendMessage",
        chat_id=1001,
        text="<b>NID</b> read &amp; kept",
        parse_mode="HTML",
        reply_markup=KEYBOARD,
    )
    assert sent["text"] == "NID read & kept"
    assert sent["entities"] == [{"type": "bold", "offset": 0, "length": 3}]
    seen = await rahim.sees("NID read & kept")
    assert seen.html == "<b>NID</b> read &amp; kept"
    assert seen.buttons == (("Yes",),)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "message text is empty"),
        ("<b> </b>", "text must be non-empty"),
        ("x" * 4097, "message is too long"),
        ("ক" * 4097, "message is too long"),
        ("a < b", 'can\'t parse entities: Unsupported start tag "" at byte offset 2'),
    ],
)
async def test_texts_that_telegram_refuses(bot: Wire, rahim: Person, text: str, words: str) -> None:
    said = await bot.refused("sendMessage", chat_id=1001, text=text, parse_mode="HTML")
    assert said == f"400 Bad Request: {words}"


async def test_the_limit_counts_the_text_without_its_markup(bot: Wire, rahim: Person) -> None:
    sent = await bot("sendMessage", chat_id=1001, text=f"<b>{'x' * 4096}</b>", parse_mode="HTML")
    assert len(sent["text"]) == 4096


@pytest.mark.parametrize(
    ("chat_id", "words"),
    [(None, "chat_id is empty"), (4711, "chat not found"), ("@nobody", "chat not found")],
)
async def test_a_message_needs_a_chat(bot: Wire, chat_id: Any, words: str) -> None:
    said = await bot.refused("sendMessage", chat_id=chat_id, text="x")
    assert said == f"400 Bad Request: {words}"


async def test_a_bot_cannot_write_first(bot: Wire, url: str) -> None:
    karim = Person(url, 1002, "Karim")
    await karim.commands()  # Telegram knows him, the bot does not
    assert await bot.refused("sendMessage", chat_id=1002, text="x") == (
        "403 Forbidden: bot can't initiate conversation with a user"
    )


async def test_a_blocked_bot_is_forbidden_to_write_until_it_is_unblocked(
    bot: Wire, rahim: Person
) -> None:
    await rahim.blocks_bot()
    said = await bot.refused("sendMessage", chat_id=1001, text="x")
    assert said == "403 Forbidden: bot was blocked by the user"
    await rahim.unblocks_bot()
    assert await bot("sendMessage", chat_id=1001, text="x")
    changes = [each["my_chat_member"] for each in await bot.updates() if "my_chat_member" in each]
    assert [each["new_chat_member"]["status"] for each in changes] == ["kicked", "member"]
    assert [each["old_chat_member"]["status"] for each in changes] == ["member", "kicked"]


async def test_a_photo_is_shrunk_and_keeps_its_caption(bot: Wire, rahim: Person) -> None:
    sent = await bot(
        "sendPhoto",
        files={"photo": ("card.jpg", jpeg(2000, 1000), "image/jpeg")},
        chat_id=1001,
        caption="<i>front</i>",
        parse_mode="HTML",
    )
    assert [size["width"] for size in sent["photo"]] == [90, 320, 800, 1280]
    assert sent["caption_entities"] == [{"type": "italic", "offset": 0, "length": 5}]
    assert (await rahim.sees("front")).has_photo
    largest = await bot.download(sent["photo"][-1]["file_id"])
    assert Image.open(io.BytesIO(largest)).size == (1280, 640)


async def test_a_photo_sent_again_by_its_id_is_the_same_photo(bot: Wire, rahim: Person) -> None:
    files = {"photo": ("card.jpg", jpeg(), "image/jpeg")}
    first = (await bot("sendPhoto", files=files, chat_id=1001))["photo"]
    again = (await bot("sendPhoto", chat_id=1001, photo=first[0]["file_id"]))["photo"]
    uploaded = (await bot("sendPhoto", files=files, chat_id=1001))["photo"]
    unique = [size["file_unique_id"] for size in first]
    assert [size["file_unique_id"] for size in again] == unique
    assert [size["file_unique_id"] for size in uploaded] != unique


@pytest.mark.parametrize(
    ("files", "parameters", "words"),
    [
        (None, {}, "there is no photo in the request"),
        ({"photo": ("a.jpg", b"no picture", "image/jpeg")}, {}, "IMAGE_PROCESS_FAILED"),
        (None, {"photo": "http://example.org/a.jpg"}, "wrong file identifier/HTTP URL specified"),
        (None, {"photo": "unknown"}, "wrong file_id or the file is temporarily unavailable"),
        (None, {"photo": "attach://lost"}, "file not found in the request by its attach name"),
        ({"photo": ("a.jpg", jpeg(), "image/jpeg")}, {"caption": "x" * 1025},
         "message caption is too long"),
    ],
)  # fmt: skip
async def test_photos_that_telegram_refuses(
    bot: Wire, rahim: Person, files: Any, parameters: dict[str, str], words: str
) -> None:
    said = await bot.refused("sendPhoto", files=files, chat_id=1001, **parameters)
    assert said == f"400 Bad Request: {words}"


async def test_a_document_keeps_its_bytes_and_name(bot: Wire, rahim: Person) -> None:
    files = {"document": ("log.csv", b"a,b\n", "text/csv")}
    sent = await bot("sendDocument", files=files, chat_id=1001, caption="the log")
    assert sent["document"]["file_name"] == "log.csv"
    assert await bot.download(sent["document"]["file_id"]) == b"a,b\n"
    assert (await rahim.sees("the log")).has_document
    again = await bot("sendDocument", chat_id=1001, document=sent["document"]["file_id"])
    assert again["document"]["file_unique_id"] == sent["document"]["file_unique_id"]


async def test_an_album_is_several_messages_of_one_group(bot: Wire, rahim: Person) -> None:
    media = [
        {"type": "photo", "media": "attach://front", "caption": "both sides"},
        {"type": "photo", "media": "attach://back"},
    ]
    files = {"front": ("f.jpg", jpeg(), "image/jpeg"), "back": ("b.jpg", jpeg(), "image/jpeg")}
    sent = await bot("sendMediaGroup", files=files, chat_id=1001, media=json.dumps(media))
    assert len({each["media_group_id"] for each in sent}) == 1
    assert len({each["message_id"] for each in sent}) == 2
    await rahim.sees("both sides")


async def test_an_album_of_one_is_none(bot: Wire, rahim: Person) -> None:
    media = [{"type": "photo", "media": "x"}]
    said = await bot.refused("sendMediaGroup", chat_id=1001, media=media)
    assert said.startswith("400 Bad Request: MEDIA_INVALID")


async def test_a_reply_shows_what_it_replies_to(bot: Wire, rahim: Person) -> None:
    question = await rahim.says("which one?")
    sent = await bot(
        "sendMessage",
        chat_id=1001,
        text="this one",
        reply_parameters={"message_id": question.message_id},
    )
    assert sent["reply_to_message"]["text"] == "which one?"
    lost = {"message_id": 4711}
    assert await bot.refused("sendMessage", chat_id=1001, text="x", reply_parameters=lost) == (
        "400 Bad Request: message to be replied not found"
    )
    kept = lost | {"allow_sending_without_reply": True}
    assert await bot("sendMessage", chat_id=1001, text="x", reply_parameters=kept)


async def test_a_reply_keyboard_is_shown_until_it_is_removed(bot: Wire, rahim: Person) -> None:
    keyboard = {"keyboard": [["Male", "Female"]], "one_time_keyboard": True}
    sent = await bot("sendMessage", chat_id=1001, text="Gender?", reply_markup=keyboard)
    assert "reply_markup" not in sent
    await rahim.sees("Gender?")
    assert list(rahim.screen.keyboard) == ["Male", "Female"]
    await rahim.taps("Female")
    assert (await bot.updates())[-1]["message"]["text"] == "Female"
    await bot("sendMessage", chat_id=1001, text="Done", reply_markup={"remove_keyboard": True})
    await rahim.sees("Done")
    assert rahim.screen.keyboard == {}


async def test_the_person_sees_what_the_bot_is_doing(bot: Wire, rahim: Person) -> None:
    await bot("sendChatAction", chat_id=1001, action="upload_photo")
    await bot("sendMessage", chat_id=1001, text="done")
    await rahim.sees("done")
    assert rahim.screen.actions == ["upload_photo"]
    assert await bot.refused("sendChatAction", chat_id=1001, action="dancing") == (
        "400 Bad Request: wrong parameter action in request"
    )


async def test_a_phone_rings_for_a_message_unless_it_is_sent_silently(
    bot: Wire, rahim: Person
) -> None:
    await bot("sendMessage", chat_id=1001, text="loud")
    await bot("sendMessage", chat_id=1001, text="quiet", disable_notification=True)
    photo = await bot("sendPhoto", files={"photo": jpeg()}, chat_id=1001, disable_notification=True)
    await bot("editMessageCaption", chat_id=1001, message_id=photo["message_id"], caption="x")
    await rahim.sees("x")

    assert [message.rang for message in rahim.messages if message.from_bot] == [True, False, False]
