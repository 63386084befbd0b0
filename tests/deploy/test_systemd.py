"""The units for systemd: valid, as closed as they can be, and true to the program."""

import shlex
import shutil
import subprocess
from pathlib import Path

import click
import pytest

from bot.__main__ import main
from bot.commands.opening import MISCONFIGURED

FOLDER = Path(__file__).parents[2] / "deploy" / "systemd"
PROGRAM = "/opt/onboarding-bot/bin/onboarding-bot"
UNITS = ("onboarding-bot.service", "onboarding-bot-backup.service", "onboarding-bot-backup.timer")
SERVICES = UNITS[:2]

#: Of 100, the worse the higher, as `systemd-analyze security` counts. The service needs a network
#: and limits its own processes; the copy needs neither.
MOST_EXPOSED = {"onboarding-bot.service": 12, "onboarding-bot-backup.service": 4}

needs_systemd = pytest.mark.skipif(
    not shutil.which("systemd-analyze"), reason="The units need: apt-get install systemd"
)


def lines(unit: str, section: str = "Service") -> list[tuple[str, str]]:
    """The assignments of a section, in order; a key may be there several times."""
    text = (FOLDER / unit).read_text("utf-8")
    _, _, rest = text.partition(f"[{section}]\n")
    assigned = [line for line in rest.split("\n[")[0].splitlines() if line[:1].isalpha()]
    return [(key, value) for key, _, value in (line.partition("=") for line in assigned)]


def value(unit: str, key: str) -> str:
    (only,) = (found for name, found in lines(unit) if name == key)
    return only


def analyses(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["systemd-analyze", *words],  # noqa: S607 - whichever there is
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@needs_systemd
def test_systemd_finds_nothing_wrong(tmp_path: Path) -> None:
    for unit in UNITS:  # the program is not installed here, and systemd would miss it
        text = (FOLDER / unit).read_text("utf-8").replace(PROGRAM, "/bin/true")
        (tmp_path / unit).write_text(text, "utf-8")

    found = analyses("verify", *(str(tmp_path / unit) for unit in UNITS))

    assert (found.returncode, found.stderr) == (0, "")


@needs_systemd
@pytest.mark.parametrize("unit", SERVICES)
def test_the_service_is_as_closed_as_we_say(unit: str) -> None:
    threshold = f"--threshold={MOST_EXPOSED[unit]}"
    found = analyses("security", "--offline=true", "--no-pager", threshold, str(FOLDER / unit))

    assert found.returncode == 0, found.stdout[-200:]


@pytest.mark.parametrize("unit", SERVICES)
def test_the_program_knows_the_command_that_the_unit_starts(unit: str) -> None:
    program, name, *words = shlex.split(value(unit, "ExecStart"))
    command = main.get_command(click.Context(main), name)

    assert program == PROGRAM
    assert command
    command.make_context(name, [word.replace("%S", "/var/lib") for word in words])


def test_both_services_have_the_same_secrets_and_the_same_walls() -> None:
    def shared(unit: str) -> list[tuple[str, str]]:
        rows = lines(unit)
        first = next(number for number, (key, _) in enumerate(rows) if key == "UMask")
        given = [row for row in rows if row[0] in {"LoadCredential", "Environment", "User"}]
        return given + [row for row in rows[first:] if row[0] != "RestrictAddressFamilies"]

    assert shared(SERVICES[0]) == shared(SERVICES[1])


def test_each_secret_comes_from_a_credential() -> None:
    given = dict(each.split("=", 1) for key, each in lines(UNITS[0]) if key == "Environment")
    loaded = dict(each.split(":", 1) for key, each in lines(UNITS[0]) if key == "LoadCredential")

    secrets = {name: path for name, path in given.items() if name.endswith("_FILE")}
    assert set(secrets) == {"TELEGRAM_BOT_TOKEN_FILE", "EKYC_TOKEN_FILE", "DATABASE_KEY_FILE"}
    assert {path.removeprefix("%d/") for path in secrets.values()} == set(loaded)


def test_systemd_stops_and_restarts_the_bot_as_the_bot_expects() -> None:
    assert value(UNITS[0], "RestartPreventExitStatus") == str(MISCONFIGURED)
    assert int(value(UNITS[0], "TimeoutStopSec")) > 5  # the bot stops within five
    assert int(value(UNITS[0], "WatchdogSec")) >= 10  # the bot speaks every second


def test_the_command_for_operators_uses_the_files_of_the_service() -> None:
    file = FOLDER / "onboarding-bot-as-service"
    subprocess.run(["/bin/sh", "-n", file], check=True)
    script = file.read_text("utf-8")
    loaded = dict(each.split(":", 1) for key, each in lines(UNITS[0]) if key == "LoadCredential")

    for name, path in loaded.items():
        assert f"$(secret {name})" in script
        assert str(Path(path).parent) in script
    assert f"runuser --user {value(UNITS[0], 'User')} -- {PROGRAM}" in script
    assert value(UNITS[0], "WorkingDirectory") in script
