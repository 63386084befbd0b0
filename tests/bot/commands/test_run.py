"""python -m bot run as an operator meets it: a real process, its words and exit codes."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.person import Person
from tests.support.commands import Operator
from tests.support.processes import Machine, machine_in
from tests.support.running import Trial


@pytest.fixture
async def machine(tmp_path: Path) -> AsyncIterator[Machine]:
    async with machine_in(tmp_path) as running:
        yield running


async def test_a_second_process_under_the_same_token_or_on_the_same_database_refuses_to_start(
    machine: Machine, tmp_path: Path
) -> None:
    await machine.serving_bot()
    second = machine.bot(DATABASE=str(tmp_path / "another.db"))
    third = machine.bot(TELEGRAM_BOT_TOKEN="987654321:another-token-of-another-bot-0123456")

    assert (await second.ends(), await third.ends()) == (2, 2)
    assert "Another process already runs with this token" in second.log
    assert "Another process already runs with the database" in third.log
    assert "Traceback" not in second.log


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"DATABASE_KEY": ""}, "DATABASE_KEY"),
        ({"EKYC_URL": ""}, "EKYC_URL"),
        ({"EKYC_URL": "http://ekyc.example.com"}, "https"),
        ({"TELEGRAM_BOT_TOKEN": ""}, "TELEGRAM_BOT_TOKEN"),
        (
            {"EKYC_URL": "https://ekyc.example.com", "ALL_PROXY": "socks5://127.0.0.1:9"},
            "Name an http proxy in HTTPS_PROXY",
        ),
        ({"WEBHOOK_URL": "https://bot.example.com/telegram"}, "WEBHOOK_SECRET is missing"),
    ],
)
def test_a_mistake_of_the_operator_is_one_plain_sentence_and_exit_code_2(
    operator: Operator, changes: dict[str, str], words: str
) -> None:
    result = operator.runs("run", **changes)

    assert result.exit_code == 2
    assert words in result.output
    assert "Traceback" not in result.output


async def test_a_token_that_telegram_refuses_is_named_in_a_plain_sentence_and_exit_code_2(
    machine: Machine,
) -> None:
    process = machine.bot(TELEGRAM_BOT_TOKEN="1:wrong")

    assert await process.ends() == 2
    assert "TELEGRAM_BOT_TOKEN" in process.log
    assert "Traceback" not in process.log


async def test_a_mistyped_token_ends_the_first_start_without_another_attempt(
    machine: Machine,
) -> None:
    process = machine.bot(TELEGRAM_BOT_TOKEN="987654321:another-token-of-another-bot-0123456")

    assert await process.ends() == 2
    assert "Telegram does not accept TELEGRAM_BOT_TOKEN" in process.log
    assert "trying again" not in process.log


async def test_a_misspelt_setting_is_told_at_the_start_without_its_value(machine: Machine) -> None:
    bot = await machine.serving_bot(FORM_KEPT_DAY="a-value-to-hide")

    assert "FORM_KEPT_DAY (FORM_KEPT_DAYS?)" in bot.log
    assert "a-value-to-hide" not in bot.log


async def test_a_wrong_key_leaves_the_database_as_it_was(machine: Machine) -> None:
    bot = await machine.serving_bot()
    bot.signal(signal.SIGTERM)
    assert await bot.ends() == 0
    path = machine.folder / "bot.db"
    before = path.read_bytes()

    wrong = machine.bot(DATABASE_KEY="ee" * 32)

    assert await wrong.ends() == 2
    assert "DATABASE_KEY does not open" in wrong.log
    assert path.read_bytes() == before


async def test_sigterm_ends_it_within_five_seconds_whatever_is_waiting(machine: Machine) -> None:
    trial = Trial(machine.telegram_url, machine.ekyc_url, machine.folder)
    bot = await machine.serving_bot()
    people = [machine.person(f"Agent {number}", 2000 + number) for number in range(3)]
    for person in people:
        await person.opens(*machine.invitations(person.first_name))
        await person.sees("Welcome")
    await trial.fault("telegram", kind="delay", method="sendMessage", seconds=60, times="always")
    for person in people:
        for _ in range(20):
            await person.says("/help")
    await asyncio.sleep(1)

    began = time.monotonic()
    bot.signal(signal.SIGTERM)
    bot.signal(signal.SIGTERM)
    assert await bot.ends(20) == 0  # the calls under way take 60, and the machine may be busy
    print(f"ended after {time.monotonic() - began:.1f} s")

    await trial.fault("telegram", kind="clear")
    await machine.serving_bot()
    for person in people:
        await sees_help(person, times=20)
        await person.leaves()


async def test_on_sighup_a_new_token_is_read_from_the_file_and_nothing_is_restarted(
    machine: Machine,
) -> None:
    file = machine.folder / ".env"
    file.touch(mode=0o600)
    file.write_text("EKYC_TOKEN=a-token-of-old\n")
    bot = await machine.serving_bot(EKYC_TOKEN="")
    file.write_text(f"EKYC_TOKEN={machine.environment['EKYC_TOKEN']}\nTELEGRAM_BOT_TOKEN=1:2\n")

    bot.signal(signal.SIGHUP)

    await bot.logs("Taken over: EKYC_TOKEN.")
    file.write_text("")
    bot.signal(signal.SIGHUP)
    await bot.logs("The settings stay unchanged: EKYC_TOKEN")
    assert not bot.has_ended
    file.unlink()


async def test_on_sighup_the_form_of_the_log_changes_and_is_not_said_to_need_a_restart(
    machine: Machine,
) -> None:
    file = machine.folder / ".env"
    file.touch(mode=0o600)
    bot = await machine.serving_bot(LOG_FORMAT="")
    file.write_text("LOG_FORMAT=json\n")

    bot.signal(signal.SIGHUP)

    await bot.logs('"message": "Taken over: LOG_FORMAT."')
    assert "only with a restart: LOG_FORMAT" not in bot.log


async def test_on_sighup_a_new_token_is_read_from_the_file_that_names_it(machine: Machine) -> None:
    """As Docker hands secrets over; a rotation replaces the file."""
    file = machine.folder / "ekyc_token"
    file.write_text("a-token-of-old\n")
    bot = await machine.serving_bot(EKYC_TOKEN="", EKYC_TOKEN_FILE=str(file))
    newer = machine.folder / "newer"
    newer.write_text(machine.environment["EKYC_TOKEN"])
    newer.rename(file)

    bot.signal(signal.SIGHUP)

    await bot.logs("Taken over: EKYC_TOKEN.")
    assert "is set in the environment of this process" not in bot.log
    file.unlink()
    bot.signal(signal.SIGHUP)
    await bot.logs("The settings stay unchanged: EKYC_TOKEN cannot be read from the file")
    assert not bot.has_ended


async def test_a_copy_is_taken_while_the_bot_serves_and_comes_back_only_when_it_is_stopped(
    machine: Machine,
) -> None:
    await machine.serving_bot()
    copy = str(machine.folder / "copy.db")

    taken = machine.bot("backup", copy)
    assert await taken.ends(30) == 0, taken.log
    back = machine.bot("restore", copy, "--overwrite")
    assert await back.ends(30) == 2
    assert "Another process already runs" in back.log


async def test_what_a_killed_restore_or_move_left_is_deleted_at_the_start(machine: Machine) -> None:
    for ending in (".part", ".part-wal", ".part-shm", ".x3_k9a0b.part"):
        (machine.folder / f"bot.db{ending}").touch()

    await machine.serving_bot()

    assert not list(machine.folder.glob("*.part*"))


async def sees_help(person: Person, times: int) -> None:
    """Wait until every question was answered."""
    ends_at = time.monotonic() + 40
    while sum("/status 0" in message.text for message in person.messages) < times:
        assert time.monotonic() < ends_at, person.transcript()
        await person.sees_one_of("/status 0", timeout=60)
        await asyncio.sleep(0.1)
