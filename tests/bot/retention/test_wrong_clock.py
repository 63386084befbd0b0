"""A clock that is wrong erases nothing before its time, keeps nothing beyond it, lets nobody in."""

from datetime import timedelta
from email.utils import format_datetime

import pytest

from bot.chat.outgoing import Send
from conversations.application import Application
from storage.agents import Role, Standing
from storage.invitations import Invitation
from tests.support.archive import ADMIN, DAY, Archive
from tests.support.forms import AGENT, decided, pending, until


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


def was_behind(archive: Archive, days: float, *, starts: bool = True) -> None:
    """The clock goes back, and the bot starts or runs on; then Telegram confirms the right one."""
    archive.clock.passes(-days * DAY)
    if starts:
        archive.starts_again(archive.store.last_seen.at())
    archive.passes(0)
    archive.clock.passes(days * DAY)
    archive.time.hear(format_datetime(archive.clock(), usegmt=True))


def was_ahead(archive: Archive, days: float = 365) -> None:
    """The clock is set back and Telegram confirms it, which the loop notices."""
    archive.clock.passes(-days * DAY)
    archive.time.hear(format_datetime(archive.clock(), usegmt=True))
    archive.passes(0)


@pytest.mark.parametrize("starts", [True, False])
@pytest.mark.parametrize(
    ("application", "old"), [(pending(), 1), (until("mobile_number"), 0.5), (decided(), 29)]
)
def test_a_clock_far_behind_makes_nobody_older(
    archive: Archive, application: Application, old: float, *, starts: bool
) -> None:
    archive.holds(application)
    archive.passes(old)
    was_behind(archive, 400, starts=starts)

    archive.passes(0.1)

    kept = archive.find()
    assert kept
    assert kept.remains is None
    assert archive.clock() - kept.changed_at == timedelta(days=old + 0.1)


@pytest.mark.parametrize("days", [2.1, 400])
def test_after_a_clock_was_behind_todays_messages_can_still_be_deleted(
    archive: Archive, days: float
) -> None:
    archive.passes(0.1)
    archive.holds(pending())
    with archive.store.transaction():
        archive.store.chat_messages.note(["abcd2345"], AGENT, 55, archive.clock())
    was_behind(archive, days)

    assert archive.store.chat_messages.deletable("abcd2345", AGENT, archive.clock()) == {55}


def test_after_a_clock_was_behind_no_old_link_brings_a_removed_person_back(
    archive: Archive,
) -> None:
    invite = Invitation(
        name="Karim", role=Role.AGENT, expires_at=archive.clock() + timedelta(days=7)
    )
    with archive.store.transaction():
        archive.store.invitations.add("code", invite, archive.clock())
    archive.passes(0.1)
    with archive.store.transaction():
        archive.store.agents.put(AGENT, Standing.REMOVED, archive.clock())
    was_behind(archive, 400)

    assert archive.store.invitations.find("code", AGENT, archive.clock()) is None


def test_after_a_clock_was_behind_nobody_gets_an_evening_twice(archive: Archive) -> None:
    archive.passes(0.1)
    today = archive.clock().date()
    with archive.store.transaction():
        assert archive.store.evening_reports.note_sent(ADMIN, today)
    was_behind(archive, 400)

    assert archive.store.evening_reports.due(today) == []


def test_what_happens_while_the_clock_is_behind_has_the_time_since_it_was_right(
    archive: Archive,
) -> None:
    archive.passes(1)
    right = archive.clock()
    archive.clock.passes(-100 * DAY)
    archive.passes(0)
    archive.holds(pending())
    archive.passes(0.01)
    archive.clock.passes(100 * DAY)

    archive.passes(0.1)

    kept = archive.find()
    assert kept
    assert kept.changed_at == right
    assert kept.remains is None


def test_what_was_set_aside_while_the_clock_was_ahead_is_erased_after_a_week(
    archive: Archive,
) -> None:
    archive.passes(1)
    archive.clock.passes(365 * DAY)
    with archive.store.transaction():
        archive.store.inbox.set_aside(7, "{}", "ValueError", archive.time.now())
    was_ahead(archive)
    assert archive.store.inbox.list_set_aside()

    archive.passes(7.1)

    assert archive.store.inbox.list_set_aside() == []


def test_a_draft_warned_of_while_the_clock_was_ahead_gets_a_new_warning_and_goes_in_time(
    archive: Archive,
) -> None:
    """The clock runs evenly but a year ahead for some days, so that the bot trusts it."""
    archive.clock.passes(365 * DAY)
    archive.starts_again()
    archive.holds(until("mobile_number"))
    archive.passes(13.5)
    assert archive.actions() == ["expiry-warned"]
    was_ahead(archive)

    archive.passes(13.5)
    assert archive.actions() == ["expiry-warned", "expiry-warned"]
    archive.passes(1.1)

    assert archive.find() is None


def test_an_announcement_drafted_while_the_clock_was_ahead_is_forgotten_after_a_day(
    archive: Archive,
) -> None:
    archive.passes(1)
    archive.clock.passes(365 * DAY)
    with archive.store.transaction():
        number = archive.store.announcements.draft(ADMIN, "Salary is late", archive.time.now())
    was_ahead(archive)
    assert archive.store.announcements.find(number)

    archive.passes(1.1)

    assert archive.store.announcements.find(number) is None
