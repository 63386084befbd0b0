"""The name of a field is no part of its answer."""

import pytest

from conversations.effects import Ask
from conversations.field_label import without_label
from tests.support.forms import READ, after, types, until
from tests.support.playbook import Playbook
from tests.support.points import DRAFTS


@pytest.mark.parametrize(
    ("question", "typed", "answer"),
    [
        ("name_bangla", "নাম: মোঃ আব্দুর রহিম", "মোঃ আব্দুর রহিম"),
        ("name_bangla", "নামঃ মোঃ আব্দুর রহিম", "মোঃ আব্দুর রহিম"),
        ("name_bangla", "নাম (বাংলা): আব্দুর রহিম", "আব্দুর রহিম"),
        ("name_english", "Name: Md. Abdur Rahim", "Md. Abdur Rahim"),
        ("name_english", "Name in English - Abdur Rahim", "Abdur Rahim"),
        ("name_english", "NAME ABDUR RAHIM", "ABDUR RAHIM"),
        ("father_name", "পিতা: মৃত আব্দুল করিম", "মৃত আব্দুল করিম"),
        ("father_name", "পিতাঃ আব্দুল করিম", "আব্দুল করিম"),
        ("father_name", "Father: পিতা: আব্দুল করিম", "আব্দুল করিম"),
        ("father_name", "পিতা-আব্দুল করিম", "আব্দুল করিম"),
        ("father_name", "স্বামী: আব্দুল করিম", "আব্দুল করিম"),
        ("father_name", "পিতার নাম আব্দুল করিম", "আব্দুল করিম"),
        ("father_name", "Father's name: Abdul Karim", "Abdul Karim"),
        ("father_name", "বাবা: আব্দুল করিম", "আব্দুল করিম"),
        ("mother_name", "মাতা: রহিমা খাতুন", "রহিমা খাতুন"),
        ("mother_name", "মায়ের নাম রহিমা খাতুন", "রহিমা খাতুন"),
        ("mother_name", "মাঃ রহিমা খাতুন", "রহিমা খাতুন"),
        ("mother_name", "মা-মণি আক্তার", "মা-মণি আক্তার"),
        ("mother_name", "মাতাজান বিবি", "মাতাজান বিবি"),
        ("name_bangla", "নামদার খান", "নামদার খান"),
        ("present_address", "ঠিকানা: গ্রাম: রাজাপুর, কুমিল্লা", "গ্রাম: রাজাপুর, কুমিল্লা"),
    ],
)
def test_what_is_printed_before_the_value_is_not_sent_with_it(
    question: str, typed: str, answer: str
) -> None:
    form = after(DRAFTS[f"{question} not read"], types(typed))

    assert form.answers[question] == answer


@pytest.mark.parametrize(
    ("question", "typed", "answer"),
    [
        ("gender", "লিঙ্গ: পুরুষ", "Male"),
        ("permanent_address", "স্থায়ী ঠিকানা: রাজাপুর, কুমিল্লা", "রাজাপুর, কুমিল্লা"),
        ("permanent_address", "Permanent address: same", "="),
        ("profession", "পেশাঃ কৃষক", "Farmer"),
        ("profession", "Occupation - tailor", "tailor"),
        ("nominee", "নমিনির নাম: সালমা বেগম", "সালমা বেগম"),
        ("nominee", "Nominee: Salma Begum", "Salma Begum"),
        ("nominee_relation", "সম্পর্ক: স্ত্রী", "Wife"),
    ],
)
def test_nor_in_the_answers_that_no_card_has(question: str, typed: str, answer: str) -> None:
    form = after(until(question), types(typed))

    assert form.answers[question] == answer


def test_the_nominee_with_the_relation_may_follow_the_label() -> None:
    form = after(until("nominee"), types("নমিনি: সালমা বেগম, সম্পর্ক: স্ত্রী"))

    assert (form.answers["nominee"], form.answers["nominee_relation"]) == ("সালমা বেগম", "Wife")


@pytest.mark.parametrize(
    ("question", "typed"),
    [("father_name", "পিতা:"), ("mother_name", "Mother"), ("name_english", "Name")],
)
def test_a_label_alone_is_no_answer(question: str, typed: str) -> None:
    book = Playbook(DRAFTS[f"{question} not read"])

    (shown,) = book.plays(types(typed))
    assert isinstance(shown, Ask)
    assert shown.problem == "invalid-wording-empty"


@pytest.mark.parametrize("question", READ)
def test_the_label_of_another_question_stays(question: str) -> None:
    assert without_label(question, "পেশা: কৃষক") == "পেশা: কৃষক"
