"""What was refused is said even if something else is heard before that is sent, unless that
mends it.
"""

import pytest

from bot.chat.incoming import ContactSent, Content, Incoming
from conversations import replies
from conversations.application import Application
from conversations.events import Event, StraySent, TextEdited, TextSent
from conversations.questions import REVIEW
from tests.support.forms import (
    AGENT,
    after,
    begun,
    consents,
    photo,
    refused,
    reply,
    submitted,
    types,
    until,
)
from tests.support.office import Office, texts


def in_one_batch(office: Office, *contents: Content) -> str:
    hears_unsent(office, *contents)
    return "\n".join(texts(office.delivers()))


def hears_unsent(office: Office, *contents: Content) -> None:
    office.takes_batch(
        *(
            Incoming(sender=AGENT, chat=AGENT, language_code="en", content=each, message_id=number)
            for number, each in enumerate(contents, 900)
        )
    )


@pytest.mark.parametrize(
    "corrected",
    [
        TextEdited(text="0191234567", message_id=700),
        TextSent(text="0191234567", message_id=900, replies_to=700),
    ],
)
def test_a_refused_correction_is_told_although_the_next_answer_is_taken(
    office: Office, corrected: Content
) -> None:
    office.holds(until("mobile_number"))
    office.takes(types("01812345679", 700))

    said = in_one_batch(office, corrected, types("Tailor", 901))

    assert "⚠ <b>Mobile number</b>: A mobile number has 11 digits" in said
    assert "✓ Profession: Tailor" in said
    assert office.form.answers["mobile_number"] == "01812345679"


@pytest.mark.parametrize(
    ("asking", "ahead", "answer", "words"),
    [
        ("permanent_address", ContactSent("+8801812345678"), "same", "Contacts cannot be used"),
        ("nominee_relation", photo("selfie"), "mother", "No photo is needed here"),
        ("nominee", StraySent(kind="voice"), "Ambia Khatun", "⚠"),
    ],
)
def test_what_is_refused_ahead_of_an_answer_is_told_with_it(
    office: Office, asking: str, ahead: Content, answer: str, words: str
) -> None:
    office.holds(until(asking))

    assert words in in_one_batch(office, ahead, types(answer, 901))
    assert office.form.asking != asking


@pytest.mark.parametrize("next_said", [types("hmm", 901), StraySent(kind="sticker")])
def test_a_correction_at_the_review(office: Office, next_said: Content) -> None:
    office.holds(until("profession"))
    office.takes(types("Tailor", 700))
    office.holds(until(REVIEW, office.form))

    said = in_one_batch(office, TextEdited(text="?", message_id=700), next_said)

    assert "⚠ <b>Profession</b>: " in said


@pytest.mark.parametrize("answer", [types("male", 900), types("?", 900)])
def test_why_a_photo_was_refused(office: Office, answer: Content) -> None:
    form = office.holds(after(begun(), consents(), photo(), photo()))
    learns_unsent(office, form, refused(form, "front"))

    assert "⚠ <b>Front of the NID card</b>: " in in_one_batch(office, answer)


def test_a_wrong_answer_that_a_refused_photo_crosses(office: Office) -> None:
    office.holds(after(begun(), consents(), photo(), photo()))
    hears_unsent(office, types("0181", 900))
    learns_unsent(office, office.form, refused(office.form, "front"))

    said = "\n".join(texts(office.delivers()))

    assert "<b>Front of the NID card</b>" in said
    assert said.count("⚠") == 2


@pytest.mark.parametrize("slip", [photo("a"), StraySent(kind="too-large")])
def test_a_photo_instead_of_which_the_right_one_has_come(office: Office, slip: Content) -> None:
    """The front came twice, as on a poor network, or the back as a large file first."""
    office.holds(until("front"))

    said = in_one_batch(office, photo("a"), slip, photo("b"))

    assert office.form.pictures.keys() == {"front", "back"}
    assert "⚠" not in said


@pytest.mark.parametrize("next_said", [types("?", 900), StraySent(kind="sticker")])
def test_why_the_service_refused_the_application(office: Office, next_said: Content) -> None:
    form = office.holds(submitted())
    learns_unsent(office, form, reply(form, replies.SubmissionRefused, reason="NID is blacklisted"))

    assert "NID is blacklisted" in in_one_batch(office, next_said)


def test_of_wrong_answers_to_one_question_only_the_last(office: Office) -> None:
    office.holds(until("mobile_number"))

    said = in_one_batch(office, types("0181", 900), types("018123", 901))
    assert said.count("⚠") == 1

    said = in_one_batch(office, types("0181", 902), types("01812345679", 903))
    assert "⚠" not in said


def learns_unsent(office: Office, form: Application, event: Event) -> None:
    with office.store.transaction():
        office.clerk.take(form, event, office.agent, office.now)
