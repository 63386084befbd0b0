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


# -- when ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("age", "alone", "beside_the_log"),
    [
        (0 * SECOND, 30 * SECOND, 15 * MINUTE),
        (59 * SECOND, 30 * SECOND, 15 * MINUTE),
        (1 * MINUTE, 1 * MINUTE, 15 * MINUTE),
        (4 * MINUTE, 2 * MINUTE, 15 * MINUTE),
        (10 * MINUTE, 5 * MINUTE, 15 * MINUTE),
        (30 * MINUTE, 15 * MINUTE, 15 * MINUTE),
        (1 * HOUR, 30 * MINUTE, 30 * MINUTE),
        (6 * HOUR, 1 * HOUR, 1 * HOUR),
        (1 * DAY, 6 * HOUR, 6 * HOUR),
        (7 * DAY, 1 * DAY, 1 * DAY),
        (365 * DAY, 1 * DAY, 1 * DAY),
    ],
)
def test_a_status_is_asked_for_ever_more_seldom(
    age: timedelta, alone: timedelta, beside_the_log: timedelta
) -> None:
    assert matching.next_question(age, is_log_understood=False, jitter=0.5) == alone
    assert matching.next_question(age, is_log_understood=True, jitter=0.5) == beside_the_log


@given(ages, ages, st.booleans(), shares)
def test_an_older_application_is_never_asked_for_more_often(
    one: timedelta, other: timedelta, understood: bool, jitter: float
) -> None:
    younger, older = sorted((one, other))

    assert matching.next_question(
        younger, is_log_understood=understood, jitter=jitter
    ) <= matching.next_question(older, is_log_understood=understood, jitter=jitter)


@given(ages, shares)
def test_jitter_moves_a_question_by_a_fifth_at_most(age: timedelta, jitter: float) -> None:
    middle = matching.next_question(age, is_log_understood=False, jitter=0.5)
    moved = matching.next_question(age, is_log_understood=False, jitter=jitter)

    assert middle * 0.79 < moved < middle * 1.21


@pytest.mark.parametrize(
    ("age", "gap"), [(0 * MINUTE, DAY), (1 * HOUR, 23 * HOUR), (1 * DAY, DAY), (9 * DAY, DAY)]
)
def test_one_that_the_list_tells_of_is_asked_for_alone_once_a_day(
    age: timedelta, gap: timedelta
) -> None:
    asked = matching.next_question(age, is_log_understood=True, is_listed=True, jitter=0)

    assert asked == gap


def seconds_to_sweep(*ages: timedelta, requests: int = 1) -> float:
    gap = matching.next_sweep(ages, requests=requests, interval=30 * SECOND, jitter=0.5)
    return gap.total_seconds()


def test_the_list_is_looked_at_more_often_the_more_verdicts_are_to_be_expected() -> None:
    assert seconds_to_sweep(*[SECOND] * 50) == 30  # the interval
    assert 60 < seconds_to_sweep(SECOND) < 90
    assert 120 < seconds_to_sweep(2 * MINUTE) < 180
    assert seconds_to_sweep(2 * HOUR) == 600  # the longest
    assert seconds_to_sweep(*[2 * HOUR] * 250) < 90


def test_a_look_that_takes_more_requests_comes_more_seldom() -> None:
    assert seconds_to_sweep(MINUTE, requests=4) == pytest.approx(2 * seconds_to_sweep(MINUTE))
    assert seconds_to_sweep(*[SECOND] * 9999, requests=9) == 90


ages_of_some = st.lists(ages, min_size=1, max_size=9)


@given(ages_of_some, st.timedeltas(min_value=SECOND, max_value=DAY), st.integers(1, 99), shares)
def test_the_log_is_never_looked_at_more_often_than_the_operator_wants(
    some: list[timedelta], interval: timedelta, requests: int, jitter: float
) -> None:
    gap = matching.next_sweep(some, requests=requests, interval=interval, jitter=jitter)

    assert gap >= interval * 0.79


@given(st.timedeltas(min_value=-DAY, max_value=DAY), shares)
def test_checks_of_a_verdict_come_about_an_hour_and_a_day_after_it(
    found: timedelta, jitter: float
) -> None:
    verdict = matching.verdict_from(OURSELVES, PASSED, None, NOW + found)

    first = matching.next_check(verdict, verdict.found_at, jitter=jitter)
    assert first
    assert 0.8 * HOUR <= first <= 1.25 * HOUR
    second = matching.next_check(verdict, verdict.found_at + first, jitter=jitter)
    assert second
    assert 0.98 * DAY < first + second < 1.02 * DAY
    assert matching.next_check(verdict, verdict.found_at + DAY, jitter=jitter) is None


@pytest.mark.parametrize(
    ("age", "known", "unknown"),
    [
        (9 * MINUTE, 0, 0),
        (10 * MINUTE, 0, 1),
        (23 * HOUR, 0, 1),
        (1 * DAY, 2, 2),
        (6 * DAY, 2, 2),
        (7 * DAY, 3, 3),
        (99 * DAY, 3, 3),
    ],
)
def test_a_silence_grows_graver_with_time(age: timedelta, known: int, unknown: int) -> None:
    assert matching.gravity_of_silence(age, is_unknown=False) == known
    assert matching.gravity_of_silence(age, is_unknown=True) == unknown


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
        # Decided differently in rows of no promised order: the status call shows the present one.
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
