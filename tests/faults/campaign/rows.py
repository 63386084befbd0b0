"""Rows of the table side by side, each with services, agents and a database of its own."""

import asyncio
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from tests.faults.campaign.account import Account
from tests.faults.campaign.among_three import AmongThree
from tests.faults.campaign.fate import Mixture, Row
from tests.faults.campaign.run import campaign_in
from tests.faults.campaign.turns import turns_in

#: A row mostly waits: for agents, for pauses between attempts. Two cores can run this many.
AT_ONCE = 6


def try_all(
    faults: Sequence[Row | AmongThree], times: int, seed: int, at_once: int = AT_ONCE
) -> Iterator[Account]:
    """The rows as they end."""
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(at_once, mp_context=fresh) as pool:
        rows = [pool.submit(try_row, fault, times, seed) for fault in faults]
        for row in as_completed(rows):
            yield row.result()


def try_row(fault: Row | AmongThree, times: int, seed: int) -> Account:
    began = time.monotonic()
    try:
        account = asyncio.run(_try_row(fault, times, seed))
    except* AssertionError as errors:  # the bot has ended by itself, or nobody serves
        error: BaseException = errors
        while isinstance(error, BaseExceptionGroup):
            error = error.exceptions[0]
        account = Account(fault.name, lost=1, findings=[f"broken off: {error}"])
    account.seconds = time.monotonic() - began
    return account


async def _try_row(fault: Row | AmongThree, times: int, seed: int) -> Account:
    with tempfile.TemporaryDirectory() as folder:
        if isinstance(fault, AmongThree):
            mishaps = fault.mishaps
            by_webhook = isinstance(mishaps, Mixture) and mishaps.by_webhook
            async with turns_in(
                Path(folder), f"{seed} {fault.name}", by_webhook=by_webhook
            ) as turns:
                account = await turns.try_row(fault, times)
                longest = max(turns.mishaps.takeovers, default=0)
                print(f"{fault.name}: served again after {longest:.1f} s at most", file=sys.stderr)
                return account
        by_webhook = isinstance(fault, Mixture) and fault.by_webhook
        async with campaign_in(
            Path(folder), f"{seed} {fault.name}", by_webhook=by_webhook
        ) as campaign:
            return await campaign.try_fault(fault, times)
