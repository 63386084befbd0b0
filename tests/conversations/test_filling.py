"""Consent, answers, ways back, and the end of a draft."""

from dataclasses import replace

import pytest

from conversations import events
from conversations.application import Application
from conversations.effects import Ask, Settle
from conversations.events import Event, Moment
from conversations.questions import READING, REVIEW
from conversations.transitions import advance
from tests.support.forms import (
    ANSWERS,
    READ,
    after,
    begun,
    being_read,
    checked,
    consents,
    photo,
    press,
    read,
    types,
    unreadable,
    until,
)
from tests.support.playbook import Playbook
from tests.support.points import DRAFTS, at_every_point_of_a_draft


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


@pytest.mark.parametrize(
    "shows_it",
    [
        events.Resumed(),
        events.StraySent(kind="sticker"),
        events.ConsentGiven(version=0, language="en"),  # an old button
        events.VerdictAsked(),
    ],
)
def test_a_yes_is_to_the_wording_that_was_shown_last(shows_it: Event) -> None:
    moment = Moment(now=begun().created_at, ticket="t", wording="new")
    shown = advance(begun(), shows_it, moment).application
    assert shown is not None

    yes = events.ConsentGiven(version=shown.version, language="en")
    agreed = advance(shown, yes, moment).application
    assert agreed is not None
    assert agreed.consent is not None
    assert agreed.consent.text_version == "new"
    assert advance(shown, replace(yes, version=begun().version), moment).application == shown


def test_no_ends_and_erases_the_draft() -> None:
    book = Playbook(begun()) >> press(events.Withdrawn) << Settle(text="consent-refused")

    assert book.is_erased


def test_text_is_not_consent() -> None:
    assert Playbook(begun()) >> types("certainly") << Ask(problem="choose-a-button")


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


@at_every_point_of_a_draft
@pytest.mark.parametrize("kind", ["sticker", "voice", "pdf"])
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


@pytest.mark.parametrize(
    ("typed", "year", "date"),
    [
        ("1/10/80", "1980", "1980-10-01"),
        ("১/১০/৮০", "১৯৮০।", "1980-10-01"),
        ("1/10/08", "2008", "2008-10-01"),
        ("1/10/08", "1908", "1908-10-01"),
    ],
)
def test_the_year_alone_takes_the_date_of_that_year(typed: str, year: str, date: str) -> None:
    form = replace(until("profession"), asking="date_of_birth")

    assert after(form, types(typed), types(year)).answers["date_of_birth"] == date


@pytest.mark.parametrize("year", ["1981", "80", "0"])
def test_another_year_takes_none(year: str) -> None:
    form = replace(until("profession"), asking="date_of_birth")

    assert "date_of_birth" not in after(form, types("1/10/80"), types(year)).answers


@at_every_point_of_a_draft
def test_a_question_that_was_interrupted_is_asked_again_as_it_was(point: str) -> None:
    book = Playbook(DRAFTS[point])

    assert book >> events.Interrupted() << Ask()
    assert book.application == DRAFTS[point]


def test_a_yes_does_not_mean_a_date_that_the_screen_no_longer_shows() -> None:
    edit = after(until(REVIEW), press(events.EditChosen, question="date_of_birth"))
    edit = after(edit, types("25/10/81"))
    kept = after(edit, press(events.Kept), press(events.EditChosen, question="date_of_birth"))

    for form in (kept, after(edit, events.Resumed())):
        assert after(form, types("yes")).answers == edit.answers


@pytest.mark.parametrize("before", ["abc", "31/2/80", "1/10/08"])
def test_a_yes_to_anything_else_is_no_date(before: str) -> None:
    form = replace(until("profession"), asking="date_of_birth")

    assert "date_of_birth" not in after(after(form, types(before)), types("yes")).answers
