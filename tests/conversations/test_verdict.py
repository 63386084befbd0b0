"""Which fields an agent should look at first."""

from conversations.verdict import Decision, Score, Verdict
from tests.support.forms import FAILED, NOW


def test_compared_fields_come_lowest_first_and_the_others_not_at_all() -> None:
    assert [score.field for score in FAILED.lowest_first] == ["name_bangla", "nid"]


def test_equal_scores_keep_the_order_of_the_service() -> None:
    scores = tuple(Score(field=name, points=50.0) for name in ("b", "a", "c"))
    verdict = Verdict(decision=Decision.FAILED, found_at=NOW, scores=scores)

    assert [score.field for score in verdict.lowest_first] == ["b", "a", "c"]
