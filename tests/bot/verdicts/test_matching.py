"""When the service is asked, and which of its answers are about our application."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ekyc import FieldScore, LogRow, Status, Verdict
from bot.verdicts import matching
from conversations.application import Application
from conversations.verdict import Decision, Score
from tests.support.forms import NOW, pending

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

OURS, OTHERS = "0001980100147", "0001999000000"
PHONE, OTHER_PHONE = "01712345678", "01812345678"
PASSED, FAILED, INVALID, PENDING = Verdict.PASSED, Verdict.FAILED, Verdict.INVALID, Verdict.PENDING

OURSELVES: Application = pending()

ages = st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=400))
shares = st.floats(0, 1)


def status(verdict: Verdict, nid: str | None = OURS, *scores: FieldScore) -> Status:
    return Status(
        verdict=verdict,
        raw_status=verdict,
        is_known_status=True,
        nid_number=nid,
        scores=scores,
        textual_match=False,
        card_photo_match=True,
        selfie_match=None,
    )


def row(verdict: Verdict, nid: str = OURS, mobile: str = PHONE) -> LogRow:
    return LogRow(
        mobile_number=mobile,
        customer_name="",
        nid_number=nid,
        submitted_on="23/11/2026",
        verdict=verdict,
        raw_status=verdict,
    )


# -- whose --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("found", "rows", "said"),
    [
        # The reply names our card: it decides, whatever the log says.
        (status(PASSED), None, PASSED),
        (status(PENDING), [row(PASSED)], PENDING),
        (status(PASSED, "19800001980100147"), [], PASSED),  # 17 digits
        (status(PASSED, "1980100147"), [], PASSED),  # an integer, its zeros lost
        # It names another person's: only the log can say something of ours.
        (status(PASSED, OTHERS), None, None),
        (status(PASSED, OTHERS), [], None),
        (status(PASSED, OTHERS), [row(PASSED, OTHERS)], None),
        (status(PASSED, OTHERS), [row(PASSED, OTHERS), row(FAILED)], FAILED),
        (status(PASSED, OTHERS), [row(PENDING)], PENDING),
        # It names nobody: the log decides where it knows the number.
        (status(PASSED, None), None, PASSED),
        (status(PASSED, None), [], PASSED),
        (status(PASSED, None), [row(FAILED, mobile=OTHER_PHONE)], PASSED),
        (status(PASSED, None), [row(PASSED, OTHERS)], None),
        (status(INVALID, None), [row(INVALID)], INVALID),
        (status(PENDING, None), [row(PASSED)], PASSED),
        (status(PASSED, None), [row(PASSED, "")], PASSED),  # a log without numbers of cards
        # There is no reply: the log may know more.
        (None, [row(PASSED)], PASSED),
        (None, [row(PASSED, OTHERS)], None),
        (None, [], None),
        (None, None, None),
        # Several rows of ours: an undecided one keeps the matter open, else the newest counts.
        (None, [row(PENDING), row(FAILED)], PENDING),
        (None, [row(FAILED), row(PENDING)], PENDING),
        (None, [row(PASSED), row(FAILED)], PASSED),
        # Decided differently in rows of no promised order: the status call shows the current one.
        (status(PASSED, None), [row(FAILED), row(PASSED)], PASSED),
        (status(FAILED, OTHERS), [row(PASSED), row(FAILED)], PASSED),
    ],
)
def test_only_what_is_about_our_customer_counts(
    found: Status | None, rows: list[LogRow] | None, said: Verdict | None
) -> None:
    assert matching.said_of(OURSELVES, found, rows) == said


nids = st.sampled_from([OURS, OTHERS, "3268483744", ""])
rows = st.builds(row, st.sampled_from(Verdict), nids, st.sampled_from([PHONE, OTHER_PHONE]))
replies = st.none() | st.builds(status, st.sampled_from(Verdict), st.none() | nids)


@given(replies, st.none() | st.lists(rows, max_size=5))
def test_another_persons_verdict_is_never_taken(
    found: Status | None, rows: list[LogRow] | None
) -> None:
    said = matching.said_of(OURSELVES, found, rows)

    ours = {each.verdict for each in rows or () if matching.is_ours(each, OURSELVES)}
    if found and (found.nid_number is None or matching.is_about(found, OURSELVES)):
        ours.add(found.verdict)
    assert said is None or said in ours


# -- what is kept of it ---------------------------------------------------------------------------

SCORES = (
    FieldScore(field="nid", score=100.0, card=OURS, register=OURS),
    FieldScore(field="name_bangla", score=41.5, card="ক", register="খ"),
    FieldScore(field="blood_group", score=None, card="A+", register=None),
)


def test_scores_and_matches_are_kept_and_the_texts_of_the_register_are_not() -> None:
    kept = matching.verdict_from(OURSELVES, FAILED, status(FAILED, OURS, *SCORES), NOW)

    assert kept.decision is Decision.FAILED
    assert kept.scores == (
        Score(field="nid", points=100.0),
        Score(field="name_bangla", points=41.5, differs=True),
        Score(field="blood_group", points=None),
    )
    assert (kept.texts_match, kept.card_photo_matches, kept.selfie_matches) == (False, True, None)
    assert kept.found_at == NOW
    assert "খ" not in repr(kept)


@pytest.mark.parametrize(
    "found",
    [None, status(FAILED, OTHERS, *SCORES), status(PENDING, None), status(FAILED, None, *SCORES)],
)
def test_a_verdict_that_only_the_log_told_comes_without_another_persons_scores(
    found: Status | None,
) -> None:
    kept = matching.verdict_from(OURSELVES, PASSED, found, NOW)

    assert kept.decision is Decision.PASSED
    assert kept.scores == ()
    assert kept.card_photo_matches is None
