"""People who make mistakes: whatever slips, the service holds what was meant, told to the right
agent."""

from pathlib import Path

import pytest

from tests.mistakes.day import a_day


@pytest.mark.parametrize("seed", [1, 2])
async def test_whatever_slips_everybody_gets_what_they_meant(tmp_path: Path, seed: int) -> None:
    day = await a_day(tmp_path, seed, visits=12)

    assert day.findings == []
    assert day.visits == 12
    assert day.slips
