"""Submissions: which await a verdict, and one at a time per person and number."""

from dataclasses import replace
from datetime import timedelta

import pytest

from conversations.application import Application, Phase
from conversations.errands import Errand, Task
from storage import Store
from tests.storage.conftest import OTHER_AGENT, Saved, named, of
from tests.support.forms import NOW, every_point, pending, submitted


def test_those_that_wait_for_a_verdict_are_the_pending_ones_the_longest_waiting_first(
    store: Store, saved: Saved
) -> None:
    late, early = named(pending(), "late"), named(pending(), "early", minutes=5)
    assert late.submission
    pressed_at = NOW + timedelta(minutes=9)
    saved(replace(late, submission=replace(late.submission, pressed_at=pressed_at)))
    saved(early)
    for point, application in every_point().items():
        if application.phase is not Phase.PENDING:
            saved(replace(application, id=point))

    first, second = store.submissions.awaiting_verdict(limit=9)
    assert (first.id, second.id) == ("early", "late")
    assert store.submissions.awaiting_verdict(limit=1) == [first]
    assert store.submissions.awaiting_verdict(after=first, limit=1) == [second]
    assert store.submissions.awaiting_verdict(after=second, limit=1) == []


def test_what_was_sent_with_a_token_is_known_by_the_numbers_of_phone_and_card(
    store: Store, saved: Saved
) -> None:
    form = pending()
    assert form.submission
    saved(replace(form, submission=replace(form.submission, token="5d5d")))
    person = {"mobile_number": "01712345678", "national_id": "0001980100147"}

    was_sent_with = store.submissions.was_sent_with
    assert was_sent_with("5d5d", **person, besides="")
    assert not was_sent_with("5d5d", **person, besides=form.id)
    assert not was_sent_with("0f0f", **person, besides="")
    assert not was_sent_with("5d5d", **{**person, "mobile_number": "01812345678"}, besides="")


def start(store: Store, application: Application) -> None:
    """Its submission is owed, and the first byte is about to leave."""
    store.errands.owe(application.id, Errand(task=Task.SUBMIT, ticket="t"), NOW)
    (errand,) = store.errands.look(NOW, {Task.SUBMIT: 1}).due
    store.errands.start(errand.id, NOW)


def test_an_application_is_on_its_way_from_its_first_byte_on(store: Store, saved: Saved) -> None:
    first, second = saved(named(submitted(), "first")), saved(named(submitted(), "second"))
    store.errands.owe(first.id, Errand(task=Task.SUBMIT, ticket="t"), NOW)
    assert not store.submissions.is_being_sent(second)

    start(store, first)

    assert store.submissions.is_being_sent(second)
    assert not store.submissions.is_being_sent(first)


def test_two_that_only_wait_do_not_wait_for_each_other(store: Store, saved: Saved) -> None:
    both = [saved(named(submitted(), name)) for name in ("first", "second")]
    for application in both:
        store.errands.owe(application.id, Errand(task=Task.SUBMIT, ticket="t"), NOW)

    assert not any(store.submissions.is_being_sent(application) for application in both)


def test_a_submission_being_looked_up_still_counts_as_under_way(store: Store, saved: Saved) -> None:
    first, second = saved(named(submitted(), "first")), saved(named(submitted(), "second"))
    look_up = Errand(task=Task.LOOK_UP, ticket="t", delay=timedelta(minutes=5))
    store.errands.owe(first.id, look_up, NOW)

    assert store.submissions.is_being_sent(second)


def test_a_submission_denied_for_good_blocks_nobody(store: Store, saved: Saved) -> None:
    saved(named(every_point()["denied"], "first"))

    assert not store.submissions.is_being_sent(saved(named(submitted(), "second")))


@pytest.mark.parametrize(
    ("change", "is_same"),
    [
        ({"nid_number": "19800001980100147"}, True),  # 17 digits, the year before the 13
        ({"nid_number": "0001980100148"}, False),
        ({"mobile_number": "01812345678"}, False),
    ],
)
def test_a_person_is_told_by_the_numbers_of_card_and_phone_together(
    store: Store, saved: Saved, change: dict[str, str], *, is_same: bool
) -> None:
    start(store, saved(named(submitted(), "first")))

    other = saved(named(of(submitted(), **change), "second"))

    assert store.submissions.is_being_sent(other) is is_same


def test_another_agents_application_of_the_same_person_counts_as_well(
    store: Store, saved: Saved
) -> None:
    store.agents.enrol(OTHER_AGENT, NOW)
    start(store, saved(replace(submitted(), id="theirs", agent=OTHER_AGENT.id)))

    assert store.submissions.is_being_sent(saved(submitted()))
