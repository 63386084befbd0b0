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

    def take(self, updates: Sequence[Mapping[str, Any]]) -> bool:
        """Handle the batch and some queued updates; everything is on disk when this returns.

        Each update has a number. Returns whether anything was new. Raises DatabaseFailed.
        """
        if not updates and not self.is_behind:
            return False
        now = self._clock()
        with self._store.transaction():
            is_news = self._catch_up(now)
            late = self._store.inbox.senders_waiting()
            shares = Counter[int | None]()
            for raw in updates:
                document = json.dumps(raw, sort_keys=True)
                if not self._store.inbox.note(raw["update_id"], document, now):
                    self._observer.update_taken(kind_of(raw), "repeated", None, now)
                    continue
                is_news = True
                sender = sender_of(raw)
                shares[sender] += 1
                if sender is not None and (sender in late or shares[sender] > _SHARE):
                    self._store.inbox.let_wait(sender, document)
                    late.add(sender)
                    self._observer.update_taken(kind_of(raw), "queued", None, now)
                else:
                    self._handle(raw, document, now)
        self.is_behind = bool(late)
        if is_news:
            for nudge in self._nudges:
                nudge.give()
        return is_news

    def _catch_up(self, now: datetime) -> bool:
        """Handle the oldest queued updates, a share of each sender's, if there are any."""
        if not self.is_behind:
            return False
        kept = self._store.inbox.take_waiting(_SHARE, most=LARGEST_BATCH)
        for document in kept:
            self._handle(json.loads(document), document, now)
        return bool(kept)

    def _handle(self, raw: Mapping[str, Any], document: str, now: datetime) -> None:
        """Decide one update, or set it aside and undo what it did."""
        chat, outcome = None, "ignored"
        try:
            with self._store.transaction():
                incoming = read_update(raw)
                if incoming:
                    chat, outcome = incoming.chat, "handled"
                    self._decide(incoming, now)
        except DatabaseFailed:
            raise
        except Exception as error:  # noqa: BLE001 - reported, and kept
            # Whatever is wrong with it, those behind it must be handled. The exception's message
            # may contain what was typed, so it is left out.
            _log.error("Update %d was set aside: %s", raw["update_id"], frames(error))
            self._store.inbox.set_aside(raw["update_id"], document, type(error).__name__, now)
            self._alerts.tell("update", now, id=str(raw["update_id"]))
            outcome = "set_aside"
        self._observer.update_taken(kind_of(raw), outcome, chat, now)
