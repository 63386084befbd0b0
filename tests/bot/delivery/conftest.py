"""What the tests of deliveries have in common."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.delivery import Delivery
from tests.support.scripted_telegram import TOKEN, ScriptedTelegram


@pytest.fixture
async def delivery(telegram: ScriptedTelegram, tmp_path: Path) -> AsyncIterator[Delivery]:
    async with Delivery(telegram.url, TOKEN, tmp_path) as running:
        yield running
