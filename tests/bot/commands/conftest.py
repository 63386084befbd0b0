"""An operator with a database and no services."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import Store, open_database
from tests.support.commands import Operator
from tests.support.running import DATABASE_KEY, EKYC_TOKEN


@pytest.fixture
def operator(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Operator:
    monkeypatch.chdir(tmp_path)  # away from anybody's .env
    # Of this test alone: commands that hold the lock of a token refuse each other.
    token = f"123456789:{hashlib.sha256(str(tmp_path).encode()).hexdigest()[:35]}"
    return Operator(
        {
            "TELEGRAM_BOT_TOKEN": token,
            "EKYC_URL": "http://127.0.0.1:9",
            "EKYC_TOKEN": EKYC_TOKEN,
            "DATABASE": str(tmp_path / "bot.db"),
            "DATABASE_KEY": DATABASE_KEY,
        }
    )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """What the bot has open while the operator works."""
    store = Store(open_database(tmp_path / "bot.db", DATABASE_KEY))
    yield store
    store.close()
