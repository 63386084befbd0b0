"""Three bots on two PostgreSQL servers, of which you kill what you like: `make demo-ha`.

One agent registers customer after customer meanwhile. With `--once` the program itself kills the
bot that serves and then the server, and ends after two verdicts.
"""

import asyncio
import contextlib
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import httpx

from bot.sandbox.person import Person
from bot.trial.example import Customer, register
from storage.opening import migrate_server
from tests.support.postgres import programs
from tests.support.postgres_pair import PostgresPair, postgres_pair
from tests.support.processes import Machine, Process, free_ports, machine_in

_BOTS = 3
_CUSTOMERS = 12  # the citizens whom the pretend eKYC service knows
_LOOK_SECONDS = 0.1
_ANSWER_SECONDS = 0.5  # a frozen bot does not answer
_AGAIN_SECONDS = 3.0  # until a supervisor would start a bot again
_VERDICT_SECONDS = 120.0


def say(words: str) -> None:
    click.echo(f"{datetime.now(UTC):%H:%M:%S}  {words}")


@dataclass(slots=True)
class Bot:
    """One of the equal processes; its supervisor starts it again."""

    name: str
    port: int
    start: Callable[[int], Process]
    process: Process = field(init=False)
    role: str = ""
    ended_at: float | None = None

    def begin(self) -> None:
        self.process, self.ended_at = self.start(self.port), None

    async def look(self, http: httpx.AsyncClient) -> None:
        """Learn its role; start it again a while after its end."""
        if self.process.has_ended:
            if self.ended_at is None:
                self.role, self.ended_at = "", time.monotonic()
                say(f"{self.name} has ended.")
            elif time.monotonic() - self.ended_at > _AGAIN_SECONDS:
                self.begin()
                say(f"{self.name} is started again: process {self.process.pid}.")
            return
        try:
            answer = await http.get(f"http://127.0.0.1:{self.port}/ready")
        except httpx.HTTPError:
            self.role = ""
            return
        said: dict[str, Any] = answer.json()
        self.role = str(said.get("role", "")) if said["ok"] else ""


class Watch:
    """Says who has the seat, and how long nobody had."""

    def __init__(self, bots: list[Bot]) -> None:
        self.bots = bots
        self.all_there = asyncio.Event()
        self._holder: Bot | None = None
        self._held_at = time.monotonic()

    def holder(self) -> Bot | None:
        return next((each for each in self.bots if each.role == "seat"), None)

    async def run(self) -> None:
        async with httpx.AsyncClient(trust_env=False, timeout=_ANSWER_SECONDS) as http:
            while True:
                await asyncio.gather(*(each.look(http) for each in self.bots))
                if all(each.role for each in self.bots):
                    self.all_there.set()
                self._tell(self.holder())
                await asyncio.sleep(_LOOK_SECONDS)

    def _tell(self, holder: Bot | None) -> None:
        now = time.monotonic()
        if holder is None:
            return
        away = now - self._held_at
        if holder is not self._holder:
            after = (
                f", {away:.1f} s after the last sign of {self._holder.name}" if self._holder else ""
            )
            say(f"{holder.name} has the seat{after}.")
        elif away > 1:
            say(f"{holder.name} serves again, after {away:.1f} s.")
        self._holder, self._held_at = holder, now


async def fail_over(pair: PostgresPair) -> None:
    """The primary dies, the standby takes its place, and the dead one comes back as standby."""
    say("The primary is killed, and the standby takes its place.")
    await asyncio.to_thread(pair.fail_over)
    await asyncio.to_thread(pair.rejoin)
    say("The server that died is back as the standby; commits wait for it.")


