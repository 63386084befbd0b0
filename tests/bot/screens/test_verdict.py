"""The verdict."""

from dataclasses import replace

import pytest

from bot.screens.verdict import fixing_row, verdict_message
from bot.texts import plain
from conversations import events
from conversations.application import Application
from conversations.erasure import without_form
from conversations.languages import LANGUAGES
from conversations.verdict import Decision, Score, Verdict
from tests.support.forms import (
    FAILED,
    NOW,
    PASSED,
    after,
    decided,
    press,
)
from tests.support.plain_words import parse

INVALID = Verdict(decision=Decision.INVALID, found_at=NOW)


def lines(application: Application, language: str = "en") -> list[str]:
    message = verdict_message(application, language, is_correction=False)
    text, _ = parse(message.text)
    return text.splitlines()


def test_a_pass_says_what_is_next_and_the_scores() -> None:
    assert lines(decided(PASSED)) == [
        "✅ Passed: Md. Asaduzzaman Miah · all 2 fields and both photos match",
        "NID •••• 0147 · reference ABCD2345",
        "Next: the account can be opened.",
        "Match with the register, lowest first:",
        "▰▰▰▰▰ 93 · Name in English",
        "▰▰▰▰▰ 100 · NID number",
        "Photo on the card: matches",
        "Photo of the customer: matches",
    ]


@pytest.mark.parametrize("verdict", [PASSED, FAILED])
def test_the_scores_are_folded_below_what_to_do(verdict: Verdict) -> None:
    text = verdict_message(decided(verdict), "en", is_correction=False).text

    assert "\n<blockquote expandable>Match with the register" in text
    assert text.endswith("</blockquote>")


