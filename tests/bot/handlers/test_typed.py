"""What can be tapped can be written."""

import pytest

from bot.chat.buttons import Press, read_press
from bot.handlers.typed import typed_press
from bot.screens.prompts import prompt
from conversations import events
from conversations.application import Application
from conversations.languages import LANGUAGES
from conversations.questions import REVIEW
from tests.support.forms import after, checked, every_point, photo, press, until

POINTS = every_point()
CANCEL = after(until("profession"), events.CancelAsked())
GENDER_AGAIN = after(until("permanent_address"), press(events.WentBack))
SENT = after(until("selfie"), photo())
DOUBTED = after(SENT, checked(SENT, "selfie", None, "picture-no-face"))


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_on_the_screen_can_be_typed_in_either_language(
    point: str, language: str
) -> None:
    form = POINTS[point]
    for row in prompt(form, language).keyboard:
        for button in row:
            meant = read_press(button.data)
            if isinstance(meant, Press) and meant.verb != "pick":
                assert typed_press(form, button.text) == meant
                assert typed_press(form, f" {button.text.upper()}! ") == meant


@pytest.mark.parametrize(
    ("form", "text", "verb"),
    [
        (until("consent"), "yes", "consent"),
        (until("consent"), "জি", "consent"),
        (until("consent"), "Ha", "consent"),
        (until("consent"), "ji ji", "consent"),
        (until("consent"), "thik ache", "consent"),
        (until("consent"), "রাজি না", "decline"),
        (until("consent"), "na", "decline"),
        (until("consent"), "No.", "decline"),
        (until("consent"), "না", "decline"),
        (until("card"), "OK", "card-ok"),
        (until("card"), "ঠিক আছে", "card-ok"),
        (CANCEL, "হ্যাঁ", "erase"),
        (CANCEL, "no", "stay"),
        (until(REVIEW), "submit", "submit"),
        (until(REVIEW), "জমা", "submit"),
        (until(REVIEW), "joma", "submit"),
        (until(REVIEW), "Joma din", "submit"),
        (until(REVIEW), "ha", "submit"),
        (until("consent"), "raji achen", "consent"),
        (until("consent"), "hobe", "consent"),
        (until("consent"), "raji na", "decline"),
        (until("consent"), "ji na", "decline"),
        (until("consent"), "hobe na", "decline"),
        (until("card"), "sob thik ache", "card-ok"),
        (CANCEL, "hae", "erase"),
        (CANCEL, "na", "stay"),
        (until("nominee"), "back", "back"),
        (until("nominee"), "পিছনে", "back"),
        (until("nominee"), "পেছনে", "back"),
        (until("nominee"), "Previous step", "back"),
        (until("nominee"), "আগের ধাপ", "back"),
        (until("card"), "swap", "swap"),
        (until("card"), "সামনে-পেছন বদলান", "swap"),
        (GENDER_AGAIN, "keep", "keep"),
        (GENDER_AGAIN, "এটাই থাক", "keep"),
        (GENDER_AGAIN, "এটাই রাখুন: পুরুষ", "keep"),
        (DOUBTED, "use anyway", "insist"),
        (DOUBTED, "Use anyway: Photo of the customer", "insist"),
        (DOUBTED, "এটাই চলবে", "insist"),
        (until("card"), "back", "back"),
        (until(REVIEW), "back", "back"),
        (until(REVIEW), "আগের ধাপ", "back"),
    ],
)
def test_plain_words_mean_the_button_where_it_is_shown(
    form: Application, text: str, verb: str
) -> None:
    meant = typed_press(form, text)

    assert meant is not None
    assert meant.verb == verb
    assert meant.version == form.version


@pytest.mark.parametrize("form", [until("card"), until(REVIEW)])
@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("1", "nid_number"),
        ("7", "present_address"),
        ("৭", "present_address"),
        ("7.", "present_address"),
        ("Mother", "mother_name"),
        ("edit mother", "mother_name"),
        ("Edit: Mother", "mother_name"),
        ("change date of birth", "date_of_birth"),
        ("মাতা", "mother_name"),
        ("মাতা বদলান", "mother_name"),
        ("Back photo", "back"),
    ],
)
def test_a_number_and_a_name_mean_the_line(form: Application, text: str, field: str) -> None:
    assert typed_press(form, text) == Press(form.id, form.version, "edit", (field,))


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("8", "permanent_address"),
        ("13", "nominee_relation"),
        ("১৩", "nominee_relation"),
        ("gender", "gender"),
        ("লিঙ্গ", "gender"),
        ("selfie", "selfie"),
    ],
)
def test_an_answer_of_the_agent_has_its_number_and_its_name_on_the_review_only(
    text: str, field: str
) -> None:
    review = until(REVIEW)

    assert typed_press(review, text) == Press(review.id, review.version, "edit", (field,))
    assert typed_press(until("card"), text) is None
    assert typed_press(until("profession"), text) is None


@pytest.mark.parametrize("stop", ["back", "card", "permanent_address", "nominee", REVIEW])
@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("change gender", "gender"),
        ("Edit: Gender", "gender"),
        ("লিঙ্গ বদলান", "gender"),
        ("change mobile number", "mobile_number"),
        ("Change the mobile number.", "mobile_number"),
        ("বাংলা নাম বদলান", "name_bangla"),
    ],
)
def test_to_change_an_answer_can_be_asked_for_at_any_question(
    stop: str, text: str, field: str
) -> None:
    """It would be a strange address or profession, and is neither."""
    form = until(stop)

    assert typed_press(form, text) == Press(form.id, form.version, "edit", (field,))


@pytest.mark.parametrize(
    ("form", "text"),
    [
        (until(REVIEW), "0"),
        (until(REVIEW), "14"),
        (until(REVIEW), "1 2"),
        (until(REVIEW), "-"),
        (after(until("card"), press(events.EditChosen, question="nid_number")), "1"),
        (until("profession"), "yes"),  # no button says so here
        (until("nominee"), "Ambia Khatun"),
        (until("mobile_number"), "01712345678"),
        (until("gender"), "male"),  # the form reads this itself, and notes the message
        (until(REVIEW), "no"),
        (until(REVIEW), "hmm"),
        (until("card"), "no"),
        (until("consent"), "hmm"),  # heard is not agreed
        (until("consent"), "yes no"),
        (until("consent"), "same"),
        (until("nominee"), ""),
        (until("nominee"), "\u200b"),
    ],
)
def test_other_words_are_left_to_the_form(form: Application, text: str) -> None:
    assert typed_press(form, text) is None
