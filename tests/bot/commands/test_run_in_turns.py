"""Equal processes of python -m bot run on one PostgreSQL server: one serves, the others wait."""

import asyncio
import signal
import socket
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.runtime.service_manager import ALIVE, READY
from bot.sandbox.person import Person
from bot.sandbox.serving import serving
from bot.trial.example import Customer, register
from tests.support.clocks import eventually
from tests.support.postgres import PostgresServer, needs_postgres
from tests.support.postgres_databases import a_server_with_a_bot
from tests.support.processes import Machine, Process, free_ports, machine_in
from tests.support.relay import Relay
from tests.support.running import Trial
from tests.support.scraping import Answer, Scraper

pytestmark = needs_postgres

CUSTOMER = Customer(number=0, mobile_number="01712345678")
#: What a killed server has confirmed is on its way to the disk, which no test cuts off.
_SETTINGS = ("fsync=off", "full_page_writes=off")
_SERVES, _WAITS = "Started.", "Waiting for the seat"


@pytest.fixture
def server() -> Iterator[PostgresServer]:
    with a_server_with_a_bot(_SETTINGS) as server:
        yield server


@pytest.fixture
async def machine(tmp_path: Path, server: PostgresServer) -> AsyncIterator[Machine]:
    async with machine_in(tmp_path) as running:
        yield replace(
            running, environment={**running.environment, "DATABASE": server.address("bot")}
        )


@pytest.fixture
async def rahim(machine: Machine) -> AsyncIterator[Person]:
    async with machine.person("Rahim", 2001) as person:
        yield person


async def both(machine: Machine) -> tuple[Process, Process]:
    """One that serves and one that is hot."""
    first = await machine.serving_bot()
    second = machine.bot()
    await second.logs(_WAITS)
    return first, second


async def enrols(machine: Machine, person: Person) -> None:
    await person.opens(*machine.invitations(person.first_name))
    await person.sees("Welcome")


async def registers_while_it_dies(first: Process, machine: Machine, rahim: Person) -> None:
    """The agent registers a customer once; the first process is killed on the way."""
    await enrols(machine, rahim)

    async def kill_at(step: str) -> None:
        if step == "nominee" and not first.has_ended:
            first.kill()

    await register(rahim, CUSTOMER, at_step=kill_at)
    await rahim.sees("Passed: Md. Asaduzzaman Miah")

    assert first.has_ended
    assert await registered(machine) == 1


async def test_after_a_kill_the_other_serves_within_a_second_and_the_registration_goes_on(
    machine: Machine, rahim: Person
) -> None:
    first, second = await both(machine)
    await enrols(machine, rahim)

    async def kill_at(step: str) -> None:
        if step == "gender" and not first.has_ended:
            first.kill()
            began = time.monotonic()
            await second.logs(_SERVES)
            print(f"served again after {time.monotonic() - began:.2f} s")
            assert time.monotonic() - began < _busy(1.0)

    await register(rahim, CUSTOMER, at_step=kill_at)
    await rahim.sees("Passed: Md. Asaduzzaman Miah")

    assert first.has_ended
    assert await registered(machine) == 1


async def test_a_process_that_is_stopped_hands_over_and_one_that_waits_ends_at_once(
    machine: Machine, rahim: Person
) -> None:
    first, second = await both(machine)
    await enrols(machine, rahim)
    third = machine.bot()
    await third.logs(_WAITS)

    third.signal(signal.SIGTERM)
    assert await third.ends(_busy(1.0)) == 0
    first.signal(signal.SIGTERM)
    assert await first.ends(_busy(5.0)) == 0
    await second.logs(_SERVES)

    await rahim.says("/new")
    await rahim.sees("Does the customer agree")


async def test_a_frozen_process_loses_the_seat_and_waits_for_it_when_it_thaws(
    machine: Machine, rahim: Person
) -> None:
    first, second = await both(machine)
    await enrols(machine, rahim)
    registering = asyncio.create_task(register(rahim, CUSTOMER))

    first.signal(signal.SIGSTOP)
    began = time.monotonic()
    await second.logs(_SERVES)
    print(f"served again after {time.monotonic() - began:.2f} s")
    await registering
    await rahim.sees("Passed: Md. Asaduzzaman Miah")
    first.signal(signal.SIGCONT)
    await first.logs("The session with the database is lost")
    await first.logs(_WAITS)
    await rahim.says("/new")
    await rahim.sees("Does the customer agree")

    assert not second.has_ended
    assert await registered(machine) == 1
    assert first.log.count(_SERVES) == 1


async def test_the_same_process_serves_again_after_the_server_has_come_back(
    machine: Machine, rahim: Person, server: PostgresServer
) -> None:
    bot = await machine.serving_bot()
    await enrols(machine, rahim)

    server.stop()
    await bot.logs("Waiting for the database: nobody answers there.")
    await rahim.says("/new")
    server.start(_SETTINGS)

    await rahim.sees("Does the customer agree")
    assert bot.log.count(_SERVES) == 2


