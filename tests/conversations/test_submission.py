"""What is remembered of a submission, and of what the service showed before it."""

import pytest

from conversations.submission import Held


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
