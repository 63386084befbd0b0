"""Nothing is kept longer than needed: forms, drafts, updates set aside."""

import asyncio
import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import format_datetime

import pytest

from bot.applications.periods import Periods
from bot.chat.documents import from_document
from bot.chat.outgoing import Clean, CleanChat, Send
from bot.retention.loop import Retention
from bot.runtime.nudge import Nudge
from bot.runtime.trusted_time import TrustedTime
from conversations.application import Application, Phase
from storage import Store, open_database
from storage.agents import Agent, Role
from storage.applications import Idle
from storage.invitations import Invitation
from storage.owed_messages import OwedMessage
from tests.support import clocks
from tests.support.clocks import Clock, ManualTimer
from tests.support.forms import (
    AGENT,
    closed,
    decided,
    delayed,
    denied,
    in_doubt,
    pending,
    submitted,
    until,
)

ADMIN = 9001
DAY = 86_400.0  # seconds
PERIODS = Periods(form=timedelta(days=30), undecided=timedelta(days=90), draft=timedelta(days=14))


class Archive:
    def __init__(self) -> None:
        self.clock = Clock()
        self.timer = ManualTimer()
        self.time = self.starts_again()
        self._database = open_database(":memory:", "archive")
        self.store = Store(self._database)
        with self.store.transaction():
            for person, role in ((AGENT, Role.AGENT), (ADMIN, Role.ADMIN)):
                agent = Agent(id=person, name="Rahim", role=role, language="en")
                self.store.agents.enrol(agent, self.clock())

    def starts_again(self, seen: datetime | None = None) -> TrustedTime:
        """A process that begins; the one before it was last seen then."""
        self.time = TrustedTime(self.clock, self.timer, seen=seen)
        return self.time

    def holds(self, application: Application, name: str = "abcd2345") -> str:
        with self.store.transaction():
            kept = replace(application, id=name, changed_at=self.clock())
            self.store.applications.save(kept)
        return kept.id

    def passes(self, days: float) -> list[Send | Clean | CleanChat]:
        """Run the loop that many days later; returns what it owes to the agent's chat."""
        self.clock.passes(days * DAY)
        self.timer.passes(days * DAY)
        asyncio.run(self.looks_through())
        return self.owed(AGENT)

    async def looks_through(
        self,
        *,
        timer: ManualTimer | None = None,
        stop: asyncio.Event | None = None,
        beat: Callable[[], None] = lambda: None,
    ) -> None:
        """Run the loop until it waits for the next hour, or until it is stopped."""
        stop, timer = stop or asyncio.Event(), timer or self.timer
        retention = Retention(
            self.store,
            PERIODS,
            cleans_chats=True,
            nudge=Nudge(timer, beat),
            postman=Nudge(timer),
            clock=self.clock,
            timer=timer,
            time=self.time,
        )
        turn = asyncio.create_task(retention.run(stop))
        await clocks.until(lambda: timer.sleeps() or turn.done())
        stop.set()
        await turn

    def owed(self, chat: int) -> list[Send | Clean | CleanChat]:
        """The messages owed to the chat, in order; this delivers them."""
        found: list[Send | Clean | CleanChat] = []
        while heads := [each for each in self._heads() if each.chat_id == chat]:
            for each in heads:
                self.store.outbox.finish(each.id)
                message = from_document(each.document)
                assert isinstance(message, Send | Clean | CleanChat)
                found.append(message)
        return found

    def _heads(self) -> list[OwedMessage]:
        return self.store.due_messages.heads(self.clock(), others=99).others

    def breaks(self, name: str) -> None:
        """Damage what is kept of an application."""
        self._database.run("update applications set document = '{}' where id = ?", (name,))

    def whole_forms(self) -> list[Idle]:
        """Applications that are decided and not erased yet."""
        return self.store.applications.idle(Phase.DECIDED, self.clock(), limit=99)

    def admin_is_told(self) -> list[str]:
        return [message.text for message in self.owed(ADMIN) if isinstance(message, Send)]

    def find(self, name: str = "abcd2345") -> Application | None:
        return self.store.applications.find(name)

    def actions(self, name: str = "abcd2345") -> list[str]:
        return [each.action for each in self.store.audit.entries(subject=name)]


@pytest.fixture
def archive() -> Iterator[Archive]:
    archive = Archive()
    yield archive
    archive.store.close()


def test_a_form_is_erased_form_kept_days_after_its_verdict(archive: Archive) -> None:
    archive.holds(decided())
    archive.passes(29.9)
    kept = archive.find()
    assert kept
    assert kept.value("nid_number")

    archive.passes(0.2)

    kept = archive.find()
    assert kept
    assert (kept.answers, kept.reading, kept.pictures) == ({}, None, {})
    assert kept.customer == "M••• A••• M•••"
    assert archive.actions() == ["form-erased"]
    archive.passes(1)
    assert archive.actions() == ["form-erased"]