async def play(machine: Machine, pair: PostgresPair, *, once: bool) -> bool:
    """Returns whether the eKYC service holds each customer once."""
    ports = free_ports(_BOTS)
    bots = [
        Bot(f"Bot {number}", port, lambda port: machine.bot(HEALTH=f"127.0.0.1:{port}"))
        for number, port in enumerate(ports, 1)
    ]
    for each in bots:
        each.begin()
    watch = Watch(bots)
    async with machine.person("Rahim", 2001) as rahim, asyncio.TaskGroup() as group:
        watching = group.create_task(watch.run())
        await watch.all_there.wait()
        await rahim.opens(await machine.invite("Rahim"))
        await rahim.sees("Welcome")
        if not once:
            _say_what_to_do(bots)
            _fail_over_at_enter(pair)
        count = 2 if once else _CUSTOMERS
        for number in range(count):
            await _register(rahim, number, watch, pair, is_killing=once)
        watching.cancel()
    return await _are_held(machine, count)


def _fail_over_at_enter(pair: PostgresPair) -> None:
    going_on: set[asyncio.Future[None]] = set()

    def read() -> None:
        if not sys.stdin.readline():  # it was closed
            asyncio.get_running_loop().remove_reader(sys.stdin)
        elif not going_on:
            going_on.add(failing := asyncio.ensure_future(fail_over(pair)))
            failing.add_done_callback(going_on.discard)

    asyncio.get_running_loop().add_reader(sys.stdin, read)


async def _register(
    rahim: Person, number: int, watch: Watch, pair: PostgresPair, *, is_killing: bool
) -> None:
    killed, failing = False, list[asyncio.Future[None]]()

    async def kill_at(step: str) -> None:
        nonlocal killed
        if not is_killing or killed or step != "gender":
            return
        killed = True
        if number == 0 and (holder := watch.holder()):
            say(f"{holder.name} is killed in the middle of a registration.")
            holder.process.kill()
        elif number == 1:
            failing.append(asyncio.ensure_future(fail_over(pair)))

    began = time.monotonic()
    customer = Customer(number=number, mobile_number=f"017123456{number:02}")
    await register(rahim, customer, at_step=kill_at)
    await rahim.sees("Passed: ", timeout=_VERDICT_SECONDS)
    seconds = time.monotonic() - began
    say(f"Customer {number + 1} is registered and has passed, after {seconds:.0f} s.")
    await asyncio.gather(*failing)


async def _are_held(machine: Machine, count: int) -> bool:
    async with httpx.AsyncClient(trust_env=False) as http:
        reply = await http.get(f"{machine.ekyc_url}/control/applications")
    held = len(reply.json()["applications"])
    say(f"The eKYC service holds {held} customers; {count} were registered.")
    return bool(held == count)


def _say_what_to_do(bots: list[Bot]) -> None:
    pids = ", ".join(f"{each.process.pid} ({each.name})" for each in bots)
    click.echo(
        "\nKill a bot or freeze it, in another terminal: kill -9 PID, kill -STOP PID, kill -CONT"
        f" PID.\n{pids}\nEnter kills the primary of the database. Ctrl-C ends it all.\n"
    )


async def _run(*, once: bool) -> bool:
    click.echo("Starting two PostgreSQL servers, three bots and both pretend services …")
    with postgres_pair() as pair, tempfile.TemporaryDirectory() as name:
        async with machine_in(Path(name), verification_delay=0.5) as machine:
            environment = {**machine.environment, "DATABASE": pair.address}
            migrate_server(pair.address, environment["DATABASE_KEY"])
            return await play(replace(machine, environment=environment), pair, once=once)


@click.command()
@click.option("--once", is_flag=True, help="Kill a bot and a server, and end after two verdicts.")
def main(*, once: bool) -> None:
    """Three bots, two PostgreSQL servers, and an agent who registers customers meanwhile."""
    if programs() is None:
        raise click.ClickException("PostgreSQL is missing; on Debian: apt-get install postgresql")
    with contextlib.suppress(KeyboardInterrupt):
        is_right = asyncio.run(_run(once=once))
        sys.exit(0 if is_right else 1)


if __name__ == "__main__":
    main()
