"""What is taken as an answer, and to which question."""

import unicodedata
from dataclasses import replace

import pytest

from conversations import events
from conversations.answers import is_answer
from conversations.effects import Ask, Tell
from conversations.questions import FORM, QUESTIONS, READING, REVIEW, steps_of
from tests.support.forms import (
    ANSWERS,
    NOW,
    READ,
    Happening,
    after,
    being_read,
    picks,
    press,
    read,
    types,
    unique,
    until,
)
from tests.support.playbook import Playbook
from tests.support.points import DRAFTS

STEPS = steps_of(FORM)
DAY = NOW.date()


#: Every typed question, and answers that it refuses.
REFUSED = {
    "nid_number": ("12345", "invalid-nid-length"),
    "date_of_birth": ("31/2/1980", "invalid-date-unreal"),
    "name_bangla": ("না", "invalid-wording-placeholder"),
    "name_english": ("n/a", "invalid-wording-placeholder"),
    "father_name": ("42", "invalid-wording-no-letters"),
    "mother_name": ("\u200b", "invalid-wording-empty"),
    "present_address": ("ক" * 1001, "invalid-wording-too-long"),
    "gender": ("perhaps", "choose-an-option"),
    "permanent_address": ("no", "invalid-wording-short"),
    "mobile_number": ("01112345678", "invalid-mobile-prefix"),
    "profession": ("?!", "invalid-wording-no-letters"),
    "nominee": ("x" * 101, "invalid-wording-too-long"),
    "nominee_relation": ("1", "invalid-wording-no-letters"),
}


def test_every_question_of_words_is_tried_with_something_wrong() -> None:
    assert set(REFUSED) == {*READ, *(key for key in STEPS if QUESTIONS[key].read)} | {"gender"}


@pytest.mark.parametrize("question", REFUSED)
def test_an_impossible_answer_is_refused_and_everything_else_kept(question: str) -> None:
    typed, reason = REFUSED[question]
    form = DRAFTS[f"{question} not read" if question in READ else question]
    book = Playbook(form)

    (shown,) = book.plays(types(typed))
    assert isinstance(shown, Ask)
    assert shown.problem == reason
    assert book.application == form


@pytest.mark.parametrize("question", [key for key in READ if key != "present_address"])
def test_a_field_that_was_not_read_is_asked_after_the_card_is_confirmed(question: str) -> None:
    waiting = being_read(READING)
    card = after(waiting, read(waiting, **{question: None}))

    asked = after(card, press(events.CardConfirmed))
    assert asked.asking == question
    assert after(asked, ANSWERS[question]()).asking == REVIEW


@pytest.mark.parametrize(
    ("question", "answer", "again"),
    [
        ("gender", types("male"), "Male"),
        ("gender", picks("gender", "male"), "পুরুষ"),
        ("permanent_address", types("হ্যাঁ"), "ha"),
        ("mobile_number", types("01712345678"), "+880 1712-345678"),
        ("profession", types("Tailor"), "Tailor "),
        ("profession", picks("profession", "farmer"), "কৃষক"),
        ("nominee", types("Ambia Khatun"), "Ambia  Khatun"),
        ("nominee_relation", types("Mother"), "mother"),
    ],
)
def test_the_last_answer_once_more_is_not_the_answer_to_the_next_question(
    question: str, answer: Happening, again: str
) -> None:
    answered = after(until(question), answer)
    book = Playbook(answered)

    (shown,) = book.plays(types(again))
    assert isinstance(shown, Ask)
    assert (shown.problem, shown.values) == ("answer-repeated", {"field": question})
    assert book.application.answers == answered.answers
    assert book.application.asking == answered.asking


def test_what_is_sent_again_when_asked_about_is_the_answer_to_both_questions() -> None:
    form = after(until("profession"), types("Rahima"), types("Rahima"), types("Rahima"))

    assert (form.answers["profession"], form.answers["nominee"]) == ("Rahima", "Rahima")


def test_copies_that_come_late_are_never_an_answer() -> None:
    """The network delivers a fourth copy after the agent was asked about the second."""
    late = events.TextSent(text="Tailor", message_id=unique(), is_early=True)
    form = after(until("profession"), types("Tailor"), types("Tailor"), late, late)

    assert "nominee" not in form.answers


def test_an_answer_may_be_the_same_as_one_before_the_last() -> None:
    form = after(until("nominee"), types("আম্বিয়া খাতুন"))

    assert form.answers["nominee"] == "আম্বিয়া খাতুন"  # the mother's name on the card


