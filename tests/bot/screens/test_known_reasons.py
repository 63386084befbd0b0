"""Known English messages of the service reach Bangla agents in Bangla."""

import pytest

from bot.ekyc import QUESTION_OF
from bot.screens.known_reasons import known_reason
from bot.screens.phrases import reason_in_words
from bot.texts import plain
from conversations.questions import QUESTIONS


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("The picture shows the back of the card.", "said-wrong-side"),
        ("No specimen card was recognised on the picture.", "said-no-card"),
        ("NID not found", "said-no-number"),
        ("NID number could not be read from the image.", "said-no-number"),
        ("Face not detected", "said-no-face"),
        ("The face could not be recognised.", "said-no-face"),
        ("Card could not be detected", "said-no-card"),
        ("Customer with this mobile number already exists.", "said-exists"),
        ("An application of this customer is pending", "said-in-process"),
        ("Date of birth could not be read", "said-no-date"),
        ("No face detected", "said-no-face"),
        ("Image is blurry", "said-unclear"),
        ("The file is too large", "said-too-large"),
        ("Mobile number must have 11 digits", "said-mobile"),
        ("Previous verification is undecided", "said-in-process"),
        ("This field is required.", "said-missing"),
    ],
)
def test_known_words_are_shown_in_bangla(said: str, key: str) -> None:
    assert known_reason(said) == key
    assert reason_in_words(said, "bn") == plain("bn", key)
    assert reason_in_words(said, "en") == said


@pytest.mark.parametrize(
    "said",
    [
        "Quota of the branch is used up",
        "NID not found in EC database.",
        "NID server could not be reached. Please try again later.",
        "Face matching service is not available.",
        "The interface is not available",
        "Face does not match the card",
        "Manual review is required",
        "Photo is no longer needed",
        "Quality of the connection is not sufficient",
        "Extension of the date of birth register failed",
    ],
)
def test_words_of_another_meaning_are_shown_unmodified(said: str) -> None:
    assert reason_in_words(said, "bn") == said


@pytest.mark.parametrize("language", ["en", "bn"])
@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("HTTP 413 Request Entity Too Large", "said-too-large"),
        ("HTTP 418 I'm a Teapot", "reason-not-given"),
    ],
)
def test_a_status_of_http_is_told_in_words(said: str, key: str, language: str) -> None:
    assert reason_in_words(said, language) == plain(language, key)


@pytest.mark.parametrize("language", ["en", "bn"])
def test_each_field_is_called_as_the_agent_knows_it(language: str) -> None:
    for name, question in QUESTION_OF.items():
        assert question in QUESTIONS
        assert reason_in_words(f"{name}: Odd.", language) == f"{plain(language, question)}: Odd."


@pytest.mark.parametrize(
    ("said", "in_english", "in_bangla"),
    [
        (
            "dob: Date has wrong format. nominee: This field is required.",
            "Date of birth: Date has wrong format. Nominee: This field is required.",
            f"জন্মতারিখ: Date has wrong format. নমিনি: {plain('bn', 'said-missing')}",
        ),
        (
            "Not accepted. applicant_photo: No face detected",
            "Not accepted. Photo of the customer: No face detected",
            f"Not accepted. গ্রাহকের ছবি: {plain('bn', 'said-no-face')}",
        ),
        (
            "mobile_number: must have 11 digits",
            "Mobile number: must have 11 digits",
            f"মোবাইল নম্বর: {plain('bn', 'said-mobile')}",
        ),
        ("branch_code: Odd.", "branch_code: Odd.", "branch_code: Odd."),
    ],
)
def test_several_complaints_are_told_each_by_its_field(
    said: str, in_english: str, in_bangla: str
) -> None:
    assert reason_in_words(said, "en") == in_english
    assert reason_in_words(said, "bn") == in_bangla
