"""The image and its composition: by the rules of their linters, and closed."""

import asyncio
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.fresh_environment import required
from tests.support.processes import free_ports, machine_in

ROOT = Path(__file__).parents[2]
FILE = ROOT / "deploy" / "Containerfile"
COMPOSE = ROOT / "deploy" / "compose.yaml"
HIGH_AVAILABILITY = ROOT / "deploy" / "high-availability.yaml"
SECRETS = {"telegram-bot-token", "ekyc-token", "database-key"}


def instructions(stage: str) -> list[tuple[str, str]]:
    """Those of a stage, after those of the stage that it begins with."""
    text = re.sub(r"^\s*#.*\n|\\\n", "", FILE.read_text("utf-8"), flags=re.MULTILINE)
    (found,) = re.findall(rf"^FROM (\S+) AS {stage}\n((?:(?!FROM ).*\n?)*)", text, re.MULTILINE)
    base, body = found
    rows = [
        (word, rest.strip()) for word, rest in re.findall(r"^([A-Z]+) (.*)$", body, re.MULTILINE)
    ]
    return rows if "/" in base else [*instructions(base), *rows]


def test_the_linter_finds_nothing_to_mend() -> None:
    linter = Path(sys.executable).parent / "hadolint"
    run = subprocess.run([linter, FILE], capture_output=True, text=True, check=False, timeout=60)

    assert (run.returncode, run.stdout) == (0, "")


@pytest.mark.parametrize("stage", ["bot", "trial"])
def test_an_image_has_no_compiler_no_pip_and_no_root(stage: str) -> None:
    rows = instructions(stage)
    (installs,) = (rest for word, rest in rows if word == "RUN")
    (user,) = (rest for word, rest in rows if word == "USER")

    assert re.findall(r"--no-install-recommends (.*?)\s+&&", installs) == ["python3"]
    assert int(user) > 1000
    assert all(rest.startswith("--from=build-") for word, rest in rows if word == "COPY")
    assert "--without-pip" in FILE.read_text("utf-8")


def test_all_that_the_build_copies_is_sent_to_it() -> None:
    sent = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    copied = re.findall(r"^COPY (?!--from)(.*) \S+$", FILE.read_text("utf-8"), re.MULTILINE)

    for name in " ".join(copied).split():
        assert (ROOT / name).exists()
        assert f"!{name}" in sent


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("requirements-bot.txt", "requirements.txt"),
        ("requirements-build.txt", "requirements-dev.txt"),
        ("requirements-postgres.txt", "requirements-dev.txt"),
    ],
)
def test_a_part_of_the_pins_is_pinned_like_the_whole(part: str, whole: str) -> None:
    assert pins(part).items() <= pins(whole).items()


def pins(file: str) -> dict[str, str]:
    """The version and the hashes of each package."""
    text = (ROOT / file).read_text("utf-8")
    found = re.findall(r"^([\w.-]+)(==(?:.*\\\n)*.*)$", text, re.MULTILINE)
    return {re.sub(r"[-_.]+", "-", name).lower(): pinned for name, pinned in found}


def test_the_pins_of_the_bot_are_what_it_needs() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    names = {re.sub(r"[-_.]+", "-", one.name).lower() for one in required(project["dependencies"])}

    # sqlite-utils names pip for a command that nobody calls.
    assert set(pins("requirements-bot.txt")) == names - {"pip"}


def test_the_pins_of_postgres_are_what_it_needs_besides() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extra = project["optional-dependencies"]["postgres"]
    names = {re.sub(r"[-_.]+", "-", one.name).lower() for one in required(extra)}

    assert set(pins("requirements-postgres.txt")) == names - set(pins("requirements-bot.txt"))


async def test_the_health_check_passes_while_the_bot_lives_and_not_without_it(
    tmp_path: Path,
) -> None:
    (port,) = free_ports(1)
    (check,) = (rest for word, rest in instructions("bot") if word == "HEALTHCHECK")
    _, code, program = json.loads(check[check.index("[") :])

    async def asks() -> int:
        words = (sys.executable, code, program.replace("8080", str(port)))
        asking = await asyncio.create_subprocess_exec(*words, stderr=asyncio.subprocess.DEVNULL)
        return await asking.wait()

    async with machine_in(tmp_path) as machine:
        assert await asks() != 0
        await machine.serving_bot(HEALTH=f"127.0.0.1:{port}")
        assert await asks() == 0


def composition() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(COMPOSE.read_text("utf-8"))
    return read


@pytest.mark.parametrize(
    ("files", "schema"),
    [
        ((COMPOSE, HIGH_AVAILABILITY), "compose-spec"),
        ((ROOT / ".github" / "dependabot.yml",), "dependabot"),
    ],
)
def test_a_file_for_a_tool_is_as_its_schema_wants_it(files: tuple[Path, ...], schema: str) -> None:
    checker = Path(sys.executable).parent / "check-jsonschema"
    words: list[str | Path] = [checker, "--builtin-schema", f"vendor.{schema}", *files]
    run = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)

    assert run.returncode == 0, run.stdout


def test_every_container_is_closed() -> None:
    for service in composition()["services"].values():
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert service["mem_limit"]
        assert service["pids_limit"]
        assert "ports" not in service


def test_each_secret_comes_from_a_file() -> None:
    written = composition()
    bot = written["services"]["bot"]

    assert set(bot["secrets"]) == set(written["secrets"]) == SECRETS
    given = {name: value for name, value in bot["environment"].items() if name.endswith("_FILE")}
    assert given == {
        f"{each.upper().replace('-', '_')}_FILE": f"/run/secrets/{each}" for each in SECRETS
    }


def test_nothing_in_the_file_of_settings_moves_the_database_or_the_health_check() -> None:
    image = " ".join(rest for word, rest in instructions("bot") if word == "ENV")

    for name in ("DATABASE", "HEALTH"):
        assert f"{name}={composition()['services']['bot']['environment'][name]}" in image


def test_the_bots_that_take_turns_are_as_closed_and_as_set_as_the_one() -> None:
    written = yaml.safe_load(HIGH_AVAILABILITY.read_text("utf-8"))
    alone, (one, *others) = (
        composition()["services"]["bot"],
        [each for name, each in written["services"].items() if name.startswith("bot-")],
    )

    assert others == [one, one]
    for key in ("read_only", "cap_drop", "security_opt", "tmpfs", "pids_limit", "mem_limit"):
        assert one[key] == alone[key]
    own = {"DATABASE": "", "DATABASE_FILE": "/run/secrets/database-address"}
    assert one["environment"] == alone["environment"] | own
    assert set(one["secrets"]) == SECRETS | {"database-address"}


def test_the_trial_starts_only_when_asked_for() -> None:
    services = composition()["services"]

    assert [name for name, each in services.items() if not each.get("profiles")] == ["bot"]
    assert services["trial"]["build"]["target"] == "trial"
