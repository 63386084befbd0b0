"""The file with the settings, and the example of one."""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from dotenv import dotenv_values

from bot.settings.invalid import SettingsInvalid
from bot.settings.settings import Settings
from tests.support.environment import EXAMPLE_FILE, REQUIRED
from tests.support.rights import ordinary_user


def private(path: Path) -> Path:
    """A file that nobody else may read, as it must be."""
    path.touch(mode=0o600)
    return path


@pytest.mark.parametrize("mode", [0o644, 0o604, 0o666, 0o602])
def test_a_file_that_everybody_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    file = private(tmp_path / ".env")
    file.write_text("EKYC_TOKEN=secret-of-the-service\n", "utf-8")
    file.chmod(mode)

    with pytest.raises(SettingsInvalid, match="run chmod 600") as raised:
        Settings.read(REQUIRED, file)

    assert "secret-of-the-service" not in str(raised.value)


@pytest.mark.parametrize("mode", [0o600, 0o400, 0o640])
def test_a_file_for_the_owner_and_a_group_is_read(tmp_path: Path, mode: int) -> None:
    file = private(tmp_path / ".env")
    file.write_text("LANGUAGE=en\n", "utf-8")
    file.chmod(mode)

    assert Settings.read(REQUIRED, file).language == "en"


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = private(tmp_path / ".env")
    file.write_text("LANGUAGE=en\nLOG_LEVEL=DEBUG\n", "utf-8")

    settings = Settings.read(REQUIRED | {"LANGUAGE": "bn"}, file)

    assert (settings.language, settings.log_level) == ("bn", "DEBUG")


def test_a_blank_variable_does_not_hide_the_file(tmp_path: Path) -> None:
    file = private(tmp_path / ".env")
    file.write_text("LANGUAGE=en\nLOG_LEVEL=\n", "utf-8")

    settings = Settings.read(REQUIRED | {"LANGUAGE": " "}, file)

    assert (settings.language, settings.log_level) == ("en", "INFO")


@pytest.mark.parametrize("words", ["en_GB:en", "bn_BD:bn:en", "en_US"])
def test_the_language_of_the_machine_is_no_setting(tmp_path: Path, words: str) -> None:
    file = private(tmp_path / ".env")
    file.write_text("LANGUAGE=en\n", "utf-8")

    assert Settings.read(REQUIRED | {"LANGUAGE": words}).language == "bn"
    assert Settings.read(REQUIRED | {"LANGUAGE": words}, file).language == "en"


def test_another_language_in_the_file_is_a_problem(tmp_path: Path) -> None:
    file = private(tmp_path / ".env")
    file.write_text("LANGUAGE=bangla\n", "utf-8")

    with pytest.raises(SettingsInvalid, match="LANGUAGE must be one of"):
        Settings.read(REQUIRED, file)


def test_a_file_from_any_editor_is_read_letter_by_letter(tmp_path: Path) -> None:
    file = private(tmp_path / ".env")
    file.write_bytes("\ufeffDATABASE_KEY='পাখি ${HOME} # 16+'\r\nLANGUAGE=en\r\n".encode())
    given = {key: value for key, value in REQUIRED.items() if key != "DATABASE_KEY"}

    settings = Settings.read(given, file)

    assert settings.database_key == "পাখি ${HOME} # 16+"
    assert settings.language == "en"


def test_a_missing_file_is_fine(tmp_path: Path) -> None:
    assert Settings.read(REQUIRED, tmp_path / ".env") == Settings.read(REQUIRED)


def test_a_file_that_is_not_text_is_a_problem(tmp_path: Path) -> None:
    file = private(tmp_path / ".env")
    file.write_bytes("LANGUAGE=en".encode("utf-16"))

    with pytest.raises(SettingsInvalid, match="UTF-8"):
        Settings.read(REQUIRED, file)


