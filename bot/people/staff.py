"""Changes of staff: suspended, restored, removed, appointed, and their work handed over.

A decision takes effect with the next update, because every update looks the person up again.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from bot.applications.cleaning import owe_whole_cleaning
from bot.chat.outgoing import OfferCommands, Send
from bot.outbox import Outbox
from bot.people.rights import Rights, rights_of
from bot.screens.drafts import waiting_draft
from bot.screens.drawing import problem_in_words
from bot.screens.menu import menu_row
from bot.screens.prompts import prompt
from bot.screens.receipt import receipt
from bot.screens.verdict import verdict_message
from bot.texts import say
from conversations.application import Application
from conversations.organisation import NAMELESS, Organisation
from conversations.refusal import asked_again
from conversations.sending import is_returned
from storage import Store
from storage.agents import Agent, Role, Standing
from storage.audit import OPERATOR

MOST_AT_ONCE = 10  # applications handed over in one transaction: some 6 ms


class LastAdmin(Exception):
    """Nobody could manage people then; appoint another admin first."""


class Staff:
    """The caller of every method holds a transaction; `actor` is the person responsible."""

    def __init__(self, store: Store, organisation: Organisation = NAMELESS) -> None:
        self._store = store
        self._organisation = organisation
        self._outbox = Outbox(store)

    def suspend(self, person: Agent, *, actor: str, now: datetime) -> None:
        """Stop serving the person until they are restored; their work stays theirs.

        Raises LastAdmin.
        """
        self._refuse_last_admin(person)
        self._shut_out(person, Standing.SUSPENDED, actor, now, rank=self._rank(actor))

    def remove(self, person: Agent, *, actor: str, now: datetime) -> None:
        """Stop serving the person; only a new invitation or the operator brings them back.

        Their chat is cleaned of customers as far as Telegram allows. Raises LastAdmin.
        """
        self._refuse_last_admin(person)
        self._shut_out(person, Standing.REMOVED, actor, now, rank=self._rank(actor))

    def restore(self, person: Agent, *, actor: str, now: datetime) -> None:
        """Serve the person again, in the role they had, and tell them what came meanwhile."""
        self._store.agents.put(person.id, Standing.ACTIVE, now)
        self._outbox.release(person.id, now)
        self._record("restored", person, actor, now)
        self._offer(person, person.role, now)

    def appoint(self, person: Agent, *, role: Role, team: str, actor: str, now: datetime) -> None:
        """Give the person that role in that team; raises LastAdmin."""
        if role is not Role.ADMIN:
            self._refuse_last_admin(person)
        self._appoint(person, role, team, actor, now)

    def narrow(self, person: Agent, rights: Rights, now: datetime) -> bool:
        """Give the person no more than these rights, even the last admin; False if they have none
        beyond them.
        """
        had = rights_of(self._store, person)
        if (rights.role, rights.team) != (had.role, had.team):
            self._appoint(person, rights.role, rights.team, OPERATOR, now)
        if (rights.standing, rights.needs_admin) != (had.standing, had.needs_admin):
            rank = OPERATOR if rights.needs_admin else Role.SUPERVISOR
            self._shut_out(person, rights.standing, OPERATOR, now, rank=rank)
        return rights != had

    def hand_over_some(
        self,
        giver: Agent,
        receiver: Agent,
        *,
        actor: str,
        now: datetime,
        most: int = MOST_AT_ONCE,
    ) -> int:
        """Give that many applications to another at most, in one transaction; 0: none is left.

        Buttons that the giver still sees stop working, and the giver no longer works on any of
        them.
        """
        applications = self._store.caseloads.some_of_agent(giver.id, limit=most)
        if not applications:
            return 0
        names = [each.id for each in applications]
        if giver.is_served:
            self._outbox.disarm(giver.id, applications, now)
        self._outbox.forget_details(names)
        with_news = self._outbox.withdraw_news(names, giver.id)
        for application in applications:
            given = self._hand_over(application, giver, receiver, actor, now)
            if given.id in with_news:
                self._pass_on_news(given, receiver, now)
        self._take_open_form(giver.id, receiver, names, now)
        return len(applications)

    def end_hand_over(self, giver: Agent, receiver: Agent, count: int, now: datetime) -> None:
        """Tell the receiver how many applications were handed over, if any were."""
        if count:
            text = say(receiver.language, "handed-over", count=count, name=giver.name)
            self._outbox.owe_news(
                receiver.id, Send(text=text, keyboard=[menu_row(receiver.language)]), now
            )

    def _take_open_form(
        self, giver_id: int, receiver: Agent, names: Collection[str], now: datetime
    ) -> None:
        """Nothing that the giver types is for one of these; who has one open is told."""
        giver = self._store.agents.find(giver_id)
        if giver is None or giver.active_application not in names:
            return
        self._store.agents.activate(giver.id, None)
        if giver.is_served:
            text = say(giver.language, "form-handed-over", name=receiver.name)
            message = Send(text=text, keyboard=[menu_row(giver.language)])
            self._outbox.owe_news(giver.id, message, now)

    def _hand_over(
        self, application: Application, giver: Agent, receiver: Agent, actor: str, now: datetime
    ) -> Application:
        given = replace(
            application.in_another_chat(), agent=receiver.id, version=application.version + 1
        )
        self._store.applications.save(given)
        self._record(
            "handed-over", receiver, actor, now, application=application.id, giver=str(giver.id)
        )
        return given

    def _pass_on_news(self, given: Application, receiver: Agent, now: datetime) -> None:
        """Owe the receiver what the giver was still owed about it."""
        if given.verdict:
            news = verdict_message(given, receiver.language, is_correction=bool(given.corrected))
        elif given.submission and given.submission.accepted_at:
            news = receipt(given, receiver.language, self._organisation)
        elif is_returned(given):
            why = problem_in_words(asked_again(given), given, receiver.language)
            news = (waiting_draft if given.is_draft else prompt)(given, receiver.language, why)
        else:
            return
        self._outbox.owe_news(receiver.id, news, now, about=(given.id,))

    def _refuse_last_admin(self, person: Agent) -> None:
        admins = self._store.agents.with_role(Role.ADMIN)
        if [one.id for one in admins] == [person.id]:
            raise LastAdmin

    def _rank(self, actor: str) -> str:
        """The role of the actor at this moment, or the operator's name."""
        found = self._store.agents.find(int(actor)) if actor.isdecimal() else None
        return found.role if found else actor

    def _shut_out(
        self, person: Agent, standing: Standing, actor: str, now: datetime, *, rank: str
    ) -> None:
        self._store.agents.put(person.id, standing, now)
        self._store.invitations.withdraw_void(person.id, now)
        self._outbox.hold_news(person.id, now)
        self._outbox.drop_chat(person.id)
        self._record(standing, person, actor, now, rank=rank)
        self._offer(person, "", now)
        if standing is Standing.REMOVED:
            owe_whole_cleaning(self._store, person.id, now)

    def _appoint(self, person: Agent, role: Role, team: str, actor: str, now: datetime) -> None:
        self._store.agents.appoint(person.id, role, team, now)
        self._store.invitations.withdraw_void(person.id, now)
        self._store.announcements.drop_drafts(person.id)
        was, becomes = f"{person.role} {person.team}", f"{role} {team}"
        self._record("appointed", person, actor, now, old=was.strip(), new=becomes.strip())
        self._offer(person, role if person.is_served else "", now)

    def _offer(self, person: Agent, role: str, now: datetime) -> None:
        self._outbox.owe(person.id, OfferCommands(language=person.language, role=role), now)

    def _record(
        self, action: str, person: Agent, actor: str, now: datetime, **details: str
    ) -> None:
        subject = str(person.id)
        self._store.audit.record(action, actor=actor, now=now, subject=subject, **details)
