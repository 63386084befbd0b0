"""A nominee's name may be typed with the relation, and only where a sign parts the two."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conversations import events
from conversations.application import Application
from conversations.bangla import normalise
from conversations.effects import Ask, Settle, Tell
from conversations.nominee import is_named_like_customer, name_and_relation
from conversations.options import RELATIONS, option_typed
from conversations.questions import REVIEW
from tests.support.forms import Happening, after, being_read, press, types, until
from tests.support.playbook import Playbook
from tests.support.processor_time import processor_seconds


@pytest.mark.parametrize(
    ("text", "name", "relation"),
    [
        ("Ambia Khatun, mother", "Ambia Khatun", "Mother"),
        ("Ambia Khatun - mother", "Ambia Khatun", "Mother"),
        ("Ambia Khatun-mother.", "Ambia Khatun", "Mother"),
        ("Ambia Khatun – Mother", "Ambia Khatun", "Mother"),
        ("Ambia Khatun — MOTHER", "Ambia Khatun", "Mother"),
        ("Ambia Khatun (mother)", "Ambia Khatun", "Mother"),
        ("Ambia Khatun(mother)", "Ambia Khatun", "Mother"),
        ("Ambia Khatun [mother]", "Ambia Khatun", "Mother"),
        ("Ambia Khatun ,  mother ", "Ambia Khatun", "Mother"),
        ("আম্বিয়া খাতুন, মা", "আম্বিয়া খাতুন", "Mother"),
        ("আম্বিয়া খাতুন - মাতা", "আম্বিয়া খাতুন", "Mother"),
        ("আম্বিয়া খাতুন (মা)", "আম্বিয়া খাতুন", "Mother"),
        ("আম্বিয়া খাতুন,মা।", "আম্বিয়া খাতুন", "Mother"),
        ("আম্বিয়া খাতুন (মা)।", "আম্বিয়া খাতুন", "Mother"),
        ("আম্বিয়া খাতুন। মা।", "আম্বিয়া খাতুন", "Mother"),
        ("Ambia Khatun (mother).", "Ambia Khatun", "Mother"),
        ("মোঃ আব্দুল হাই, স্বামী", "মোঃ আব্দুল হাই", "Husband"),
        ("Umme-Kulsum - wife", "Umme-Kulsum", "Wife"),
        ("Rahima-mother", "Rahima", "Mother"),
        ("Rahima-Wife.", "Rahima", "Wife"),
        ("রহিমা-মাতা", "রহিমা", "Mother"),
        ("Moni - Ma", "Moni", "Mother"),
        ("Moni -Ma", "Moni", "Mother"),
        ("Moni- Ma", "Moni", "Mother"),
        ("Moni–Ma", "Moni", "Mother"),
        ("মণি,মা", "মণি", "Mother"),
        ("Ambia Khatun-ma", "Ambia Khatun", "Mother"),
        ("Umme-Kulsum,ma", "Umme-Kulsum", "Mother"),
        ("Khan, Md. Rahim, brother", "Khan, Md. Rahim", "Brother"),
        ("Wife: Rahima Khatun", "Rahima Khatun", "Wife"),
        ("স্ত্রী, রহিমা খাতুন", "রহিমা খাতুন", "Wife"),
        ("স্ত্রীঃ রহিমা খাতুন।", "রহিমা খাতুন", "Wife"),
        ("মা - আম্বিয়া খাতুন", "আম্বিয়া খাতুন", "Mother"),
        ("মা- আম্বিয়া খাতুন", "আম্বিয়া খাতুন", "Mother"),
        ("মা -আম্বিয়া খাতুন", "আম্বিয়া খাতুন", "Mother"),
        ("মা–আম্বিয়া খাতুন", "আম্বিয়া খাতুন", "Mother"),
        ("brother : Md. Abdul Karim, Dhaka", "Md. Abdul Karim, Dhaka", "Brother"),
        ("Salma Begum\nwife", "Salma Begum", "Wife"),
        ("সালমা বেগম\n\nস্ত্রী।", "সালমা বেগম", "Wife"),
        ("স্ত্রী\nসালমা বেগম", "সালমা বেগম", "Wife"),
        ("সালমা বেগম\nসম্পর্ক: স্ত্রী", "সালমা বেগম", "Wife"),
        ("Salma Begum, my wife", "Salma Begum", "Wife"),
        ("সালমা বেগম (ওনার স্ত্রী)", "সালমা বেগম", "Wife"),
        ("Salma (customer's wife)", "Salma", "Wife"),
        ("সালমা বেগম, ওয়াইফ", "সালমা বেগম", "Wife"),
        ("Karim - apon bhai", "Karim", "Brother"),
    ],
)
def test_name_and_relation_in_one_message(text: str, name: str, relation: str) -> None:
    assert name_and_relation(text) == (name, relation)


@pytest.mark.parametrize(
    "text",
    [
        "Ambia Khatun",
        "Ambia Khatun mother",  # no sign between them
        "Umme-Kulsum",
        "Ma-Moni Akter",
        "মা-মণি আক্তার",
        "Moni-Ma",
        "MONI-MA.",
        "মণি-মা",
        "মণি-মা।",
        "Umme-Moni-Ma",
        "Ali-Baba",
        "আলী-বাবা",
        "Karim-bhai",
        "Karim-Vai",
        "করিম-ভাই",
        "Bon-bon",
        "রাঙা-বউ",
        "Father- in law: Karim Uddin",
        "Ambia Khatun, Dhaka",
        "Ambia Khatun (aunt)",
        "Ambia Khatun, father-in-law",
        "Father-In-Law: Karim Uddin",
        "মোঃ আব্দুল হাই",
        "Mother:",
        "Ambia Khatun, mother, father",
        "mother",
        "Ambia\nKhatun",
        "my mother",
        ", mother",
        "(mother)",
        "- mother",
        "Ambia Khatun,",
        "Ambia Khatun ()",
        "",
    ],
)
def test_a_message_that_says_only_one_of_them_or_something_else(text: str) -> None:
    found = name_and_relation(text)
    assert found is None or found == ("Ambia Khatun, mother", "Father")


NAMES = st.lists(
    st.text("abcdefghijklmnopqrstuvwxyzABCDEFGকখগঘচছজঝতদনপবমরলশসহািীুেো.'", min_size=1, max_size=12),
    min_size=1,
    max_size=4,
).map(" ".join)
WORDS = [word for option in RELATIONS for word in (option.key, option.value, *option.words)]
SIGNS = [", ", ",", " - ", "-", " – ", "—", " (", "[", " [ "]
ENDS = {"(": ")", "[": "]"}


@given(NAMES, st.sampled_from(SIGNS), st.sampled_from(WORDS))
@example("মা", ", ", "মা")
def test_any_name_comes_through_unchanged(name: str, sign: str, word: str) -> None:
    if sign == "-":
        name = f"Md {name}"  # in one word it may belong to the name, as in "Moni-Ma"
    text = f"{name}{sign}{word}{ENDS.get(sign.strip(), '')}"
    option = option_typed(RELATIONS, word)

    assert option is not None
    assert name_and_relation(text) == (normalise(name), option.value)


@given(st.text(max_size=60))
@example("Ambia  Khatun, mother")
def test_any_text_can_be_looked_at(text: str) -> None:
    found = name_and_relation(text)
    if found:
        name, relation = found
        assert name == name.strip()
        assert name in normalise(text)
        assert relation in {option.value for option in RELATIONS}


@pytest.mark.parametrize("filling", [".", ",", "-", "।", "(", ") ", ": ", "a ", "মা, "])
def test_the_longest_message_of_telegram_is_looked_at_in_no_time(filling: str) -> None:
    text = "a," + (filling * 4096)[:4092] + "x("

    assert processor_seconds(lambda: name_and_relation(text)) < 0.03


def test_a_name_of_the_greatest_length_may_be_typed_with_the_relation() -> None:
    name = "আ" * 100

    assert name_and_relation(f"{name}, daughter") == (name, "Daughter")


# -- in the form ------------------------------------------------------------------------------


def answers(form: Application) -> tuple[str | None, str | None]:
    return form.answers.get("nominee"), form.answers.get("nominee_relation")


BOTH = ("Ambia Khatun", "Mother")


def test_both_questions_are_answered_and_shown_together() -> None:
    book = Playbook(until("nominee"))

    assert book >> types("Ambia Khatun, mother") << Settle(question="nominee") << Ask()
    assert (book.application.asking, answers(book.application)) == ("selfie", BOTH)


@pytest.mark.parametrize(
    "again", ["Ambia Khatun, mother", "Ambia  Khatun (Mother)", "Ambia Khatun"]
)
def test_sent_twice_it_is_taken_once(again: str) -> None:
    book = Playbook(after(until("nominee"), types("Ambia Khatun, mother")))

    shown = Ask(problem="answer-repeated", values={"field": "nominee"})
    assert book >> types(again) << shown
    assert answers(book.application) == BOTH


def test_the_name_once_more_with_the_relation_answers_what_is_missing() -> None:
    form = after(until("nominee"), types("Ambia Khatun"), types("Ambia Khatun, mother"))

    assert (form.asking, answers(form)) == ("selfie", BOTH)


@pytest.mark.parametrize("again", ["ambia khatun, mother", "Mother: Ambia  Khatun."])
def test_the_name_may_be_written_in_another_way_then(again: str) -> None:
    form = after(until("nominee"), types("Ambia Khatun"), types(again))

    assert (form.asking, answers(form)) == ("selfie", BOTH)


@pytest.mark.parametrize("text", ["মা", "Mother.", "ma", "আমার মা", "আম্মু"])
def test_the_relation_alone_means_who_is_on_the_card(text: str) -> None:
    form = after(until("nominee"), types(text))

    assert (form.asking, answers(form)) == ("selfie", ("আম্বিয়া খাতুন", "Mother"))


@pytest.mark.parametrize(
    ("form", "text"),
    [
        (until("nominee"), "স্ত্রী"),
        (until("nominee"), "brother, sister"),
        (until("nominee"), "customer er bou"),
        (until("nominee"), "তার ওয়াইফ"),
        (being_read("nominee"), "মা"),
    ],
)
def test_where_the_card_does_not_say_who_that_is_the_name_is_asked_for(
    form: Application, text: str
) -> None:
    book = Playbook(form)

    assert (
        book >> types(text) << Ask(problem="invalid-wording-only-relation", values={"kind": "name"})
    )
    assert answers(book.application) == (None, None)


@pytest.mark.parametrize("text", ["my wife", "আমার স্ত্রী", "সম্পর্ক: ওনার স্ত্রী", "ওয়াইফ"])
def test_whose_relation_it_is_does_not_matter(text: str) -> None:
    form = after(until("nominee"), types("Salma Begum"), types(text))

    assert answers(form) == ("Salma Begum", "Wife")


def test_several_relations_are_one_in_the_agents_words() -> None:
    form = after(until("nominee"), types("Ambia Khatun"), types("mother, sister"))

    assert answers(form) == ("Ambia Khatun", "mother, sister")


def test_another_persons_relation_is_no_answer_for_this_one() -> None:
    form = after(until("nominee"), types("Ambia Khatun"), types("Karim Uddin, brother"))

    assert answers(form) == ("Ambia Khatun", "Karim Uddin, brother")  # shown on the review


@pytest.mark.parametrize(
    "correction",
    [
        events.TextEdited(text="Karim Uddin (brother)", message_id=61),
        events.AnswerCorrected(question="nominee", text="Karim Uddin - brother", message_id=62),
    ],
)
def test_both_are_corrected_together(correction: Happening) -> None:
    form = until(REVIEW, after(until("nominee"), types("Ambia Khatun, mother", 61)))
    book = Playbook(form)

    told = Tell(text="edit-taken", values={"field": "nominee"})
    assert book >> correction << told << Ask()
    assert (book.application.asking, answers(book.application)) == (
        REVIEW,
        ("Karim Uddin", "Brother"),
    )


def test_a_reply_to_the_relation_may_name_both() -> None:
    form = until(REVIEW, after(until("nominee"), types("Ambia Khatun, mother")))
    reply = events.AnswerCorrected(
        question="nominee_relation", text="Ambia Khatun, sister", message_id=63
    )

    assert answers(after(form, reply)) == ("Ambia Khatun", "Sister")


def test_a_name_that_cannot_be_one_is_refused_although_the_relation_is_there() -> None:
    (shown,) = Playbook(until("nominee")).plays(types("123, mother"))

    assert isinstance(shown, Ask)
    assert shown.problem == "invalid-wording-no-letters"


def test_both_typed_early_are_marked_until_they_are_given_again() -> None:
    early = events.TextSent(text="Ambia Khatun, mother", message_id=64, is_early=True)
    form = after(until("nominee"), early)
    assert form.early == {"nominee", "nominee_relation"}

    form = until(REVIEW, form)
    reopened = after(form, press(events.EditChosen, question="nominee"), press(events.Kept))
    assert reopened.early == {"nominee_relation"}


@pytest.mark.parametrize(
    ("name", "is_own"),
    [
        ("Md. Asaduzzaman Miah", True),
        ("MD ASADUZZAMAN MIAH", True),
        ("মোঃ আসাদুজ্জামান মিয়া", True),
        ("Ambia Khatun", False),
    ],
)
def test_a_nominee_with_the_customers_own_name_is_known_in_either_script(
    name: str, is_own: bool
) -> None:
    assert not is_named_like_customer(until("nominee"))
    assert is_named_like_customer(after(until("nominee"), types(name))) is is_own
