"""Processes of the bot: what they are before they have said anything."""

import os
from pathlib import Path

import pytest

from bot.runtime.process_pool import ProcessPool
from tests.support.children import children

MODULE = "bot.pictures.worker"


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="the processes are found through /proc")
async def test_a_process_gives_way_to_the_bot_from_its_start_and_not_only_when_it_serves() -> None:
    pool = ProcessPool(
        MODULE, at_once=1, deadline=60.0, longest_reply=1, niceness=7, environment={}
    )

    async with pool, pool.worker():
        (process,) = children(MODULE)
        own = os.getpriority(os.PRIO_PROCESS, 0)
        assert os.getpriority(os.PRIO_PROCESS, process) == min(own + 7, 19)
