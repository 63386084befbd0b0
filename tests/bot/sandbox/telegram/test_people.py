"""What people can and cannot do, beyond what `Person` in test_person.py shows."""

from typing import Any

import httpx
import pytest

from bot.sandbox.person import ImpossibleError, Person
from tests.bot.sandbox.loopback import http_client
from tests.bot.sandbox.telegram.conftest import Clock
from tests.bot.sandbox.telegram.methods.test_sending import KEYBOARD, jpeg
from tests.bot.sandbox.telegram.wire import Wire


async def act(url: str, action: str, **given: Any) -> httpx.Response:
    async with http_client(url) as http:
        return await http.post(f"/people/1001/{action}", json=given)


async def test_a_message_carries_who_wrote_it(url: str, bot: Wire) -> None:
    names = {"last_name": "Uddin", "username": "rahim_u"}
    await Person(url, 1001, "Rahim", "bn", **names).says("সালাম")
    (update,) = await bot.updates()
    sender, chat = update["message"]["from"], update["message"]["chat"]
    assert sender == {
        "id": 1001,
        "is_bot": False,
        "first_name": "Rahim",
        "last_name": "Uddin",
        "username": "rahim_u",
        "language_code": "bn",
    }
    assert (chat["id"], chat["type"], chat["last_name"]) == (1001, "private", "Uddin")


async def test_a_command_is_marked_in_the_update(bot: Wire, rahim: Person) -> None:
    (update,) = await bot.updates()
    assert update["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]


@pytest.mark.parametrize(
    ("action", "given", "words"),
    [
        ("text", {"text": "  "}, "text must be non-empty"),
        ("text", {"text": "x" * 4097}, "message is too long"),
        ("text", {"text": "x", "reply_to": 4711}, "message to reply not found"),
        ("text", {"text": "x", "reply_to": "first"}, "reply_to must be a number"),
        ("press", {"message_id": 2, "row": 0, "column": 1}, "there is no such button"),
        ("press", {"message_id": 4711}, "message to press not found"),
        ("forge", {"message_id": 1, "data": "x"}, "only messages of the bot have buttons"),
        ("edit", {"message_id": 2, "text": "x"}, "message can't be edited"),
        ("photos", {}, "there is no photo in the request"),
        ("location", {}, "a location has a latitude and a longitude"),
    ],
)
@pytest.mark.usefixtures("rahim")
async def test_what_telegram_does_not_let_people_do(
    url: str, bot: Wire, action: str, given: dict[str, Any], words: str
) -> None:
    await bot("sendMessage", chat_id=1001, text="?", reply_markup=KEYBOARD)
    reply = await act(url, action, **given)
    assert (reply.status_code, reply.json()["description"]) == (400, f"Bad Request: {words}")


async def test_a_button_that_is_gone_cannot_be_pressed(url: str, bot: Wire, rahim: Person) -> None:
    sent = await bot("sendMessage", chat_id=1001, text="?", reply_markup=KEYBOARD)
    await bot("editMessageReplyMarkup", chat_id=1001, message_id=sent["message_id"])
    reply = await act(url, "press", message_id=sent["message_id"], row=0, column=0)
    assert reply.json()["description"] == "Bad Request: there is no such button"


async def test_a_button_that_opens_a_link_sends_nothing(url: str, bot: Wire, rahim: Person) -> None:
    link = {"inline_keyboard": [[{"text": "Go", "url": "https://example.org"}]]}
    await bot("sendMessage", chat_id=1001, text="?", reply_markup=link)
    reply = await act(url, "press", message_id=2, row=0, column=0)
    assert reply.json()["description"] == "Bad Request: this button sends nothing to the bot"


async def test_a_photo_that_is_not_a_picture_cannot_be_sent(rahim: Person) -> None:
    with pytest.raises(ImpossibleError, match="IMAGE_PROCESS_FAILED"):
        await rahim.sends_photo(b"no picture")


async def test_protected_messages_cannot_be_forwarded(bot: Wire, rahim: Person) -> None:
    files = {"photo": ("card.jpg", jpeg(), "image/jpeg")}
    await bot("sendPhoto", files=files, chat_id=1001, caption="card", protect_content=True)
    with pytest.raises(ImpossibleError, match="can't be forwarded"):
        await rahim.forwards(await rahim.sees("card"))


async def test_after_two_days_an_own_message_stays_as_it_is(rahim: Person, clock: Clock) -> None:
    said = await rahim.says("01712345678")
    clock.passes(48 * 3600 + 1)
    with pytest.raises(ImpossibleError, match="message can't be edited"):
        await rahim.edits(said, "01812345678")


async def test_an_edit_that_changes_nothing_causes_no_update(bot: Wire, rahim: Person) -> None:
    said = await rahim.says("same")
    await rahim.edits(said, "same")
    assert [list(each)[1] for each in await bot.updates()] == ["message", "message"]


async def test_a_reaction_comes_as_an_edit_without_its_date(bot: Wire, rahim: Person) -> None:
    said = await rahim.says("Tailor")
    await rahim.reacts_to(said)
    *_, sent, edited = await bot.updates()
    assert edited["edited_message"] == sent["message"]


async def test_a_deleted_message_is_gone_and_the_bot_is_not_told(bot: Wire, rahim: Person) -> None:
    said = await rahim.says("by mistake")
    await rahim.deletes(said)
    assert len(await bot.updates()) == 2
    assert [each.text for each in rahim.messages] == ["/start"]
    assert await bot.refused("setMessageReaction", chat_id=1001, message_id=said.message_id) == (
        "400 Bad Request: message to react not found"
    )


async def test_a_press_shows_the_message_as_it_was_then(bot: Wire, rahim: Person) -> None:
    sent = await bot("sendMessage", chat_id=1001, text="before", reply_markup=KEYBOARD)
    await rahim.taps("Yes")
    await bot("editMessageText", chat_id=1001, message_id=sent["message_id"], text="after")
    query = (await bot.updates())[-1]["callback_query"]
    assert query["message"]["text"] == "before"


async def test_a_bot_thrown_out_of_a_group_may_not_write_there(
    url: str, bot: Wire, rahim: Person
) -> None:
    group = await rahim.adds_bot_to_group()
    await act(url, "block", chat_id=group)
    said = await bot.refused("sendMessage", chat_id=group, text="x")
    assert said == "403 Forbidden: bot was kicked from the group chat"


async def test_people_who_were_never_introduced_do_not_exist(url: str) -> None:
    assert (await act(url, "text", text="x")).status_code == 404
    async with http_client(url) as http:
        assert (await http.get("/people/1001/chat")).status_code == 404


async def test_somebody_known_keeps_the_name_unless_it_is_changed(url: str, rahim: Person) -> None:
    async with http_client(url) as http:
        other = {"first_name": "Other"}
        await http.put("/people/1001/?unless_known", json=other)
        assert (await http.get("/people/1001/chat")).json()["user"]["first_name"] == "Rahim"
        await http.put("/people/1001/", json=other)
        assert (await http.get("/people/1001/chat")).json()["user"]["first_name"] == "Other"
        assert (await http.put("/people/1001/", json={})).status_code == 400
