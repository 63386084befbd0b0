"""Erasing for good: the form on schedule, everything when the customer wants it.

The retention loop scrubs the write-ahead log moments later.
"""

from datetime import datetime

from bot.applications.cleaning import owe_cleaning
from bot.outbox import Outbox
from conversations.application import Application
from conversations.erasure import without_form
from storage import Store
from storage.audit import BOT, Head

#: The schedule that makes the retention loop scrub erased values.
SCRUBBING = "scrubbing"


class Erasure:
    """The caller of every method holds a transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._outbox = Outbox(store)

    def erase(self, application: Application, *, actor: str, why: str, now: datetime) -> Head:
        """Erase everything, here and in chats; returns the row of the audit that proves it."""
        self.remove(application, now)
        consent = application.consent
        return self._store.audit.record(
            "erased",
            actor=actor,
            now=now,
            subject=application.id,
            why=why,
            phase=str(application.phase),
            consent=consent.text_version if consent else "",
        )

    def remove(self, application: Application, now: datetime, *, seen: int | None = None) -> None:
        """Remove everything about the application, here and in chats, without a proof.

        `seen` is the chat's message that will say so instead of showing the customer.
        """
        store, agent = self._store, self._store.agents.find(application.agent)
        if agent and agent.is_served:
            deleted = store.chat_messages.deletable(application.id, agent.id, now)
            self._outbox.disarm(agent.id, [application], now, but_for={seen, *deleted})
        self._outbox.forget_places(application)
        store.outbox.drop_about(application.id)
        store.inbox.forget_set_aside_of(application.agent)
        if seen:
            store.chat_messages.forget(application.agent, (seen,))
        owe_cleaning(store, application.id, now, with_masked=True)
        store.applications.erase(application.id)
        self._owe_scrubbing(now)

    def forget_form(self, application: Application, now: datetime) -> Application:
        """Replace the form by a masked record and keyed hashes; returns that record."""
        store, agent = self._store, self._store.agents.find(application.agent)
        if agent and agent.active_application == application.id:
            store.agents.activate(agent.id, None)
        self._outbox.forget_places(application)
        store.outbox.drop_about(application.id)
        store.chat_messages.forget_undeletable(application.id, now)
        left = without_form(application, now)
        store.applications.save(left)
        self._owe_scrubbing(now)
        store.audit.record("form-erased", actor=BOT, now=now, subject=application.id)
        return left

    def forget_set_aside(self, before: datetime, now: datetime, *, limit: int) -> bool:
        """Erase updates that could not be handled, because they may contain anything people sent.

        Returns whether there were any.
        """
        count = self._store.inbox.forget_set_aside(before, limit=limit)
        if count:
            self._owe_scrubbing(now)
            self._store.audit.record("updates-erased", actor=BOT, now=now, count=count)
        return bool(count)

    def _owe_scrubbing(self, now: datetime) -> None:
        self._store.schedules.put(SCRUBBING, now)
