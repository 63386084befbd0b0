"""What is asked, everywhere, in both languages, whatever a card reader returns."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.buttons import MenuPress, Press, read_press
from bot.chat.outgoing import Send
from bot.sandbox.telegram.markup import utf16_length
from bot.sandbox.telegram.screen import as_read
from bot.screens.drafts import continue_button, waiting_draft
from bot.screens.prompts import prompt
from bot.texts import plain
from conversations import events, replies
from conversations.application import Application
from conversations.languages import LANGUAGES
from conversations.questions import READING, REVIEW
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
    until,
)
from tests.support.plain_words import parse

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
        assert 1 <= len(row) <= (8 if all(button.text.isdecimal() for button in row) else 3)
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


def test_a_problem_comes_before_the_question() -> None:
    message = prompt(until("gender"), "en", "That is no answer.")

    assert shown(message).startswith("⚠ That is no answer.\n\nStep ")


def test_a_problem_leaves_the_buttons_as_they_are() -> None:
    form = until("gender")

    assert prompt(form, "en", "No.").keyboard == prompt(form, "en").keyboard


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


@in_both_languages
@pytest.mark.parametrize(
    "point", ["only the reading awaited", "only the reading awaited, and delayed", "submitted"]
)
def test_an_agent_who_waits_may_go_on_with_another_customer(point: str, language: str) -> None:
    first = prompt(POINTS[point], language).keyboard[0]

    assert [button.text for button in first] == [
        plain(language, "button-new"),
        plain(language, "button-log"),
    ]


def test_while_the_service_is_away_the_screen_says_who_waits_for_what() -> None:
    text = shown(prompt(POINTS["only the reading awaited, and delayed"], "en"))

    assert "5678" in text
    assert plain("en", "reading-delayed") in text
    assert plain("en", "reading-goes-on") in text
    text = shown(prompt(POINTS["submission delayed"], "en"))
    assert plain("en", "state-submitting-delayed") in text
    assert plain("en", "submitting-goes-on") in text


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("en", ["• passed, from 23/11/2026 (3 records)", "• failed", "• passed"]),
        ("bn", ["• যাচাই সফল, তারিখ 23/11/2026 (৩টি)", "• যাচাই ব্যর্থ", "• যাচাই সফল"]),
    ],
)
def test_equal_records_at_the_service_are_one_line_with_their_number(
    language: str, lines: list[str]
) -> None:
    dated = "passed 23/11/2026"
    found = (dated, "failed", dated, "passed", dated)
    sent = submitted()
    form = after(sent, reply(sent, replies.RecordFound, found=found))

    listed = [line for line in shown(prompt(form, language)).splitlines() if line.startswith("•")]
    assert [as_read(line) for line in listed] == lines


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
    unnamed = prompt(after(until("front"), events.CancelAsked()), "en")
    assert shown(unnamed).startswith("Unnamed customer\nErase this application?")


def test_an_answer_that_is_there_can_be_kept() -> None:
    form = after(until("profession"), picks("profession", "farmer"), press(events.WentBack))

    assert "Keep: Farmer" in labels(prompt(form, "en"))
    assert "এটাই রাখুন: কৃষক" in labels(prompt(form, "bn"))


def test_a_draft_that_waits_says_why_and_leads_back() -> None:
    form = until("mobile_number")
    message = waiting_draft(form, "en", "Its photo was refused.")

    assert shown(message).startswith("⚠ Its photo was refused.")
    (button,) = message.keyboard[0]
    assert button == continue_button(form, "en")
    assert read_press(button.data) == MenuPress("continue", form.id)


def test_a_customer_without_a_name_is_called_something() -> None:
    form: Application = until("front")

    assert continue_button(form, "en").text == "Continue: an unnamed customer"


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
            ["As on the card: Md. Asaduzzaman Miah", f"Keep: {TYPED}"],
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

    assert "On the card: 1 October 1980\n" in shown(message)
    assert "You typed: 1 October 1981" in shown(message)


def test_an_agent_with_several_drafts_sees_whose_question_it_is() -> None:
    form = until("profession")

    for language, name in (("en", "Md. Asaduzzaman Miah"), ("bn", "মো. আসাদুজ্জামান মিয়া")):
        named = parse(prompt(form, language, is_named=True).text)[0].splitlines()
        assert named[0] == f"👤 {name}"
        assert named[1:] == parse(prompt(form, language).text)[0].splitlines()
    assert "👤" not in prompt(until("front"), "en", is_named=True).text  # not known yet


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_screen_that_names_the_customer_does_so_once(language: str) -> None:
    cancelled = after(until("profession"), events.CancelAsked())
    said = shown(prompt(cancelled, language, is_named=True))

    assert said.count({"en": "Md. Asaduzzaman Miah", "bn": "মো. আসাদুজ্জামান মিয়া"}[language]) == 1


def test_the_only_ready_answer_is_offered_once() -> None:
    asked = until("permanent_address")
    assert labels(prompt(asked, "en"))[0] == "Same address"

    same = after(asked, types("same"), press(events.EditChosen, question="permanent_address"))
    assert labels(prompt(same, "en")) == ["Keep: Same address", "← Previous step"]
    other = after(same, types("Barishal"), press(events.EditChosen, question="permanent_address"))
    assert labels(prompt(other, "en"))[:2] == ["Same address", "Keep: Barishal"]


@pytest.mark.parametrize(
    ("form", "asked"),
    [
        (until("nominee"), {"en": "Tap, or type the full name.", "bn": "বোতাম চাপুন, বা পুরো নাম লিখুন।"}),
        (being_read("nominee"), {"en": "? Type the full name.", "bn": "? পুরো নাম লিখুন।"}),
    ],
    ids=["with relatives from the card", "without"],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_nominee_is_typed_or_tapped_where_the_card_names_relatives(
    form: Application, asked: dict[str, str], language: str
) -> None:
    assert asked[language] in prompt(form, language).text
