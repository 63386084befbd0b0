"""The organisation's own questions are part of the form that was begun with them."""

from dataclasses import replace

import msgspec
import pytest

from conversations import events
from conversations.application import Application
from conversations.erasure import without_form
from conversations.extra_question import ExtraQuestion
from conversations.questions import (
    FORM,
    QUESTIONS,
    REVIEW,
    form_of,
    is_typed,
    next_asked,
    previous_asked,
    question_of,
    steps_of,
)
from storage.documents import read_document, write_document
from tests.support.forms import NOW, after, begun, pending, press, types, until

STEPS = steps_of(FORM)

BRANCH = ExtraQuestion(
    key="extra_branch",
    names={"en": "Branch", "bn": "শাখা"},
    prompts={"en": "Which branch?", "bn": "কোন শাখা?"},
    choices=({"en": "Mirpur", "bn": "মিরপুর"}, {"en": "Khulna", "bn": "খুলনা"}),
    is_personal=False,
)
INCOME = ExtraQuestion(
    key="extra_income",
    names={"en": "Income", "bn": "আয়"},
    prompts={"en": "How much?", "bn": "কত?"},
)


def asked(question: str) -> Application:
    """A form with both questions that has come to this one."""
    form = replace(until("selfie"), extra=(BRANCH, INCOME), asking="extra_branch", steps=STEPS[:-1])
    if question == "extra_income":
        form = after(form, press(events.Chosen, question="extra_branch", option="2"))
    return form


def test_they_come_before_the_selfie_and_count_as_steps() -> None:
    form = asked("extra_branch")

    assert next_asked(form) == "extra_branch"
    assert steps_of(form_of(form)) == (*STEPS[:-1], "extra_branch", "extra_income", "selfie")
    assert [each.key for each in form_of(begun())] == [each.key for each in FORM]


@pytest.mark.parametrize(
    "answer",
    [press(events.Chosen, question="extra_branch", option="2"), types("Khulna"), types("খুলনা")],
)
def test_a_choice_is_tapped_or_typed_in_either_language(answer: events.Event) -> None:
    chosen = after(asked("extra_branch"), answer)

    assert chosen.answers["extra_branch"] == "Khulna"
    assert chosen.asking == "extra_income"
    assert previous_asked(chosen) == "extra_branch"


@pytest.mark.parametrize(
    ("labels", "typed", "meant"),
    [
        (("0", "1", "2"), "1", "1"),
        (("0", "1", "2"), "২", "2"),
        (("< 5000", "5000", "> 5000"), " > ৫০০০", "> 5000"),
        (("A", "A+", "B"), "a+", "A+"),
        (("A", "A+", "B"), "b.", "B"),
        (("A+", "A-", "B"), "A", None),  # either
        (("Mirpur", "Khulna"), "1", None),
    ],
)
def test_a_typed_choice_is_the_one_that_says_so(
    labels: tuple[str, ...], typed: str, meant: str | None
) -> None:
    question = replace(BRANCH, choices=tuple({"en": label, "bn": label} for label in labels))
    form = replace(asked("extra_branch"), extra=(question, INCOME))

    assert after(form, types(typed)).answers.get("extra_branch") == meant


def test_choices_are_alike_in_whichever_language() -> None:
    alike = replace(BRANCH, choices=({"en": "1", "bn": "এক"}, {"en": "2", "bn": "১"}))

    assert alike.has_choices_alike
    assert not BRANCH.has_choices_alike
    assert not INCOME.has_choices_alike


def test_what_is_no_choice_is_refused() -> None:
    form = asked("extra_branch")

    assert after(form, types("Dhaka")) == form
    assert after(form, press(events.Chosen, question="extra_branch", option="3")).asking == (
        "extra_branch"
    )


@pytest.mark.parametrize("text", ["20000", "২০ হাজার", "no", "না"])
def test_a_text_may_be_anything(text: str) -> None:
    told = after(asked("extra_income"), types(text))

    assert told.answers["extra_income"] == text
    assert told.asking == "selfie"


@pytest.mark.parametrize("text", [" ", "x" * 101])
def test_but_neither_nothing_nor_a_novel(text: str) -> None:
    assert after(asked("extra_income"), types(text)).asking == "extra_income"


def test_back_and_edit_work_as_for_every_question() -> None:
    form = asked("extra_income")
    back = after(form, press(events.WentBack))
    assert back.asking == "extra_branch"
    assert after(back, press(events.Kept)).asking == "extra_income"

    at_the_review = replace(after(form, types("20000")), asking=REVIEW)
    edited = after(at_the_review, press(events.EditChosen, question="extra_income"))
    assert edited.asking == "extra_income"
    assert after(edited, types("30000")).answers["extra_income"] == "30000"


def test_an_application_begun_without_them_is_never_asked() -> None:
    assert question_of(until("selfie"), "extra_branch") is None
    assert next_asked(until("selfie")) == "selfie"


def test_they_are_stored_with_the_application_and_erased_with_its_form() -> None:
    form = asked("extra_income")

    assert read_document(write_document(form)) == form
    assert without_form(replace(pending(), extra=form.extra), NOW).extra == ()


def test_a_document_from_before_there_were_any_is_read() -> None:
    form = pending()
    document = msgspec.json.decode(write_document(form))
    del document["extra"], document["wording"]

    assert read_document(msgspec.json.encode(document).decode()) == form


def test_no_key_is_that_of_a_question_of_the_form() -> None:
    assert not {key for key in QUESTIONS if key.startswith("extra_")}


def test_words_answer_it_and_no_review() -> None:
    assert is_typed(asked("extra_branch"), "extra_branch")
    assert is_typed(asked("extra_branch"), "mobile_number")
    assert not is_typed(asked("extra_branch"), REVIEW)
