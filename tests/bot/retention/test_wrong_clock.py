"""A clock that is wrong erases nothing before its time, and loses nothing."""

from datetime import timedelta
from email.utils import format_datetime

from bot.chat.outgoing import Send
from tests.support.archive import DAY, Archive
from tests.support.forms import (
    AGENT,
    decided,
)


def test_nothing_is_erased_after_the_clock_has_jumped(archive: Archive) -> None:
    archive.holds(decided())
    archive.passes(1)
    archive.clock.passes(100 * DAY)

    assert archive.passes(0) == []
    assert archive.passes(0.5) == []

    assert archive.actions() == []
    (told,) = archive.admin_is_told()
    assert "Nothing is erased until the time is confirmed" in told


def test_when_the_clock_is_right_again_nothing_was_lost(archive: Archive) -> None:
    archive.holds(decided())
    archive.clock.passes(100 * DAY)
    archive.passes(0)
    archive.clock.passes(-100 * DAY)

    assert len(archive.admin_is_told()) == 1
    archive.passes(0.1)

    assert archive.actions() == []
    assert archive.admin_is_told() == ["The time is confirmed; erasing has resumed."]
    archive.passes(30)
    assert archive.actions() == ["form-erased"]


def test_when_telegram_tells_the_same_time_erasing_goes_on(archive: Archive) -> None:
    archive.holds(decided())
    archive.clock.passes(100 * DAY)
    archive.passes(0)
    assert archive.actions() == []

    archive.time.hear(format_datetime(archive.clock(), usegmt=True))
    archive.passes(0.1)

    assert archive.actions() == ["form-erased"]


def test_a_restart_with_a_wrong_clock_erases_nothing(archive: Archive) -> None:
    archive.holds(decided())
    archive.passes(1)
    seen = archive.store.last_seen.at()
    archive.clock.passes(100 * DAY)
    archive.starts_again(seen)

    archive.passes(0)

    assert archive.actions() == []
    assert archive.store.last_seen.at() == seen


def test_a_restart_in_time_erases_what_is_due(archive: Archive) -> None:
    archive.holds(decided())
    archive.passes(29.99)
    archive.starts_again(archive.store.last_seen.at())

    archive.passes(0.02)

    assert archive.actions() == ["form-erased"]


def test_after_a_clock_was_ahead_nothing_owed_meanwhile_stays_far_off(archive: Archive) -> None:
    archive.passes(0.1)
    archive.clock.passes(100 * DAY)
    archive.passes(0)
    with archive.store.transaction():
        wait = timedelta(minutes=5)
        archive.store.outbox.owe(AGENT, '{"type":"send","text":"x"}', archive.clock(), delay=wait)
    archive.clock.passes(-100 * DAY)

    assert archive.passes(0) == []
    archive.clock.passes(300)
    assert [message.text for message in archive.owed(AGENT) if isinstance(message, Send)] == ["x"]
