"""What is counted about applications, for agents and supervisors."""

from bot.reports.counts import commonest_reasons, pass_rate, states_in_words
from conversations.verdict import Decision, Verdict
from tests.support.forms import FAILED, NOW, decided, pending

NOT_FOUND = Verdict(decision=Decision.INVALID, found_at=NOW)


def test_the_commonest_reason_comes_first_and_only_failures_have_one() -> None:
    applications = [decided(NOT_FOUND), decided(FAILED), decided(), pending(), decided(FAILED)]

    assert commonest_reasons(applications, 5) == [("name_bangla", 2), ("invalid", 1)]
    assert commonest_reasons(applications, 1) == [("name_bangla", 2)]


def test_the_pass_rate_is_of_what_was_decided() -> None:
    assert pass_rate({"passed": 2, "failed": 1, "pending": 9}) == 67
    assert pass_rate({"invalid": 1}) == 0
    assert pass_rate({"pending": 9}) is None


def test_decisions_are_named_before_what_is_open() -> None:
    assert states_in_words({"filling": 1, "failed": 2, "passed": 3}, "en") == (
        "passed 3 · failed 2 · draft 1"
    )
