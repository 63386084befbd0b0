"""What the chat shows about a text: whether its question was seen, and what it replies to."""

import pytest

from bot.chat.incoming import CommandSent, Incoming
from bot.chat.outgoing import Edit, Send
from conversations.events import TextSent
from conversations.questions import REVIEW
from tests.support.forms import AGENT, types, until
from tests.support.office import Office, texts


def in_one_batch(office: Office, *said: str) -> list[str]:
    """All are decided before anything is delivered; gives what is sent then."""
    contents = [TextSent(text=text, message_id=number) for number, text in enumerate(said, 900)]
    office.takes_batch(
        *(Incoming(sender=AGENT, chat=AGENT, language_code="en", content=one) for one in contents)
    )
    return [message.text for message in office.delivers() if isinstance(message, Send | Edit)]


def test_answers_typed_ahead_are_taken_and_shown_in_the_order_given(office: Office) -> None:
    office.holds(until("mobile_number"))

    sent = in_one_batch(office, "01812345679", "Tailor", "Kuddus Ali")

    (asked,) = sent
    assert asked.split("\n")[:3] == [
        "✓ Mobile number: 01812-345679",
        "✓ Profession: Tailor",
        "✓ Nominee: Kuddus Ali",
    ]
    assert "related" in asked
    assert office.form.early == {"profession", "nominee"}


def test_what_was_typed_ahead_is_marked_at_the_review(office: Office) -> None:
    office.holds(until("profession"))
    in_one_batch(office, "Tailor", "Kuddus Ali")
    office.holds(until(REVIEW, office.form))

    review = office.hears("?")

    (line,) = [line for line in texts(review)[-1].split("\n") if "Kuddus Ali" in line]
    assert "⚠ Nominee: Kuddus Ali (mother) (perhaps typed before it was asked)" in line
    assert "Tailor <i>" not in texts(review)[-1]


@pytest.mark.parametrize("copies", [2, 3, 5])
def test_an_answer_sent_many_times_is_one_answer(office: Office, copies: int) -> None:
    office.holds(until("profession"))

    in_one_batch(office, *["Tailor"] * copies)

    assert office.form.answers["profession"] == "Tailor"
    assert office.form.asking == "nominee"


def test_two_halves_of_a_name_are_not_silently_two_answers(office: Office) -> None:
    office.holds(until("nominee"))

    sent = in_one_batch(office, "Md. Abdul", "Karim")

    assert sent[0].split("\n")[:2] == ["✓ Nominee: Md. Abdul", "✓ Relationship: Karim"]
    assert office.form.early == {"nominee_relation"}


def test_a_text_that_crosses_its_question_on_the_way_is_early(office: Office) -> None:
    """It was sent before the question arrived, and was received afterwards."""
    office.holds(until("profession"))
    office.hears("Tailor")  # the next question is delivered

    office.takes(types("Kuddus Ali", 1))

    assert office.form.answers["nominee"] == "Kuddus Ali"
    assert office.form.early == {"nominee"}


@pytest.mark.parametrize(
    "word", ["previous step", "back", "আগের ধাপ", "পূর্ববর্তী ধাপ", "change mobile number"]
)
def test_the_word_of_a_button_is_no_answer_before_the_question_was_shown(
    office: Office, word: str
) -> None:
    office.holds(until("mobile_number"))

    (asked,) = in_one_batch(office, "01812345679", word)

    assert office.form.asking == "profession"
    assert "profession" not in office.form.answers
    assert "Mobile number: 01812-345679" in asked
    assert "Profession" in asked


def test_a_relative_named_as_on_the_button_may_be_typed_ahead(office: Office) -> None:
    office.holds(until("profession"))

    in_one_batch(office, "Tailor", "Mother: আম্বিয়া খাতুন")

    assert office.form.answers["nominee"] == "আম্বিয়া খাতুন"
    assert office.form.early == {"nominee", "nominee_relation"}


