import pytest

from bot.sandbox.person import Person
from tests.bot.sandbox.telegram.conftest import Clock
from tests.bot.sandbox.telegram.methods.test_sending import KEYBOARD, jpeg
from tests.bot.sandbox.telegram.wire import Wire

TOO_OLD = "400 Bad Request: query is too old and response timeout expired or query ID is invalid"


@pytest.fixture
async def press(bot: Wire, rahim: Person) -> str:
    """The id of a press that the bot has not answered yet."""
    await bot("sendMessage", chat_id=1001, text="Sure?", reply_markup=KEYBOARD)
    return await rahim.taps("Yes")


async def test_a_press_comes_with_its_message_and_data(bot: Wire, press: str) -> None:
    query = (await bot.updates())[-1]["callback_query"]
    assert (query["id"], query["data"], query["message"]["text"]) == (press, "y", "Sure?")
    assert query["from"]["id"] == 1001


async def test_an_answer_shows_as_a_toast(bot: Wire, rahim: Person, press: str) -> None:
    await bot("answerCallbackQuery", callback_query_id=press, text="Saved")
    assert await rahim.gets_answer(press) == "Saved"
    await rahim.sees("Saved")


async def test_a_press_is_answered_once(bot: Wire, press: str) -> None:
    await bot("answerCallbackQuery", callback_query_id=press)
    assert await bot.refused("answerCallbackQuery", callback_query_id=press) == TOO_OLD


async def test_a_late_answer_is_refused(bot: Wire, press: str, clock: Clock) -> None:
    clock.passes(16)
    assert await bot.refused("answerCallbackQuery", callback_query_id=press) == TOO_OLD


async def test_an_answer_to_nothing_is_refused(bot: Wire) -> None:
    assert await bot.refused("answerCallbackQuery", callback_query_id="4711") == TOO_OLD


async def test_an_answer_has_at_most_two_hundred_signs(bot: Wire, press: str) -> None:
    long = {"callback_query_id": press, "text": "x" * 201}
    assert await bot.refused("answerCallbackQuery", **long) == "400 Bad Request: MESSAGE_TOO_LONG"
    await bot("answerCallbackQuery", callback_query_id=press, text="x" * 200, show_alert=True)


async def test_a_press_that_nobody_fetched_vanishes(bot: Wire, press: str, clock: Clock) -> None:
    clock.passes(151)
    assert not [each for each in await bot.updates() if "callback_query" in each]


async def test_a_bot_reacts_to_a_message(bot: Wire, rahim: Person) -> None:
    message = {"chat_id": 1001, "message_id": (await rahim.says("photo")).message_id}
    await bot("setMessageReaction", **message, reaction=[{"type": "emoji", "emoji": "👍"}])
    await bot("setMessageReaction", **message)
    pizza = [{"type": "emoji", "emoji": "🍕"}]
    said = await bot.refused("setMessageReaction", **message, reaction=pizza)
    assert said == "400 Bad Request: REACTION_INVALID"


@pytest.mark.parametrize(
    ("reaction", "words"),
    [
        (
            [{"type": "emoji", "emoji": "👍"}, {"type": "emoji", "emoji": "🔥"}],
            "REACTIONS_TOO_MANY",
        ),
        ([{"type": "custom_emoji", "custom_emoji_id": "1"}], "REACTION_INVALID"),
        ([{"type": "paid"}], "REACTION_INVALID"),
        ([{"emoji": "👍"}], "can't parse reaction type: invalid type specified"),
        (["👍"], "can't parse ReactionType: expected an Object"),
    ],
)
async def test_a_reaction_that_a_bot_may_not_give_is_refused(
    bot: Wire, rahim: Person, reaction: list[object], words: str
) -> None:
    message = {"chat_id": 1001, "message_id": (await rahim.says("photo")).message_id}

    said = await bot.refused("setMessageReaction", **message, reaction=reaction)

    assert said == f"400 Bad Request: {words}"


async def test_an_album_shows_its_reaction_on_the_first_message_that_is_left(
    bot: Wire, rahim: Person
) -> None:
    first, second, third = await rahim.sends_album(jpeg(), jpeg(), jpeg())
    thumb = [{"type": "emoji", "emoji": "👍"}]
    await bot("setMessageReaction", chat_id=1001, message_id=third.message_id, reaction=thumb)
    await rahim.sees_reaction("👍", on=first)

    await rahim.deletes(first)
    await bot("setMessageReaction", chat_id=1001, message_id=third.message_id, reaction=thumb)
    await rahim.sees_reaction("👍", on=second)


async def test_a_reaction_can_be_taken_away(bot: Wire, rahim: Person) -> None:
    photo = await rahim.says("photo")
    message = {"chat_id": 1001, "message_id": photo.message_id}
    await bot("setMessageReaction", **message, reaction=[{"type": "emoji", "emoji": "👍"}])
    await rahim.sees_reaction("👍", on=photo)

    await bot("setMessageReaction", **message, reaction=[])
    await rahim.sees_reaction("", on=photo)
