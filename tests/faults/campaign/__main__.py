"""`make faults`: every fault many times, several rows at once, and a table of the results."""

import argparse
import sys

from tests.faults.campaign.account import publish, table
from tests.faults.campaign.among_three import ON_POSTGRES, AmongThree
from tests.faults.campaign.fate import FAULTS, Row
from tests.faults.campaign.rows import AT_ONCE, try_all


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=20, help="how often each fault is tried")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="a part of a fault's name; publishes nothing")
    parser.add_argument("--at-once", type=int, default=AT_ONCE, help="rows side by side")
    given = parser.parse_args()
    rows: tuple[Row | AmongThree, ...] = (*FAULTS, *ON_POSTGRES)
    faults = [fault for fault in rows if given.only in fault.name]
    accounts = {}
    for account in try_all(faults, given.times, given.seed, given.at_once):
        accounts[account.fault] = account
        figures = f"{account.tried} tried with {account.customers} customers"
        print(f"{account.fault}: {figures} in {account.seconds:.0f} s", file=sys.stderr, flush=True)
        for finding in account.findings:
            print(f"  {finding}", file=sys.stderr, flush=True)
    found = table(accounts[fault.name] for fault in faults)
    print(found)
    if not given.only:
        publish(found, f"Seed {given.seed}, each fault {given.times} times:")
    if not all(account.is_clean for account in accounts.values()):
        sys.exit(1)


if __name__ == "__main__":
    main()
