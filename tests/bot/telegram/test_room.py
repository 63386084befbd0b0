"""Only as many files are held at once as there is room for."""

import asyncio

from bot.telegram.room import Room

LARGE, SMALL = 20, 1


class Holder:
    """Holds that much until released."""

    def __init__(self, room: Room, size: int) -> None:
        self.is_in = False
        self._may_go = asyncio.Event()
        self._task = asyncio.create_task(self._hold(room, size))

    async def _hold(self, room: Room, size: int) -> None:
        async with room.taken(size):
            self.is_in = True
            await self._may_go.wait()

    async def goes(self) -> None:
        self._may_go.set()
        await self._task

    async def gives_up(self) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)


async def settled() -> None:
    """Everyone who could proceed has proceeded."""
    for _ in range(50):
        await asyncio.sleep(0)


async def test_of_sixteen_large_files_three_are_held_at_once() -> None:
    room = Room(64)
    holders = [Holder(room, LARGE) for _ in range(16)]
    await settled()
    assert sum(one.is_in for one in holders) == 3

    await holders[0].goes()
    await settled()

    assert sum(one.is_in for one in holders) == 4
    for one in holders:
        await one.goes()


async def test_a_small_file_goes_past_large_ones_that_wait() -> None:
    room = Room(64)
    large = [Holder(room, LARGE) for _ in range(5)]
    await settled()

    small = Holder(room, SMALL)
    await settled()

    assert small.is_in
    for one in (*large, small):
        await one.goes()


async def test_a_download_that_is_given_up_leaves_the_room_to_others() -> None:
    room = Room(LARGE)
    first, second, third = (Holder(room, LARGE) for _ in range(3))
    await settled()

    await second.gives_up()
    await first.gives_up()
    await settled()

    assert third.is_in
    await third.goes()
