"""What is remembered of a submission, and of what the service showed before it."""

from datetime import datetime, timedelta

import pytest

from conversations.submission import Held, Submission
from tests.support.forms import NOW


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        (Held(), False),
        (Held(status="passed", log=("failed 23/11/2026",)), False),
        (Held(status="pending"), True),
        (Held(status="passed", log=("passed 22/11/2026", "pending 23/11/2026")), True),
    ],
)
def test_a_record_without_a_verdict_is_known_by_either_source(held: Held, expected: bool) -> None:
    assert held.was_pending is expected


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ((), False),
        (("failed 23/11/2026",), False),
        (("failed 23/11/2026", "failed 23/11/2026"), True),  # one more since
        (("passed 24/11/2026",), True),
    ],
)
def test_a_record_counts_as_seen_only_as_often_as_it_was_shown(
    found: tuple[str, ...], expected: bool
) -> None:
    shown = ("failed 23/11/2026", "pending 22/11/2026")
    submission = Submission(ticket="t", attempt=1, pressed_at=NOW, despite=shown)

    assert submission.has_unseen(found) is expected


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("accepted_at", "expected"), [(None, None), (NOW - HOUR, NOW - HOUR), (NOW + 2 * HOUR, NOW)]
)
def test_what_a_clock_ahead_dated_is_dated_back(
    accepted_at: datetime | None, expected: datetime | None
) -> None:
    submission = Submission(ticket="t", attempt=1, pressed_at=NOW + HOUR, accepted_at=accepted_at)

    right = submission.dated_back(NOW)

    assert (right.pressed_at, right.accepted_at) == (NOW, expected)
    assert right.dated_back(NOW + HOUR) == right
