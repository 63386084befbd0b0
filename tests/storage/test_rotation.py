"""Which copies are deleted, and that nothing else ever is."""

from datetime import UTC, datetime, timedelta

import pytest

from storage.rotation import name_of_copy, surplus

NOW = datetime(2026, 11, 29, 2, 30, tzinfo=UTC)
DAILY = [name_of_copy(NOW - timedelta(days=days)) for days in range(5)]


def test_a_copy_is_named_by_its_time() -> None:
    assert name_of_copy(NOW) == "onboarding-20261129T023000Z.db"


@pytest.mark.parametrize(
    ("keep", "deleted"), [(1, DAILY[:0:-1]), (3, DAILY[:2:-1]), (5, []), (9, [])]
)
def test_the_newest_are_kept(keep: int, deleted: list[str]) -> None:
    assert surplus(DAILY, keep, NOW) == deleted


@pytest.mark.parametrize(
    "name",
    [
        "onboarding.db",
        "onboarding-before-the-move.db",
        "onboarding-20200101T000000Z.db.gz",
        "my-onboarding-20200101T000000Z.db",
        "onboarding-20261129T020000Z.db.part",  # somebody is writing it
    ],
)
def test_a_file_of_another_name_is_never_deleted(name: str) -> None:
    assert surplus([name, *DAILY], 5, NOW) == []


def test_copies_from_the_future_stay_and_push_out_no_other() -> None:
    early = datetime(1970, 1, 1, tzinfo=UTC)

    assert surplus([name_of_copy(early), *DAILY], 1, early) == []
    assert surplus([name_of_copy(NOW + timedelta(days=900)), *DAILY], 5, NOW) == []


def test_what_an_interrupted_copy_has_left_is_deleted_after_a_day() -> None:
    left = [f"onboarding-20261127T023000Z.db.part{end}" for end in ("", "-shm", "-wal")]

    assert surplus([*left, *DAILY], 5, NOW) == left
