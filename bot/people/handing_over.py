"""Carries out a hand-over requested in the chat, in slices of a few milliseconds.

Each slice is one transaction with the count so far, so a killed process continues where it was and
nothing is handed over, counted or told twice.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime

from msgspec.structs import replace

from bot.chat.outgoing import HandOver, Send, to_document
from bot.outbox import Outbox
from bot.people.staff import Staff
from bot.screens.menu import menu_row
from bot.texts import say
from storage import Store
from storage.agents import Agent


class HandingOver:
    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock
        self._staff = Staff(store)
        self._outbox = Outbox(store)

    async def carry_out(self, owed_id: int, asked: HandOver) -> None:
        """Hand over until nothing is left or the receiver is no longer served, then say so.

        `owed_id` is the request in the outbox; it is gone when this returns.
        """
        rest = self._slice(owed_id, asked)
        while rest:
            await asyncio.sleep(0)
            rest = self._slice(owed_id, rest)

    def _slice(self, owed_id: int, asked: HandOver) -> HandOver | None:
        """Hand over a few applications; returns what is still owed, None after the end."""
        now, agents = self._clock(), self._store.agents
        with self._store.transaction():
            giver, receiver = agents.find(asked.giver), agents.find(asked.receiver)
            if giver and receiver and receiver.is_served:
                given = self._staff.hand_over_some(giver, receiver, actor=str(asked.actor), now=now)
                if given:
                    rest = replace(asked, count=asked.count + given)
                    self._store.outbox.rewrite(owed_id, to_document(rest))
                    return rest
            self._store.outbox.finish(owed_id)
            if giver and receiver:
                self._tell(giver, receiver, asked, now)
        return None

    def _tell(self, giver: Agent, receiver: Agent, asked: HandOver, now: datetime) -> None:
        if receiver.is_served:
            self._staff.end_hand_over(giver, receiver, asked.count, now)
        actor = self._store.agents.find(asked.actor)
        if actor and actor.is_served:
            key = "given" if receiver.is_served else "given-partly"
            text = say(
                actor.language,
                key,
                count=asked.count,
                giver=giver.name,
                receiver=receiver.name,
            )
            message = Send(text=text, keyboard=[menu_row(actor.language)])
            self._outbox.owe(actor.id, message, now)
