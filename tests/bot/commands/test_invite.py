"""python -m bot invite, as a process while the bot serves."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.processes import Machine, machine_in


@pytest.fixture
async def machine(tmp_path: Path) -> AsyncIterator[Machine]:
    async with machine_in(tmp_path) as running:
        yield running


async def test_an_invitation_is_one_line_and_is_made_while_the_bot_runs(machine: Machine) -> None:
    await machine.serving_bot()
    link = await machine.invite("Rahim Uddin")

    assert link.startswith("https://t.me/")
    assert "\n" not in link
    async with machine.person("Rahim", 2001) as rahim:
        await rahim.opens(link)
        await rahim.sees("Welcome, Rahim Uddin.")
