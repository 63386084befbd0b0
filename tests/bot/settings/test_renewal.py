"""What SIGHUP adopts from changed settings, and what it leaves alone."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.settings.invalid import SettingsInvalid
from bot.settings.renewal import Renewal
from bot.settings.settings import Settings
from tests.support.running import Trial

SETTINGS = Trial("http://127.0.0.1:1", "http://127.0.0.1:2", Path("/nowhere")).settings()


def test_a_new_token_is_handed_over(caplog: pytest.LogCaptureFixture) -> None:
    changed = replace(SETTINGS, ekyc_token="another-token")
    renewal = Renewal(SETTINGS, lambda: changed)
    taken: list[Settings] = []
    renewal.hand_to(taken.append)

    renewal.begin()

    assert taken == [changed]
    assert "another-token" not in caplog.text


def test_a_token_that_came_before_the_service_was_ready_is_handed_over_then() -> None:
    changed = replace(SETTINGS, ekyc_token="another-token")
    renewal = Renewal(SETTINGS, lambda: changed)
    renewal.begin()
    taken: list[Settings] = []

    renewal.hand_to(taken.append)

    assert taken == [changed]


def test_settings_that_are_not_complete_change_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def read() -> Settings:
        raise SettingsInvalid(("EKYC_TOKEN is missing",))

    renewal = Renewal(SETTINGS, read)
    taken: list[Settings] = []
    renewal.hand_to(taken.append)

    renewal.begin()

    assert taken == []
    assert "EKYC_TOKEN is missing" in caplog.text


def test_settings_that_need_a_restart_are_named(caplog: pytest.LogCaptureFixture) -> None:
    renewal = Renewal(SETTINGS, lambda: replace(SETTINGS, telegram_bot_token="1:another"))

    renewal.begin()

    said = caplog.text
    assert "TELEGRAM_BOT_TOKEN" in said
    assert "1:another" not in said


@pytest.mark.parametrize("changes", [{}, {"ekyc_token": "another-token"}])
def test_adopted_settings_are_named_and_nothing_else_is_claimed(
    caplog: pytest.LogCaptureFixture, changes: dict[str, str]
) -> None:
    caplog.set_level("INFO")
    renewal = Renewal(SETTINGS, lambda: replace(SETTINGS, **changes))  # type: ignore[arg-type]  # fields of it

    renewal.begin()

    assert ("Taken over: EKYC_TOKEN." in caplog.text) is bool(changes)
    assert ("there is nothing new to take over" in caplog.text) is (not changes)


def test_a_token_from_the_environment_of_the_process_cannot_be_read_again_and_that_is_said(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """systemd hands the lines of its EnvironmentFile over as that environment."""
    renewal = Renewal(SETTINGS, lambda: SETTINGS, fixed=["EKYC_TOKEN", "PATH"])

    renewal.begin()

    (warning,) = [each.message for each in caplog.records if each.levelname == "WARNING"]
    assert warning.startswith("EKYC_TOKEN is set in the environment of this process")
    assert "Taken over" not in caplog.text
