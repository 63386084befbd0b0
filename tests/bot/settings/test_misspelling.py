"""A misspelt name is told to the operator, with the setting that was probably meant."""

from dataclasses import fields
from pathlib import Path

import pytest

from bot.settings.misspelling import Misspelling, advice_on, find_misspellings
from bot.settings.settings import Settings
from tests.support.environment import EXAMPLE_FILE

SECRET = "9944b09199c62bcf9418ad846dd0e4bb"


def env_file(folder: Path, text: str) -> Path:
    file = folder / ".env"
    file.touch(mode=0o600)
    file.write_text(text, "utf-8")
    return file


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("EKYC_TOKN", "EKYC_TOKEN"),
        ("EKYC_TOKN_FILE", "EKYC_TOKEN_FILE"),
        ("ekyc_token", "EKYC_TOKEN"),
        ("TELEGRAM_TOKEN", "TELEGRAM_BOT_TOKEN"),
        ("FORM_KEPT", "FORM_KEPT_DAYS"),
        ("ADMIN", "ADMINS"),
        ("ZZZZ", ""),
    ],
)
def test_any_other_name_in_the_file_is_told(tmp_path: Path, name: str, nearest: str) -> None:
    file = env_file(tmp_path, f"LANGUAGE=en\n{name}={SECRET}\n")

    (found,) = find_misspellings({}, file)

    assert found == Misspelling(name, nearest)
    assert SECRET not in str(found)


def test_every_setting_and_each_file_of_a_secret_is_known(tmp_path: Path) -> None:
    files = [f"{each.name.upper()}_FILE=secret" for each in fields(Settings) if not each.repr]
    file = env_file(tmp_path, EXAMPLE_FILE.read_text("utf-8") + "\n".join(files))

    assert find_misspellings({}, file) == ()


@pytest.mark.parametrize("name", ["EKYC_TOKN", "FORM_KEPT_DAY", "TELEGRAM_TOKEN", "LOGLEVEL"])
def test_a_name_in_the_environment_is_told_if_it_is_almost_that_of_a_setting(name: str) -> None:
    (found,) = find_misspellings({name: SECRET})

    assert found.name == name


@pytest.mark.parametrize(
    "name",
    [
        "PATH",
        "LANG",
        "HTTP_PROXY",
        "https_proxy",
        "NO_PROXY",
        "SSL_CERT_DIR",
        "NIX_SSL_CERT_FILE",
        "NEW_DATABASE_KEY",
        "PGDATABASE",
        "DATABASE_URL",
        "EKYC_SERVICE_HOST",  # Kubernetes sets it for a service of that name
        "EKYC_TOKEN_FILE",
        "DATABASE",
    ],
)
def test_the_environment_may_hold_names_for_other_programs(name: str) -> None:
    assert find_misspellings({name: "value"}) == ()


def test_a_name_in_both_is_told_once(tmp_path: Path) -> None:
    file = env_file(tmp_path, "EKYC_TOKN=secret\n")

    assert len(find_misspellings({"EKYC_TOKN": "secret"}, file)) == 1


def test_a_file_that_cannot_be_read_is_left_to_who_reads_the_settings(tmp_path: Path) -> None:
    file = env_file(tmp_path, "EKYC_TOKN: secret\n")

    assert find_misspellings({}, file) == ()


def test_one_sentence_names_all_of_them(tmp_path: Path) -> None:
    found = find_misspellings({}, env_file(tmp_path, f"EKYC_TOKN={SECRET}\nZZZZ={SECRET}\n"))

    names = "EKYC_TOKN (EKYC_TOKEN?), ZZZZ"
    assert advice_on(found) == f"No setting has these names, so correct or remove them: {names}."
    assert advice_on(()) == ""


def test_a_missing_file_names_nothing(tmp_path: Path) -> None:
    assert find_misspellings({}, tmp_path / ".env") == ()