@pytest.mark.parametrize(
    ("stop", "word"), [(REVIEW, "submit"), ("card", "yes"), ("consent", "yes")]
)
def test_no_button_is_pressed_by_a_word_before_it_was_shown(
    office: Office, stop: str, word: str
) -> None:
    form = office.holds(until(stop))

    office.takes(types(word, 1))

    assert (office.form.phase, office.form.asking) == (form.phase, stop)
    assert office.form.consent == form.consent


@pytest.mark.parametrize("word", ["previous step", "আগের ধাপ", "Change mobile number"])
def test_a_word_of_a_button_is_no_answer_to_a_question_that_was_not_seen(
    office: Office, word: str
) -> None:
    """Telegram's answer about the question is late, so its number is not known yet."""
    office.holds(until("nominee"))
    office.store.shown.forget_chat(AGENT)

    (again,) = texts(office.takes(types(word, 500)))

    assert "nominee" not in office.form.answers
    assert "Who is the nominee?" in again


def test_a_relative_typed_before_the_question_was_seen_is_the_answer(office: Office) -> None:
    office.holds(until("nominee"))

    office.takes(types("Mother: Ambia Khatun", 1))

    assert office.form.answers["nominee"] == "Ambia Khatun"


# -- replies ----------------------------------------------------------------------------------


def replies(office: Office, text: str, to: int) -> list[str]:
    event = TextSent(text=text, message_id=950, replies_to=to)
    return texts(office.takes(event))


def test_a_reply_to_an_own_answer_corrects_it(office: Office) -> None:
    office.holds(until("profession"))
    office.takes(types("Tailor", 700))

    said = replies(office, "Boatman", to=700)

    assert said[0] == "Corrected: Profession."
    assert office.form.answers["profession"] == "Boatman"
    assert "nominee" not in office.form.answers


def test_a_reply_to_a_question_that_was_answered_corrects_its_answer(office: Office) -> None:
    office.holds(until("profession"))
    question = office.message_id
    office.sees_tap("pick", "profession", "farmer", message_id=question)

    replies(office, "Boatman", to=question)

    assert office.form.answers["profession"] == "Boatman"


def test_a_reply_to_a_question_answered_in_words_corrects_its_answer(office: Office) -> None:
    office.holds(until("profession"))
    question = office.message_id
    office.hears("Tailor")

    replies(office, "Boatman", to=question)

    assert office.form.answers["profession"] == "Boatman"
    assert "nominee" not in office.form.answers


def test_a_reply_to_the_current_question_answers_it(office: Office) -> None:
    office.holds(until("nominee"))

    replies(office, "Kuddus Ali", to=office.message_id)

    assert office.form.answers["nominee"] == "Kuddus Ali"
    assert office.form.early == set()


@pytest.mark.parametrize("to", [0, 3, 99999])
def test_a_reply_to_anything_else_is_asked_back(office: Office, to: int) -> None:
    form = office.holds(until("nominee"))

    (asked,) = replies(office, "Kuddus Ali", to=to)

    assert "Which answer does this reply correct?" in asked
    assert office.form == form


def test_a_reply_presses_no_button(office: Office) -> None:
    form = office.holds(until(REVIEW))

    replies(office, "Submit", to=3)

    assert office.form == form


def test_a_reply_to_an_answer_of_another_customer_corrects_nothing(office: Office) -> None:
    office.holds(until("profession"), name="first234")
    office.takes(types("Tailor", 700))
    form = office.holds(until("nominee"), name="second23")

    replies(office, "Boatman", to=700)

    assert office.form == form
    first = office.store.applications.find("first234")
    assert first
    assert first.answers["profession"] == "Tailor"


def test_after_submitting_a_reply_corrects_nothing(office: Office) -> None:
    office.holds(until(REVIEW))
    office.hears("submit")

    assert office.takes(TextSent(text="Boatman", message_id=950, replies_to=700))
    office.takes(CommandSent("log", ""))
    assert office.agent.active_application is None
