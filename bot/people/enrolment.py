"""How people come in: invitations, strangers, and people who had blocked the bot."""

from datetime import datetime

from bot.chat.incoming import ButtonPressed, CommandSent, Incoming
from bot.chat.outgoing import AnswerPress, OfferCommands, Send
from bot.outbox import Outbox
from bot.people.rights import may_readmit
from bot.screens.invitations import invitation_opened
from bot.screens.welcome import welcome
from bot.texts import plain, say
from storage import Store
from storage.agents import Agent, Role, Standing
from storage.invitations import Invitation
from storage.refusals import Refusal

#: Codes have 192 bits, so the limit only stops guessing.
_CODES_PER_HOUR = 5


class Enrolment:
    """Lets people in and welcomes them; the caller of every method holds a transaction."""

    def __init__(self, store: Store, *, language: str) -> None:
        self._store = store
        self._outbox = Outbox(store)
        self._default_language = language

    def meet_stranger(self, incoming: Incoming, known: Agent | None, now: datetime) -> None:
        """Enrol a person with an invitation; anybody else is told once, then ignored.

        `known` is somebody who has lost access; while suspended they are told so once an hour.
        """
        content, sender, refusals = incoming.content, incoming.sender, self._store.refusals
        language = known.language if known else self._language_of(incoming)
        code = _invitation_in(incoming)
        if code and self.redeem(code, sender, language, now, account=incoming.sender_name):
            return
        times = refusals.note(sender, Refusal.STRANGER, now)
        if known and known.standing is Standing.SUSPENDED:
            is_new = times == 1
            sentence, on_press = "suspended", "suspended"
        else:
            is_new = refusals.note_stranger(sender, now)
            sentence, on_press = "stranger", "stranger-press"
        if isinstance(content, ButtonPressed):
            if is_new:
                notice = plain(language, on_press)
                answer = AnswerPress(query_id=content.query_id, text=notice)
                self._outbox.owe(incoming.chat, answer, now)
            return
        is_heard = code and refusals.note(sender, Refusal.INVITATION, now) <= _CODES_PER_HOUR
        if is_new or is_heard:
            text = "invite-refused" if code else sentence
            words = say(language, text, id=str(sender))
            self._outbox.owe(incoming.chat, Send(text=words), now)

    def redeem(
        self, code: str, sender: int, language: str, now: datetime, *, account: str = ""
    ) -> bool:
        """Enrol the sender as the invitation says; False when it is not valid for them.

        Its maker is told who it was: as they were known here, or as their `account` calls itself.
        A link takes no role away: it stays unused by a person with that role or a higher one. After
        too many wrong codes in an hour, even a valid code is refused.
        """
        tried = self._store.refusals.in_this_hour(sender, Refusal.INVITATION, now)
        invite = None
        if tried < _CODES_PER_HOUR:
            invite = self._store.invitations.find(code, sender, now)
        known = self._store.agents.find(sender)
        if invite is None or (known and not self._may_bring_back(known, invite)):
            return False
        if known and known.is_served and known.role.includes(invite.role):
            role = plain(language, f"role-{known.role}")
            text = say(language, "invite-not-needed", role=role)
            self._outbox.owe(sender, Send(text=text), now)
            return True
        self._store.invitations.use(code, sender, now)
        agent = Agent(
            id=sender, name=invite.name, role=invite.role, language=language, team=invite.team
        )
        self._enrol(agent, actor=str(sender), now=now)
        maker = self._store.agents.find(invite.made_by) if invite.made_by else None
        if maker:
            name = known.name if known else account
            news = invitation_opened(agent, name, maker.language, now)
            self._outbox.owe_news(maker.id, news, now)
        return True

    def is_in_vain(self, code: str, agent: Agent) -> bool:
        """Whether the agent hopes for something of a link that is not good; not of their own."""
        return bool(code) and not self._store.invitations.was_used_by(code, agent.id)

    def admit(
        self, person_id: int, name: str, role: Role, team: str, *, by: Agent, now: datetime
    ) -> str:
        """Enrol the owner of that Telegram account at once; returns the text key for `by`.

        A person who is known already stays as they are; their card changes that.
        The person is welcomed as soon as Telegram allows, which is after their first message.
        """
        known = self._store.agents.find(person_id)
        if person_id == by.id:
            return "admit-self"
        if known:
            return "admit-known" if known.is_served else self._way_back(known, by)
        agent = Agent(
            id=person_id, name=name, role=role, language=self._default_language, team=team
        )
        self._store.audit.record("invited", actor=str(by.id), now=now, role=role, team=team)
        self._enrol(agent, actor=str(by.id), now=now)
        return "admit-done"

    def offer_commands(self, agent: Agent, now: datetime) -> None:
        offer = OfferCommands(language=agent.language, role=agent.role)
        self._outbox.owe(agent.id, offer, now)

    def note_reachable(self, agent: Agent, *, is_reachable: bool) -> None:
        """Messages that waited while the bot was blocked are sent once it is unblocked."""
        self._store.agents.mark_reachable(agent.id, is_reachable=is_reachable)
        if is_reachable:
            self._outbox.hasten(agent.id)

    def _enrol(self, agent: Agent, *, actor: str, now: datetime) -> None:
        self._store.agents.enrol(agent, now)
        self._store.announcements.drop_drafts(agent.id)
        self._outbox.release(agent.id, now)
        self._store.audit.record(
            "enrolled", actor=actor, now=now, subject=str(agent.id), role=agent.role
        )
        self.offer_commands(agent, now)
        self._outbox.owe(agent.id, welcome(agent), now)

    def _may_bring_back(self, person: Agent, invite: Invitation) -> bool:
        """Whether the invitation may bring the person back, without lowering their role.

        A removed person has no role; a suspended one keeps theirs.
        """
        if person.is_served:
            return True
        is_lower = not invite.role.includes(person.role)
        if person.standing is Standing.SUSPENDED and is_lower:
            return False
        maker = self._store.agents.find(invite.made_by) if invite.made_by else None
        return maker is None or may_readmit(self._store, person, maker)

    def _way_back(self, person: Agent, by: Agent) -> str:
        """The text key of how they bring the person back, which says nothing of others' people."""
        if by.may_manage(person) and may_readmit(self._store, person, by):
            return f"admit-{person.standing}"
        return "admit-by-admin"

    def _language_of(self, incoming: Incoming) -> str:
        """The app's language if it is Bangla; any other says little about the person."""
        return "bn" if incoming.language_code.lower().startswith("bn") else self._default_language


def _invitation_in(incoming: Incoming) -> str:
    match incoming.content:
        case CommandSent(name="start", argument=code):
            return code
        case _:
            return ""
