"""Alive and ready are decided from how long each loop was idle."""

from datetime import timedelta

import pytest

from bot.monitoring.health import liveness, readiness

PATIENCE = timedelta(minutes=5)
WELL = {"polling": 30.0, "courier": 60.0, "postman": 59.0}


@pytest.mark.parametrize(
    ("changed", "problems"),
    [
        ({}, ()),
        ({"courier": 224.0}, ()),
        ({"courier": 226.0}, ("courier has made no progress for 226 s",)),
        (
            {"courier": 400.0, "polling": 300.0},
            (
                "courier has made no progress for 400 s",
                "polling has made no progress for 300 s",
            ),
        ),
    ],
)
def test_it_is_alive_while_every_loop_moves(
    changed: dict[str, float], problems: tuple[str, ...]
) -> None:
    health = liveness(WELL | changed, PATIENCE)

    assert health.problems == problems
    assert health.is_good == (not problems)


def test_somebody_who_looks_notices_before_the_watchdog_ends_the_process() -> None:
    assert not liveness({"courier": 100.0}, timedelta(seconds=120)).is_good
    assert liveness({"courier": 61.0}, timedelta(seconds=120)).is_good


@pytest.mark.parametrize(
    ("polled", "has_begun", "can_read", "problems"),
    [
        (30.0, True, True, ()),
        (30.0, False, True, ("Telegram has not been reached yet",)),
        (91.0, True, True, ("no poll of Telegram has succeeded for 91 s",)),
        (91.0, False, True, ("Telegram has not been reached yet",)),
        (30.0, True, False, ("the database cannot be read",)),
    ],
)
def test_it_is_ready_while_updates_are_taken_in_and_can_be_decided(
    polled: float, has_begun: bool, can_read: bool, problems: tuple[str, ...]
) -> None:
    idle = WELL | {"polling": polled}

    health = readiness(idle, PATIENCE, has_begun=has_begun, can_read=can_read)

    assert health.problems == problems


def test_a_bot_that_is_not_alive_is_not_ready() -> None:
    health = readiness(WELL | {"courier": 999.0}, PATIENCE, has_begun=True, can_read=True)

    assert health.problems == ("courier has made no progress for 999 s",)
