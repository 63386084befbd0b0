"""What SIGHUP adopts from changed settings, and what it leaves alone."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.settings.renewal import Renewal
from bot.settings.settings import Settings, SettingsInvalid
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


def test_what_needs_a_restart_is_named(caplog: pytest.LogCaptureFixture) -> None:
    renewal = Renewal(SETTINGS, lambda: replace(SETTINGS, telegram_bot_token="1:another"))

    renewal.begin()

    said = caplog.text
    assert "TELEGRAM_BOT_TOKEN" in said
    assert "1:another" not in said
