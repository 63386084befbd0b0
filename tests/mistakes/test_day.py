"""People make mistakes; still the service holds what they meant, and the right agent is told."""

from pathlib import Path

from tests.mistakes.day import a_day


async def test_whatever_slips_everybody_gets_what_they_meant(tmp_path: Path) -> None:
    day = await a_day(tmp_path, seed=1, visits=8)

    assert day.findings == []
    assert day.visits == 8
    assert day.slips
