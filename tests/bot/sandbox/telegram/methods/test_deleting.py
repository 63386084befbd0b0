from bot.sandbox.person import Person
from tests.bot.sandbox.telegram.conftest import Clock
from tests.bot.sandbox.telegram.wire import Wire

TWO_DAYS = 48 * 3600


async def test_a_bot_deletes_its_own_and_the_persons_messages(bot: Wire, rahim: Person) -> None:
    mine = await rahim.says("my photo")
    sent = await bot("sendMessage", chat_id=1001, text="thanks")
    for message_id in (mine.message_id, sent["message_id"]):
        await bot("deleteMessage", chat_id=1001, message_id=message_id)
    await rahim.does_not_see("thanks", within=0.05)
    assert [each.text for each in rahim.messages] == ["/start"]


async def test_a_message_is_deleted_once(bot: Wire, rahim: Person) -> None:
    sent = await bot("sendMessage", chat_id=1001, text="x")
    await bot("deleteMessage", chat_id=1001, message_id=sent["message_id"])
    assert await bot.refused("deleteMessage", chat_id=1001, message_id=sent["message_id"]) == (
        "400 Bad Request: message to delete not found"
    )


async def test_after_two_days_a_message_stays(bot: Wire, rahim: Person, clock: Clock) -> None:
    sent = await bot("sendMessage", chat_id=1001, text="x")
    clock.passes(TWO_DAYS)
    assert await bot.refused("deleteMessage", chat_id=1001, message_id=sent["message_id"]) == (
        "400 Bad Request: message can't be deleted for everyone"
    )


async def test_many_are_deleted_at_once_and_the_impossible_ones_passed_over(
    bot: Wire, rahim: Person, clock: Clock
) -> None:
    old = await rahim.says("old")
    clock.passes(TWO_DAYS)
    new = await rahim.says("new")
    ids = [old.message_id, new.message_id, 4711]
    assert await bot("deleteMessages", chat_id=1001, message_ids=ids) is True
    await rahim.does_not_see("x", within=0.05)
    assert [each.text for each in rahim.messages] == ["/start", "old"]


async def test_at_most_a_hundred_are_deleted_at_once(bot: Wire, rahim: Person) -> None:
    ids = list(range(1, 102))
    said = await bot.refused("deleteMessages", chat_id=1001, message_ids=ids)
    assert said == "400 Bad Request: too many message identifiers specified"
