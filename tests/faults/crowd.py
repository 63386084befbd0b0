"""The second table of `make faults`: fifty agents press buttons during something large.

Publishes the table in docs/reliability.md; exit code 1 if one press in a hundred waited longer than
a second.
"""

import asyncio
import signal
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import click

from tests.faults.campaign.account import publish
from tests.support.crowd import AGENTS, ERASURES, FLOOD, PHOTOGRAPHERS, SENDERS, Crowd, Waits
from tests.support.processes import machine_apart_in

_THINKING = 1.0  # seconds between two presses of an agent
_MOST = 1.0  # seconds, for 99 presses in 100


async def _measure(folder: Path, applications: int) -> dict[str, Waits]:
    async with machine_apart_in(folder, step_one_delay=0.0) as machine:
        crowd = Crowd(machine, applications, thinking=_THINKING)
        crowd.fill()
        bot = await machine.serving_bot(CLEAN_CHAT="never")
        await crowd.supervisor.says("/start")
        await crowd.prepare_photos()
        found = {}
        for name, meanwhile in (
            ("nothing else", crowd.rest),
            (f"a supervisor exports {applications:,} applications", crowd.export),
            (f"a supervisor reads five reports on {applications:,}", crowd.report),
            (f"one agent sends {FLOOD} messages", crowd.flood),
            (f"{PHOTOGRAPHERS} agents send a photo of 12 megapixels", crowd.send_photos),
            ("the operator copies the database", crowd.back_up),
            (f"{SENDERS} agents send four deadly pictures each", crowd.send_deadly_pictures),
            (
                f"{ERASURES} customers are erased during a long read",
                crowd.erase_during_a_long_read,
            ),
        ):
            found[name] = await crowd.measure(meanwhile)
            print(_row(name, found[name]), file=sys.stderr, flush=True)
        await crowd.begin_export()
        began = time.monotonic()
        bot.signal(signal.SIGTERM)
        assert await bot.ends(6) == 0, bot.log
        took = time.monotonic() - began
        print(f"SIGTERM in an export: ended after {took:.1f} s", file=sys.stderr)
        return found


def _row(name: str, waits: Waits) -> str:
    figures = (waits.median, waits.p99, waits.longest)
    shown = " | ".join(f"{figure * 1000:,.0f} ms" for figure in figures)
    return f"| {name} | {waits.seconds:.0f} s | {len(waits.waited):,} | {shown} |"


def _table(found: Mapping[str, Waits]) -> str:
    heading = "| meanwhile | for | presses | median | p99 | longest |\n|---|---|---|---|---|---|\n"
    return heading + "\n".join(_row(name, waits) for name, waits in found.items())


@click.command()
@click.option("--applications", default=100_000, show_default=True)
@click.option("--try", "is_trial", is_flag=True, help="Publish nothing.")
def main(applications: int, *, is_trial: bool) -> None:
    """Measure, and write the table into docs/reliability.md."""
    with tempfile.TemporaryDirectory() as folder:
        waits = asyncio.run(_measure(Path(folder), applications))
    found = _table(waits)
    print(found)
    if not is_trial:
        how = (
            f"{AGENTS} agents, each with a press a second, on the same two cores as both services:"
        )
        publish(found, how, mark="crowd")
    if any(each.p99 > _MOST for each in waits.values()):
        sys.exit(1)


if __name__ == "__main__":
    main()
