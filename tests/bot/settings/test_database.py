"""DATABASE: a file or a server, whose password is never shown."""

from pathlib import Path

import pytest

from bot.settings.database import PostgresAddress, database
from bot.settings.settings import Settings
from tests.support.environment import REQUIRED


@pytest.mark.parametrize(
    ("text", "shown", "secrets"),
    [
        (
            "postgresql://bot:s%40cret@db.example.com:5432/onboarding?sslmode=verify-full",
            "postgresql://bot@db.example.com:5432/onboarding",
            ("s@cret", "s%40cret"),
        ),
        (
            "postgres://bot:secret@a:5432,b:5433/onboarding?target_session_attrs=read-write",
            "postgresql://bot@a:5432,b:5433/onboarding",
            ("secret",),
        ),
        (
            "postgresql://db.example.com/onboarding?user=bot&password=s%40cret&sslpassword=other",
            "postgresql://db.example.com/onboarding",
            ("s@cret", "other"),
        ),
        ("postgresql://bot@[::1]:5432/onboarding", "postgresql://bot@[::1]:5432/onboarding", ()),
        ("postgresql:///onboarding?host=/run/postgresql", "postgresql:///onboarding", ()),
    ],
)
def test_an_address_is_shown_without_its_passwords_which_are_secrets(
    text: str, shown: str, secrets: tuple[str, ...]
) -> None:
    address = database(text)

    assert isinstance(address, PostgresAddress)
    assert (str(address), repr(address)) == (shown, f"PostgresAddress({shown})")
    assert address.secrets == secrets
    settings = Settings.read(REQUIRED | {"DATABASE": text})
    assert set(secrets) <= set(settings.secrets)
    assert (settings.database_address, settings.database_file) == (text, None)


def test_a_file_is_a_path_and_no_secret() -> None:
    settings = Settings.read(REQUIRED | {"DATABASE": "var/bot.db"})

    assert settings.database == settings.database_address == settings.database_file
    assert settings.database == Path("var/bot.db")
    assert "var/bot.db" not in settings.secrets


def test_a_blank_setting_lets_a_file_of_its_own_say_it(tmp_path: Path) -> None:
    """The unit for systemd and the image name a database; blank, as the page on it says."""
    (tmp_path / "database").write_text("postgresql://bot:secret@db/onboarding\n", "utf-8")
    given = {"DATABASE": "", "DATABASE_FILE": str(tmp_path / "database")}

    settings = Settings.read(REQUIRED | given)

    assert str(settings.database) == "postgresql://bot@db/onboarding"
