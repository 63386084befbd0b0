"""Nothing is kept longer than needed: forms, drafts, updates set aside."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.applications.periods import Periods
from bot.chat.outgoing import Clean, Send, from_document
from bot.retention import Retention
from bot.runtime.nudge import Nudge
from bot.runtime.timer import LoopTimer
from conversations.application import Application
from conversations.events import CorrectionBegun
from storage import Store, open_database
from storage.agents import Agent, Role, Standing
from tests.support.clocks import Clock
from tests.support.forms import (
    AGENT,
    FAILED,
    after,
    closed,
    decided,
    delayed,
    denied,
    in_doubt,
    pending,
    press,
    submitted,
    until,
)

DAY = 86_400.0  # seconds
PERIODS = Periods(form=timedelta(days=30), undecided=timedelta(days=90), draft=timedelta(days=14))


class Archive:
    def __init__(self) -> None:
        self.clock = Clock()
        self.store = Store(open_database(":memory:", "archive"))
        with self.store.transaction():
            rahim = Agent(id=AGENT, name="Rahim", role=Role.AGENT, language="en")
            self.store.agents.enrol(rahim, self.clock())

    def holds(self, application: Application) -> str:
        with self.store.transaction():
            kept = replace(application, changed_at=self.clock())
            self.store.applications.save(kept)
        return kept.id

    def passes(self, days: float) -> list[Send | Clean]:
        """Run the loop that many days later; returns what it owes to chats."""
        self.clock.passes(days * DAY)
        stopped = asyncio.Event()
        retention = Retention(
            self.store,
            PERIODS,
            cleans_chats=True,
            nudge=Nudge(LoopTimer()),
            postman=Nudge(LoopTimer()),
            clock=self.clock,
        )

        async def once() -> None:
            turn = asyncio.create_task(retention.run(stopped))
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            stopped.set()
            await turn

        asyncio.run(once())
        owed = self.store.outbox.due(self.clock(), hurried=False, busy=(), limit=99)
        for each in owed:
            self.store.outbox.finish(each.id)
        found = [from_document(each.document) for each in owed]
        return [each for each in found if isinstance(each, Send | Clean)]

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
    assert "No result came for M••• A••• M••• (reference ABCD2345)" in told.text
    kept = archive.find()
    assert kept
    assert (kept.answers, kept.reading, kept.pictures) == ({}, None, {})
    assert kept.customer == "M••• A••• M•••"
    assert archive.actions() == ["form-erased"]
    assert archive.store.applications.awaiting_verdict() == []
    assert archive.store.applications.unfinished([AGENT], limit=9) == []
    assert archive.passes(1) == []


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


def test_an_abandoned_correction_leaves_the_record_of_the_first_verdict(
    archive: Archive,
) -> None:
    """A draft that was never submitted leaves nothing; this one was."""
    first = decided(FAILED)
    archive.holds(after(first, press(CorrectionBegun)))
    with archive.store.transaction():
        archive.store.agents.activate(AGENT, first.id)
    archive.passes(13.5)

    archive.passes(1.1)

    kept = archive.find()
    assert kept
    assert (kept.phase, kept.verdict) == (first.phase, first.verdict)
    assert (kept.answers, kept.reading, kept.earlier) == ({}, None, ())
    assert kept.customer == "M••• A••• M•••"
    assert archive.actions()[-1] == "form-erased"
    agent = archive.store.agents.find(AGENT)
    assert agent
    assert agent.active_application is None


def test_a_removed_agent_is_told_nothing_about_drafts(archive: Archive) -> None:
    archive.holds(until("profession"))
    archive.store.agents.put(AGENT, Standing.REMOVED, archive.clock())

    assert archive.passes(13.5) == []
    assert archive.passes(1.1) == []
    assert archive.find() is None


def test_a_draft_is_erased_after_a_warning_of_a_day(archive: Archive) -> None:
    archive.holds(until("profession"))
    assert archive.passes(12.9) == []
    (warning,) = archive.passes(0.2)
    assert isinstance(warning, Send)
    assert "The draft of Md. Asaduzzaman Miah is erased tomorrow" in warning.text
    assert archive.passes(0.5) == []

    (told,) = archive.passes(0.6)

    assert isinstance(told, Send)
    assert "M••• A••• M••• was erased, because nothing had changed in it for 14 days" in told.text
    assert archive.find() is None
    assert archive.actions() == ["expiry-warned", "erased"]


def test_after_a_long_stop_of_the_bot_the_agent_is_warned_first(archive: Archive) -> None:
    archive.holds(until("profession"))

    (warning,) = archive.passes(60)

    assert isinstance(warning, Send)
    assert "erased tomorrow" in warning.text
    assert archive.find()


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

    assert archive.passes(0.1) == [Clean(application_id=name)]


def test_updates_that_were_set_aside_go_after_a_week(archive: Archive) -> None:
    with archive.store.transaction():
        archive.store.inbox.set_aside(1, "{}", "KeyError", archive.clock())
    archive.passes(6.9)
    assert archive.store.inbox.list_set_aside() != []

    archive.passes(0.2)

    assert archive.store.inbox.list_set_aside() == []


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


def test_nobody_is_reminded_at_night(archive: Archive) -> None:
    """It begins at noon in Dhaka; 1.45 days later it is nearly eleven at night."""
    archive.holds(until("profession"))
    assert archive.passes(1.45) == []

    assert len(archive.passes(0.45)) == 1


def test_a_draft_that_moved_is_not_idle(archive: Archive) -> None:
    archive.holds(until("profession"))
    archive.passes(0.9)
    archive.holds(until("nominee"))

    assert archive.passes(0.9) == []


def test_a_submitted_application_causes_no_reminder(archive: Archive) -> None:
    archive.holds(pending())

    assert archive.passes(1.2) == []