@pytest.mark.parametrize(
    "verdict",
    [
        FAILED,
        INVALID,
        replace(PASSED, scores=()),
        replace(PASSED, scores=(*PASSED.scores, Score(field="blood_group", points=None))),
        replace(PASSED, scores=(Score(field="nid", points=90.0, differs=True),)),
        replace(PASSED, texts_match=False),
        replace(PASSED, card_photo_matches=None),
        replace(PASSED, selfie_matches=False),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_said_to_match_that_was_not_compared(verdict: Verdict, language: str) -> None:
    (title, *_) = lines(decided(verdict), language)

    assert " · " not in title


@pytest.mark.parametrize(
    ("points", "bars"),
    [
        ((0.2, 0.85, 1.0), ("▰▱▱▱▱ 0.2", "▰▰▰▰▱ 0.85", "▰▰▰▰▰ 1")),
        ((1.0, 1.0, 1.0), ("▰▰▰▰▰ 1", "▰▰▰▰▰ 1", "▰▰▰▰▰ 1")),
        ((0.0, 0.0, 0.0), ("▱▱▱▱▱ 0", "▱▱▱▱▱ 0", "▱▱▱▱▱ 0")),
        ((0.5, 60.0, 100.0), ("▱▱▱▱▱ 0.5", "▰▰▰▱▱ 60", "▰▰▰▰▰ 100")),
    ],
)
def test_scores_up_to_one_fill_their_bars_as_those_up_to_a_hundred(
    points: tuple[float, ...], bars: tuple[str, ...]
) -> None:
    fields = ("nid", "name_english", "blood_group")
    scores = tuple(Score(field=one, points=many) for one, many in zip(fields, points, strict=True))

    shown = [line for line in lines(decided(replace(PASSED, scores=scores))) if line[0] in "▰▱"]

    assert tuple(line.partition(" · ")[0] for line in shown) == bars


def test_failed_shows_what_differs_and_what_the_service_does_not_say() -> None:
    assert lines(decided(FAILED)) == [
        "❌ Failed: Md. Asaduzzaman Miah",
        "NID •••• 0147 · reference ABCD2345",
        "“Fix and resubmit” asks only for this:",
        "• Bangla name: compare it with the card letter by letter.",
        "Match with the register, lowest first:",
        "▰▰▱▱▱ 41.5 · Name in Bangla (differs)",
        "▰▰▰▰▰ 100 · NID number",
        "Photo on the card: matches",
        "Photo of the customer: the service does not say",
    ]


def test_failed_in_bangla_has_bangla_digits() -> None:
    assert "▰▰▱▱▱ ৪১.৫ · নাম (বাংলা) (মেলেনি)" in lines(decided(FAILED), "bn")


def test_invalid_has_nothing_to_compare() -> None:
    assert lines(decided(INVALID)) == [
        "❓ Not found in the register: Md. Asaduzzaman Miah",
        "NID •••• 0147 · reference ABCD2345",
        plain("en", "next-invalid"),
    ]


@pytest.mark.parametrize("verdict", [FAILED, INVALID])
def test_what_cannot_be_fixed_because_its_form_is_erased_can_be_started_again(
    verdict: Verdict,
) -> None:
    erased = without_form(decided(verdict), NOW)

    assert fixing_row(erased, "en") == []
    assert lines(erased)[2] == "To try again, start with /new."
    assert "Fix and resubmit" not in "\n".join(lines(erased))


def test_each_photo_that_does_not_match_has_its_action() -> None:
    texts_match = replace(FAILED, scores=(), texts_match=True)
    verdict = replace(texts_match, card_photo_matches=False, selfie_matches=False)

    assert lines(decided(verdict))[3:5] == [
        "• Front: take a new, sharp photo.",
        "• Selfie: take a new photo in good light.",
    ]


def test_where_the_service_does_not_say_what_failed_nothing_is_invented() -> None:
    verdict = replace(FAILED, scores=(), texts_match=None, card_photo_matches=None)

    assert lines(decided(verdict))[2] == plain("en", "next-failed-unknown")


def test_the_second_attempt_is_counted() -> None:
    again = replace(decided(PASSED), earlier=after_failure().earlier)

    assert lines(again)[1].endswith(" · Attempt 2")


def after_failure() -> Application:
    return after(decided(FAILED), press(events.CorrectionBegun))


def test_a_correction_says_so_first() -> None:
    message = verdict_message(decided(PASSED), "en", is_correction=True)

    assert message.text.startswith("Correction of an earlier result:\n✅")


@pytest.mark.parametrize("points", [0.0, 0.4, 100.0, 250.0, 1e300, 66.666666])
@pytest.mark.parametrize("language", LANGUAGES)
def test_any_scale_of_the_service_fits_into_the_bar(points: float, language: str) -> None:
    verdict = replace(FAILED, scores=(Score(field="nid", points=points),))

    (bar,) = [line for line in lines(decided(verdict), language) if "▰" in line or "▱" in line]
    assert bar.count("▰") + bar.count("▱") == 5
    assert len(bar) < 60


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_that_the_service_compares_has_a_name(language: str) -> None:
    fields = [
        *("nid", "date_of_birth", "name_english", "name_bangla", "father_name"),
        *("mother_name", "present_address", "blood_group"),
    ]
    scores = tuple(Score(field=name, points=50.0) for name in fields)

    shown = lines(decided(replace(FAILED, scores=scores)), language)
    assert sum("▰" in line for line in shown) == len(fields)


def test_a_photo_is_not_called_all_there_is_to_do_where_an_unknown_text_failed_too() -> None:
    scores = tuple(Score(field=field, points=20.0) for field in ("nid", "name_english"))
    verdict = replace(FAILED, scores=scores, texts_match=False, selfie_matches=False)

    assert lines(decided(verdict))[3:5] == [
        f"• {plain('en', 'selfie.short')}: {plain('en', 'next-failed-selfie')}",
        f"• {plain('en', 'next-failed-some-text')}",
    ]


def test_texts_that_differ_share_one_action() -> None:
    scores = tuple(Score(field=one, points=20.0, differs=True) for one in ("nid", "name_english"))

    shown = lines(decided(replace(FAILED, scores=scores)))
    assert "• NID, English name: compare each with the card letter by letter." in shown