def test_the_same_answer_may_be_given_after_going_back() -> None:
    form = after(until("nominee"), types("Tailor"), press(events.WentBack), press(events.WentBack))

    assert after(form, types("Tailor")).answers["profession"] == "Tailor"


def test_an_answer_typed_before_its_question_was_shown_is_marked_until_it_is_given_again() -> None:
    early = events.TextSent(text="Ambia Khatun", message_id=unique(), is_early=True)
    form = after(until("nominee"), early)
    assert form.early == {"nominee"}
    reopened = after(until(REVIEW, form), press(events.EditChosen, question="nominee"))

    assert reopened.early == {"nominee"}
    assert after(reopened, press(events.Kept)).early == set()
    assert after(reopened, types("Ambia Khatun")).early == set()


@pytest.mark.parametrize("question", ["gender", "mobile_number", "profession", "nominee"])
def test_a_reply_corrects_its_own_answer_wherever_the_form_is(question: str) -> None:
    text = {"gender": "female", "mobile_number": "01812345679"}.get(question, "Kuddus")
    form = until("selfie")
    correction = events.AnswerCorrected(question=question, text=text, message_id=unique())
    book = Playbook(form)

    assert book.plays(correction)[0] == Tell(text="edit-taken", values={"field": question})
    assert book.application.value(question) == {"gender": "Female"}.get(question, text)
    assert book.application.sources[question] == correction.message_id


def test_a_reply_with_something_wrong_is_refused_by_name() -> None:
    correction = events.AnswerCorrected(question="mobile_number", text="12", message_id=unique())
    book = Playbook(until("profession"))

    (shown,) = book.plays(correction)
    assert isinstance(shown, Ask)
    assert (shown.about, shown.problem) == ("mobile_number", "invalid-mobile-length")


@pytest.mark.parametrize(
    "event",
    [
        events.TextSent(text="Ambia", message_id=unique(), replies_to=5),
        events.AnswerCorrected(question="front", text="Ambia", message_id=unique()),
        events.AnswerCorrected(question="nominee", text="Ambia", message_id=unique()),
        events.AnswerCorrected(question="review", text="Ambia", message_id=unique()),
    ],
)
def test_a_reply_to_anything_else_is_asked_back(event: events.AgentEvent) -> None:
    form = until("profession")
    book = Playbook(form)

    assert book >> event << Ask(problem="reply-unclear")
    assert book.application == form


def test_a_zero_for_the_visarga_of_a_name_is_no_digit() -> None:
    for words in ("মো০ করিম", "নমিনি:মো০ করিম", unicodedata.normalize("NFD", "মো০ করিম")):
        assert after(until("nominee"), types(words)).answers["nominee"] == "মোঃ করিম"


def test_an_option_may_be_typed_in_either_script() -> None:
    for words in ("male", "Male", "MALE", "পুরুষ", " m "):
        assert after(until("gender"), types(words)).answers["gender"] == "Male"


def test_words_of_ones_own_are_taken_where_no_option_fits() -> None:
    assert after(until("profession"), types("Boatman")).answers["profession"] == "Boatman"


def test_the_same_address_follows_the_card_even_when_it_is_read_later() -> None:
    form = after(being_read("permanent_address"), picks("permanent_address", "same"))
    assert form.value("permanent_address") is None

    form = after(form, read(form))
    assert form.value("permanent_address") == READ["present_address"]


def test_the_rest_of_an_address_is_not_lost_without_a_word() -> None:
    book = Playbook(after(until("permanent_address"), types("Vill: Islampur", 5)))

    (shown,) = book.plays(types("Post: Savar, Dhaka", 6))
    assert shown == Ask(
        problem="invalid-mobile-characters", others={"permanent_address": "address-in-parts"}
    )
    whole = events.TextEdited(text="Vill: Islampur, Post: Savar, Dhaka", message_id=5)
    assert book >> whole << Tell << Ask
    assert book.application.answers["permanent_address"] == "Vill: Islampur, Post: Savar, Dhaka"


def test_the_rest_of_an_address_corrected_on_the_review_is_not_lost_either() -> None:
    form = after(until(REVIEW), press(events.EditChosen, question="permanent_address"))
    book = Playbook(after(form, types("Vill: Islampur")))

    (shown,) = book.plays(types("Post: Savar, Dhaka"))
    assert shown == Ask(problem="choose-a-button", others={"permanent_address": "address-in-parts"})


