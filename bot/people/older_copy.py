"""A restored copy gives nobody more rights than the newer database that it replaces."""

from dataclasses import replace
from datetime import datetime

from bot.applications.cleaning import owe_whole_cleaning
from bot.people.rights import narrowed, rights_of
from bot.people.staff import Staff
from storage import Store
from storage.agents import Agent, Standing
from storage.marks import NO_LIMIT


def shut_out_again(copy: Store, replaced: Store, now: datetime) -> int:
    """Give nobody in the copy more than they had last; returns how many people that concerns."""
    with copy.transaction():
        count = sum(_narrow(copy, replaced, last, now) for last in replaced.agents.everybody())
        for invitation in copy.invitations.open(now, limit=NO_LIMIT):
            if replaced.invitations.find_open(invitation.key, now) is None:
                copy.invitations.withdraw(invitation)
    return count


def _narrow(copy: Store, replaced: Store, last: Agent, now: datetime) -> bool:
    """Whether there was something to take from the person.

    An unknown one who is shut out is added, or an invitation that is still open would let them in.
    """
    person = copy.agents.find(last.id)
    if person is None:
        if last.is_served:
            return False
        person = replace(last, standing=Standing.ACTIVE)
        copy.agents.enrol(person, now)
    rights = narrowed(rights_of(copy, person), rights_of(replaced, last))
    is_narrower = Staff(copy).narrow(person, rights, now)
    if is_narrower and rights.standing is Standing.REMOVED:
        _take_over_chat(copy, replaced, person.id)
        owe_whole_cleaning(copy, person.id, now)
    return is_narrower


def _take_over_chat(copy: Store, replaced: Store, chat: int) -> None:
    """Of messages about customers, only those are cleaned away that had not been deleted yet."""
    stale = copy.chat_messages.in_chat(chat, limit=NO_LIMIT)
    copy.chat_messages.forget(chat, [each.message_id for each in stale])
    for reference in replaced.chat_messages.applications_in(chat):
        for each in replaced.chat_messages.about(reference, chat, with_masked=True):
            copy.chat_messages.note((reference,), chat, each.message_id, each.sent_at)
