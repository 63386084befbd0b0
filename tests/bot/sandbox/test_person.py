import asyncio
import io
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from PIL import Image

from bot.sandbox.person import ImpossibleError, Person
from bot.sandbox.serving import serving
from bot.sandbox.telegram import build_app
from tests.bot.sandbox.loopback import http_client

TOKEN = "123456:TEST-TOKEN"
Call = Callable[..., Awaitable[Any]]


@pytest.fixture
async def url() -> AsyncIterator[str]:
    async with serving(build_app(token=TOKEN)) as address:
        yield address


@asynccontextmanager
async def calling(url: str) -> AsyncIterator[Call]:
    async with http_client(f"{url}/bot{TOKEN}") as http:

        async def call(method: str, **parameters: Any) -> Any:
            return (await http.post(f"/{method}", json=parameters)).json()["result"]

        yield call


@pytest.fixture
async def call(url: str) -> AsyncIterator[Call]:
    async with calling(url) as bot:
        yield bot


@pytest.fixture
async def rahim(url: str) -> Person:
    person = Person(url, 1001, "Rahim", "bn")
    await person.says("/start")
    return person


def keyboard(*rows: list[str]) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": t, "callback_data": t} for t in row] for row in rows]}


async def updates(call: Call) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = await call("getUpdates", timeout=0)
    return found


async def test_a_person_sees_what_was_said_since_their_last_action(
    rahim: Person, call: Call
) -> None:
    await call("sendMessage", chat_id=1001, text="Welcome")
    assert (await rahim.sees("Welcome")).from_bot
    await rahim.says("hello")
    with pytest.raises(AssertionError, match="Rahim does not see 'Welcome'"):
        await rahim.sees("Welcome", timeout=0.05)


async def test_a_failure_shows_the_chat(rahim: Person, call: Call) -> None:
    await call("sendMessage", chat_id=1001, text="Gender?\nTap:", reply_markup=keyboard(["Male"]))
    with pytest.raises(AssertionError) as failure:
        await rahim.sees("Thanks", timeout=0.05)
    assert str(failure.value).splitlines() == [
        "Rahim does not see 'Thanks'. The chat:",
        "      Rahim: /start",
        "        bot: Gender?",
        "             Tap:",
        "             [Male]",
    ]


async def test_a_person_waits_for_what_comes_later(rahim: Person, call: Call) -> None:
    waiting = asyncio.create_task(rahim.sees("late"))
    await asyncio.sleep(0.05)
    await call("sendMessage", chat_id=1001, text="too late?")
    assert (await waiting).text == "too late?"


async def test_an_edit_is_seen_and_a_deleted_message_is_not(rahim: Person, call: Call) -> None:
    sent = await call("sendMessage", chat_id=1001, text="Reading…")
    await rahim.says("and?")
    message = {"chat_id": 1001, "message_id": sent["message_id"]}
    await call("editMessageText", **message, text="Read.")
    assert (await rahim.sees("Read.")).edited
    await call("deleteMessage", **message)
    await rahim.does_not_see("Read.", within=0.05)


async def test_the_first_of_several_that_is_said_newly_counts(rahim: Person, call: Call) -> None:
    old = await call("sendMessage", chat_id=1001, text="Reading…")
    await rahim.says("go on")
    await call("editMessageText", chat_id=1001, message_id=old["message_id"], text="Receipt 7")
    await call("sendMessage", chat_id=1001, text="Gender?")
    assert await rahim.sees_one_of("Receipt", "Gender?") == "Gender?"
    with pytest.raises(AssertionError, match="sees none of"):
        await rahim.sees_one_of("Selfie", timeout=0.05)


async def test_seeing_what_should_not_be_there_fails(rahim: Person, call: Call) -> None:
    await call("sendMessage", chat_id=1001, text="secret")
    with pytest.raises(AssertionError, match="Rahim sees 'secret'"):
        await rahim.does_not_see("secret", within=0.1)


async def test_a_tap_prefers_the_exact_words_and_the_lowest_message(
    rahim: Person, call: Call
) -> None:
    await call("sendMessage", chat_id=1001, text="old", reply_markup=keyboard(["Yes"]))
    newest = await call(
        "sendMessage", chat_id=1001, text="new", reply_markup=keyboard(["Yes, all"], ["Yes"])
    )
    await rahim.taps("Yes")
    query = (await updates(call))[-1]["callback_query"]
    assert (query["message"]["message_id"], query["data"]) == (newest["message_id"], "Yes")


async def test_a_tap_can_be_on_a_certain_message(rahim: Person, call: Call) -> None:
    await call("sendMessage", chat_id=1001, text="old", reply_markup=keyboard(["Yes"]))
    old = await rahim.sees("old")
    await call("sendMessage", chat_id=1001, text="new", reply_markup=keyboard(["Yes"]))
    await rahim.taps("Yes", on=old)
    query = (await updates(call))[-1]["callback_query"]
    assert query["message"]["message_id"] == old.message_id


