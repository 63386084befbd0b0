"""A restored copy gives nobody more rights than the newer database that it replaces."""

from datetime import datetime

from bot.people.rights import narrowed, rights_of
from bot.people.staff import Staff
from storage import Store
from storage.agents import Agent


def shut_out_again(copy: Store, replaced: Store, now: datetime) -> int:
    """Give nobody in the copy more than they had last; returns how many people that concerns."""
    with copy.transaction():
        return sum(_narrow(copy, replaced, last, now) for last in replaced.agents.everybody())


def _narrow(copy: Store, replaced: Store, last: Agent, now: datetime) -> bool:
    """Whether there was something to take from the person."""
    person = copy.agents.find(last.id)
    if person is None:
        return False
    rights = narrowed(rights_of(copy, person), rights_of(replaced, last))
    return Staff(copy).narrow(person, rights, now)
