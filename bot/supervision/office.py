"""Commands and presses of supervisors and admins: who may, and what it leads to."""

from collections.abc import Callable
from datetime import datetime

from bot.clerk import Clerk
from bot.invitations import GOOD_FOR, link, make_invitation
from bot.lists import as_edit
from bot.outgoing import Send
from bot.personnel import Personnel
from bot.supervision.people import (
    people_page,
    person_card,
    receivers_page,
    removal_question,
    role_named,
)
from bot.texts import say
from storage import Store
from storage.agents import Agent, Role, Standing

_Act = Callable[[Agent, str, datetime], Send | None]

_MOST_RECEIVERS = 20  # buttons; more are found by the command line


class Supervision:
    """Every call expects a transaction around it; `username` is the bot's, for links."""

    def __init__(self, store: Store, clerk: Clerk, *, username: str = "") -> None:
        self._store = store
        self._clerk = clerk
        self._personnel = Personnel(store, clerk)
        self._username = username
        self._commands: dict[str, _Act] = {"agents": self._list, "invite": self._invite}
        self._presses: dict[str, _Act] = {
            "people": self._list,
            "person": self._show,
            "suspend": self._suspend,
            "restore": self._restore,
            "remove": self._ask_removal,
            "remove-now": self._remove,
            "give": self._ask_receiver,
            "give-to": self._give,
        }

    def take_command(self, agent: Agent, name: str, argument: str, now: datetime) -> bool:
        """Do what the command says; False when it is none of this agent's."""
        act = self._commands.get(name) if agent.role is not Role.AGENT else None
        if act is None:
            return False
        page = act(agent, argument, now)
        if page:
            self._clerk.owe(agent.id, page, now)
        return True

    def take_press(
        self, agent: Agent, verb: str, argument: str, message_id: int | None, now: datetime
    ) -> bool:
        """Do what the button says, in its message; False when it is none of this agent's."""
        act = self._presses.get(verb) if agent.role is not Role.AGENT else None
        page = act(agent, argument, now) if act else None
        if page is None:
            return False
        self._clerk.owe(agent.id, as_edit(page, message_id) if message_id else page, now)
        return True

    # -- people -------------------------------------------------------------------------------

    def _list(self, agent: Agent, argument: str, now: datetime) -> Send:
        people = [one for one in self._store.agents.everybody() if agent.may_manage(one)]
        page = int(argument[:6]) if argument.isdecimal() else 0
        return people_page(people, page, agent.language)

    def _invite(self, agent: Agent, argument: str, now: datetime) -> Send:
        """`/invite NAME`, or with the role first, which only an admin may choose."""
        first, _, rest = argument.partition(" ")
        role = role_named(first) if agent.role is Role.ADMIN and rest.strip() else None
        name = (rest if role else argument).strip()
        if not name:
            key = "invite-usage-admin" if agent.role is Role.ADMIN else "invite-usage"
            return Send(text=say(agent.language, key))
        code = make_invitation(
            self._store,
            name,
            role or Role.AGENT,
            actor=str(agent.id),
            now=now,
            team=agent.team,
        )
        return Send(
            text=say(
                agent.language,
                "invite-made",
                name=name,
                link=link(self._username, code),
                count=GOOD_FOR.days,
            )
        )

    def _show(self, agent: Agent, argument: str, now: datetime) -> Send | None:
        person = self._managed(agent, argument)
        return self._card(agent, person) if person else None

    def _suspend(self, agent: Agent, argument: str, now: datetime) -> Send | None:
        person = self._managed(agent, argument)
        if person is None:
            return None
        if person.is_served:
            self._personnel.suspend(person, actor=str(agent.id), now=now)
        return self._card(agent, person)

    def _restore(self, agent: Agent, argument: str, now: datetime) -> Send | None:
        person = self._managed(agent, argument)
        if person is None:
            return None
        if person.standing is Standing.SUSPENDED:
            self._personnel.restore(person, actor=str(agent.id), now=now)
        return self._card(agent, person)

    def _ask_removal(self, agent: Agent, argument: str, now: datetime) -> Send | None:
        person = self._managed(agent, argument)
        return removal_question(person, agent.language) if person else None

    def _remove(self, agent: Agent, argument: str, now: datetime) -> Send | None:
        person = self._managed(agent, argument)
        if person is None:
            return None
        if person.standing is not Standing.REMOVED:
            self._personnel.remove(person, actor=str(agent.id), now=now)
        return self._card(agent, person)

    def _ask_receiver(self, agent: Agent, argument: str, now: datetime) -> Send | None:
        giver = self._managed(agent, argument)
        if giver is None:
            return None
        count = self._store.applications.count_of_agent(giver.id)
        receivers = [one for one in self._receivers(agent) if one.id != giver.id]
        return receivers_page(giver, receivers[:_MOST_RECEIVERS], count, agent.language)

    def _give(self, agent: Agent, argument: str, now: datetime) -> Send | None:
        giver_id, _, receiver_id = argument.partition(".")
        giver = self._managed(agent, giver_id)
        receiver = next((one for one in self._receivers(agent) if str(one.id) == receiver_id), None)
        if giver is None or receiver is None or giver.id == receiver.id:
            return None
        count = self._personnel.hand_over(giver, receiver, actor=str(agent.id), now=now)
        text = say(agent.language, "given", count=count, giver=giver.name, receiver=receiver.name)
        return Send(text=text, keyboard=self._card(agent, giver).keyboard)

    def _receivers(self, agent: Agent) -> list[Agent]:
        """Who can be given work: those this person manages, and the person."""
        return [
            one
            for one in self._store.agents.everybody()
            if one.is_served and (agent.may_manage(one) or one.id == agent.id)
        ]

    def _managed(self, agent: Agent, person_id: str) -> Agent | None:
        """The person of that id, if this agent may manage them; a button may claim any."""
        person = self._store.agents.find(int(person_id)) if _is_id(person_id) else None
        return person if person and agent.may_manage(person) else None

    def _card(self, agent: Agent, person: Agent) -> Send:
        """The card of the person as they are by now."""
        person = self._store.agents.find(person.id) or person
        phases = self._store.applications.count_by_phase(person.id)
        return person_card(person, phases, self._store.refusals.count(person.id), agent.language)


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 19
