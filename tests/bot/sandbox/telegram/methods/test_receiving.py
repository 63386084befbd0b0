import asyncio

from bot.sandbox.person import Person
from tests.bot.sandbox.telegram.wire import Wire, Witness
from tests.support.clocks import eventually


async def test_a_bot_learns_who_it_is(bot: Wire) -> None:
    me = await bot("getMe")
    assert (me["id"], me["is_bot"], me["username"]) == (123456, True, "ekyc_trial_bot")


async def test_updates_wait_for_a_bot_that_was_away(bot: Wire, rahim: Person) -> None:
    await rahim.says("one")
    await rahim.says("two")
    updates = await bot.updates()
    assert [each["message"]["text"] for each in updates] == ["/start", "one", "two"]
    (newest,) = await bot.updates(offset=updates[-1]["update_id"])
    assert newest["message"]["text"] == "two"


async def polls(witness: Witness, times: int) -> None:
    """Wait until that number of polls has arrived, answered or not."""
    await eventually(lambda: witness.begun.count("getUpdates") == times)


async def test_a_second_poller_ends_the_first(bot: Wire, rahim: Person, witness: Witness) -> None:
    (start,) = await bot.updates()
    following = start["update_id"] + 1
    first = asyncio.create_task(bot.refused("getUpdates", offset=following, timeout=50))
    await polls(witness, 2)
    second = asyncio.create_task(bot.updates(offset=-1, timeout=1))
    assert (await first).startswith("409 Conflict: terminated by other getUpdates request")
    await second


async def test_polling_is_refused_while_a_webhook_is_set(bot: Wire) -> None:
    await bot("setWebhook", url="http://127.0.0.1:9/hook")
    assert await bot.refused("getUpdates") == (
        "409 Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to "
        "delete the webhook first"
    )
    await bot("deleteWebhook")
    assert await bot.updates() == []


async def test_setting_a_webhook_ends_the_waiting_poll(bot: Wire, witness: Witness) -> None:
    poll = asyncio.create_task(bot.refused("getUpdates", timeout=50))
    await polls(witness, 1)
    await bot("setWebhook", url="http://127.0.0.1:9/hook")
    assert await poll == "409 Conflict: terminated by setWebhook request"


async def test_allowed_updates_stay_as_chosen_until_chosen_again(bot: Wire, rahim: Person) -> None:
    await bot.updates(offset=-1, allowed_updates=["callback_query"])
    await rahim.says("unheard")
    (start,) = await bot.updates(offset=0)
    assert start["message"]["text"] == "/start"
    await bot.updates(offset=-5, allowed_updates=[])
    await rahim.says("heard")
    assert [each["message"]["text"] for each in await bot.updates(offset=1)] == ["/start", "heard"]


async def test_waiting_updates_can_be_dropped(bot: Wire, rahim: Person) -> None:
    await bot("deleteWebhook", drop_pending_updates=True)
    assert await bot.updates() == []
