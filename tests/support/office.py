"""The router and everything behind it, without Telegram and the service: events go in as
understood, and owed messages come out as they would be sent.
"""

from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

from bot.applications.cleaning import NO_CLEANING, CleaningRule
from bot.applications.clerk import Clerk
from bot.chat.buttons import press_button
from bot.chat.documents import from_document
from bot.chat.incoming import ButtonPressed, CommandSent, Content, Incoming
from bot.chat.labels import label_of, may_be_answered
from bot.chat.outgoing import AnswerPress, AnyOutgoing, Replace, Send
from bot.chat.places import Place
from bot.handlers.routing import Router
from bot.sandbox.telegram.screen import as_read
from conversations.application import Application
from conversations.events import Event
from storage import Store
from storage.agents import Agent, Role
from tests.support.engine import current
from tests.support.forms import AGENT, NOW, types
from tests.support.trips import CountingDatabase

OTHER_AGENT = 2002
STRANGER = 3001

Kind = TypeVar("Kind", bound=AnyOutgoing)


class Office:
    """With two enrolled agents; the clock is stopped unless somebody waits."""

    def __init__(
        self,
        language: str = "en",
        *,
        cleaning: CleaningRule = NO_CLEANING,
        store: Store | None = None,
    ) -> None:
        database = CountingDatabase(current().open_fresh())
        self.database, self.trips = database, database.trips  # unless another store is given
        self.store = store or Store(database)
        self.clerk = Clerk(self.store, cleaning)
        self.router = Router(self.store, self.clerk, language=language)
        self.now = NOW
        self.message_id = 100  # of the newest message in any chat
        self.delivered: dict[int, AnyOutgoing] = {}
        for agent_id, name in ((AGENT, "Rahim"), (OTHER_AGENT, "Karim")):
            agent = Agent(id=agent_id, name=name, role=Role.AGENT, language=language)
            self.store.agents.enrol(agent, NOW)

    @property
    def agent(self) -> Agent:
        found = self.store.agents.find(AGENT)
        assert found is not None
        return found

    def waits(self, pause: timedelta) -> None:
        self.now += pause

    # -- what comes in ------------------------------------------------------------------------

    def takes(
        self,
        content: Content,
        sender: int = AGENT,
        *,
        language_code: str = "en",
        message_id: int | None = None,
    ) -> list[AnyOutgoing]:
        """Handle it; returns the messages that it causes, in order."""
        incoming = Incoming(
            sender=sender,
            chat=sender,
            language_code=language_code,
            content=content,
            message_id=message_id,
        )
        self.takes_batch(incoming)
        return self.delivers()

    def takes_batch(self, *batch: Incoming) -> None:
        """Handle them together, like the updates of one poll; nothing is sent yet."""
        with self.store.transaction():
            for incoming in batch:
                self.router.handle(incoming, self.now)

    def hears(self, text: str, sender: int = AGENT) -> list[AnyOutgoing]:
        if text.startswith("/"):
            name, _, argument = text[1:].partition(" ")
            return self.takes(CommandSent(name, argument), sender)
        self.message_id += 1
        return self.takes(types(text, self.message_id), sender)

    def sees_press(
        self,
        data: str,
        sender: int = AGENT,
        message_id: int | None = 7,
        *,
        is_drawn: bool = False,
    ) -> list[AnyOutgoing]:
        return self.takes(ButtonPressed(data, "query", message_id, is_drawn), sender)

    def sees_tap(self, verb: str, *arguments: str, message_id: int | None = 7) -> list[AnyOutgoing]:
        """A tap on a button of the current form, as it is now."""
        data = press_button("", self.form, verb, *arguments).data
        return self.sees_press(data, message_id=message_id)

    def learns(self, event: Event, application: Application | None = None) -> list[AnyOutgoing]:
        """A reply of an errand about an application."""
        with self.store.transaction():
            self.clerk.take(application or self.form, event, self.agent, self.now)
        return self.delivers()

    # -- what is stored -----------------------------------------------------------------------

    def holds(
        self, application: Application, *, name: str = "abcd2345", is_active: bool = True
    ) -> Application:
        """Store an application of the agent, as if it had been made here."""
        kept = replace(application, id=name)
        with self.store.transaction():
            self.store.applications.save(kept)
            if is_active:
                self.store.agents.activate(AGENT, kept.id)
                self.message_id += 1
                label = label_of(Place.PROMPT, kept.id)
                self.store.shown.note(label, AGENT, self.message_id)
        return kept

    @property
    def form(self) -> Application:
        """The agent's current application."""
        assert self.agent.active_application
        found = self.store.applications.find(self.agent.active_application)
        assert found is not None
        return found

    def delivers(self) -> list[AnyOutgoing]:
        """Send everything owed; labels refer to these messages from now on."""
        return [message for _, message in self.sends()]

    def sends(self) -> list[tuple[int, AnyOutgoing]]:
        """The same, each message with the chat that it goes to."""
        sent: list[tuple[int, AnyOutgoing]] = []
        hurried, others = 9, 0
        while hurried or others:
            heads = self.store.due_messages.heads(self.now, hurried=hurried, others=others)
            for each in heads.hurried + heads.others:
                message = from_document(each.document)
                sent.append((each.chat_id, message))
                self.store.outbox.finish(each.id)
                self.message_id += 1
                self.delivered[self.message_id] = message
                if may_be_answered(message):
                    self.store.shown.note_newest(each.chat_id, self.message_id)
                if each.label and isinstance(message, Send | Replace):
                    self.store.shown.note(each.label, each.chat_id, self.message_id)
            if not heads.hurried + heads.others:
                hurried, others = 0, hurried
        return sent


def only(kind: type[Kind], messages: list[AnyOutgoing]) -> Kind:
    """The only message of that kind."""
    found = [message for message in messages if isinstance(message, kind)]
    assert len(found) == 1, messages
    return found[0]


def notice(messages: list[AnyOutgoing]) -> str:
    return only(AnswerPress, messages).text


def texts(messages: list[AnyOutgoing]) -> list[str]:
    return [as_read(message.text) for message in messages if isinstance(message, Send)]
