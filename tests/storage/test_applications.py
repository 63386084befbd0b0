"""Customers' registrations: what is saved comes back, until it is erased."""

import pytest

from conversations.errands import Errand, Task
from storage import Store
from tests.storage.conftest import Saved
from tests.support.forms import AGENT, NOW, begun, every_point, until


@pytest.mark.parametrize("point", every_point())
def test_an_application_comes_back_as_it_was_saved(store: Store, saved: Saved, point: str) -> None:
    application = saved(every_point()[point])

    assert store.applications.find(application.id) == application


def test_saving_again_replaces(store: Store, saved: Saved) -> None:
    saved(begun())
    later = saved(until("gender"))

    assert store.applications.find(later.id) == later
    assert store.caseloads.count_of_agent(AGENT) == 1


def test_an_erased_application_is_gone_with_its_errands(store: Store, saved: Saved) -> None:
    saved(begun())
    store.errands.owe("abcd2345", Errand(task=Task.READ_CARD, ticket="t"), NOW)

    store.applications.erase("abcd2345")

    assert store.applications.find("abcd2345") is None
    assert store.errands.next_due_at(list(Task), besides=()) is None
