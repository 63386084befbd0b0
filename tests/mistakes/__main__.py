"""Days of people who make mistakes: python -m tests.mistakes --visits 200 --seed 1."""

import asyncio
import sys
import tempfile
from pathlib import Path

import click

from tests.mistakes.day import a_day


@click.command()
@click.option("--visits", default=200, show_default=True)
@click.option("--seed", default=1, show_default=True)
def main(visits: int, seed: int) -> None:
    """Play them, and print what was wrong at the end."""
    with tempfile.TemporaryDirectory() as folder:
        day = asyncio.run(a_day(Path(folder), seed, visits))
    for finding in day.findings:
        print(finding)
    for slip, count in day.slips.most_common():
        print(f"{count:5} {slip}")
    print(
        f"{day.visits} customers, {day.slips.total()} slips, {len(day.findings)} findings, "
        f"{day.unclear} verdicts rightly told as unclear"
    )
    sys.exit(1 if day.findings else 0)


if __name__ == "__main__":
    main()
