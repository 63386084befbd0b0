"""The agent's current application, which answers and photos go to."""

from datetime import datetime

from bot.applications.clerk import Clerk
from bot.chat.incoming import ButtonPressed
from bot.chat.labels import offer_label
from bot.chat.outgoing import Send
from bot.handlers.guard import Guard
from bot.handlers.replies import Replies
from bot.handlers.request import Gone, NotAllowed
from bot.outbox import Outbox
from bot.screens.drafts import continue_button
from bot.screens.menu import menu_row
from bot.screens.phrases import customer_of
from bot.texts import say
from conversations.application import Application
from conversations.events import AgentEvent, Interrupted, Resumed
from storage import Store
from storage.agents import Agent

#: How many of an agent's newest applications are searched for an untouched form.
_RECENT = 20


class Focus:
    """One current application per agent; the caller of every method holds a transaction."""

    def __init__(
        self, store: Store, clerk: Clerk, outbox: Outbox, replies: Replies, guard: Guard
    ) -> None:
        self._store = store
        self._clerk = clerk
        self._outbox = outbox
        self._replies = replies
        self._guard = guard

    def on(self, agent: Agent) -> Application | None:
        """The current application; None when there is none."""
        if agent.active_application is None:
            return None
        return self._store.applications.find(agent.active_application)

    def draft_of(self, agent: Agent) -> Application | None:
        """The current draft, or else the one changed last; a card that is read changes one too."""
        current = self.on(agent)
        if current and current.is_draft:
            return current
        return self._store.caseloads.newest_draft(agent.id)

    def own(self, agent: Agent, application_id: str) -> Application:
        """The agent's own application with the reference that a button claims.

        Raises Gone when there is none, and NotAllowed when it is somebody else's.
        """
        application = self._store.applications.find(application_id)
        if application is None:
            raise Gone
        if application.agent != agent.id:
            raise NotAllowed(application)
        return application

    def take(
        self,
        application: Application,
        event: AgentEvent,
        agent: Agent,
        now: datetime,
        press: ButtonPressed | None = None,
    ) -> None:
        """Apply the event, unless it is one attempt too many in this hour."""
        if self._guard.refuse(agent, event, now):
            if press:
                self._replies.answer(agent, press, now)
            self._replies.tell(agent, "too-many-attempts", now)
            return
        self._clerk.take(application, event, agent, now, press)

    def turn_to(
        self, agent: Agent, application: Application, now: datetime, *, is_said: bool = True
    ) -> Agent:
        """Make the application the current one, and say so if another was."""
        if agent.active_application == application.id:
            return agent
        self._store.agents.activate(agent.id, application.id)
        if agent.active_application and is_said:
            customer = customer_of(application, agent.language)
            text = say(agent.language, "turned-to", customer=customer)
            self._outbox.owe(agent.id, Send(text=text, about=(application.id,)), now)
        return self._store.agents.find(agent.id) or agent

    def ask_again(self, agent: Agent, now: datetime) -> None:
        """Show the question of the current application again, if there is one."""
        application = self.on(agent)
        if application:
            self._clerk.take(application, Interrupted(), agent, now)

    def explain(self, agent: Agent, lack: Send, now: datetime) -> None:
        """Say what a command lacks, above the open question, which a text without one answers."""
        self._outbox.owe(agent.id, lack, now)
        self.ask_again(agent, now)

    def begin(self, agent: Agent, now: datetime) -> None:
        """Open a form, reusing one without consent."""
        if self._guard.refuse_form(agent, now):
            self._replies.tell(agent, "too-many-attempts", now)
            return
        recent = self._store.caseloads.of_agent(agent.id, limit=_RECENT)
        untouched = next((one for one in recent if one.is_draft and one.consent is None), None)
        if untouched:
            self._store.agents.activate(agent.id, untouched.id)
            agent = self._store.agents.find(agent.id) or agent
            self._clerk.take(self._clerk.renew(untouched, agent, now), Resumed(), agent, now)
        else:
            self._clerk.begin(agent, now)

    def offer_draft(self, agent: Agent, otherwise: str, now: datetime) -> None:
        """Ask whether to continue the draft; without one, say the other sentence."""
        draft = self.draft_of(agent)
        if draft is None:
            self._replies.tell(agent, otherwise, now, name=agent.name)
        else:
            offer = _offer(draft, "draft-open", agent.language)
            self._outbox.owe(agent.id, offer, now, label=offer_label(agent.id))

    def hint_at_draft(self, agent: Agent, now: datetime) -> None:
        """The same for somebody who sent something without an open form, once per run."""
        draft = self.draft_of(agent)
        if draft is None:
            self._replies.hint(agent, "nothing-open", now)
        else:
            offer = _offer(draft, "draft-first", agent.language)
            self._outbox.hint(agent.id, offer, now, label=offer_label(agent.id))


def _offer(draft: Application, key: str, language: str) -> Send:
    text = say(language, key, customer=customer_of(draft, language))
    rows = [[continue_button(draft, language)], menu_row(language)]
    return Send(text=text, keyboard=rows, about=(draft.id,), is_apart=True)
