"""What an agent's words, digits and buttons find: lists page by page, one application, drafts."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat.outgoing import Send
from bot.handlers import finding
from bot.sandbox.telegram.markup import utf16_length
from bot.texts import plain
from conversations import replies
from storage.caseloads import Which
from tests.support.forms import (
    FAILED,
    NOW,
    READ,
    after,
    begun,
    decided,
    pending,
    reply,
    submitted,
    until,
)
from tests.support.office import OTHER_AGENT, Office, texts
from tests.support.plain_words import parse

NAMES = "abcdefghjkmn"


def text_of(message: Send) -> str:
    text, _ = parse(message.text)
    return text


def fills(office: Office, number: int) -> None:
    for place in range(number):
        form = replace(until("gender"), created_at=NOW + timedelta(minutes=place))
        office.holds(form, name=NAMES[place] * 8)


def page(office: Office, number: int = 0) -> Send:
    return finding.log_of(office.store, office.agent, number)


def test_every_state_has_its_sign_and_its_word(office: Office) -> None:
    refused = after(one := submitted(), reply(one, replies.SubmissionRefused, reason="no"))
    states = [begun(), until("gender"), refused, submitted(), pending(), decided(), decided(FAILED)]
    for place, form in enumerate(states):
        older = replace(form, created_at=NOW - timedelta(minutes=place))
        office.holds(older, name=NAMES[place] * 8)

    lines = text_of(page(office)).splitlines() + text_of(page(office, 1)).splitlines()[1:]
    name = "Md. Asaduzzaman Miah · •••• 0147"
    assert lines == [
        "Your applications, newest first (1–5 of 7):",
        "1. 📝 Unnamed customer · — · draft",
        f"2. 📝 {name} · draft",
        f"3. 📝 {name} · draft, complete",
        f"4. ⏳ {name} · being sent",
        f"5. ⏳ {name} · pending",
        f"6. ✅ {name} · passed",
        f"7. ❌ {name} · failed",
    ]


def test_a_page_has_a_button_for_each_and_turns_only_where_there_is_more(office: Office) -> None:
    fills(office, 8)
    first, second = page(office), page(office, 1)

    assert [(button.text, button.data) for button in first.keyboard[0]] == [
        (str(place), f"~open.{name * 8}") for place, name in enumerate(reversed(NAMES[3:8]), 1)
    ]
    assert [button.data for button in first.keyboard[-3]] == ["~log.all-1"]
    assert [button.data for button in second.keyboard[-3]] == ["~log.all-0"]


def test_one_page_has_no_turns(office: Office) -> None:
    fills(office, 5)

    (opening,) = page(office).keyboard[:-2]
    assert all(button.data.startswith("~open.") for button in opening)


@pytest.mark.parametrize("number", [2, 99, 999_999])
def test_a_page_after_the_last_is_the_last(office: Office, number: int) -> None:
    fills(office, 8)

    assert page(office, number) == page(office, 1)


def test_the_longest_names_fit_into_one_message(office: Office) -> None:
    reading = until("card").reading
    assert reading
    long = replace(reading, fields={**READ, "name_english": "<&>" * 1000})
    for name in NAMES[:6]:
        office.holds(replace(until("card"), reading=long), name=name * 8)
    message = page(office)

    assert utf16_length(text_of(message)) < 4096


def test_the_list_in_bangla_counts_in_bangla(office: Office) -> None:
    office.holds(until("gender"))
    office.store.agents.speak(office.agent.id, "bn")
    text = text_of(page(office))

    assert "(১টির মধ্যে ১–১)" in text
    assert "১. 📝 মো. আসাদুজ্জামান মিয়া · •••• 0147 · অসম্পূর্ণ" in text


def test_status_shows_the_newest_application_under_the_number(office: Office) -> None:
    old = replace(decided(FAILED), created_at=NOW - timedelta(days=9))
    office.holds(old, name="old23456")
    office.holds(pending(), name="new23456")
    shown = finding.status_of(office.store, office.agent, "+88 01712-345678")

    assert "Reference: NEW23456" in text_of(shown)


def test_status_shows_the_application_of_a_reference(office: Office) -> None:
    office.holds(decided(FAILED), name="asked234")
    office.holds(pending(), name="new23456")
    shown = finding.status_of(office.store, office.agent, " ASKED234")

    assert "reference ASKED234" in text_of(shown)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        (
            "",
            "Send the command with the reference or the customer’s mobile number, in one message.",
        ),
        ("0171", "A mobile number has 11 digits"),
        ("01999999999", "You have no such application"),
        ("ther2345", "You have no such application"),
    ],
)
def test_status_of_what_is_not_known_says_what_is_wrong(
    office: Office, typed: str, answer: str
) -> None:
    office.holds(pending())
    office.holds(replace(pending(), agent=OTHER_AGENT), name="ther2345", is_active=False)

    assert answer in text_of(finding.status_of(office.store, office.agent, typed))


def test_an_agent_who_has_done_nothing_yet_is_told_how_to_begin(office: Office) -> None:
    assert "Start with /new" in text_of(page(office))


# -- filters and search -------------------------------------------------------------------------


def labels(message: Send) -> list[str]:
    return [button.text for row in message.keyboard for button in row]


@pytest.mark.parametrize(
    ("which", "states"),
    [
        (Which.DRAFTS, ["draft"]),
        (Which.WAITING, ["pending", "being sent"]),
        (Which.PASSED, ["passed"]),
        (Which.FAILED, ["failed"]),
        (Which.ACTION, ["failed", "draft"]),
    ],
)
def test_a_filter_shows_only_its_own(office: Office, which: Which, states: list[str]) -> None:
    forms = [until("gender"), submitted(), pending(), decided(), decided(FAILED)]
    for place, form in enumerate(forms):
        office.holds(replace(form, created_at=NOW + timedelta(minutes=place)), name="bcdef"[place])

    shown = finding.log_of(office.store, office.agent, 0, which)
    assert [line.rpartition(" · ")[2] for line in text_of(shown).splitlines()[1:]] == states
    assert f"· {plain('en', f'log-{which}')} ·" in labels(shown)


def test_a_filter_without_any_says_so(office: Office) -> None:
    fills(office, 1)

    shown = finding.log_of(office.store, office.agent, 0, Which.PASSED)
    assert text_of(shown) == "Passed: none"
    assert "All" in labels(shown)


@pytest.mark.parametrize(
    "typed", ["01712345678", "+880 1712-345678", "৫৬৭৮", "0147", "asaduzz", "আসাদুজ্জামান", "bbbbbbbb"]
)
def test_an_application_is_found_by_name_number_or_reference(office: Office, typed: str) -> None:
    office.holds(pending(), name="bbbbbbbb", is_active=False)

    assert finding.found_by(office.store, office.agent, typed) == ["bbbbbbbb"]
    assert "Md. Asaduzzaman Miah" in texts(office.hears(f"/log {typed}"))[0]


@pytest.mark.parametrize("typed", ["47", "9999", "Rahima", "?", "a"])
def test_words_that_match_no_application_find_none(office: Office, typed: str) -> None:
    office.holds(pending(), name="bbbbbbbb", is_active=False)

    assert finding.found_by(office.store, office.agent, typed) == []


def test_digits_sent_while_nothing_is_asked_find_the_application(office: Office) -> None:
    office.holds(pending(), name="bbbbbbbb", is_active=False)

    assert any("Found: 1" in text for text in texts(office.hears("0147")))


def test_a_forged_page_is_the_first(office: Office) -> None:
    for argument in ("", "x", "nonsense-1", "all-", "all--1", "passed-²"):
        assert finding.read_log_page(argument) is None
    assert finding.read_log_page("passed-1") == (1, Which.PASSED)
    assert finding.read_log_page("7") == (7, Which.ALL)
