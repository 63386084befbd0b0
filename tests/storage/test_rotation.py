"""Which copies are deleted, and that nothing else ever is."""

from datetime import UTC, datetime, timedelta

import pytest

from storage.rotation import name_of_copy, surplus

NOW = datetime(2026, 11, 29, 2, 30, tzinfo=UTC)
BOT, OTHER_BOT = 1234567, 7654321
DAILY = [name_of_copy(BOT, NOW - timedelta(days=days)) for days in range(5)]


def test_a_copy_is_named_by_its_bot_and_time() -> None:
    assert name_of_copy(BOT, NOW) == "onboarding-1234567-20261129T023000Z.db"
    assert name_of_copy(None, NOW) == "onboarding-20261129T023000Z.db"


@pytest.mark.parametrize(
    ("keep", "deleted"), [(1, DAILY[:0:-1]), (3, DAILY[:2:-1]), (5, []), (9, [])]
)
def test_the_newest_are_kept(keep: int, deleted: list[str]) -> None:
    assert surplus(DAILY, BOT, keep, NOW) == deleted


@pytest.mark.parametrize(
    "name",
    [
        "onboarding.db",
        "onboarding-before-the-move.db",
        "onboarding-20200101T000000Z.db.gz",
        "my-onboarding-20200101T000000Z.db",
        "onboarding-1234567-20261129T020000Z.db.x3_k9a0b.part",  # somebody is writing it
        "onboarding-1234567-20260101T000000Z.db.old.part",
        "onboarding-1234567-20200101T000000Z.db.part-journal",
    ],
)
def test_a_file_of_another_name_is_never_deleted(name: str) -> None:
    assert surplus([name, *DAILY], BOT, 5, NOW) == []


@pytest.mark.parametrize("bot", [BOT, None])
def test_copies_of_another_bot_are_neither_deleted_nor_counted(bot: int | None) -> None:
    own = [name_of_copy(bot, NOW - timedelta(days=days)) for days in range(3)]
    others = [name_of_copy(OTHER_BOT, NOW - timedelta(hours=hours)) for hours in range(40)]

    assert surplus([*own, *others], bot, 3, NOW) == []
    assert surplus([*own, *others], bot, 2, NOW) == own[2:]


def test_a_copy_from_before_names_had_a_bot_is_deleted_in_its_turn() -> None:
    old = name_of_copy(None, NOW - timedelta(days=9))

    assert surplus([old, *DAILY], BOT, 6, NOW) == []
    assert surplus([old, *DAILY], BOT, 5, NOW) == [old]


def test_copies_from_the_future_stay_and_push_out_no_other() -> None:
    early = datetime(1970, 1, 1, tzinfo=UTC)

    assert surplus([name_of_copy(BOT, early), *DAILY], BOT, 1, early) == []
    assert surplus([name_of_copy(BOT, NOW + timedelta(days=900)), *DAILY], BOT, 5, NOW) == []


def test_what_an_interrupted_copy_has_left_is_deleted_after_a_day() -> None:
    parts = (".part", ".part-shm", ".part-wal", ".x3_k9a0b.part", ".x3_k9a0b.part-wal")
    left = [f"onboarding-1234567-20261127T023000Z.db{part}" for part in parts]

    assert surplus([*left, *DAILY], BOT, 5, NOW) == left
