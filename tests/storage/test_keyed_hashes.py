"""Hashes that distinguish values and reveal none."""

from pathlib import Path

from storage import Store, open_database
from storage.keyed_hashes import KeyedHashes
from tests.support.engine import KEY


def test_the_same_value_has_the_same_hash_and_every_other_another() -> None:
    hashes = KeyedHashes("ab" * 32)

    assert hashes.of("national_id", "1980100147") == hashes.of("national_id", "1980100147")
    assert hashes.of("national_id", "1980100147") != hashes.of("national_id", "1980100148")
    assert hashes.of("national_id", "1980100147") != hashes.of("mobile_number", "1980100147")
    assert "1980" not in hashes.of("national_id", "1980100147")
    assert hashes.of("national_id", None) is None


def test_a_database_keeps_its_key_and_every_other_has_another(path: Path, tmp_path: Path) -> None:
    def hashed(place: Path) -> str:
        database = open_database(place, KEY)
        found = Store(database).hashes.of("national_id", "1980100147")
        database.close()
        return found

    assert hashed(path) == hashed(path)
    assert hashed(path) != hashed(tmp_path / "other.db")
