"""Customers' registrations: what is saved comes back, and every query finds it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from conversations.application import Application, Phase
from conversations.erasure import without_form
from conversations.errands import Errand, Task
from storage import Store
from storage.agents import Agent, Role
from tests.support.forms import AGENT, NOW, begun, decided, every_point, pending, submitted, until

Saved = Callable[[Application], Application]

OTHER_AGENT = Agent(id=2002, name="Karim", role=Role.AGENT, language="bn")


def of(application: Application, **answers: str) -> Application:
    """The application with other answers."""
    return replace(application, answers={**application.answers, **answers})


def named(application: Application, name: str, *, minutes: int = 0) -> Application:
    return replace(application, id=name, created_at=NOW + timedelta(minutes=minutes))


@pytest.mark.parametrize("point", every_point())
def test_an_application_comes_back_as_it_was_saved(store: Store, saved: Saved, point: str) -> None:
    application = saved(every_point()[point])

    assert store.applications.find(application.id) == application


def test_saving_again_replaces(store: Store, saved: Saved) -> None:
    saved(begun())
    later = saved(until("gender"))

    assert store.applications.find(later.id) == later
    assert store.applications.count_of_agent(AGENT) == 1


def test_an_erased_application_is_gone_with_its_errands(store: Store, saved: Saved) -> None:
    saved(begun())
    store.errands.owe("abcd2345", Errand(task=Task.READ_CARD, ticket="t"), NOW)

    store.applications.erase("abcd2345")

    assert store.applications.find("abcd2345") is None
    assert store.errands.next_due_at(list(Task), besides=()) is None


def test_an_agents_applications_come_page_by_page_the_newest_first(
    store: Store, saved: Saved
) -> None:
    for number in range(5):
        saved(named(begun(), f"number-{number}", minutes=number))
    saved(replace(named(pending(), "old", minutes=-1), changed_at=NOW + timedelta(hours=1)))

    pages = [store.applications.of_agent(AGENT, limit=4, offset=offset) for offset in (0, 4, 8)]

    assert [[each.id for each in page] for page in pages] == [
        ["number-4", "number-3", "number-2", "number-1"],
        ["number-0", "old"],
        [],
    ]
    assert store.applications.count_of_agent(AGENT) == 6


def test_nobody_sees_another_agents_applications(store: Store, saved: Saved) -> None:
    store.agents.enrol(OTHER_AGENT, NOW)
    saved(pending())

    assert store.applications.of_agent(OTHER_AGENT.id, limit=9) == []
    assert store.applications.count_of_agent(OTHER_AGENT.id) == 0
    assert store.applications.by_mobile(OTHER_AGENT.id, "01712345678") == []
    assert store.applications.newest_draft(OTHER_AGENT.id) is None


def test_applications_are_found_by_mobile_number_the_newest_first(
    store: Store, saved: Saved
) -> None:
    saved(named(pending(), "first"))
    saved(named(pending(), "second", minutes=1))
    saved(named(of(pending(), mobile_number="01812345678"), "other"))

    found = store.applications.by_mobile(AGENT, "01712345678")

    assert [application.id for application in found] == ["second", "first"]


def test_a_search_finds_the_agents_own_the_newest_first(store: Store, saved: Saved) -> None:
    store.agents.enrol(OTHER_AGENT, NOW)
    saved(named(pending(), "first"))
    saved(named(pending(), "second", minutes=1))
    saved(named(of(pending(), name_english="Karim Mia", name_bangla="করিম মিয়া"), "other"))
    saved(replace(named(pending(), "foreign"), agent=OTHER_AGENT.id))

    assert store.applications.search(AGENT, ["asaduzzaman"]) == ["second", "first"]
    assert store.applications.search(AGENT, ["rahima", "karim"]) == ["other"]
    assert store.applications.search(AGENT, []) == []


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

    first, second = store.applications.awaiting_verdict(limit=9)
    assert (first.id, second.id) == ("early", "late")
    assert store.applications.awaiting_verdict(limit=1) == [first]
    assert store.applications.awaiting_verdict(after=first, limit=1) == [second]
    assert store.applications.awaiting_verdict(after=second, limit=1) == []


def test_the_newest_draft_is_the_one_changed_last(store: Store, saved: Saved) -> None:
    saved(named(begun(), "old"))
    saved(replace(named(until("review"), "new"), changed_at=NOW + timedelta(minutes=1)))
    saved(replace(named(pending(), "sent"), changed_at=NOW + timedelta(minutes=2)))

    draft = store.applications.newest_draft(AGENT)

    assert draft
    assert draft.id == "new"


# -- one submission at a time per person and number ---------------------------------------------


def start(store: Store, application: Application) -> None:
    """Its submission is owed, and the first byte is about to leave."""
    store.errands.owe(application.id, Errand(task=Task.SUBMIT, ticket="t"), NOW)
    (errand,) = store.errands.due(Task.SUBMIT, NOW, besides=(), limit=1)
    store.errands.start(errand.id, NOW)


def test_an_application_is_on_its_way_from_its_first_byte_on(store: Store, saved: Saved) -> None:
    first, second = saved(named(submitted(), "first")), saved(named(submitted(), "second"))
    store.errands.owe(first.id, Errand(task=Task.SUBMIT, ticket="t"), NOW)
    assert not store.applications.is_being_sent(second)

    start(store, first)

    assert store.applications.is_being_sent(second)
    assert not store.applications.is_being_sent(first)


def test_two_that_only_wait_do_not_wait_for_each_other(store: Store, saved: Saved) -> None:
    both = [saved(named(submitted(), name)) for name in ("first", "second")]
    for application in both:
        store.errands.owe(application.id, Errand(task=Task.SUBMIT, ticket="t"), NOW)

    assert not any(store.applications.is_being_sent(application) for application in both)


def test_a_submission_being_looked_up_still_counts_as_under_way(store: Store, saved: Saved) -> None:
    first, second = saved(named(submitted(), "first")), saved(named(submitted(), "second"))
    look_up = Errand(task=Task.LOOK_UP, ticket="t", delay=timedelta(minutes=5))
    store.errands.owe(first.id, look_up, NOW)

    assert store.applications.is_being_sent(second)


def test_a_submission_denied_for_good_blocks_nobody(store: Store, saved: Saved) -> None:
    saved(named(every_point()["denied"], "first"))

    assert not store.applications.is_being_sent(saved(named(submitted(), "second")))


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

    assert store.applications.is_being_sent(other) is is_same


def test_another_agents_application_of_the_same_person_counts_as_well(
    store: Store, saved: Saved
) -> None:
    store.agents.enrol(OTHER_AGENT, NOW)
    start(store, saved(replace(submitted(), id="theirs", agent=OTHER_AGENT.id)))

    assert store.applications.is_being_sent(saved(submitted()))


# -- others under the same mobile number ----------------------------------------------------------


def test_others_under_a_number_come_with_whether_they_are_of_the_same_person(
    store: Store, saved: Saved
) -> None:
    ours = saved(pending())
    twin = saved(named(pending(), "twin2345", minutes=1))
    sister = saved(of(named(pending(), "sister22", minutes=2), nid_number="0001999000000"))
    saved(of(named(pending(), "neighbr2"), mobile_number="01812345678"))

    assert store.applications.sharing_number(ours) == [(sister, False), (twin, True)]


def test_another_of_the_number_is_known_after_its_form_was_erased(
    store: Store, saved: Saved
) -> None:
    ours = saved(pending())
    twin = named(decided(), "twin2345", minutes=1)
    saved(twin)
    left = saved(without_form(twin, NOW))

    assert store.applications.sharing_number(ours) == [(left, True)]


def test_what_was_sent_with_a_token_is_known_by_the_numbers_of_phone_and_card(
    store: Store, saved: Saved
) -> None:
    form = pending()
    assert form.submission
    saved(replace(form, submission=replace(form.submission, token="5d5d")))
    person = {"mobile_number": "01712345678", "national_id": "0001980100147"}

    was_sent_with = store.applications.was_sent_with
    assert was_sent_with("5d5d", **person, besides="")
    assert not was_sent_with("5d5d", **person, besides=form.id)
    assert not was_sent_with("0f0f", **person, besides="")
    assert not was_sent_with("5d5d", **{**person, "mobile_number": "01812345678"}, besides="")
