from bot.sandbox.person import Person
from tests.bot.sandbox.telegram.wire import Wire


async def test_a_bot_may_look_at_a_chat(bot: Wire, rahim: Person) -> None:
    chat = await bot("getChat", chat_id=1001)
    assert (chat["type"], chat["first_name"]) == ("private", "Rahim")


async def test_a_bot_in_a_group_is_told_and_may_leave(bot: Wire, rahim: Person) -> None:
    group = await rahim.adds_bot_to_group("Market team")
    change = (await bot.updates())[-1]["my_chat_member"]
    assert (change["chat"]["id"], change["chat"]["type"]) == (group, "group")
    assert change["new_chat_member"]["status"] == "member"
    await bot("sendMessage", chat_id=group, text="I work in private chats only.")
    await bot("leaveChat", chat_id=group)
    await rahim.sees_bot_leave(group)
    assert await bot.refused("sendMessage", chat_id=group, text="x") == (
        "403 Forbidden: bot is not a member of the group chat"
    )


async def test_a_private_chat_cannot_be_left(bot: Wire, rahim: Person) -> None:
    assert await bot.refused("leaveChat", chat_id=1001) == (
        "400 Bad Request: chat member status can't be changed in private chats"
    )
