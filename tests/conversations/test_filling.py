"""Consent, answers, ways back, and the end of a draft."""

from dataclasses import replace

import pytest

from conversations import events
from conversations.application import Application
from conversations.effects import Ask, Settle, Tell
from conversations.events import Moment
from conversations.questions import CANCEL, FORM, QUESTIONS, READING, REVIEW, next_asked, steps_of
from conversations.transitions import advance
from tests.support.forms import (
    ANSWERS,
    READ,
    Happening,
    after,
    begun,
    being_read,
    checked,
    consents,
    every_point,
    photo,
    picks,
    press,
    read,
    types,
    unique,
    unreadable,
    until,
)
from tests.support.playbook import Playbook

STEPS = steps_of(FORM)

POINTS = every_point()
DRAFTS = {name: form for name, form in POINTS.items() if form.is_draft}

at_every_point_of_a_draft = pytest.mark.parametrize("point", DRAFTS)

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
    "permanent_address": ("no", "invalid-wording-placeholder"),
    "mobile_number": ("01112345678", "invalid-mobile-prefix"),
    "profession": ("?!", "invalid-wording-no-letters"),
    "nominee": ("x" * 101, "invalid-wording-too-long"),
    "nominee_relation": ("1", "invalid-wording-no-letters"),
}


# -- consent ----------------------------------------------------------------------------------


def test_consent_is_kept_with_its_text_its_language_and_its_time() -> None:
    book = Playbook(begun())

    assert book >> consents() << Settle(question="consent") << Ask()
    consent = book.application.consent
    assert consent is not None
    assert (consent.text_version, consent.language) == ("2026-11", "en")
    assert consent.given_at == begun().created_at


def test_a_yes_to_an_earlier_wording_is_no_yes_to_the_new_one_however_often_it_is_pressed() -> None:
    form = begun()
    yes = events.ConsentGiven(version=form.version, language="en")
    moment = Moment(now=form.created_at, ticket="t", wording="new")

    first = advance(form, yes, moment)
    assert first.effects == (Ask(problem="consent-changed"),)
    shown = first.application
    assert shown is not None
    assert (shown.consent, shown.wording, shown.asking) == (None, "new", "consent")
    assert advance(shown, yes, moment).application == shown

    agreed = advance(shown, replace(yes, version=shown.version), moment).application
    assert agreed is not None
    assert agreed.consent is not None
    assert agreed.consent.text_version == "new"


def test_no_ends_and_erases_the_draft() -> None:
    book = Playbook(begun()) >> press(events.Withdrawn) << Settle(text="consent-refused")

    assert book.is_erased


def test_text_is_not_consent() -> None:
    assert Playbook(begun()) >> types("certainly") << Ask(problem="choose-a-button")


# -- answers ----------------------------------------------------------------------------------


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


def test_an_option_of_another_question_is_not_taken() -> None:
    assert Playbook(until("gender")) >> picks("profession", "farmer") << Ask()


def test_an_option_that_does_not_exist_is_not_taken() -> None:
    assert Playbook(until("gender")) >> picks("gender", "dragon") << Ask()


# -- the card ---------------------------------------------------------------------------------


def test_both_the_original_and_the_edited_value_are_kept() -> None:
    form = after(until("card"), press(events.EditChosen, question="name_english"))
    form = after(form, types("Md. Asad Miah"))

    assert form.asking == "card"
    assert form.value("name_english") == "Md. Asad Miah"
    assert form.reading is not None
    assert form.reading.fields["name_english"] == READ["name_english"]
    assert form.is_changed_from_card("name_english")


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("nid_number", "1234567", "invalid-nid-length"),
        ("date_of_birth", "2090/1/1", "invalid-date-future"),
        ("date_of_birth", "unclear", "invalid-date-form"),
        ("father_name", "ক" * 101, "invalid-wording-too-long"),
    ],
)
def test_a_value_that_the_service_cannot_take_is_asked_for_until_it_can(
    field: str, value: str, reason: str
) -> None:
    waiting = being_read(READING)
    card = after(waiting, read(waiting, **{field: value}))
    book = Playbook(card)

    assert book >> press(events.CardConfirmed) << Settle(question="card") << Ask()
    assert book.application.asking == field
    (shown,) = book.plays(press(events.Kept))
    assert isinstance(shown, Ask)
    assert shown.problem == reason
    assert book.application.asking == field
    assert book >> ANSWERS[field]() << Settle(question=field) << Ask()
    assert book.application.asking == REVIEW


