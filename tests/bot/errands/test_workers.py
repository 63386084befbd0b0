"""Each task has its worker and its limit."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errands.courier import AT_ONCE
from bot.errands.workers import Workers
from bot.pictures.short_memory import ShortMemory
from conversations.errands import Task
from tests.support.errands import Workshop, workshop_in
from tests.support.forms import until


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Workshop]:
    async with workshop_in(tmp_path) as shop:
        yield shop


@pytest.mark.parametrize("task", Task)
async def test_every_task_has_a_worker_which_drops_an_errand_that_is_not_awaited(
    shop: Workshop, task: Task
) -> None:
    workers = Workers(
        shop.store,
        shop.telegram_client,
        shop.accounts,
        shop.pictures,
        ShortMemory(),
        clock=shop.clock,
        time=shop.time,
    )
    form = until("gender")
    old = replace(shop.owes(form, task, subject="front"), ticket="of before")

    result = await workers.carry_out(old, form)

    assert not result.is_faulty
    assert result.event is None
    assert result.again_in is None


def test_every_task_has_a_limit() -> None:
    assert set(AT_ONCE) == set(Task)
