"""A restored copy lets nobody in again, and tells nobody anything, whom the database had shut out
since.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.chat.documents import from_document
from bot.chat.outgoing import AnyOutgoing, CleanChat, OfferCommands, Send
from bot.outbox import Outbox
from bot.people.enrolment import Enrolment
from bot.people.invitations import make_invitation
from bot.people.older_copy import shut_out_again
from bot.people.rights import may_readmit
from bot.people.staff import Staff
from storage import Store, back_up, open_sqlite, restore
from storage.agents import Agent, Role, Standing
from tests.support.engine import KEY
from tests.support.forms import AGENT, NOW, pending
from tests.support.office import texts

pytestmark = pytest.mark.one_engine

ADMIN, SUPERVISOR, STRANGER = 1001, 1002, 3001
LATER = NOW + timedelta(hours=1)


class Machine:
    """Where the bot's database is copied, used further, and replaced by the copy."""

    def __init__(self, folder: Path) -> None:
        self._file, self._copy = folder / "bot.db", folder / "copy.db"
        self._open()
        roles = {ADMIN: Role.ADMIN, SUPERVISOR: Role.SUPERVISOR, AGENT: Role.AGENT}
        with self.store.transaction():
            for number, role in roles.items():
                person = Agent(id=number, name="Rahim", role=role, language="en", team="north")
                self.store.agents.enrol(person, NOW)
            self.store.applications.save(pending())

    def copies(self) -> None:
        back_up(self._database, self._copy, KEY)

    def restores(self) -> int:
        """Returns how many people are shut out again."""
        self.store.close()
        restored = restore(
            self._copy,
            self._file,
            KEY,
            LATER,
            overwrite=True,
            shut_out=lambda copy, replaced: shut_out_again(copy, replaced, LATER),
        )
        self._open()
        return restored.shut_out

    def person(self, number: int = AGENT) -> Agent:
        found = self.store.agents.find(number)
        assert found
        return found

    def shuts_out(self, standing: Standing, by: int, number: int = AGENT) -> None:
        act = self.staff.remove if standing is Standing.REMOVED else self.staff.suspend
        with self.store.transaction():
            act(self.person(number), actor=str(by), now=NOW)

    def appoints(self, number: int, role: Role, team: str) -> None:
        with self.store.transaction():
            self.staff.appoint(self.person(number), role=role, team=team, actor="1001", now=NOW)

    def invites(self, role: Role = Role.AGENT) -> str:
        """Returns the code of a link that an admin has made."""
        with self.store.transaction():
            return make_invitation(self.store, "Selim", role, actor=str(ADMIN), now=NOW)

    def lets_in(self, code: str, number: int = STRANGER) -> bool:
        with self.store.transaction():
            return Enrolment(self.store, language="en").redeem(code, number, "en", LATER)

    def owed(self) -> list[AnyOutgoing]:
        """What is due to the agent, without the menu of commands."""
        heads = self.store.due_messages.heads(LATER, others=99)
        due = [from_document(each.document) for each in heads.others if each.chat_id == AGENT]
        return [each for each in due if not isinstance(each, OfferCommands)]

    def _open(self) -> None:
        self._database = open_sqlite(self._file, KEY)
        self.store = Store(self._database)
        self.staff = Staff(self.store)


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    machine = Machine(tmp_path)
    yield machine
    machine.store.close()


# -- what people may do ---------------------------------------------------------------------------


def test_a_supervisor_who_was_moved_to_another_team_does_not_see_the_old_one_again(
    machine: Machine,
) -> None:
    machine.copies()
    machine.appoints(SUPERVISOR, Role.SUPERVISOR, "south")

    assert machine.restores() == 1

    assert not machine.person(SUPERVISOR).looks_after(machine.person())


def test_an_agent_who_was_suspended_in_the_copy_and_removed_since_is_removed(
    machine: Machine,
) -> None:
    machine.shuts_out(Standing.SUSPENDED, by=SUPERVISOR)
    machine.copies()
    machine.shuts_out(Standing.REMOVED, by=ADMIN)

    assert machine.restores() == 1

    assert machine.person().standing is Standing.REMOVED
    assert not may_readmit(machine.store, machine.person(), machine.person(SUPERVISOR))


