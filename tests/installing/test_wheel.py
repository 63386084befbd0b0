"""`pip install onboarding-bot` gives all that the bot and its trial need."""

import asyncio
import contextlib
import json
import zipfile
from collections.abc import AsyncIterator
from email import message_from_bytes
from pathlib import Path

import pytest

from bot import __version__
from bot.trial.example import register
from bot.trial.play import EXAMPLE
from scripts.advisories import pinned
from scripts.components import write_components
from tests.support.fresh_environment import (
    ROOT,
    FreshEnvironment,
    built_wheel,
    fresh_environment,
)
from tests.support.running import Trial

PACKAGES = ("bot", "conversations", "storage")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_wheel(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def requirements(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as opened:
        (metadata,) = (name for name in opened.namelist() if name.endswith(".dist-info/METADATA"))
        return message_from_bytes(opened.read(metadata)).get_all("Requires-Dist", [])


@pytest.fixture(scope="module")
def installed(
    wheel: Path, requirements: list[str], tmp_path_factory: pytest.TempPathFactory
) -> FreshEnvironment:
    return fresh_environment(tmp_path_factory.mktemp("bot"), wheel, requirements)


@pytest.fixture(scope="module")
def with_trial(
    wheel: Path, requirements: list[str], tmp_path_factory: pytest.TempPathFactory
) -> FreshEnvironment:
    return fresh_environment(tmp_path_factory.mktemp("trial"), wheel, requirements, extra="trial")


def test_each_file_of_the_packages_is_in_the_wheel_and_nothing_else_is(wheel: Path) -> None:
    there = (path for package in PACKAGES for path in (ROOT / package).rglob("*"))
    ours = {
        str(path.relative_to(ROOT))
        for path in there
        if path.is_file() and path.parent.name != "__pycache__"
    }
    with zipfile.ZipFile(wheel) as opened:
        packed = {name for name in opened.namelist() if ".dist-info/" not in name}
        assert packed == ours
        assert [name for name in ours if opened.read(name) != (ROOT / name).read_bytes()] == []


def test_the_program_says_its_version(installed: FreshEnvironment, tmp_path: Path) -> None:
    said = installed.runs("onboarding-bot", "--version", folder=tmp_path)

    assert said.stdout == f"onboarding-bot, version {__version__}\n", said.stderr


@contextlib.asynccontextmanager
async def serving(installed: FreshEnvironment, trial: Trial) -> AsyncIterator[str]:
    """The installed bot, running against the pretend services; yields Rahim's invitation."""
    settings = {
        "TELEGRAM_BOT_TOKEN": "123456789:AAF0trialtrialtrialtrialtrialtrial0",
        "TELEGRAM_API_URL": trial.telegram_url,
        "EKYC_URL": trial.ekyc_url,
        "EKYC_TOKEN": "trial-token",
        "DATABASE": str(trial.folder / "bot.db"),
        "DATABASE_KEY": "5d" * 32,
        "LANGUAGE": "bn",
    }
    process = await asyncio.create_subprocess_exec(
        *(installed.program("onboarding-bot"), "run"),
        cwd=trial.folder,
        env=settings,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stderr
    log = b""
    try:
        while b"Started." not in log:
            line = await process.stderr.readline()
            assert line, log.decode()
            log += line
        invite = ("onboarding-bot", "invite", "Rahim Uddin")
        invited = await asyncio.to_thread(installed.runs, *invite, folder=trial.folder, **settings)
        yield invited.stdout.strip()
    finally:
        process.terminate()
        await process.wait()


async def test_what_it_installs_is_enough_to_serve_an_agent(
    installed: FreshEnvironment, trial: Trial
) -> None:
    """Its texts, the processes that look at pictures, and the font of a drawn picture."""
    async with (
        serving(installed, trial) as invitation,
        trial.person("Rahim", user_id=2001, language_code="bn") as rahim,
    ):
        await rahim.opens(invitation)
        await rahim.sees("স্বাগতম, Rahim Uddin")
        await register(rahim, EXAMPLE, "bn")
        await rahim.says("/stats")
        numbers = await rahim.sees("আজ")

        assert await rahim.opens_photo(numbers)


def test_the_components_of_a_release_are_listed_with_version_and_licence(
    installed: FreshEnvironment, tmp_path: Path
) -> None:
    file = tmp_path / "components.json"

    write_components(installed.program("python"), file)

    listed = json.loads(file.read_text("utf-8"))
    assert (listed["bomFormat"], listed["specVersion"]) == ("CycloneDX", "1.6")
    assert listed["metadata"]["component"]["name"] == "onboarding-bot"
    pins = dict(pinned((ROOT / "requirements-bot.txt").read_text("utf-8")))
    versions = {
        each["name"].lower().replace(".", "-").replace("_", "-"): each["version"]
        for each in listed["components"]
    }
    assert pins.items() <= versions.items()
    assert versions.keys() - pins.keys() <= {"pip"}
    assert len(listed["dependencies"]) > len(pins)


def test_the_shell_completes_its_commands_and_their_words(
    installed: FreshEnvironment, tmp_path: Path
) -> None:
    def completed(*words: str) -> list[str]:
        said = installed.runs(
            "onboarding-bot",
            folder=tmp_path,
            _ONBOARDING_BOT_COMPLETE="bash_complete",
            COMP_WORDS=" ".join(("onboarding-bot", *words)),
            COMP_CWORD=str(len(words)),
        )
        return [line.removeprefix("plain,") for line in said.stdout.splitlines()]

    assert sorted(completed("re")) == ["rekey", "restore", "returned"]
    assert completed("agents", "app") == ["appoint"]
    assert completed("invite", "--role", "s") == ["supervisor"]


def test_without_the_extra_the_trial_says_what_to_install(
    installed: FreshEnvironment, tmp_path: Path
) -> None:
    said = installed.runs("onboarding-bot", "trial", "--once", folder=tmp_path)

    assert said.returncode == 2
    assert "pip install 'onboarding-bot[trial]'" in said.stderr
    assert "Traceback" not in said.stderr


def test_with_the_extra_the_trial_registers_its_customer(
    with_trial: FreshEnvironment, tmp_path: Path
) -> None:
    said = with_trial.runs("onboarding-bot", "trial", "--once", folder=tmp_path)

    assert said.returncode == 0, said.stderr
    assert "✅ Passed" in said.stdout
