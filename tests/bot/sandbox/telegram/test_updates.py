import asyncio
from typing import Any

import pytest

from bot.sandbox.telegram.errors import BotApiError
from bot.sandbox.telegram.updates import PRESS_LIFETIME, UpdateQueue
from tests.bot.sandbox.telegram.conftest import Clock

FIRST = 500


@pytest.fixture
def queue(clock: Clock) -> UpdateQueue:
    return UpdateQueue(clock, first_id=FIRST)


def fill(queue: UpdateQueue, count: int) -> None:
    for number in range(count):
        queue.push("message", {"text": str(number)})


def ids(updates: list[dict[str, Any]]) -> list[int]:
    return [update["update_id"] for update in updates]


async def test_offset_zero_gives_the_oldest_first_and_confirms_nothing(queue: UpdateQueue) -> None:
    fill(queue, 3)
    assert ids(await queue.poll(0, 100, 0)) == [500, 501, 502]
    assert len(queue) == 3


async def test_an_offset_confirms_everything_below_it(queue: UpdateQueue) -> None:
    fill(queue, 3)
    assert ids(await queue.poll(501, 100, 0)) == [501, 502]
    assert ids(await queue.poll(0, 100, 0)) == [501, 502]


async def test_the_arrival_of_an_offset_confirms_even_if_nothing_is_answered(
    queue: UpdateQueue,
) -> None:
    fill(queue, 2)
    poll = asyncio.create_task(queue.poll(502, 100, 30))
    await asyncio.sleep(0)
    poll.cancel()
    assert len(queue) == 0


async def test_a_negative_offset_keeps_only_the_newest(queue: UpdateQueue) -> None:
    fill(queue, 5)
    assert ids(await queue.poll(-2, 100, 0)) == [503, 504]
    assert len(queue) == 2


async def test_a_limit_leaves_the_rest_waiting(queue: UpdateQueue) -> None:
    fill(queue, 5)
    assert ids(await queue.poll(0, 2, 0)) == [500, 501]
    assert ids(await queue.poll(502, 2, 0)) == [502, 503]


async def test_a_poll_waits_until_something_happens(queue: UpdateQueue) -> None:
    poll = asyncio.create_task(queue.poll(0, 100, 30))
    await asyncio.sleep(0.01)
    assert not poll.done()
    fill(queue, 1)
    assert ids(await poll) == [500]


async def test_a_poll_returns_empty_after_its_time(queue: UpdateQueue) -> None:
    assert await queue.poll(0, 100, 0) == []


async def test_a_second_poll_ends_the_first_with_a_conflict(queue: UpdateQueue) -> None:
    first = asyncio.create_task(queue.poll(0, 100, 30))
    await asyncio.sleep(0.01)
    second = asyncio.create_task(queue.poll(1, 100, 30))
    with pytest.raises(BotApiError) as refused:
        await first
    assert refused.value.code == 409
    assert refused.value.description == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance "
        "is running"
    )
    fill(queue, 1)
    assert ids(await second) == [500]


async def test_an_update_goes_to_the_poll_that_is_left(queue: UpdateQueue) -> None:
    gone = asyncio.create_task(queue.poll(0, 100, 30))
    await asyncio.sleep(0.01)
    gone.cancel()
    fill(queue, 1)
    assert ids(await queue.poll(1, 100, 0)) == [500]


async def test_the_same_offset_again_at_once_gives_one_update_at_a_time(queue: UpdateQueue) -> None:
    fill(queue, 3)
    assert len(await queue.poll(0, 100, 0)) == 3
    assert len(await queue.poll(0, 100, 0)) == 1


async def test_a_press_vanishes_after_its_time_and_messages_after_a_day(
    queue: UpdateQueue, clock: Clock
) -> None:
    queue.push("message", {"text": "stays"})
    queue.push("callback_query", {"data": "goes"}, PRESS_LIFETIME)
    clock.passes(149)
    assert ids(await queue.poll(0, 100, 0)) == [500, 501]
    clock.passes(1)
    assert ids(await queue.poll(1, 100, 0)) == [500]
    clock.passes(86_400)
    assert await queue.poll(2, 100, 0) == []


async def test_only_the_kinds_that_the_bot_asked_for_are_kept(queue: UpdateQueue) -> None:
    queue.allowed = frozenset({"callback_query"})
    queue.push("message", {"text": "unwanted"})
    queue.push("callback_query", {"data": "wanted"})
    assert [list(each) for each in await queue.poll(0, 100, 0)] == [["update_id", "callback_query"]]


async def test_reactions_are_kept_only_on_request(queue: UpdateQueue) -> None:
    queue.push("message_reaction", {})
    assert len(queue) == 0


async def test_repeated_answers_come_again_although_they_are_confirmed(queue: UpdateQueue) -> None:
    fill(queue, 2)
    queue.repeat_answers = 1
    assert ids(await queue.poll(0, 100, 0)) == [500, 501]
    assert ids(await queue.poll(502, 100, 0)) == [500, 501]
    assert await queue.poll(503, 100, 0) == []


async def test_answers_may_come_out_of_order(queue: UpdateQueue) -> None:
    fill(queue, 3)
    queue.reverse_answers = 1
    assert ids(await queue.poll(0, 100, 0)) == [502, 501, 500]


async def test_restarted_ids_reach_a_bot_that_still_counts_from_the_old_ones(
    queue: UpdateQueue,
) -> None:
    fill(queue, 1)
    await queue.poll(501, 100, 0)
    queue.restart_ids(7)
    fill(queue, 1)
    assert ids(await queue.poll(502, 100, 0)) == [7]
    assert await queue.poll(8, 100, 0) == []
