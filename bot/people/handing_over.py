"""Carries out a hand-over requested in the chat, in slices of a few milliseconds.

Each slice is one transaction with the count so far, so a killed process continues where it was and
nothing is handed over, counted or told twice.
"""

import logging
from collections.abc import Callable
from datetime import datetime

from msgspec.structs import replace

from bot.chat.documents import to_document
from bot.chat.outgoing import HandOver, Send
from bot.outbox import Outbox
from bot.people.staff import Staff
from bot.runtime.logs import frames
from bot.runtime.pauses import pause_between_slices
from bot.screens.menu import menu_row
from bot.texts import say
from conversations.organisation import NAMELESS, Organisation
from storage import DatabaseFailed, Store

_log = logging.getLogger(__name__)


class HandingOver:
    def __init__(
        self,
        store: Store,
        clock: Callable[[], datetime],
        organisation: Organisation = NAMELESS,
    ) -> None:
        self._store = store
        self._clock = clock
        self._staff = Staff(store, organisation)
        self._outbox = Outbox(store)

    async def carry_out(self, owed_id: int, asked: HandOver) -> None:
        """Hand over until nothing is left or it is no longer allowed, then say so.

        `owed_id` is the request in the outbox; it is gone when this returns. Raises DatabaseFailed.
        """
        rest = self._attempt(owed_id, asked)
        while rest:
            await pause_between_slices()
            rest = self._attempt(owed_id, rest)

    def _attempt(self, owed_id: int, asked: HandOver) -> HandOver | None:
        """Hand over a slice; returns what is still owed, None after the end.

        A fault ends the request, so that it holds up no other; the supervisor may press again.
        """
        try:
            with self._store.transaction():
                return self._slice(owed_id, asked)
        except DatabaseFailed:
            raise
        except Exception as error:  # noqa: BLE001 - logged, and told to the supervisor
            _log.error("A hand-over was stopped by a fault: %s", frames(error))
            with self._store.transaction():
                self._end(owed_id, asked, "given-faulty")
        return None

    def _slice(self, owed_id: int, asked: HandOver) -> HandOver | None:
        agents = self._store.agents
        giver, receiver = agents.find(asked.giver), agents.find(asked.receiver)
        actor = agents.find(asked.actor)
        given = 0
        if actor and giver and receiver and actor.may_hand_over(giver, receiver):
            given = self._staff.hand_over_some(
                giver, receiver, actor=str(asked.actor), now=self._clock()
            )
        if given:
            rest = replace(asked, count=asked.count + given)
            self._store.outbox.rewrite(owed_id, to_document(rest))
            return rest
        if not self._store.caseloads.count_of_agent(asked.giver):
            key = "given"
        elif receiver and receiver.is_served:
            key = "given-until-then"
        else:
            key = "given-partly"
        self._end(owed_id, asked, key)
        return None

    def _end(self, owed_id: int, asked: HandOver, key: str) -> None:
        """End the request, and tell the receiver and the supervisor in the words of that key."""
        now, agents = self._clock(), self._store.agents
        self._store.outbox.finish(owed_id)
        giver, receiver = agents.find(asked.giver), agents.find(asked.receiver)
        if giver is None or receiver is None:
            return
        if receiver.is_served:
            self._staff.end_hand_over(giver, receiver, asked.count, now)
        actor = agents.find(asked.actor)
        if actor and actor.is_served:
            text = say(
                actor.language, key, count=asked.count, giver=giver.name, receiver=receiver.name
            )
            message = Send(text=text, keyboard=[menu_row(actor.language)])
            self._outbox.owe_news(actor.id, message, now)
