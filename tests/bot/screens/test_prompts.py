"""What is asked, everywhere, in both languages, whatever a card reader returns."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.buttons import MenuPress, Press, read_press
from bot.chat.outgoing import Send
from bot.sandbox.telegram.html import parse
from bot.sandbox.telegram.markup import utf16_length
from bot.screens.drafts import continue_button, waiting_draft
from bot.screens.prompts import prompt
from bot.screens.states import state_in_words
from bot.texts import plain
from conversations import events
from conversations.application import Application
from conversations.languages import LANGUAGES
from conversations.questions import CANCEL, PICTURES, READING, REVIEW, previous_asked
from tests.support.forms import (
    READ,
    after,
    being_read,
    every_point,
    picks,
    press,
    read,
    reply,
    submitted,
    types,
    unreadable,
    until,
)

POINTS = every_point()
LONGEST = 4096  # UTF-16 units; Bot API, sendMessage

at_every_point = pytest.mark.parametrize("point", POINTS)
in_both_languages = pytest.mark.parametrize("language", LANGUAGES)


def shown(message: Send) -> str:
    text, _ = parse(message.text)
    assert 0 < utf16_length(text) <= LONGEST
    return text


def labels(message: Send) -> list[str]:
    return [button.text for row in message.keyboard for button in row]


@at_every_point
@in_both_languages
def test_every_prompt_can_be_sent(point: str, language: str) -> None:
    message = prompt(POINTS[point], language)

    assert "{" not in shown(message)
    for row in message.keyboard:
        assert 1 <= len(row) <= 3
        for button in row:
            assert button.text
            assert not set("&<>") & set(button.text)
            assert len(button.data.encode()) <= 64
            assert read_press(button.data) is not None


@at_every_point
def test_every_button_of_a_prompt_does_something(point: str) -> None:
    form = POINTS[point]
    for row in prompt(form, "en").keyboard:
        for button in row:
            meant = read_press(button.data)
            if isinstance(meant, MenuPress):
                continue
            assert isinstance(meant, Press)
            event = meant.event("en")
            assert event is not None
            if not isinstance(event, events.Withdrawn | events.OtherChosen):  # that is a notice
                assert after(form, event) != form


@at_every_point
@in_both_languages
def test_the_way_back_is_offered_wherever_there_is_one(point: str, language: str) -> None:
    form = POINTS[point]
    has_back = plain(language, "button-back") in labels(prompt(form, language))
    is_asked = form.is_draft and form.asking != CANCEL

    assert has_back == (is_asked and previous_asked(form) is not None)


def test_a_problem_comes_before_the_question() -> None:
    message = prompt(until("gender"), "en", "That is no answer.")

    assert shown(message).startswith("⚠ That is no answer.\n\nStep ")


def test_a_problem_leaves_the_buttons_as_they_are() -> None:
    form = until("gender")

    assert prompt(form, "en", "No.").keyboard == prompt(form, "en").keyboard


# -- the card ---------------------------------------------------------------------------------


def test_the_card_shows_every_field_with_a_button_of_its_own() -> None:
    message = prompt(until("card"), "en")

    assert shown(message).splitlines()[3:] == [
        "NID number: 000 198 010 0147",
        "Date of birth: 1 October 1980 (1980/10/1)",
        "Name in Bangla: মো. আসাদুজ্জামান মিয়া",
        "Name in English: Md. Asaduzzaman Miah",
        "Father or husband: আবুল মুনীম",
        "Mother: আম্বিয়া খাতুন",
        "Present address: ২২/১, ইসলামপুর রোড, খুলনা",
    ]
    edits = [label for label in labels(message) if label.startswith("Edit: ")]
    assert len(edits) == len(READ)


def test_an_unread_field_is_flagged() -> None:
    waiting = being_read(READING)
    message = prompt(after(waiting, read(waiting, mother_name=None)), "en")

    assert "⚠ Mother: not read" in shown(message)
    assert "The marked fields are asked next, one by one." in shown(message)
    assert "Go to the marked fields" in labels(message)


def test_changed_and_doubtful_values_are_marked() -> None:
    form = after(until("card"), press(events.EditChosen, question="name_bangla"))
    text = shown(prompt(after(form, types("Asaduzzaman")), "en"))

    assert "⚠ Name in Bangla: Asaduzzaman (changed) please check" in text


def test_the_name_of_a_husband_is_called_so() -> None:
    form = until("card")
    assert form.reading is not None
    married = replace(form.reading, spouse_name=form.reading.fields["father_name"])

    text = shown(prompt(replace(form, reading=married), "en"))
    assert "Father or husband: আবুল মুনীম (husband or wife)" in text


def test_a_date_whose_order_is_anybodys_guess_is_shown_as_it_was_read() -> None:
    waiting = being_read(READING)
    form = after(waiting, read(waiting, date_of_birth="03-04-1980"))

    assert "Date of birth: 03-04-1980\n" in shown(prompt(form, "en"))


@in_both_languages
def test_a_card_that_was_not_read_says_why_and_what_can_be_done(language: str) -> None:
    message = prompt(unreadable(), language)

    assert {"en": "no card was found", "bn": plain("bn", "said-no-card")}[language] in shown(
        message
    )
    offered = ("new-front", "new-back", "swap", "read-again", "back")
    assert labels(message) == [plain(language, f"button-{name}") for name in offered]


@in_both_languages
def test_a_reason_of_our_own_is_said_in_the_agents_language(language: str) -> None:
    form = replace(unreadable(), reading_problem="photo-gone")

    assert plain(language, "photo-gone") in shown(prompt(form, language))


# -- the review -------------------------------------------------------------------------------


def test_the_review_shows_everything_and_that_the_photos_are_there() -> None:
    message = prompt(until(REVIEW), "en")
    text = shown(message)

    for line in (
        "Gender: Male",
        "Permanent address: Same address",
        "Mobile number: 01712-345678",
        "Profession: Business",
        "Nominee: Ambia Khatun",
        "Relation of the nominee: Mother",
        "📷 Photos: front ✓ · back ✓ · customer ✓",
    ):
        assert line in text.splitlines()
    edited = [label for label in labels(message) if label.startswith("Edit: ")]
    assert len(edited) == 13 + len(PICTURES)
    assert "Submit" in labels(message)


def test_the_review_in_bangla_has_bangla_words_for_the_answers() -> None:
    text = shown(prompt(until(REVIEW), "bn"))

    assert "লিঙ্গ: পুরুষ" in text
    assert "জন্মতারিখ: ১ অক্টোবর ১৯৮০ (1980/10/1)" in text
    assert "নমিনির সম্পর্ক: মা" in text


def test_an_answer_in_the_agents_words_is_shown_as_typed() -> None:
    form = after(until("profession"), types("Boatman & fisher <b>"))

    review = until(REVIEW, form)
    assert "Profession: Boatman & fisher <b>" in shown(prompt(review, "en"))


@in_both_languages
@given(fields=st.dictionaries(st.sampled_from(list(READ)), st.text(max_size=3000)))
def test_whatever_was_read_the_screens_can_be_sent(language: str, fields: dict[str, str]) -> None:
    card = after(WAITING, read(WAITING, **fields))
    for form in (card, replace(card, asking=REVIEW)):
        message = prompt(form, language)
        shown(message)
        assert all(len(label) <= 64 for label in labels(message))
    shown(waiting_draft(card, language))


WAITING = being_read(READING)


def test_the_longest_answers_there_may_be_fit_into_one_message() -> None:
    emoji, words = "😀" * 999 + "ক", "ক " * 499 + "ক"
    reading = read(WAITING, **dict.fromkeys(READ, emoji))
    form = after(WAITING, reading)
    answers = dict.fromkeys(("mobile_number", "profession", "nominee", "nominee_relation"), emoji)
    form = replace(
        form, asking=REVIEW, answers={**answers, "permanent_address": words, "gender": emoji}
    )

    for language in LANGUAGES:
        shown(prompt(form, language, "x" * 500))


# -- the rest ---------------------------------------------------------------------------------


@in_both_languages
def test_the_consent_is_in_both_languages_the_agents_first(language: str) -> None:
    text = shown(prompt(until("consent"), language))
    mine = text.index(plain(language, "consent-text"))
    other = text.index(plain("en" if language == "bn" else "bn", "consent-text"))

    assert mine < other


def test_cancel_names_the_customer_and_offers_both_ways() -> None:
    form = after(until("mobile_number"), events.CancelAsked())
    message = prompt(form, "en")

    assert "Customer: Md. Asaduzzaman Miah" in shown(message)
    assert labels(message) == ["Yes, erase", "No, go on"]


def test_an_answer_that_is_there_can_be_kept() -> None:
    form = after(until("profession"), picks("profession", "farmer"), press(events.WentBack))

    assert "Keep: Farmer" in labels(prompt(form, "en"))
    assert "এটাই থাক: কৃষক" in labels(prompt(form, "bn"))


def test_a_draft_that_waits_says_why_and_leads_back() -> None:
    form = until("mobile_number")
    message = waiting_draft(form, "en", "Its photo was refused.")

    assert shown(message).startswith("⚠ Its photo was refused.")
    (button,) = message.keyboard[0]
    assert button == continue_button(form, "en")
    assert read_press(button.data) == MenuPress("continue", form.id)


@at_every_point
@in_both_languages
def test_every_state_has_its_sentence(point: str, language: str) -> None:
    assert not re.search("[{}]", state_in_words(POINTS[point], language))


def test_a_submission_that_waits_says_so() -> None:
    assert "cannot be reached" in state_in_words(POINTS["submission delayed"], "en")
    sent = submitted()
    waiting = reply(sent, events.SubmissionDelayed, is_behind_twin=True)
    assert "same person" in state_in_words(after(sent, waiting), "en")


def test_a_customer_without_a_name_is_called_something() -> None:
    form: Application = until("front")

    assert continue_button(form, "en").text == "Continue: a customer without a name yet"


# -- what was read and what was typed ---------------------------------------------------------


def asked_again(key: str, *, reading: str | None = "", typed: str | None = None) -> Application:
    """The question for a card field after the card was confirmed, with that reading and answer."""
    form = being_read("profession")
    changes = {} if reading == "" else {key: reading}
    form = after(form, read(form, **changes))
    form = replace(form, is_card_confirmed=True, asking=key)
    return replace(form, answers={**form.answers, key: typed}) if typed else form


ON_CARD, TYPED = "Md. Asaduzzaman Miah", "Md. Asad Miah"


@pytest.mark.parametrize(
    ("reading", "typed", "lines", "offered"),
    [
        (ON_CARD, None, [f"On the card: {ON_CARD}"], [f"Keep: {ON_CARD}"]),
        (ON_CARD, ON_CARD, [f"On the card: {ON_CARD}"], [f"Keep: {ON_CARD}"]),
        (
            ON_CARD,
            TYPED,
            [f"On the card: {ON_CARD}", f"You typed: {TYPED}"],
            ["As on the card: Md. Asaduzzaman…", f"Keep: {TYPED}"],
        ),
        (None, TYPED, [f"You typed: {TYPED}"], [f"Keep: {TYPED}"]),
        (None, None, [], []),
        # What the service cannot take is shown and not offered.
        ("N/A", TYPED, ["On the card: N/A", f"You typed: {TYPED}"], [f"Keep: {TYPED}"]),
    ],
)
def test_on_the_card_is_only_what_was_read_and_it_is_offered_first(
    reading: str | None, typed: str | None, lines: list[str], offered: list[str]
) -> None:
    message = prompt(asked_again("name_english", reading=reading, typed=typed), "en")

    found = [
        line for line in shown(message).splitlines() if re.match("On the card|You typed", line)
    ]
    assert found == lines
    assert [label for label in labels(message) if ": " in label] == offered


def test_a_date_that_was_typed_does_not_pass_for_the_one_on_the_card() -> None:
    message = prompt(asked_again("date_of_birth", typed="1981-10-01"), "en")

    assert "On the card: 1 October 1980 (1980/10/1)" in shown(message)
    assert "You typed: 1 October 1981" in shown(message)


@in_both_languages
def test_the_card_screen_marks_what_was_typed_and_not_read(language: str) -> None:
    form = until("card")
    assert form.reading
    fields = {key: value for key, value in form.reading.fields.items() if key != "mother_name"}
    form = replace(form, reading=replace(form.reading, fields=fields))
    typed = replace(form, answers={**form.answers, "mother_name": "Ambia Khatun"})

    mark = plain(language, "review-mark-typed")
    assert f"Ambia Khatun {mark}" in shown(prompt(typed, language))
    assert mark not in shown(prompt(form, language))