def test_a_file_of_somebody_else_is_not_called_another_encoding() -> None:
    with ordinary_user() as folder:
        file = private(folder / ".env")
        file.chmod(0)

        with pytest.raises(SettingsInvalid, match="Permission denied; look at its owner and mode"):
            Settings.read(REQUIRED, file)


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo])
def test_what_is_no_file_is_neither_read_nor_waited_for(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    make(tmp_path / ".env")

    with pytest.raises(SettingsInvalid) as invalid:
        Settings.read(REQUIRED, tmp_path / ".env")

    assert invalid.value.problems == (f"{tmp_path}/.env is no file; move it away",)


@pytest.mark.parametrize(
    "line",
    ['FORM_KEPT_DAYS="7', "FORM_KEPT_DAYS='7' days", "FORM_KEPT_DAYS: 7", "set FORM_KEPT_DAYS=7"],
)
def test_a_line_that_cannot_be_read_is_named(tmp_path: Path, line: str) -> None:
    file = private(tmp_path / ".env")
    file.write_text(f"# settings\n\n{line}\nLANGUAGE=en\n", "utf-8")

    with pytest.raises(SettingsInvalid) as invalid:
        Settings.read(REQUIRED, file)

    (problem,) = invalid.value.problems
    assert problem.startswith(f"{file}, line 3, is no setting;")
    assert "7" not in problem.removeprefix(str(file))


@pytest.mark.parametrize("line", ["{}=abc #def", "export {} = abc\t# def", "\n{}=abc # d # e\r"])
def test_a_passphrase_that_is_cut_at_a_number_sign_is_named_but_not_shown(
    tmp_path: Path, line: str
) -> None:
    file = private(tmp_path / ".env")
    file.write_text(f"# the key\n{line.format('DATABASE_KEY')}\nLANGUAGE=en\n", "utf-8")

    with pytest.raises(SettingsInvalid) as invalid:
        Settings.read(REQUIRED, file)

    (problem,) = invalid.value.problems
    assert problem.startswith(f"{file}: DATABASE_KEY is cut at the #; put the value in quotes,")
    assert "abc" not in problem.removeprefix(str(file))


@pytest.mark.parametrize("value", ["abc#def", "#abc", "'abc #def'", '"abc #def"  # the key'])
def test_a_passphrase_with_a_number_sign_is_taken_whole(tmp_path: Path, value: str) -> None:
    file = private(tmp_path / ".env")
    file.write_text(f"DATABASE_KEY={value}\n", "utf-8")

    settings = Settings.read(REQUIRED | {"DATABASE_KEY": ""}, file)

    assert settings.database_key == value.removesuffix("  # the key").strip("'\"")


def test_a_comment_may_follow_what_has_no_spaces_and_what_is_blank(tmp_path: Path) -> None:
    file = private(tmp_path / ".env")
    file.write_text("LANGUAGE=en # or bn\nDATABASE_KEY= # none\nEKYC_TOKEN=abc # of May\n", "utf-8")

    settings = Settings.read(REQUIRED | {"EKYC_TOKEN": ""}, file)
    assert (settings.language, settings.ekyc_token) == ("en", "abc")


def copied(folder: Path) -> Path:
    """What `cp .env.example .env && chmod 600 .env` makes."""
    file = private(folder / ".env")
    file.write_text(EXAMPLE_FILE.read_text("utf-8"), "utf-8")
    return file


def assignments() -> Iterator[tuple[str, str, str]]:
    """Each block of `.env.example`: its comment, key and value."""
    for block in EXAMPLE_FILE.read_text("utf-8").strip().split("\n\n")[1:]:
        *comment, line = block.splitlines()
        key, value = line.split("=", 1)
        yield " ".join(part.removeprefix("#").strip() for part in comment), key, value


def test_the_example_file_has_one_commented_line_for_each_setting_and_no_other() -> None:
    keys = [key for _, key, _ in assignments()]

    assert keys == [field.name.upper() for field in fields(Settings)]
    assert keys == list(dotenv_values(EXAMPLE_FILE))


def test_the_example_file_holds_the_defaults_and_says_so(tmp_path: Path) -> None:
    assert Settings.read(REQUIRED, copied(tmp_path)) == Settings.read(REQUIRED)
    for comment, key, value in assignments():
        if key in REQUIRED:
            assert value == ""
            assert "No default." in comment
        else:
            assert f"Default: {value or 'none'}" in comment


def test_the_example_file_marks_the_secrets() -> None:
    hidden = {field.name.upper() for field in fields(Settings) if not field.repr}

    assert {key for comment, key, _ in assignments() if re.search(r"\bSecret\.", comment)} == hidden


def test_the_unmodified_example_file_lacks_only_the_four_required_settings(tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid) as invalid:
        Settings.read({}, copied(tmp_path))

    assert [problem.split()[0] for problem in invalid.value.problems] == list(REQUIRED)
    assert all(" is missing;" in problem for problem in invalid.value.problems)
