"""Nothing is kept longer than needed: forms, drafts, updates set aside."""

import pytest

from bot.applications.cleaning import FILE
from bot.chat.outgoing import CleanChat, Send
from conversations.application import Application
from storage.agents import Role
from storage.invitations import Invitation
from tests.support.archive import ADMIN, Archive
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


@pytest.mark.parametrize("is_masked", [True, False])
def test_files_with_customers_whose_form_is_gone_are_not_remembered_for_ever(
    archive: Archive, *, is_masked: bool
) -> None:
    """An export of 100,000 records notes as many rows, which stay where no chat is cleaned."""
    names = [archive.holds(decided(), f"ref{number:05}") for number in range(50)]
    archive.passes(31)
    for file in range(5):
        with archive.store.transaction():
            archive.store.chat_messages.note(
                names, ADMIN, file, archive.clock(), is_masked=is_masked
            )
        archive.passes(20)

    left = archive.store.chat_messages.in_chat(ADMIN, limit=9)
    archive.passes(90)

    assert [each.message_id for each in left] == [1, 2, 3, 4]
    assert archive.store.chat_messages.in_chat(ADMIN, limit=9) == []


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


def test_the_file_of_a_full_export_is_deleted_while_telegram_still_allows_it(
    archive: Archive,
) -> None:
    with archive.store.transaction():
        archive.store.chat_messages.note((FILE,), AGENT, 7, archive.clock())

    assert archive.passes(1.8) == []
    assert archive.passes(0.1) == [CleanChat()]


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
