"""`make faults`: every fault so often, and a table of what became of it."""

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

from tests.faults.campaign.account import Account, table
from tests.faults.campaign.fate import FAULTS
from tests.faults.campaign.run import campaign_in


async def run(times: int, seed: int, only: str) -> list[Account]:
    accounts = []
    with tempfile.TemporaryDirectory() as folder:
        async with campaign_in(Path(folder), seed) as campaign:
            for fault in FAULTS:
                if only not in fault.name:
                    continue
                began = time.monotonic()
                account = await campaign.try_fault(fault, times)
                accounts.append(account)
                took = time.monotonic() - began
                figures = f"{account.tried} tried with {account.customers} customers"
                print(f"{fault.name}: {figures} in {took:.0f} s", file=sys.stderr, flush=True)
                for finding in account.findings:
                    print(f"  {finding}", file=sys.stderr, flush=True)
    return accounts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=20, help="how often each fault is tried")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="a part of a fault's name")
    given = parser.parse_args()
    accounts = asyncio.run(run(given.times, given.seed, given.only))
    print(table(accounts))
    if not all(account.is_clean for account in accounts):
        sys.exit(1)


if __name__ == "__main__":
    main()
