"""Alerts about problems that need somebody: to the admins, and to the agent concerned."""

import hashlib
import logging
from datetime import datetime

from bot.chat.outgoing import Send
from bot.outbox import Outbox
from bot.screens.phrases import clipped, customer_of
from bot.texts import say
from conversations.application import Application
from storage import Store
from storage.agents import Role

_LONGEST_WORD = 40
_MOST_UNREAD = 50

_log = logging.getLogger(__name__)


class Alerts:
    """The caller of every method holds a transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._outbox = Outbox(store)

    def tell(self, trouble: str, now: datetime, **values: str | int) -> None:
        """Owe every admin the sentence `alert-…` of that trouble.

        For an admin who blocked or never started the bot, only the newest are kept.
        """
        for admin in self._store.agents.with_role(Role.ADMIN):
            text = say(admin.language, f"alert-{trouble}", **values)
            self._outbox.owe_news(admin.id, Send(text=text), now)
            if not admin.is_reachable:
                self._outbox.keep_newest(admin.id, _MOST_UNREAD)

    def tell_once(self, trouble: str, now: datetime) -> None:
        """The same, but once a day at most until `tell_end`."""
        if self._store.troubles.note(trouble, now):
            _log.error("Telling the admins about this trouble: %s.", trouble)
            self.tell(trouble, now)

    def tell_of_word(self, word: str, now: datetime) -> None:
        """Owe every admin a note about a status of the service that is not understood, once."""
        name = hashlib.sha256(word.encode()).hexdigest()[:16]
        if self._store.troubles.note(f"word {name}", now, reminded_after=None):
            self.tell("odd-word", now, word=clipped(word, _LONGEST_WORD))

    def tell_end(self, trouble: str, end: str, now: datetime) -> None:
        """If the admins were told about it, owe each the sentence `alert-…` of its end."""
        if self._store.troubles.clear(trouble):
            _log.warning("This trouble is over: %s.", trouble)
            self.tell(end, now)

    def warn(self, application: Application, notice: str, now: datetime) -> None:
        """Owe the agent, and under its reference the admins, the notice about an application."""
        self.warn_agent(application, notice, now)
        self.tell(notice, now, reference=application.id.upper())

    def warn_agent(self, application: Application, notice: str, now: datetime) -> None:
        """Owe only the agent the notice."""
        agent = self._store.agents.find(application.agent)
        reference = application.id.upper()
        if agent and agent.is_served:
            customer = customer_of(application, agent.language)
            text = say(agent.language, notice, customer=customer, reference=reference)
            self._outbox.owe_news(agent.id, Send(text=text), now, about=(application.id,))
