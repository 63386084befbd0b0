"""`make faults`: every fault many times, several rows at once, and a table of the results."""

import sys

import click

from tests.faults.campaign.account import publish, table
from tests.faults.campaign.among_three import ON_POSTGRES, AmongThree
from tests.faults.campaign.fate import FAULTS, Row
from tests.faults.campaign.rows import AT_ONCE, try_all


@click.command()
@click.option("--times", default=20, show_default=True, help="How often each fault is tried.")
@click.option("--seed", default=1, show_default=True)
@click.option("--only", default="", help="A part of a fault's name; publishes nothing.")
@click.option("--at-once", default=AT_ONCE, show_default=True, help="Rows side by side.")
def main(times: int, seed: int, only: str, at_once: int) -> None:
    """Try the faults, and write the table into docs/reliability.md."""
    rows: tuple[Row | AmongThree, ...] = (*FAULTS, *ON_POSTGRES)
    faults = [fault for fault in rows if only in fault.name]
    accounts = {}
    for account in try_all(faults, times, seed, at_once):
        accounts[account.fault] = account
        figures = f"{account.tried} tried with {account.customers} customers"
        print(f"{account.fault}: {figures} in {account.seconds:.0f} s", file=sys.stderr, flush=True)
        for finding in account.findings:
            print(f"  {finding}", file=sys.stderr, flush=True)
    found = table(accounts[fault.name] for fault in faults)
    print(found)
    if not only:
        publish(found, f"Seed {seed}, each fault {times} times:")
    if not all(account.is_clean for account in accounts.values()):
        sys.exit(1)


if __name__ == "__main__":
    main()
