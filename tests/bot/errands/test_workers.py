"""Each task has its worker and its limit."""

from dataclasses import replace

import pytest

from bot.errands.courier import AT_ONCE
from conversations.errands import Task
from tests.support.errands import Workshop
from tests.support.forms import until


@pytest.mark.parametrize("task", Task)
async def test_every_task_has_a_worker_which_drops_an_errand_that_is_not_awaited(
    shop: Workshop, task: Task
) -> None:
    form = until("gender")
    old = replace(shop.owes(form, task, subject="front"), ticket="of before")

    result = await shop.workers().carry_out(old, form)

    assert not result.is_faulty
    assert result.event is None
    assert result.again_in is None


def test_every_task_has_a_limit() -> None:
    assert set(AT_ONCE) == set(Task)