async def test_a_tap_waits_for_its_button_and_fails_without_it(rahim: Person, call: Call) -> None:
    tap = asyncio.create_task(rahim.taps("Female"))
    await asyncio.sleep(0.05)
    await call("sendMessage", chat_id=1001, text="?", reply_markup=keyboard(["Male", "Female"]))
    press = await tap
    await call("answerCallbackQuery", callback_query_id=press, text="Noted")
    assert await rahim.gets_answer(press) == "Noted"
    await rahim.sees("Noted")
    assert rahim.toasts == ["Noted"]
    with pytest.raises(AssertionError, match="finds no button 'Other'"):
        await rahim.taps("Other", timeout=0.05)


async def test_a_button_of_the_keyboard_shares_the_own_number(rahim: Person, call: Call) -> None:
    markup = {"keyboard": [[{"text": "Share my number", "request_contact": True}]]}
    await call("sendMessage", chat_id=1001, text="Who are you?", reply_markup=markup)
    assert await rahim.taps("Share") == ""
    contact = (await updates(call))[-1]["message"]["contact"]
    assert (contact["user_id"], contact["first_name"]) == (1001, "Rahim")


async def test_any_data_can_be_forged(rahim: Person, call: Call) -> None:
    await call("sendMessage", chat_id=1001, text="?", reply_markup=keyboard(["A"]))
    await rahim.forges("someone-elses-application")
    assert (await updates(call))[-1]["callback_query"]["data"] == "someone-elses-application"


async def test_every_kind_of_message_arrives(rahim: Person, call: Call, picture: bytes) -> None:
    await rahim.sends_photo(picture, caption="front")
    await rahim.sends_file(picture, "card.jpg", "image/jpeg")
    await rahim.sends_sticker()
    await rahim.sends_voice()
    await rahim.sends_video()
    await rahim.sends_location()
    await rahim.sends_contact("+8801812345678", "Karim")
    kinds = ["photo", "document", "sticker", "voice", "video", "location", "contact"]
    arrived = [each["message"] for each in (await updates(call))[1:]]
    assert [next(kind for kind in kinds if kind in each) for each in arrived] == kinds
    assert arrived[0]["caption"] == "front"
    assert "user_id" not in arrived[-1]["contact"]


async def test_an_album_is_one_group_of_separate_updates(
    rahim: Person, call: Call, picture: bytes
) -> None:
    await rahim.sends_album(picture, picture)
    first, second = [each["message"] for each in (await updates(call))[1:]]
    assert first["media_group_id"] == second["media_group_id"]
    assert first["photo"][-1]["file_unique_id"] != second["photo"][-1]["file_unique_id"]


async def test_a_forwarded_photo_says_so_and_is_the_same_file(
    rahim: Person, call: Call, picture: bytes
) -> None:
    sent = await rahim.sends_photo(picture)
    await rahim.forwards(sent)
    await rahim.sends_photo(picture, forwarded=True)
    own, again, other = [each["message"] for each in (await updates(call))[1:]]
    assert "forward_origin" not in own
    assert again["forward_origin"]["sender_user"]["id"] == 1001
    assert other["forward_origin"]["sender_user"]["id"] != 1001
    assert again["photo"][-1]["file_unique_id"] == own["photo"][-1]["file_unique_id"]
    assert again["photo"][-1]["file_id"] != own["photo"][-1]["file_id"]


async def test_an_own_message_can_be_edited_and_replied_to(rahim: Person, call: Call) -> None:
    said = await rahim.says("01712345678")
    await rahim.edits(said, "01812345678")
    await rahim.says("this one", reply_to=said)
    edit, reply = (await updates(call))[-2:]
    assert edit["edited_message"]["text"] == "01812345678"
    assert reply["message"]["reply_to_message"]["message_id"] == said.message_id


async def test_a_deep_link_starts_with_its_code(rahim: Person, call: Call) -> None:
    await rahim.opens("https://t.me/ekyc_trial_bot?start=INVITE-1")
    assert (await updates(call))[-1]["message"]["text"] == "/start INVITE-1"


async def test_nobody_writes_to_a_bot_they_have_blocked(rahim: Person) -> None:
    await rahim.blocks_bot()
    with pytest.raises(ImpossibleError, match="unblock the bot first"):
        await rahim.says("hello?")
    await rahim.unblocks_bot()
    await rahim.says("hello again")


async def test_many_people_are_served_at_once(url: str) -> None:
    async with calling(url) as call:
        echo = asyncio.create_task(echoes(call))
        people = [Person(url, 2000 + number, f"Agent {number}") for number in range(40)]
        await asyncio.gather(*(talk(person) for person in people))
        echo.cancel()


async def talk(person: Person) -> None:
    for word in ("one", "two"):
        await person.says(word)
        await person.sees(f"{word}!")


async def echoes(call: Call) -> None:
    offset = 0
    while True:
        for update in await call("getUpdates", offset=offset, timeout=20):
            offset = update["update_id"] + 1
            message = update["message"]
            await call("sendMessage", chat_id=message["chat"]["id"], text=message["text"] + "!")


@pytest.fixture
def picture() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (640, 400), "navy").save(written, "JPEG")
    return written.getvalue()
