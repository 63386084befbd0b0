"""What somebody else wrote may be an answer, never a yes, a no, a button or a command."""

from dataclasses import replace

import pytest

from conversations.application import Phase
from conversations.events import TextSent
from conversations.questions import CANCEL, REVIEW
from tests.support.forms import AGENT, begun, decided, photo, until
from tests.support.office import Office, texts
from tests.support.supervision import SUPERVISOR

WHY = "A forwarded message cannot confirm"


def forwards(office: Office, text: str, sender: int = AGENT) -> list[str]:
    office.message_id += 1
    return texts(
        office.takes(TextSent(text=text, message_id=office.message_id, forwarded=True), sender)
    )


@pytest.mark.parametrize(
    "said", ["yes", "হ্যাঁ", "👍", "Submit", "জমা দিন", "7", "edit gender", "/cancel", "cancel"]
)
def test_nothing_is_submitted_corrected_or_cancelled(office: Office, said: str) -> None:
    form = office.holds(until(REVIEW))

    asked, *_ = forwards(office, said)

    assert WHY in asked
    assert office.form.phase is Phase.REVIEWING
    assert (office.form.asking, office.form.answers) == (REVIEW, form.answers)


@pytest.mark.parametrize(
    ("stop", "said"),
    [
        ("consent", "yes"),
        ("consent", "no"),
        ("card", "All correct"),
        ("card", "ঠিক আছে"),
        ("permanent_address", "yes"),
        ("permanent_address", "same as on the card"),
        ("permanent_address", "no"),
        ("nominee", "Back"),
    ],
)
def test_no_question_is_answered_by_it(office: Office, stop: str, said: str) -> None:
    form = office.holds(begun() if stop == "consent" else until(stop))

    asked, *_ = forwards(office, said)

    assert WHY in asked
    assert (office.form.asking, office.form.answers) == (form.asking, form.answers)
    assert office.form.consent == form.consent


def test_a_draft_is_not_cancelled_by_it(office: Office) -> None:
    office.holds(until("nominee"))
    office.hears("/cancel")

    assert WHY in forwards(office, "yes")[0]
    assert office.form.asking == CANCEL


@pytest.mark.parametrize(
    ("stop", "said", "answers"),
    [
        ("mobile_number", "+88 01812-345679", {"mobile_number": "01812345679"}),
        ("permanent_address", "22/1, Islampur", {"permanent_address": "22/1, Islampur"}),
        ("gender", "Female", {"gender": "Female"}),
        ("profession", "কৃষক", {"profession": "Farmer"}),
        ("nominee", "Salma Begum", {"nominee": "Salma Begum"}),
        (
            "nominee",
            "Mother: Ambia Khatun",
            {"nominee": "Ambia Khatun", "nominee_relation": "Mother"},
        ),
    ],
)
def test_what_the_customer_has_written_is_an_answer(
    office: Office, stop: str, said: str, answers: dict[str, str]
) -> None:
    office.holds(until(stop))

    forwards(office, said)

    assert answers.items() <= office.form.answers.items()


def test_words_under_a_forwarded_photo_confirm_nothing(office: Office) -> None:
    office.holds(until("permanent_address"))
    picture = replace(photo(forwarded=True), caption="yes", message_id=900)

    said = texts(office.takes(picture, message_id=900))

    assert WHY in said[-1]
    assert "permanent_address" not in office.form.answers


def test_what_a_command_asks_waits_for_the_agents_own_yes(office: Office) -> None:
    office.holds(decided(), name="dane2345", is_active=False)
    office.hears("/erase dane2345")

    assert WHY in forwards(office, "yes")[0]

    assert office.store.applications.find("dane2345")


def test_a_draft_is_continued_by_the_agents_own_word(office: Office) -> None:
    office.holds(until("nominee"), is_active=False)
    office.hears("/start")

    assert WHY in forwards(office, "yes")[0]

    assert office.agent.active_application is None


@pytest.mark.parametrize("said", ["no", "/invite Kuddus"])
def test_invitations_are_made_and_ended_by_the_supervisor(office: Office, said: str) -> None:
    office.hears("/invite", SUPERVISOR)

    assert WHY in forwards(office, said, SUPERVISOR)[0]
    assert not office.store.audit.entries(actions=("invited",))

    forwards(office, "Rahima Khatun\nSalma Begum", SUPERVISOR)
    assert len(office.store.audit.entries(actions=("invited",))) == 2