@pytest.mark.parametrize("by", [SUPERVISOR, ADMIN])
def test_a_supervisor_restores_only_an_agent_whom_no_admin_has_suspended(
    machine: Machine, by: int
) -> None:
    machine.shuts_out(Standing.SUSPENDED, by=SUPERVISOR)
    machine.copies()
    machine.shuts_out(Standing.SUSPENDED, by=by)

    assert machine.restores() == (by == ADMIN)

    may_restore = may_readmit(machine.store, machine.person(), machine.person(SUPERVISOR))
    assert may_restore == (by == SUPERVISOR)


def test_even_the_only_admin_of_the_copy_is_what_they_were_last(machine: Machine) -> None:
    machine.copies()
    with machine.store.transaction():
        other = Agent(id=STRANGER, name="Selim", role=Role.ADMIN, language="en")
        machine.store.agents.enrol(other, NOW)
    machine.appoints(ADMIN, Role.AGENT, "north")

    assert machine.restores() == 1

    assert machine.person(ADMIN).role is Role.AGENT


def test_people_who_were_let_in_or_given_more_since_are_as_in_the_copy(machine: Machine) -> None:
    machine.shuts_out(Standing.SUSPENDED, by=SUPERVISOR)
    machine.copies()
    with machine.store.transaction():
        machine.staff.restore(machine.person(), actor=str(SUPERVISOR), now=NOW)
    machine.appoints(SUPERVISOR, Role.ADMIN, "north")

    assert machine.restores() == 0

    assert machine.person().standing is Standing.SUSPENDED
    assert machine.person(SUPERVISOR).role is Role.SUPERVISOR


# -- what they are told ---------------------------------------------------------------------------


def test_news_of_a_customer_waits_until_an_agent_who_was_suspended_since_is_restored(
    machine: Machine,
) -> None:
    news = Send(text="Ambia Khatun was verified.", about=(pending().id,))
    with machine.store.transaction():
        Outbox(machine.store).owe_news(AGENT, news, NOW)
    machine.copies()
    machine.shuts_out(Standing.SUSPENDED, by=SUPERVISOR)

    machine.restores()

    assert machine.owed() == []
    with machine.store.transaction():
        machine.staff.restore(machine.person(), actor=str(SUPERVISOR), now=LATER)
    assert texts(machine.owed()) == [news.text]


def test_the_chat_of_an_agent_who_was_removed_since_is_still_cleaned_of_what_is_in_it(
    machine: Machine,
) -> None:
    note = machine.store.chat_messages.note
    note([pending().id], AGENT, 54, NOW)
    machine.copies()
    machine.store.chat_messages.forget(AGENT, [54])  # deleted since
    note([pending().id], AGENT, 55, NOW)
    machine.shuts_out(Standing.REMOVED, by=ADMIN)

    machine.restores()

    assert machine.owed() == [CleanChat(is_whole=True, up_to=55)]
    left = machine.store.chat_messages.in_chat(AGENT, limit=9)
    assert [each.message_id for each in left] == [55]


# -- links ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role)
def test_a_link_that_was_withdrawn_since_lets_nobody_in(machine: Machine, role: Role) -> None:
    code = machine.invites(role)
    machine.copies()
    with machine.store.transaction():
        (found,) = machine.store.invitations.open(NOW, limit=9)
        machine.store.invitations.withdraw(found)

    machine.restores()

    assert not machine.lets_in(code)


def test_a_link_that_was_used_since_lets_nobody_in(machine: Machine) -> None:
    code = machine.invites(Role.ADMIN)
    machine.copies()
    assert machine.lets_in(code)
    machine.shuts_out(Standing.REMOVED, by=ADMIN, number=STRANGER)

    assert machine.restores() == 1

    assert not machine.lets_in(code)
    assert not machine.lets_in(code, AGENT)


def test_no_open_link_brings_back_a_person_who_has_come_and_was_removed_since(
    machine: Machine,
) -> None:
    code, other = machine.invites(), machine.invites()
    machine.copies()
    assert machine.lets_in(code)
    machine.shuts_out(Standing.REMOVED, by=ADMIN, number=STRANGER)

    machine.restores()

    assert not machine.lets_in(other)
    assert machine.lets_in(other, number=3002)


def test_people_who_have_come_since_are_unknown(machine: Machine) -> None:
    code = machine.invites()
    machine.copies()
    assert machine.lets_in(code)

    assert machine.restores() == 0

    assert machine.store.agents.find(STRANGER) is None
