"""What one look shows about a submission. All histories are in `test_every_combination.py`."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ekyc import LogRow, State, Status
from bot.verdicts.judging import arrival, judge, words_of
from bot.verdicts.look import Look
from bot.verdicts.matching import Rivals, is_ours
from conversations.application import Application
from conversations.submission import Held
from conversations.verdict import Source
from tests.support.forms import NOW, pending

OURS, OTHERS = "0001980100147", "0001999000000"
PHONE, OTHER_PHONE = "01712345678", "01812345678"
PASSED, FAILED, INVALID, PENDING = State.PASSED, State.FAILED, State.INVALID, State.PENDING

OURSELVES: Application = pending()


def status(verdict: State, nid: str | None = OURS) -> Status:
    return Status(
        state=verdict,
        raw_status=verdict,
        is_known_status=True,
        nid_number=nid,
        scores=(),
        textual_match=False,
        card_photo_match=True,
        selfie_match=None,
    )


def row(verdict: State, nid: str = OURS, mobile: str = PHONE, date: str = "23/11/2026") -> LogRow:
    return LogRow(
        mobile_number=mobile,
        customer_name="",
        nid_number=nid,
        submitted_on=date,
        state=verdict,
        raw_status=verdict,
    )


def look(found: Status | None, rows: list[LogRow] | None, *, is_complete: bool = True) -> Look:
    """What the status call and the log say; the log was read far enough unless it was not."""
    return Look(
        status=found,
        is_answered=True,
        rows=None if rows is None else tuple(rows),
        is_complete=rows is not None and is_complete,
        is_whole=rows is not None and is_complete,
    )


def after_a_record(held: Held, *seen_in: Source) -> Application:
    """The same person had a record before."""
    assert OURSELVES.submission
    submission = replace(OURSELVES.submission, held_before=held, pending_seen_in=frozenset(seen_in))
    return replace(OURSELVES, submission=submission)


def test_a_row_of_a_service_that_writes_the_month_first_is_not_taken_for_an_older_one() -> None:
    held = Held(status="failed", log=("failed 11/20/2026",))
    resubmitted = after_a_record(held)
    assert resubmitted.submission
    fifth_of_december = replace(resubmitted.submission, pressed_at=NOW.replace(month=12, day=5))
    application = replace(resubmitted, submission=fifth_of_december)
    seen = look(status(FAILED), [row(PASSED, date="12/05/2026"), row(FAILED, date="11/20/2026")])

    assert judge(application, seen).said is PASSED


# -- a first submission, before which the service knew nobody under the number -------------------


@pytest.mark.parametrize(
    ("found", "rows", "said"),
    [
        # The reply names our card: it decides.
        (status(PASSED), None, PASSED),
        (status(PASSED, "19800001980100147"), [], PASSED),  # 17 digits
        (status(PASSED, "1980100147"), [], PASSED),  # an integer, its zeros lost
        (status(PENDING), [row(PASSED)], PASSED),  # it came between the two calls
        (status(PASSED), [row(PENDING)], PASSED),
        (status(PASSED), [row(FAILED)], None),  # both cannot be true
        # It names another person's: only the log can say something of ours.
        (status(PASSED, OTHERS), None, None),
        (status(PASSED, OTHERS), [], None),
        (status(PASSED, OTHERS), [row(PASSED, OTHERS)], None),
        (status(PASSED, OTHERS), [row(PASSED, OTHERS), row(FAILED)], FAILED),
        (status(PASSED, OTHERS), [row(PENDING)], PENDING),
        # It names nobody: the log decides where it knows the number.
        (status(INVALID, None), None, None),
        (status(INVALID, None), [], INVALID),
        (status(INVALID, None), [row(FAILED, mobile=OTHER_PHONE)], INVALID),
        (status(INVALID, None), [row(PASSED, OTHERS)], None),
        (status(INVALID, None), [row(INVALID)], INVALID),
        (status(PENDING, None), [row(PASSED)], PASSED),
        (status(INVALID, None), [row(INVALID, "")], INVALID),  # a log without numbers of cards
        (status(INVALID, None), [row(INVALID, ""), row(PASSED, "")], None),
        # There is no reply: the log may know more.
        (None, [row(PASSED)], PASSED),
        (None, [row(PASSED, OTHERS)], None),
        (None, [], None),
        (None, None, None),
        # Several rows of ours: an undecided one keeps the matter open.
        (None, [row(PENDING), row(FAILED)], PENDING),
        (None, [row(FAILED), row(FAILED)], FAILED),
        (None, [row(PASSED), row(FAILED)], None),
    ],
)
def test_only_what_is_about_our_submission_counts(
    found: Status | None, rows: list[LogRow] | None, said: State | None
) -> None:
    assert judge(OURSELVES, look(found, rows)).said == said


def test_a_status_that_names_nobody_is_not_believed_after_the_newest_pages_alone() -> None:
    seen = look(status(INVALID, None), [], is_complete=False)

    judgement = judge(OURSELVES, seen)

    assert judgement.said is None
    assert judgement.is_ambiguous


def test_nor_while_another_application_of_ours_has_the_number() -> None:
    judgement = judge(OURSELVES, look(status(INVALID, None), []), Rivals(of_number=True))

    assert judgement.said is None
    assert judgement.is_ambiguous


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([row(PASSED)], None),  # there may be one record of the two applications, or one to come
        ([row(PASSED), row(PASSED)], PASSED),
        ([row(PASSED), row(FAILED)], None),
        ([row(PASSED), row(PENDING)], PENDING),
    ],
)
def test_two_applications_of_the_same_person_are_told_apart_by_nothing(
    rows: list[LogRow], said: State | None
) -> None:
    twins = Rivals(of_person=1, of_number=True, national_ids=frozenset({OURS}))

    assert judge(OURSELVES, look(status(PASSED), rows), twins).said == said


nids = st.sampled_from([OURS, OTHERS, "3268483744", ""])
rows = st.builds(row, st.sampled_from(State), nids, st.sampled_from([PHONE, OTHER_PHONE]))
replies = st.none() | st.builds(status, st.sampled_from(State), st.none() | nids)


@given(replies, st.none() | st.lists(rows, max_size=5), st.booleans())
def test_another_persons_verdict_is_never_taken(
    found: Status | None, rows: list[LogRow] | None, is_complete: bool
) -> None:
    judgement = judge(OURSELVES, look(found, rows, is_complete=is_complete))

    ours = {each.state for each in rows or () if is_ours(each, OURSELVES)}
    if found and (found.nid_number is None or found.nid_number == OURS):
        ours.add(found.state)
    assert judgement.said is None or judgement.said in ours


# -- after an earlier record of the same person ---------------------------------------------------

OLD = Held(status="failed, nid 100.0", log=("failed 20/11/2026",))
SAME_DAY = Held(status="failed, nid 100.0", log=("failed 23/11/2026",))
OLD_ROW = row(FAILED, date="20/11/2026")


@pytest.mark.parametrize(
    ("held", "found", "rows", "said"),
    [
        (OLD, status(FAILED), [OLD_ROW], None),  # as it was
        (OLD, status(FAILED), [OLD_ROW, row(PENDING)], PENDING),
        (OLD, status(FAILED), [OLD_ROW, row(PASSED)], PASSED),  # a new row
        (OLD, status(PASSED), [row(PASSED)], PASSED),  # a changed date
        (OLD, status(PASSED), [OLD_ROW], None),  # the old one may have been corrected
        (OLD, status(PASSED), None, None),
        (SAME_DAY, status(FAILED), [row(FAILED)], None),
        (SAME_DAY, status(FAILED), [row(FAILED), row(FAILED)], FAILED),
        (SAME_DAY, status(FAILED), [row(FAILED), row(PASSED)], PASSED),
        (SAME_DAY, status(PASSED), [row(PASSED)], PASSED),  # submitted again, and overwritten
        (Held(status="pending", log=("pending 23/11/2026",)), None, [row(PASSED)], None),
        (
            Held(status="pending", log=("pending 23/11/2026",)),
            None,
            [row(PASSED), row(FAILED)],
            None,
        ),
        (
            Held(status="pending", log=("pending 23/11/2026",)),
            None,
            [row(PASSED), row(PASSED)],
            PASSED,
        ),
        (Held(status="pending"), status(PASSED), None, None),
        (Held(), status(PASSED), [row(PASSED)], None),  # nothing is known about the time before
    ],
)
def test_a_verdict_is_news_only_if_something_is_seen_that_was_not_there(
    held: Held, found: Status | None, rows: list[LogRow] | None, said: State | None
) -> None:
    assert judge(after_a_record(held), look(found, rows)).said == said


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        ("3 days ago", "4 days ago", None),
        ("Today, 5:03 p.m.", "Yesterday, 5:03 p.m.", None),
        ("১ ঘণ্টা আগে", "২ ঘণ্টা আগে", None),
        ("1763882580", "1763968980", FAILED),
        ("23 Nov 2026, 5:03 p.m.", "24 Nov 2026, 5:03 p.m.", FAILED),
    ],
)
def test_a_date_that_changes_with_the_clock_makes_no_verdict_news(
    before: str, now: str, said: State | None
) -> None:
    held = Held(status="failed, nid 100.0", log=(words_of(row(FAILED, date=before)),))

    judgement = judge(after_a_record(held), look(status(FAILED), [row(FAILED, date=now)]))

    assert judgement.said == said


def test_a_pending_by_the_status_call_makes_its_next_verdict_news() -> None:
    seen = judge(after_a_record(OLD), look(status(PENDING, None), None)).pending_seen_in

    assert seen == {Source.STATUS}
    assert judge(after_a_record(OLD, *seen), look(status(FAILED), None)).said == FAILED


def test_a_pending_that_only_the_log_shows_does_not_make_a_status_news() -> None:
    judgement = judge(after_a_record(SAME_DAY), look(status(FAILED), [row(PENDING)]))

    assert judgement.pending_seen_in == {Source.LOG}
    later = after_a_record(SAME_DAY, *judgement.pending_seen_in)
    assert judge(later, look(status(FAILED), None)).said is None
    assert judge(later, look(status(FAILED), [row(FAILED)])).said == FAILED  # as the log says now


def test_scores_of_an_old_record_do_not_explain_the_new_verdict() -> None:
    old, new = OLD_ROW, row(FAILED)

    judgement = judge(after_a_record(OLD), look(status(FAILED), [old, new]))

    assert judgement.said == FAILED
    assert not judgement.is_explained


# -- has it arrived -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("application", "found", "rows", "has_arrived"),
    [
        (OURSELVES, status(PENDING), None, True),
        (OURSELVES, status(PENDING, None), None, True),  # a moment ago nobody had the number
        (OURSELVES, status(PASSED, OTHERS), [row(PASSED, OTHERS)], False),
        (OURSELVES, status(PASSED, OTHERS), None, None),
        (OURSELVES, status(PENDING, None), [row(PENDING, OTHERS)], False),
        (OURSELVES, status(INVALID, None), [row(PASSED, OTHERS)], None),
        (OURSELVES, None, [row(PENDING)], True),
        (OURSELVES, None, [], None),  # the reply was not understood
        (after_a_record(OLD), status(FAILED), [OLD_ROW], False),
        (after_a_record(OLD), status(FAILED), [OLD_ROW, row(PENDING)], True),
        (after_a_record(OLD), status(FAILED), None, None),
        (after_a_record(OLD), None, [OLD_ROW], None),
        (after_a_record(Held(status="pending")), status(PENDING, None), [], None),
        (after_a_record(Held(status="pending")), status(PASSED), [], None),
    ],
)
def test_whether_a_submission_has_arrived(
    application: Application,
    found: Status | None,
    rows: list[LogRow] | None,
    *,
    has_arrived: bool | None,
) -> None:
    assert arrival(application, look(found, rows)) is has_arrived


@pytest.mark.parametrize(
    ("seen", "has_arrived"),
    [
        (look(None, []), False),
        (look(None, [], is_complete=False), None),
        (look(None, None), None),
        (look(None, [row(PENDING, OTHERS)]), None),
        (look(None, [row(PENDING)]), True),
    ],
)
def test_a_missing_page_is_a_no_once_the_whole_log_names_nobody(
    seen: Look, *, has_arrived: bool | None
) -> None:
    assert arrival(OURSELVES, replace(seen, is_nobody_shown=True)) is has_arrived


def test_a_denial_is_a_no_unless_the_log_knows_better() -> None:
    denied = Look(is_denied=True, is_answered=True)

    assert arrival(OURSELVES, denied) is False
    assert arrival(OURSELVES, replace(denied, rows=(row(PENDING),))) is True
