"""What is kept of a verdict."""

import pytest

from bot.ekyc import FieldScore, State, Status
from bot.verdicts.scores import verdict_from
from conversations.verdict import Decision, Score, Source
from tests.support.forms import NOW

OURS = "0001980100147"


def status(*scores: FieldScore) -> Status:
    return Status(
        state=State.FAILED,
        raw_status="failed",
        is_known_status=True,
        nid_number=OURS,
        scores=scores,
        textual_match=False,
        card_photo_match=True,
        selfie_match=None,
    )


def differs(field: str, card: str, register: str, score: float | None = 41.0) -> bool:
    compared = FieldScore(field=field, score=score, card=card, register=register)
    return verdict_from(State.FAILED, status(compared), NOW).scores[0].differs


def test_scores_and_matches_are_kept_and_the_texts_of_the_register_are_not() -> None:
    scores = (
        FieldScore(field="nid", score=100.0, card=OURS, register=OURS),
        FieldScore(field="name_bangla", score=41.5, card="ক", register="খ"),
        FieldScore(field="blood_group", score=None, card="A+", register=None),
    )

    kept = verdict_from(State.FAILED, status(*scores), NOW)

    assert kept.decision is Decision.FAILED
    assert kept.scores == (
        Score(field="nid", points=100.0),
        Score(field="name_bangla", points=41.5, differs=True),
        Score(field="blood_group", points=None),
    )
    assert (kept.texts_match, kept.card_photo_matches, kept.selfie_matches) == (False, True, None)
    assert kept.found_at == NOW
    assert "খ" not in repr(kept)


def test_a_verdict_that_only_the_log_told_comes_without_scores() -> None:
    kept = verdict_from(State.PASSED, None, NOW)

    assert (kept.decision, kept.source, kept.scores) == (Decision.PASSED, Source.LOG, ())
    assert kept.card_photo_matches is None


@pytest.mark.parametrize(
    ("field", "card", "register"),
    [
        ("date_of_birth", "1980/10/1", "01-10-1980"),
        ("date_of_birth", "1980/10/1", "1 Oct 1980"),
        ("date_of_birth", "1980/10/1", "1980-10-01T00:00:00"),
        ("date_of_birth", "1/10/1980", "10/1/1980"),  # perhaps: the order is not stated
        ("nid", "0001980100147", "19800001980100147"),
        ("nid", "0001980100147", "1980100147"),  # an integer
    ],
)
def test_the_same_in_another_form_does_not_differ(field: str, card: str, register: str) -> None:
    assert not differs(field, card, register)


@pytest.mark.parametrize(
    ("field", "card", "register"),
    [
        ("date_of_birth", "1980/10/1", "1980/10/2"),
        ("date_of_birth", "1980/10/1", "soon"),
        ("nid", "0001980100147", "0001980100148"),
        ("blood_group", "B+", "B-"),
        ("name_english", "Md. Asad", "Md. Asaduzzaman"),
    ],
)
def test_another_value_differs(field: str, card: str, register: str) -> None:
    assert differs(field, card, register)


def test_what_the_service_counts_as_a_full_match_does_not_differ() -> None:
    assert not differs("name_english", "MD. ASAD", "Md. Asad", 100.0)
    assert differs("name_english", "MD. ASAD", "Md. Asad", 97.0)
