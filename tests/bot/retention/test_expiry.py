"""What is due about one application, by how long it has rested and what its agent was told."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.applications.periods import Periods
from bot.chat.outgoing import Send
from bot.people.staff import Staff
from bot.retention.expiry import Expiry
from conversations.application import Application, Phase
from conversations.events import CorrectionBegun
from storage.agents import Agent, Role, Standing
from storage.audit import OPERATOR
from tests.support.forms import AGENT, FAILED, NOW, after, begun, decided, pending, press, until
from tests.support.office import OTHER_AGENT, Office
from tests.support.running import ADMIN

DAY = timedelta(days=1)  # NOW is noon in Dhaka
PERIODS = Periods(form=30 * DAY, undecided=90 * DAY, draft=14 * DAY)


@pytest.fixture
def office() -> Office:
    office = Office()
    admin = Agent(id=ADMIN, name="Admin", role=Role.ADMIN, language="en")
    office.store.agents.enrol(admin, NOW)
    return office


def deals(office: Office, rested: timedelta, periods: Periods = PERIODS) -> list[tuple[int, str]]:
    """Deal with the application after that time; returns the chats and texts of what is owed."""
    store, now = office.store, NOW + rested
    form = store.applications.find("abcd2345")
    assert form
    with store.transaction():
        expiry = Expiry(store, periods)
        expiry.deal_with(form, now)
        expiry.sum_up(now)
    office.now = now
    return [(chat, message.text) for chat, message in office.sends() if isinstance(message, Send)]


def actions(office: Office) -> list[str]:
    return [entry.action for entry in office.store.audit.entries(subject="abcd2345")]


def kept(office: Office) -> Application | None:
    return office.store.applications.find("abcd2345")


@pytest.mark.parametrize(
    ("phase", "patience"),
    [
        (Phase.FILLING, DAY),
        (Phase.REVIEWING, DAY),
        (Phase.SUBMITTING, 90 * DAY),
        (Phase.CHECKING, 90 * DAY),
        (Phase.PENDING, 90 * DAY),
        (Phase.DECIDED, 30 * DAY),
        (Phase.CLOSED, 30 * DAY),
    ],
)
def test_each_phase_has_its_patience(office: Office, phase: Phase, patience: timedelta) -> None:
    assert Expiry(office.store, PERIODS).patience(phase) == patience


def test_drafts_that_are_kept_for_hours_are_looked_at_in_time_to_warn(office: Office) -> None:
    short = replace(PERIODS, draft=DAY * 1.5)

    assert Expiry(office.store, short).patience(Phase.FILLING) == DAY * 0.5


# -- the reminder -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rested", "is_reminded"),
    [
        (timedelta(hours=24), False),  # idle for more than a day
        (timedelta(hours=25), True),
        (timedelta(hours=32, minutes=59), True),  # one minute before nine in the evening
        (timedelta(hours=33), False),
        (timedelta(hours=43, minutes=59), False),  # one minute before eight in the morning
        (timedelta(hours=44), True),
        (timedelta(hours=48), True),
        (timedelta(hours=48, minutes=1), False),  # too late to remind of
    ],
)
def test_a_draft_is_reminded_of_on_its_second_day_and_not_at_night(
    office: Office, rested: timedelta, is_reminded: bool
) -> None:
    office.holds(until("profession"))

    told = deals(office, rested)

    assert [chat for chat, _ in told] == [AGENT] * is_reminded
    assert all("is waiting for you" in text for _, text in told)
    assert actions(office) == ["idle-reminded"] * is_reminded


def test_the_reminder_comes_once_and_again_after_the_draft_moved(office: Office) -> None:
    office.holds(until("profession"))
    assert len(deals(office, DAY * 1.1)) == 1
    assert deals(office, DAY * 1.2) == []

    office.holds(replace(until("nominee"), changed_at=NOW + DAY * 2))

    assert len(deals(office, DAY * 3.1)) == 1


def test_a_form_without_consent_is_about_nobody_and_not_reminded_of(office: Office) -> None:
    office.holds(begun())

    assert deals(office, DAY * 1.1) == []
    assert actions(office) == []


# -- the end of a draft ---------------------------------------------------------------------------


def warned(office: Office, at: timedelta) -> None:
    ((chat, text),) = deals(office, at)
    assert chat == AGENT
    assert "The draft of Md. Asaduzzaman Miah will be erased tomorrow" in text


@pytest.mark.parametrize(
    ("warned_at", "then", "is_erased"),
    [
        (DAY * 13.5, DAY * 14, False),  # not a day after the warning
        (DAY * 13.5, DAY * 14.5, True),
        (DAY * 60, DAY * 60.9, False),  # the bot was off: the warning comes first all the same
        (DAY * 60, DAY * 61, True),
    ],
)
def test_a_draft_is_erased_a_day_after_its_warning_and_no_earlier(
    office: Office, warned_at: timedelta, then: timedelta, is_erased: bool
) -> None:
    office.holds(until("profession"))
    warned(office, warned_at)

    told = deals(office, then)

    assert (kept(office) is None) is is_erased
    assert [chat for chat, _ in told] == [AGENT] * is_erased
    assert all("M••• A••• M••• was erased" in text for _, text in told)
    assert actions(office) == ["expiry-warned", *["erased"] * is_erased]


def test_nothing_is_due_at_the_moment_before_the_warning(office: Office) -> None:
    office.holds(until("profession"))

    assert deals(office, DAY * 13) == []
    warned(office, DAY * 13 + timedelta(seconds=1))


def test_a_warning_from_before_the_draft_moved_does_not_count(office: Office) -> None:
    office.holds(until("profession"))
    warned(office, DAY * 13.5)
    office.holds(replace(until("nominee"), changed_at=NOW + DAY * 14))

    warned(office, DAY * 28)

    assert kept(office)


def test_a_period_that_is_made_longer_after_the_warning_counts(office: Office) -> None:
    office.holds(until("profession"))
    warned(office, DAY * 13.5)
    longer = replace(PERIODS, draft=DAY * 15)

    assert deals(office, DAY * 14.6, longer) == []
    assert kept(office)

    assert len(deals(office, DAY * 15, longer)) == 1
    assert kept(office) is None


def test_an_abandoned_correction_leaves_the_record_of_the_first_verdict(office: Office) -> None:
    """A draft that was never submitted leaves nothing; this one was."""
    first = decided(FAILED)
    office.holds(after(first, press(CorrectionBegun)))
    deals(office, DAY * 13.5)

    deals(office, DAY * 14.6)

    left = kept(office)
    assert left
    assert (left.phase, left.verdict) == (first.phase, first.verdict)
    assert (left.answers, left.reading, left.earlier) == ({}, None, ())
    assert left.customer == "M••• A••• M•••"
    assert actions(office)[-1] == "form-erased"
    assert office.agent.active_application is None


@pytest.mark.parametrize("standing", [Standing.SUSPENDED, Standing.REMOVED])
def test_an_agent_who_is_no_longer_served_is_told_nothing_about_drafts(
    office: Office, standing: Standing
) -> None:
    office.holds(until("profession"))
    office.store.agents.put(AGENT, standing, NOW)

    told = [deals(office, rested) for rested in (DAY * 1.1, DAY * 13.5, DAY * 14.6)]

    assert told == [[], [], []]
    assert kept(office) is None


def test_the_receiver_of_a_draft_is_warned_a_day_before_its_end(office: Office) -> None:
    office.holds(until("profession"))
    warned(office, DAY * 13.5)
    receiver = office.store.agents.find(OTHER_AGENT)
    assert receiver
    with office.store.transaction():
        Staff(office.store).hand_over_some(office.agent, receiver, actor=OPERATOR, now=office.now)
    office.delivers()

    assert [chat for chat, _ in deals(office, DAY * 14.5)] == [OTHER_AGENT]
    assert deals(office, DAY * 15.4) == []
    assert kept(office)
    assert [chat for chat, _ in deals(office, DAY * 15.5)] == [OTHER_AGENT]
    assert kept(office) is None


@pytest.mark.parametrize(("restored_at", "is_erased"), [(DAY * 13.2, True), (DAY * 13.8, False)])
def test_only_a_warning_that_could_be_read_counts(
    office: Office, restored_at: timedelta, is_erased: bool
) -> None:
    office.holds(until("profession"))
    office.store.agents.put(AGENT, Standing.SUSPENDED, NOW)
    looks = [(DAY * 13.1, []), (DAY * 13.5, [AGENT] * is_erased), (DAY * 14.5, [AGENT])]
    for at, chats in looks:
        if at > restored_at:
            office.store.agents.put(AGENT, Standing.ACTIVE, NOW)
        assert [chat for chat, _ in deals(office, at)] == chats

    assert (kept(office) is None) is is_erased


# -- everything else ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "chats"), [(decided(), []), (pending(), [AGENT, ADMIN])], ids=["decided", "pending"]
)
def test_a_form_is_masked_and_only_a_missing_verdict_is_told(
    office: Office, form: Application, chats: list[int]
) -> None:
    office.holds(form)

    told = deals(office, DAY * 91)

    assert sorted(chat for chat, _ in told) == sorted(chats)
    assert not [text for _, text in told if "Asaduzzaman" in text]
    left = kept(office)
    assert left
    assert (left.answers, left.customer) == ({}, "M••• A••• M•••")