async def test_it_waits_for_a_server_that_is_not_there_at_the_start_and_ends_when_it_is_told_to(
    machine: Machine, server: PostgresServer
) -> None:
    server.stop()
    (port,) = free_ports(1)
    scraper = Scraper(port)
    bot = machine.bot(HEALTH=f"127.0.0.1:{port}")
    await bot.logs("Waiting for the database: nobody answers there.")
    waiting = await scraper.asks("/ready")
    assert waiting == Answer(503, ["the database is not reached"], "standby")
    server.start(_SETTINGS)
    await bot.logs(_SERVES)
    server.stop()
    await bot.logs("The session with the database is lost")

    bot.signal(signal.SIGTERM)

    assert await bot.ends(_busy(1.0)) == 0
    assert "Traceback" not in bot.log


async def test_a_waiting_process_decides_what_telegram_posts_to_it_and_the_other_does_the_rest(
    machine: Machine, rahim: Person
) -> None:
    """The balancer in front of both has sent everything to the one that waits."""
    ports = free_ports(2)
    webhook = {
        "WEBHOOK_URL": f"http://127.0.0.1:{ports[1]}/telegram",
        "WEBHOOK_SECRET": "a-secret-of-the-webhook",
    }
    first = await machine.serving_bot(**webhook, WEBHOOK_LISTEN=f"127.0.0.1:{ports[0]}")
    second = machine.bot(**webhook, WEBHOOK_LISTEN=f"127.0.0.1:{ports[1]}")
    await second.logs(_WAITS)

    await registers_while_it_dies(first, machine, rahim)

    await second.logs(_SERVES)


async def test_posts_that_are_decided_by_both_in_turn_make_one_registration(
    machine: Machine, rahim: Person
) -> None:
    ports = free_ports(2)
    async with serving(Relay(*ports)) as url:
        webhook = {"WEBHOOK_URL": f"{url}/telegram", "WEBHOOK_SECRET": "a-secret-of-the-webhook"}
        first = await machine.serving_bot(**webhook, WEBHOOK_LISTEN=f"127.0.0.1:{ports[0]}")
        second = machine.bot(**webhook, WEBHOOK_LISTEN=f"127.0.0.1:{ports[1]}")
        await second.logs(_WAITS)

        await registers_while_it_dies(first, machine, rahim)


async def test_an_operators_tools_see_who_has_the_seat_and_the_log_that_no_standby_follows(
    machine: Machine,
) -> None:
    ports = free_ports(2)
    first = await machine.serving_bot(HEALTH=f"127.0.0.1:{ports[0]}")
    assert "The database confirms a commit before a standby has it" in first.log
    second = machine.bot(HEALTH=f"127.0.0.1:{ports[1]}")
    await second.logs(_WAITS)
    scrapers = [Scraper(port) for port in ports]

    async def is_ready(scraper: Scraper, role: str) -> bool:
        answer = await scraper.asks("/ready")
        return answer.status == 200 and answer.role == role

    await eventually(lambda: is_ready(scrapers[0], "seat"))
    await eventually(lambda: is_ready(scrapers[1], "standby"))
    assert (await scrapers[0].scrapes()).value("onboarding_has_seat") == 1
    assert (await scrapers[1].scrapes()).value("onboarding_has_seat") == 0

    first.kill()

    await second.logs(_SERVES)
    await eventually(lambda: is_ready(scrapers[1], "seat"))


async def test_a_hot_process_is_ready_and_alive_for_its_service_manager(
    machine: Machine, server: PostgresServer, tmp_path: Path
) -> None:
    await machine.serving_bot()
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        manager.settimeout(30)
        second = machine.bot(NOTIFY_SOCKET=str(tmp_path / "notify"))

        def hears(word: str) -> None:
            while manager.recv(4096).decode() != word:
                pass

        await asyncio.to_thread(hears, READY)
        await asyncio.to_thread(hears, ALIVE)
        server.stop()
        await second.logs("Waiting for the database")
        await asyncio.to_thread(hears, ALIVE)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("alter database bot rename to another", "no such database"),
        ("drop table schema_steps", "python -m bot migrate"),
    ],
)
async def test_what_the_operator_must_correct_before_the_first_start_is_exit_code_2(
    machine: Machine, server: PostgresServer, statement: str, words: str
) -> None:
    server.ask(statement, "bot" if "table" in statement else "postgres")
    process = machine.bot()

    assert await process.ends() == 2
    assert words in process.log
    assert "Traceback" not in process.log


async def registered(machine: Machine) -> int:
    """How many customers the eKYC service holds."""
    trial = Trial(machine.telegram_url, machine.ekyc_url, machine.folder)
    held = await trial.applications()
    assert held["posts"] == len(held["applications"])
    return int(held["posts"])


def _busy(seconds: float) -> float:
    """What takes that long on a machine of its own, on one that runs other tests as well."""
    return 5 * seconds