def test_a_form_that_was_closed_without_a_verdict_is_erased_as_late(archive: Archive) -> None:
    archive.holds(closed())
    archive.passes(30.1)

    kept = archive.find()
    assert kept
    assert kept.value("nid_number") is None
    assert archive.actions() == ["form-erased"]


@pytest.mark.parametrize("waiting", [pending(), submitted(), delayed(), in_doubt(), denied()])
def test_a_form_without_a_verdict_is_kept_longer_and_then_erased_as_well(
    archive: Archive, waiting: Application
) -> None:
    archive.holds(waiting)
    assert archive.passes(89.9) == []
    kept = archive.find()
    assert kept
    assert kept.value("nid_number")

    told, *_ = archive.passes(0.2)

    assert isinstance(told, Send)
    assert "No result ever arrived for M••• A••• M••• (reference ABCD2345)" in told.text
    kept = archive.find()
    assert kept
    assert (kept.answers, kept.reading, kept.pictures) == ({}, None, {})
    assert kept.customer == "M••• A••• M•••"
    assert archive.actions() == ["form-erased"]
    assert archive.store.submissions.awaiting_verdict(limit=9) == []
    assert archive.store.caseloads.unfinished([AGENT], limit=9) == []
    assert archive.passes(1) == []


def test_all_that_expired_without_a_result_is_one_alert_for_the_admins(archive: Archive) -> None:
    for number in range(12):
        archive.holds(pending(), name=f"abcd23{number:02}")

    told = archive.passes(90.1)
    (summary,) = archive.owed(ADMIN)

    assert len([each for each in told if isinstance(each, Send)]) == 12
    assert isinstance(summary, Send)
    assert summary.text.startswith("No result arrived for 12 applications")
    assert "ABCD2300, ABCD2301, ABCD2302, ABCD2303, ABCD2304;" in summary.text
    archive.passes(1)
    assert archive.owed(ADMIN) == []


def test_a_single_one_that_expired_without_a_result_is_named_to_the_admins(
    archive: Archive,
) -> None:
    archive.holds(pending())
    archive.passes(90.1)

    (told,) = archive.owed(ADMIN)
    assert isinstance(told, Send)
    assert told.text.startswith("No result arrived for the application ABCD2345")


def test_messages_still_to_be_deleted_are_known_after_the_form_is_erased(
    archive: Archive,
) -> None:
    """With FORM_KEPT_DAYS=1 the form may go before its messages."""
    name = archive.holds(decided())
    with archive.store.transaction():
        archive.store.chat_messages.note((name,), AGENT, 7, archive.clock())
    archive.passes(29.9)
    with archive.store.transaction():
        archive.store.chat_messages.note((name,), AGENT, 8, archive.clock())

    archive.passes(0.2)

    assert archive.actions() == ["form-erased"]
    left = archive.store.chat_messages.about(name, AGENT, with_masked=True)
    assert [each.message_id for each in left] == [8]


def test_a_draft_is_erased_after_a_warning_of_a_day(archive: Archive) -> None:
    archive.holds(until("profession"))
    assert archive.passes(12.9) == []
    (warning,) = archive.passes(0.2)
    assert isinstance(warning, Send)
    assert "The draft of Md. Asaduzzaman Miah will be erased tomorrow" in warning.text
    assert archive.passes(0.5) == []

    (told,) = archive.passes(0.6)

    assert isinstance(told, Send)
    assert "M••• A••• M••• was erased, because it had not changed for 14 days" in told.text
    assert archive.find() is None
    assert archive.actions() == ["expiry-warned", "erased"]


def test_a_draft_that_is_continued_is_kept_and_gets_a_new_warning(archive: Archive) -> None:
    archive.holds(until("profession"))
    archive.passes(13.5)
    archive.holds(until("nominee"))
    assert archive.passes(5) == []
    assert archive.find()

    assert len(archive.passes(8.5)) == 1
    assert archive.actions() == ["expiry-warned", "expiry-warned"]


def test_messages_are_deleted_while_telegram_still_allows_it(
    archive: Archive,
) -> None:
    name = archive.holds(pending())
    with archive.store.transaction():
        archive.store.chat_messages.note((name,), AGENT, 7, archive.clock())
    assert archive.passes(1.8) == []

    assert archive.passes(0.1) == [CleanChat()]


def test_messages_of_drafts_stay_however_old_they_are(archive: Archive) -> None:
    name = archive.holds(until("nominee"))
    with archive.store.transaction():
        archive.store.chat_messages.note((name,), AGENT, 7, archive.clock())

    assert [one for one in archive.passes(1.95) if isinstance(one, CleanChat)] == []


def test_an_export_of_twenty_thousand_customers_owes_its_chat_one_clean_up(
    archive: Archive,
) -> None:
    archive.holds(pending())
    names = ["abcd2345", *(f"a{number:07}" for number in range(20_000))]
    with archive.store.transaction():
        archive.store.chat_messages.note(names, AGENT, 7, archive.clock())

    assert archive.passes(1.95) == [CleanChat()]


