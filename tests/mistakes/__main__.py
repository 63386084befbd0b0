"""Days of people who make mistakes: python -m tests.mistakes --visits 200 --seed 1."""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from tests.mistakes.day import a_day


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visits", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        day = asyncio.run(a_day(Path(folder), given.seed, given.visits))
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
