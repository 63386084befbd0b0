"""Which fields an agent should look at first."""

from dataclasses import replace

from conversations.verdict import Decision, Score, Verdict
from tests.support.forms import FAILED, NOW


def test_compared_fields_come_lowest_first_and_the_others_not_at_all() -> None:
    assert [score.field for score in FAILED.lowest_first] == ["name_bangla", "nid"]


def test_equal_scores_keep_the_order_of_the_service() -> None:
    scores = tuple(Score(field=name, points=50.0) for name in ("b", "a", "c"))
    verdict = Verdict(decision=Decision.FAILED, found_at=NOW, scores=scores)

    assert [score.field for score in verdict.lowest_first] == ["b", "a", "c"]


def test_a_failure_is_explained_by_what_differs_and_by_photos_that_do_not_match() -> None:
    both = replace(FAILED, card_photo_matches=False, selfie_matches=False)

    assert FAILED.reasons == ("name_bangla",)
    assert both.reasons == ("name_bangla", "card-photo", "selfie")
    assert Verdict(decision=Decision.FAILED, found_at=NOW).reasons == ("unexplained",)
    assert Verdict(decision=Decision.INVALID, found_at=NOW).reasons == ("invalid",)
    assert replace(both, decision=Decision.PASSED).reasons == ()
