"""Known English messages of the service reach Bangla agents in Bangla."""

import pytest

from bot.screens.known_reasons import known_reason
from bot.screens.phrases import reason_in_words
from bot.texts import plain


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("id_front: the picture shows the back of the card.", "said-wrong-side"),
        ("id_back: no specimen card was recognised on the picture.", "said-no-card"),
        ("NID not found", "said-no-number"),
        ("NID number could not be read from the image.", "said-no-number"),
        ("applicant_photo: Face not detected", "said-no-face"),
        ("applicant_photo: The face could not be recognised.", "said-no-face"),
        ("id_front: Card could not be detected", "said-no-card"),
        ("Customer with this mobile number already exists.", "said-exists"),
        ("An application of this customer is pending", "said-in-process"),
        ("Date of birth could not be read", "said-no-date"),
        ("No face detected", "said-no-face"),
        ("Image is blurry", "said-unclear"),
        ("The file is too large", "said-too-large"),
        ("mobile_number: must have 11 digits", "said-mobile"),
        ("Previous verification is undecided", "said-in-process"),
        ("nominee: This field is required.", "said-missing"),
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