@pytest.mark.parametrize(
    ("address", "then"), [("yes", "Post: Savar"), ("Islampur", "0171234"), ("Islampur", "ok")]
)
def test_nothing_else_is_taken_for_the_rest_of_an_address(address: str, then: str) -> None:
    book = Playbook(after(until("permanent_address"), types(address)))

    (shown,) = book.plays(types(then))
    assert isinstance(shown, Ask)
    assert not shown.others


def test_an_option_of_another_question_is_not_taken() -> None:
    assert Playbook(until("gender")) >> picks("profession", "farmer") << Ask()


@pytest.mark.parametrize("text", ["no", "na", "না"])
def test_an_address_that_is_not_the_same_is_to_be_typed(text: str) -> None:
    """The card would be no help: it has the other address."""
    refusal = Ask(problem="invalid-wording-short", values={"kind": "address"})

    assert Playbook(until("permanent_address")) >> types(text) << refusal


def test_an_option_that_does_not_exist_is_not_taken() -> None:
    assert Playbook(until("gender")) >> picks("gender", "dragon") << Ask()


def test_an_edited_message_corrects_its_own_answer_and_not_the_current_question() -> None:
    form = after(until("mobile_number"), types("01712345678", 41))
    book = Playbook(form)

    edit = events.TextEdited(text="01812345678", message_id=41)
    assert book >> edit << Tell(text="edit-taken", values={"field": "mobile_number"}) << Ask()
    assert book.application.asking == "profession"
    assert book.application.answers["mobile_number"] == "01812345678"
    assert "profession" not in book.application.answers


def test_a_message_edited_to_something_wrong_changes_nothing() -> None:
    form = after(until("mobile_number"), types("01712345678", 41))
    edit = events.TextEdited(text="0181", message_id=41)

    assert (
        Playbook(form)
        >> edit
        << Ask(problem="invalid-mobile-length", values={"count": 4}, about="mobile_number")
    )
    assert after(form, edit).answers["mobile_number"] == "01712345678"


def test_words_that_stay_below_a_replaced_photo_correct_nothing() -> None:
    form = after(until("mobile_number"), types("01712345678", 41))
    edit = events.TextEdited(text="01712345678", message_id=41, is_caption=True)

    assert Playbook(form) >> edit << Ask(problem="stray-edited")
    assert after(form, replace(edit, text="01812345678")).answers["mobile_number"] == "01812345678"


def test_a_date_edited_to_two_digits_of_a_year_is_refused_without_asking_anything() -> None:
    """A yes would be taken for the question that is open."""
    form = after(until("card"), press(events.EditChosen, question="date_of_birth"))
    form = after(form, types("2 Oct 1980", 71))
    edit = events.TextEdited(text="3/10/80", message_id=71)

    refusal = Ask(problem="invalid-date-year", values={"dates": "3/10/1980"}, about="date_of_birth")
    assert Playbook(form) >> edit << refusal


def test_an_edited_message_that_answered_nothing_is_ignored_with_a_word() -> None:
    edit = events.TextEdited(text="Ambia Khatun", message_id=99)

    assert Playbook(until("nominee")) >> edit << Tell(text="edit-ignored") << Ask()


def test_an_edited_message_whose_answer_was_replaced_corrects_nothing() -> None:
    form = after(until("profession"), types("Boatman", 51))
    form = after(form, press(events.WentBack), picks("profession", "farmer"))

    edit = events.TextEdited(text="Fisherman", message_id=51)
    assert Playbook(form) >> edit << Tell(text="edit-ignored") << Ask()


def test_a_message_may_be_edited_twice() -> None:
    form = after(until("nominee"), types("Ambia", 61))
    for name in ("Ambia Khatun", "Ambia Begum"):
        form = after(form, events.TextEdited(text=name, message_id=61))

    assert form.answers["nominee"] == "Ambia Begum"


def test_the_nominee_changed_on_the_review_asks_for_the_relation() -> None:
    form = after(until("nominee"), types("Ambia Khatun", 61))
    form = until(REVIEW, form)

    form = after(form, events.TextEdited(text="Karim Uddin", message_id=61))
    assert form.asking == "nominee_relation"


@pytest.mark.parametrize(
    ("key", "text", "expected"),
    [
        ("mobile_number", "01812345678", True),
        ("mobile_number", "Rahima Begum", False),
        ("nominee", "Rahima Begum", True),
        ("nominee_relation", "mother", True),
        ("consent", "yes", False),
        ("no_such_question", "yes", False),
    ],
)
def test_what_a_text_can_be_the_answer_to_is_told_without_taking_it(
    key: str, text: str, expected: bool
) -> None:
    assert is_answer(until("selfie"), key, text, DAY) is expected
