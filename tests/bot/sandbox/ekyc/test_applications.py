from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.sandbox.ekyc.applications import Application, Applications, Card, UndecidedError

FORM = {"nid_no": "0001991032588", "mobile_number": "01711132446", "nominee": "আম্বিয়া"}


@pytest.fixture
def applications(tmp_path: Path) -> Iterator[Applications]:
    with Applications(tmp_path / "ekyc.db") as applications:
        yield applications


def only(applications: Applications) -> Application:
    (application,) = applications.everything()
    return application


def test_a_card_is_found_by_both_names_and_its_agent(applications: Applications) -> None:
    card = Card("a_front.jpg", "a_back.jpg", "B+", b"face")
    applications.keep_card("agent", card)
    assert applications.card("agent", "a_front.jpg", "a_back.jpg") == card
    assert applications.card("agent", "a_back.jpg", "a_front.jpg") is None
    assert applications.card("other", "a_front.jpg", "a_back.jpg") is None


def test_due_applications_come_in_the_order_in_which_they_became_due(
    applications: Applications,
) -> None:
    for number, seconds in (("1", -1.0), ("2", -3.0), ("3", -2.0), ("4", 60.0)):
        applications.submit("agent", FORM | {"nid_no": number}, b"", verify_after=seconds)
    order = []
    while application := applications.due():
        order.append(application.fields["nid_no"])
        applications.decide(application, "passed", {})
    assert order == ["2", "3", "1"]
    next_due_at = applications.next_due_at()
    assert next_due_at is not None


def test_an_application_that_is_never_due_stays_pending(applications: Applications) -> None:
    applications.submit("agent", FORM, b"", verify_after=None)
    assert applications.due() is None
    assert applications.next_due_at() is None


def test_the_photo_is_kept_until_the_verdict_only(applications: Applications) -> None:
    applications.submit("agent", FORM, b"photo", verify_after=0)
    assert only(applications).photo == b"photo"
    applications.decide(only(applications), "failed", {"nid_score": 1})
    decided = only(applications)
    assert (decided.photo, decided.status, decided.detail) == (None, "failed", {"nid_score": 1})


def test_a_verdict_for_an_overwritten_application_changes_nothing(
    applications: Applications,
) -> None:
    applications.submit("agent", FORM, b"", verify_after=0)
    earlier = only(applications)
    applications.decide(earlier, "failed", {})
    applications.submit("agent", FORM, b"", verify_after=0)
    applications.decide(earlier, "passed", {})
    assert only(applications).status == "pending"
    assert only(applications).id == earlier.id


def test_a_pending_application_is_not_overwritten(applications: Applications) -> None:
    applications.submit("agent", FORM, b"", verify_after=0)
    with pytest.raises(UndecidedError):
        applications.submit("agent", FORM | {"nominee": "another"}, b"", verify_after=0)
    assert only(applications).fields == FORM
    key = ("agent", FORM["nid_no"], FORM["mobile_number"])
    assert applications.posts() == {(*key, True): 1, (*key, False): 1}


def test_a_correction_falls_due_after_the_verdict_and_once(applications: Applications) -> None:
    applications.submit("agent", FORM, b"", verify_after=0, correct_after=-1)
    application = applications.due()
    assert application is not None
    applications.decide(application, "passed", {})
    again = applications.due()
    assert again is not None
    assert again.status == "passed"
    applications.decide(again, "failed", {})
    assert applications.due() is None


def test_no_repr_shows_the_customer(applications: Applications) -> None:
    applications.submit("agent", FORM, b"photo", verify_after=0)
    shown = repr(only(applications))
    assert not any(value in shown for value in (*FORM.values(), "photo"))
