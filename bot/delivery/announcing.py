"""Brings an announcement to its people, each once, and tells its maker whom it has reached."""

import dataclasses
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import islice

from msgspec.structs import replace

from bot.chat.documents import to_document
from bot.chat.labels import announcement_label
from bot.chat.outgoing import Announce, Announcement, AnnouncementCount
from bot.delivery.settled import Settled
from bot.delivery.writer import Writer
from bot.outbox import Outbox
from bot.runtime.backoff import backoff
from bot.runtime.pauses import pause_between_slices
from bot.screens.announcements import MOST_NAMES, announced, announcement
from bot.telegram.errors import ChatUnreachable, TelegramRefused
from storage import Store
from storage.agents import Role
from storage.announcements import Announcement as Stored
from storage.owed_messages import OwedMessage

_AT_ONCE = 50  # people in one transaction; a few milliseconds

#: Whoever has not been reached by then counts as not reached, and gets it no more.
_LONGEST = timedelta(minutes=10)
_NEXT_LOOK = timedelta(seconds=10)


class Announcing:
    def __init__(self, store: Store, writer: Writer, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._writer = writer
        self._clock = clock
        self._outbox = Outbox(store)

    async def spread(self, message: OwedMessage, asked: Announce) -> None:
        """Owe it to everybody whom its maker looks after, in slices, and then the count."""
        rest: Announce | None = asked
        while rest:
            with self._store.transaction():
                rest = self._spread_some(message.id, rest)
            await pause_between_slices()

    def _spread_some(self, owed_id: int, asked: Announce) -> Announce | None:
        """Owe it to some people; returns what is left to do, None at the end."""
        found = self._store.announcements.find(asked.number)
        maker = self._store.agents.find(found.maker) if found else None
        if found is None or maker is None or not maker.is_served:
            return None
        if asked.role:
            maker = dataclasses.replace(maker, role=Role(asked.role), team=asked.team)
        now = self._clock()
        left = (one for one in self._store.agents.team_of(maker) if one.id > asked.after)
        some = list(islice(left, _AT_ONCE))
        self._store.announcements.note_receivers(found.number, [person.id for person in some])
        for person in some:
            if person.is_reachable:
                label = announcement_label(found.number, person.id)
                self._outbox.owe(person.id, Announcement(number=found.number), now, label=label)
        if not some:
            self._outbox.owe(maker.id, AnnouncementCount(number=found.number), now)
            return None
        rest = replace(asked, after=some[-1].id)
        self._store.outbox.rewrite(owed_id, to_document(rest))
        return rest

    async def bring(self, message: OwedMessage, owed: Announcement) -> Settled:
        """Send it to one person and record that; raises TelegramUnavailable, TokenRefused."""
        person = self._store.agents.find(message.chat_id)
        found = self._store.announcements.find(owed.number)
        maker = self._store.agents.find(found.maker) if found else None
        if found is None or not (maker and maker.is_served and person and person.is_served):
            return Settled(message)
        text = announcement(maker.name, found.text, person.language)
        try:
            sent = await self._writer.send(person.id, text, (), rings=True)
        except ChatUnreachable:
            return Settled(message, is_unreachable=True)
        except TelegramRefused:
            return Settled(message)
        with self._store.repeatable():
            self._store.announcements.note_reached(found.number, person.id)
        return Settled(message, tuple(sent), is_passing=True)

    async def count(self, message: OwedMessage, owed: AnnouncementCount) -> Settled:
        """Tell the maker whom it has reached, once nothing of it is owed any longer."""
        found = self._store.announcements.find(owed.number)
        maker = self._store.agents.find(message.chat_id)
        if found is None or maker is None or not maker.is_served:
            return Settled(message)
        if self._is_under_way(found):
            wait = min(backoff(message.attempts), _NEXT_LOOK)
            return Settled(message, retry_in=wait)
        missed = self._store.announcements.missed(found.number)
        total = self._store.announcements.count_receivers(found.number)
        named = map(self._store.agents.find, missed[:MOST_NAMES])
        some = [one.name for one in named if one]
        text = announced(total, len(missed), some, maker.language)
        sent = await self._writer.send(maker.id, text, ())
        with self._store.transaction():
            self._store.announcements.forget(found.number)
        return Settled(message, tuple(sent), is_passing=True)

    def _is_under_way(self, found: Stored) -> bool:
        since = found.confirmed_at or self._clock()
        is_young = abs(self._clock() - since) < _LONGEST
        return is_young and self._store.outbox.is_any_owed(announcement_label(found.number))
