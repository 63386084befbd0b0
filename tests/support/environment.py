"""The settings of an environment that lacks nothing, and what is wrong with others."""

from pathlib import Path

import pytest

from bot.settings.invalid import SettingsInvalid
from bot.settings.settings import Settings

EXAMPLE_FILE = Path(__file__).parents[2] / ".env.example"

REQUIRED = {
    "TELEGRAM_BOT_TOKEN": "1234567:" + "aB3_-" * 7,
    "EKYC_URL": "https://ekyc.example.com",
    "EKYC_TOKEN": "7f3a9c-service-key",
    "DATABASE_KEY": "a long passphrase",
}


def problems(**changes: str) -> tuple[str, ...]:
    with pytest.raises(SettingsInvalid) as invalid:
        Settings.read(REQUIRED | changes)
    return invalid.value.problems
