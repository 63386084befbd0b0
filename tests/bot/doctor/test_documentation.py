"""docs/operating.md explains every line of the report, and no other."""

import re
from pathlib import Path

from tests.bot.doctor.conftest import Installation

PAGE = Path(__file__).parents[3] / "docs" / "operating.md"


async def test_every_line_has_its_row_in_the_order_of_the_report(
    installation: Installation,
) -> None:
    _, _, section = PAGE.read_text("utf-8").partition("## Doctor")
    table = section.partition("\n## ")[0]
    documented = re.findall(r"^\| (\w+) \|", table, re.MULTILINE)[1:]

    assert documented == [each.name for each in await installation.examined()]
