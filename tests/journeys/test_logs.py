"""A whole run at the most verbose level, and nothing in the log that must not be there."""

import json
import stat
from pathlib import Path

import pytest

from tests.support.customers import ASADUZZAMAN, comes_to
from tests.support.engine import current
from tests.support.processes import machine_in

NAMES = ("Asaduzzaman", "আসাদুজ্জামান", "আম্বিয়া", "আবুল মুনীম", "Ambia", "Rahim Uddin", "ইসলামপুর")
NUMBERS = ("0001980100147", "1980100147", "01712345678", "1712345678", "1712-345678")
OF_THE_SERVICE = "ekyc.db"  # the pretend service's own file; all others are the bot's


def arguments_of(pid: int) -> str:
    """What every user of the machine can see of a process."""
    return Path(f"/proc/{pid}/cmdline").read_bytes().decode()


def modes_of_the_database(folder: Path) -> set[int]:
    return {stat.S_IMODE(file.stat().st_mode) for file in folder.glob("bot.db*")}


def written_by_the_bot(folder: Path) -> bytes:
    """Every file during the run: database, write-ahead log, temporary files, log.

    A command's output for the operator is not one of the bot's own files.
    """
    files = [file for file in folder.rglob("*") if file.is_file() and file.suffix != ".out"]
    return b"".join(file.read_bytes() for file in files if not file.name.startswith(OF_THE_SERVICE))


@pytest.mark.parametrize("form", ["text", "json"])
async def test_no_token_no_name_and_no_number_is_in_the_log_the_arguments_or_the_files(
    tmp_path: Path, form: str
) -> None:
    async with machine_in(tmp_path) as machine:
        bot = await machine.serving_bot(LOG_LEVEL="DEBUG", LOG_FORMAT=form)
        link = await machine.invite("Rahim Uddin", LOG_LEVEL="DEBUG")
        async with machine.person("Rahim", 2001) as rahim:
            await rahim.opens(link)
            await rahim.sees("Welcome")
            await comes_to(rahim, "receipt", ASADUZZAMAN)
            await rahim.sees("Passed: Md. Asaduzzaman Miah")
            await rahim.forges("Md. Asaduzzaman Miah 0001980100147")
            await rahim.says("/status 01712345678")
            await rahim.sees("Mobile: 01712-345678")
        secrets = [
            machine.environment[name]
            for name in ("TELEGRAM_BOT_TOKEN", "EKYC_TOKEN", "DATABASE_KEY")
        ]
        arguments = arguments_of(bot.pid)
        modes = modes_of_the_database(tmp_path)

        written = written_by_the_bot(tmp_path)

        marks = {"text": " DEBUG ", "json": '"level": "DEBUG"'}
        assert marks[form] in bot.log
        assert form == "text" or all(json.loads(line) for line in bot.log.splitlines())
        assert "Started." in bot.log
        code = link.partition("start=")[2]
        hidden = (*secrets, code, *NAMES, *NUMBERS)
        assert [word for word in hidden if word in bot.log] == []
        assert [word for word in hidden if word.encode() in written] == []
        assert [word for word in secrets if word in arguments] == []
        assert modes == (set() if current().is_postgres else {0o600})