def test_a_date_in_any_way_the_service_writes_it_is_confirmed() -> None:
    for written in ("1980/10/1", "01-10-1980", "1980-10-01 00:00:00", "01 Oct 1980", "13/1/1980"):
        waiting = being_read(READING)
        card = after(waiting, read(waiting, date_of_birth=written))
        assert after(card, press(events.CardConfirmed)).asking == REVIEW


def test_doubtful_fields_are_asked_one_by_one_and_may_stay_as_they_are_printed() -> None:
    waiting = being_read(READING)
    card = after(waiting, read(waiting, name_bangla="Asad", nid_number="00019801001"))
    book = Playbook(card)

    assert book >> press(events.CardConfirmed) << Settle(question="card") << Ask()
    assert book.application.asking == "nid_number"
    assert book >> press(events.Kept) << Settle(question="nid_number") << Ask()
    assert book.application.asking == "name_bangla"
    assert book >> types("আসাদ") << Settle(question="name_bangla") << Ask()
    assert book.application.asking == REVIEW
    assert book.application.value("nid_number") == "00019801001"
    assert not book.application.is_changed_from_card("nid_number")


def test_a_value_kept_as_printed_is_not_asked_for_twice() -> None:
    waiting = being_read(READING)
    card = after(waiting, read(waiting, name_bangla="Asad"))
    kept = after(card, press(events.CardConfirmed), press(events.Kept))
    again = after(kept, press(events.EditChosen, question="card"), press(events.CardConfirmed))

    assert again.asking == REVIEW


def test_another_photo_of_the_card_makes_it_a_new_question() -> None:
    waiting = being_read(READING)
    card = after(waiting, read(waiting, name_bangla="Asad"))
    kept = after(card, press(events.CardConfirmed), press(events.Kept))
    replaced = after(kept, press(events.EditChosen, question="front"), photo())
    replaced = after(replaced, checked(replaced, "front"))
    reread = after(replaced, read(replaced, name_bangla="Asad"), press(events.CardConfirmed))

    assert reread.asking == "name_bangla"


def test_a_missing_father_is_asked_for() -> None:
    """A married woman's card may name her husband, and the service then reads no father."""
    waiting = being_read(READING)
    card = after(waiting, read(waiting, father_name=None), press(events.CardConfirmed))

    assert card.asking == "father_name"
    assert after(card, types("আব্দুল করিম")).asking == REVIEW


# -- back, keep, edit, resume -----------------------------------------------------------------


@at_every_point_of_a_draft
def test_back_leads_to_the_beginning_and_keeping_leads_here_again(point: str) -> None:
    """From anywhere; nothing is lost on the way."""
    form = DRAFTS[point]
    if form.asking == CANCEL:
        form = after(form, press(events.Stayed))
    back = form
    while True:
        moved = after(back, press(events.WentBack))
        if moved == back:
            break
        assert STEPS.index(moved.asking) < _place(back.asking)
        back = moved
    assert back.asking in {"consent", "front"}
    keeping = back
    while QUESTIONS.get(keeping.asking) and QUESTIONS[keeping.asking].is_answered(keeping):
        is_card = keeping.asking == "card"
        keeping = after(keeping, press(events.CardConfirmed if is_card else events.Kept))

    assert (keeping.answers, keeping.pictures) == (form.answers, form.pictures)
    assert keeping.asking == next_asked(form)


def _place(asking: str) -> int:
    if asking in READ:
        return STEPS.index("card")
    return STEPS.index(asking) if asking in STEPS else len(STEPS)


@pytest.mark.parametrize("question", [key for key in STEPS if key not in {"consent", "card"}])
def test_every_answer_can_be_edited_from_the_review_and_kept(question: str) -> None:
    review = until(REVIEW)
    asked = after(review, press(events.EditChosen, question=question))

    assert asked.asking == question
    kept = after(asked, press(events.Kept))
    assert kept.asking == REVIEW
    assert kept.answers == review.answers


@pytest.mark.parametrize("question", [key for key in STEPS if key not in {"consent", "card"}])
def test_every_answer_can_be_replaced_from_the_review(question: str) -> None:
    asked = after(until(REVIEW), press(events.EditChosen, question=question))
    if question in {"front", "back", "selfie"}:
        return  # see test_pictures
    changed = after(asked, types("01912345679" if question == "mobile_number" else "Female"))

    assert changed.answers[question] in {"01912345679", "Female"}
    assert changed.asking == ("nominee_relation" if question == "nominee" else REVIEW)


@pytest.mark.parametrize("field", READ)
def test_every_field_of_the_card_can_be_edited_from_the_review(field: str) -> None:
    asked = after(until(REVIEW), press(events.EditChosen, question=field))
    assert asked.asking == field

    assert after(asked, ANSWERS[field]()).asking == REVIEW


