"""A batch of updates: decided and saved in one transaction, each exactly once.

The same transaction records which updates were handled, so a repeated one is recognised. The caller
confirms the batch to Telegram afterwards; an unsaved one comes again.

A flood delays only its sender: each turn decides a few updates per sender; the rest are queued in
the database and decided in order in later turns.
"""

import json
import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.alerts import Alerts
from bot.chat.incoming import Incoming
from bot.observation import UNOBSERVED, Observer
from bot.runtime.logs import frames
from bot.runtime.nudge import Nudge
from bot.telegram.updates import kind_of, read_update, sender_of
from storage import DatabaseFailed, Store

_log = logging.getLogger(__name__)

#: The most updates in one transaction; getUpdates returns no more at once.
LARGEST_BATCH = 100

_SHARE = 6  # per sender and turn: about 10 ms

#: Handles an update at that time, inside the caller's transaction.
Decide = Callable[[Incoming, datetime], None]


_Raw = Mapping[str, Any]

#: Decides an update that is also given as text; returns what became of it, and in whose chat.
_Handle = Callable[[_Raw, str, datetime], tuple[str, int | None]]


@dataclass(slots=True)
class _Turn:
    """What became of the updates of one turn, to be told when it is on disk."""

    is_news: bool = False
    is_behind: bool = False
    taken: list[tuple[str, str, int | None]] = field(default_factory=list)

    def note(self, raw: _Raw, outcome: str, chat: int | None = None) -> None:
        self.taken.append((kind_of(raw), outcome, chat))


class Intake:
    def __init__(
        self,
        store: Store,
        decide: Decide,
        alerts: Alerts,
        *,
        nudges: Sequence[Nudge],
        clock: Callable[[], datetime],
        observer: Observer = UNOBSERVED,
    ) -> None:
        self._store = store
        self._decide = decide
        self._alerts = alerts
        self._nudges = nudges
        self._clock = clock
        self._observer = observer
        self.is_behind = bool(store.inbox.senders_waiting())

    def take(self, updates: Sequence[_Raw]) -> bool:
        """Handle the batch and some queued updates; everything is on disk when this returns.

        Each update has a number. Returns whether anything was new. Raises DatabaseFailed.
        """
        if not updates and not self.is_behind:
            # Another process that takes posts may have queued some and ended.
            self.is_behind = bool(self._store.inbox.senders_waiting())
        if not updates and not self.is_behind:
            return False
        now = self._clock()
        try:
            turn = self._turn(updates, now, self._handle)
        except DatabaseFailed:
            raise
        except Exception:  # noqa: BLE001 - decided again at once, and reported there
            # One of them cannot be handled, and nothing of the others is saved or told yet.
            # Each gets a savepoint of its own then, which is too slow for every batch.
            turn = self._turn(updates, now, self._handle_apart)
        for kind, outcome, chat in turn.taken:
            self._observer.update_taken(kind, outcome, chat, now)
        self.is_behind = turn.is_behind
        if turn.is_news:
            for nudge in self._nudges:
                nudge.give()
        return turn.is_news

    def _turn(self, updates: Sequence[_Raw], now: datetime, handle: _Handle) -> _Turn:
        """Decide them and queued ones with `handle`, and save them, in one transaction."""
        turn, inbox = _Turn(), self._store.inbox
        with self._store.transaction():
            queued = inbox.take_waiting(_SHARE, most=LARGEST_BATCH) if self.is_behind else []
            turn.is_news = bool(queued)
            for document in queued:
                raw: _Raw = json.loads(document)
                turn.note(raw, *handle(raw, document, now))
            late = inbox.senders_waiting()
            shares = Counter[int | None]()
            named = [(raw["update_id"], json.dumps(raw, sort_keys=True)) for raw in updates]
            new = inbox.note(named, now)
            for raw, name in zip(updates, named, strict=True):
                if name not in new:
                    turn.note(raw, "repeated")
                    continue
                new.remove(name)  # it may be in the batch twice
                turn.is_news = True
                document = name[1]
                sender = sender_of(raw)
                shares[sender] += 1
                if sender is not None and (sender in late or shares[sender] > _SHARE):
                    inbox.let_wait(sender, document)
                    late.add(sender)
                    turn.note(raw, "queued")
                else:
                    turn.note(raw, *handle(raw, document, now))
        turn.is_behind = bool(late)
        return turn

    def _handle(self, raw: _Raw, _document: str, now: datetime) -> tuple[str, int | None]:
        """Decide one update; returns what became of it, and in whose chat."""
        incoming = read_update(raw)
        if incoming is None:
            return "ignored", None
        self._decide(incoming, now)
        return "handled", incoming.chat

    def _handle_apart(self, raw: _Raw, document: str, now: datetime) -> tuple[str, int | None]:
        """The same; one that cannot be handled is undone, set aside and reported."""
        try:
            with self._store.transaction():
                return self._handle(raw, document, now)
        except DatabaseFailed:
            raise
        except Exception as error:  # noqa: BLE001 - reported, and kept
            # Whatever is wrong with it, those behind it must be handled. The exception's message
            # may contain what was typed, so it is left out.
            _log.error("Update %d was set aside: %s", raw["update_id"], frames(error))
            self._store.inbox.set_aside(raw["update_id"], document, type(error).__name__, now)
            self._alerts.tell("update", now, id=str(raw["update_id"]))
            return "set_aside", None