def test_updates_that_were_set_aside_go_after_a_week(archive: Archive) -> None:
    with archive.store.transaction():
        archive.store.inbox.set_aside(1, "{}", "KeyError", archive.clock())
    archive.passes(6.9)
    assert archive.store.inbox.list_set_aside() != []

    archive.passes(0.2)

    assert archive.store.inbox.list_set_aside() == []


def test_updates_that_telegram_will_not_deliver_again_are_forgotten(archive: Archive) -> None:
    with archive.store.transaction():
        for number in range(700):
            archive.store.inbox.note([(number, "{}")], archive.clock())

    archive.passes(3.1)

    with archive.store.transaction():
        assert all(archive.store.inbox.note([(each, "{}")], archive.clock()) for each in range(700))


def test_invitations_that_ended_long_ago_are_forgotten(archive: Archive) -> None:
    invitation = Invitation(name="Karim", role=Role.AGENT, expires_at=archive.clock())
    with archive.store.transaction():
        archive.store.invitations.add("code", invitation, archive.clock())

    archive.passes(90.1)

    with archive.store.transaction():  # the code may be given once more
        archive.store.invitations.add("code", invitation, archive.clock())


# -- the one reminder ---------------------------------------------------------------------------


def test_the_agent_is_reminded_once_of_a_draft_left_for_a_day(archive: Archive) -> None:
    archive.holds(until("profession"))
    assert archive.passes(0.9) == []
    (reminder,) = archive.passes(0.2)
    assert isinstance(reminder, Send)
    assert "is waiting for you" in reminder.text
    assert reminder.keyboard[0][0].data == "~continue.abcd2345"

    assert archive.passes(0.2) == []
    assert archive.passes(1) == []


def test_a_draft_that_moved_is_not_idle(archive: Archive) -> None:
    archive.holds(until("profession"))
    archive.passes(0.9)
    archive.holds(until("nominee"))

    assert archive.passes(0.9) == []


def test_a_submitted_application_causes_no_reminder(archive: Archive) -> None:
    archive.holds(pending())

    assert archive.passes(1.2) == []


# -- a large backlog ------------------------------------------------------------------------------


class HurriedTimer(ManualTimer):
    """A clock on which every reading takes a millisecond."""

    def now(self) -> float:
        self._now += 0.001
        return self._now


def test_a_pass_goes_on_until_nothing_is_due(archive: Archive) -> None:
    for number in range(300):
        archive.holds(decided(), f"form{number:04d}")
        archive.holds(until("profession"), f"open{number:04d}")
    archive.passes(15)
    archive.passes(1.1)
    assert archive.store.caseloads.count_of_agent(AGENT) == 300

    archive.passes(15)

    forms = archive.store.caseloads.of_agent(AGENT, limit=999)
    assert [form.id for form in forms if form.remains is None] == []


async def test_between_two_slices_everything_else_may_run(archive: Archive) -> None:
    for number in range(40):
        archive.holds(decided(), f"form{number:04d}")
    archive.clock.passes(31 * DAY)
    archive.timer.passes(31 * DAY)
    left: list[int] = []
    beats: list[None] = []

    async def watch() -> None:
        while not left or left[-1]:
            left.append(len(archive.whole_forms()))
            await asyncio.sleep(0)

    watching = asyncio.create_task(watch())
    await archive.looks_through(timer=HurriedTimer(), beat=lambda: beats.append(None))
    await watching

    steps = [before - after for before, after in itertools.pairwise(left)]
    assert max(steps) <= 5  # a millisecond for each form here, and four in a slice
    assert len(beats) >= len([step for step in steps if step])


async def test_a_pass_that_is_broken_off_has_kept_what_it_did(archive: Archive) -> None:
    for number in range(40):
        archive.holds(decided(), f"form{number:04d}")
    archive.clock.passes(31 * DAY)
    archive.timer.passes(31 * DAY)
    stop = asyncio.Event()

    def end_soon() -> None:
        if len(archive.whole_forms()) <= 20:
            stop.set()

    await archive.looks_through(timer=HurriedTimer(), stop=stop, beat=end_soon)
    assert 0 < len(archive.whole_forms()) <= 20

    await archive.looks_through()
    assert archive.whole_forms() == []


def test_an_application_that_cannot_be_read_does_not_stop_the_others(
    archive: Archive, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(3):
        archive.holds(decided(), f"form{number:04d}")
    archive.breaks("form0000")

    archive.passes(30.1)
    archive.passes(0.1)

    assert [archive.actions(f"form{number:04d}") for number in range(3)] == [
        [],
        ["form-erased"],
        ["form-erased"],
    ]
    (told,) = archive.admin_is_told()
    assert "internal error while checking an application" in told
    assert "The retention of an application failed" in caplog.text


# -- a clock that is wrong ------------------------------------------------------------------------


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