def test_a_question_without_an_answer_cannot_be_jumped_to() -> None:
    assert Playbook(until("gender")) >> press(events.EditChosen, question="selfie") << Ask()


def test_consent_is_not_edited() -> None:
    assert Playbook(until(REVIEW)) >> press(events.EditChosen, question="consent") << Ask()


def test_there_is_nothing_before_the_first_photo() -> None:
    assert Playbook(until("front")) >> press(events.WentBack) << Tell(text="nothing-before")


def test_keep_where_nothing_is_kept_asks_again() -> None:
    assert Playbook(until("nominee")) >> press(events.Kept) << Ask()


def test_another_nominee_has_another_relation() -> None:
    form = after(until(REVIEW), press(events.EditChosen, question="nominee"))

    asked = after(form, types("Karim Uddin"))
    assert asked.asking == "nominee_relation"
    assert "nominee_relation" not in asked.answers


def test_the_same_nominee_keeps_the_relation() -> None:
    form = after(until(REVIEW), press(events.EditChosen, question="nominee"))

    assert after(form, types("Ambia Khatun")).asking == REVIEW


# -- messages changed afterwards --------------------------------------------------------------


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


# -- cancel -----------------------------------------------------------------------------------


@at_every_point_of_a_draft
def test_cancel_asks_first_and_staying_loses_nothing(point: str) -> None:
    form = DRAFTS[point]
    asked = after(form, events.CancelAsked())
    assert asked.asking == CANCEL

    stayed = after(asked, press(events.Stayed))
    assert (stayed.answers, stayed.pictures) == (form.answers, form.pictures)
    assert (stayed.consent, stayed.reading) == (form.consent, form.reading)


@pytest.mark.parametrize("point", [point for point, form in DRAFTS.items() if not form.earlier])
def test_cancel_confirmed_erases_what_was_never_decided(point: str) -> None:
    form = after(DRAFTS[point], events.CancelAsked())
    text = "cancelled" if form.consent else "consent-refused"

    assert (Playbook(form) >> press(events.Withdrawn) << Settle(text=text)).is_erased


def test_an_answer_typed_at_the_cancel_question_is_not_taken_for_the_form() -> None:
    form = after(until("profession"), events.CancelAsked())
    book = Playbook(form)

    assert book >> types("yes") << Ask(problem="choose-a-button")
    assert "profession" not in book.application.answers


def test_coming_back_after_asking_to_cancel_continues_the_form() -> None:
    form = after(until("profession"), events.CancelAsked())

    assert after(form, events.Resumed()).asking == "profession"


def test_a_reading_that_comes_while_cancel_is_asked_is_kept() -> None:
    form = after(being_read("mobile_number"), events.CancelAsked())
    form = after(form, read(form))
    assert form.asking == CANCEL

    assert after(form, press(events.Stayed)).asking == "card"


# -- strays -----------------------------------------------------------------------------------


@at_every_point_of_a_draft
@pytest.mark.parametrize("kind", ["sticker", "voice", "pdf", "too-large"])
def test_content_that_no_question_takes_gets_its_own_hint(point: str, kind: str) -> None:
    book = Playbook(DRAFTS[point])

    assert book >> events.StraySent(kind=kind) << Ask(problem=f"stray-{kind}")
    assert book.application == DRAFTS[point]


@pytest.mark.parametrize(
    ("form", "problem"),
    [
        (until("front"), "photo-needed"),
        (until("selfie"), "photo-needed"),
        (being_read(READING), "still-reading"),
        (until("card"), "choose-a-button"),
        (unreadable(), "choose-a-button"),
        (until(REVIEW), "choose-a-button"),
    ],
)
def test_text_where_a_photo_or_button_is_expected_is_answered_with_what_is_expected(
    form: Application, problem: str
) -> None:
    assert Playbook(form) >> types("hello") << Ask(problem=problem)


@pytest.mark.parametrize("yes", ["yes", "ha", "জি", "thik ache"])
def test_a_yes_to_is_it_this_date_takes_the_date(yes: str) -> None:
    form = until("profession")
    asked = after(form, press(events.WentBack))
    asked = replace(asked, asking="date_of_birth", doubted=frozenset({"date_of_birth"}))

    confirmed = after(after(asked, types("1/10/80")), types(yes))

    assert confirmed.answers["date_of_birth"] == "1980-10-01"
    assert confirmed.proposed == {}


@pytest.mark.parametrize("before", ["abc", "31/2/80", "1/10/08"])
def test_a_yes_to_anything_else_is_no_date(before: str) -> None:
    form = replace(until("profession"), asking="date_of_birth")

    assert "date_of_birth" not in after(after(form, types(before)), types("yes")).answers
