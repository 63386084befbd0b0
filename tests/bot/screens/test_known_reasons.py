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


def test_unknown_words_are_shown_unmodified() -> None:
    assert reason_in_words("Quota of the branch is used up", "bn") == (
        "Quota of the branch is used up"
    )
