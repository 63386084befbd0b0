"""Refusals are counted, and what an agent may attempt within an hour is limited.

The limit never affects an agent registering one customer after another. It stops someone with a
stolen phone from testing NID numbers by the hundred.
"""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.alerts import Alerts
from conversations import events
from conversations.application import Application
from conversations.events import AgentEvent
from storage import Store
from storage.agents import Agent
from storage.refusals import Refusal

_log = logging.getLogger(__name__)

_HOUR = timedelta(hours=1)
_PICTURES_PER_ATTEMPT = 9  # three photos, each taken three times

#: The audit's name of an attempt, by the event that would be one more.
_ATTEMPTS: Mapping[type, tuple[str, int]] = {
    events.Submitted: ("submitted", 1),
    events.SubmittedAgain: ("submitted", 1),
    events.ReadingRepeated: ("reading-repeated", 1),
    events.PhotoSent: ("pictures-changed", _PICTURES_PER_ATTEMPT),
    events.SidesSwapped: ("pictures-changed", _PICTURES_PER_ATTEMPT),  # the card is read again
}

#: The audit's names of what only the holder of an application does.
_WORK = ("begun", "consent-given", "pictures-changed", "values-changed")
_MOST_WORK = 200  # rows; an application has some 20
_MOST_RECEIVED = 1_000  # rows, which take some milliseconds


class Guard:
    """The caller of every method holds a transaction."""

    def __init__(self, store: Store, *, attempts_per_hour: int) -> None:
        self._store = store
        self._alerts = Alerts(store)
        self._attempts_per_hour = attempts_per_hour

    def refuse(self, agent: Agent, event: AgentEvent, now: datetime) -> bool:
        """Count the event if it is one attempt too many; returns whether it is."""
        action, times = _ATTEMPTS.get(type(event), ("", 0))
        return bool(action) and self._refuse(agent, action, times, now)

    def refuse_form(self, agent: Agent, now: datetime) -> bool:
        """The same for a form that the agent wants to begin."""
        return self._refuse(agent, "begun", 1, now)

    def _refuse(self, agent: Agent, action: str, times: int, now: datetime) -> bool:
        done = self._store.audit.count_since(str(agent.id), (action,), now - _HOUR, now)
        if done < times * self._attempts_per_hour:
            return False
        if self._store.refusals.note(agent.id, Refusal.TOO_MANY, now) == 1:
            self._tell(agent, "attempts", now)
        return True

    def note(self, agent: Agent, application: Application | None, now: datetime) -> None:
        """Count a press on a button that was not sent to this person.

        `application` is somebody else's that it claims; None if it claims none that exists.
        """
        if application is None:
            if self._store.refusals.note(agent.id, Refusal.FORGED_PRESS, now) == 1:
                self._record(agent, "forged-press", now)
        elif self._has_worked_on(agent, application) or self._has_received(agent, application):
            return
        elif self._store.refusals.note(agent.id, Refusal.FOREIGN_PRESS, now) == 1:
            self._record(agent, "foreign-press", now, subject=application.id)
            self._tell(agent, "foreign", now)

    def _has_worked_on(self, agent: Agent, application: Application) -> bool:
        """Whether it was this person's; a tap can cross its hand-over, which takes the buttons."""
        done = self._store.audit.entries(subject=application.id, actions=_WORK, last=_MOST_WORK)
        return str(agent.id) in {entry.actor for entry in done}

    def _has_received(self, agent: Agent, application: Application) -> bool:
        """Whether it was handed over to this person, and then to another."""
        received = self._store.audit.entries(
            subject=str(agent.id), actions=("handed-over",), last=_MOST_RECEIVED
        )
        return application.id in {entry.details.get("application") for entry in received}

    def _tell(self, agent: Agent, trouble: str, now: datetime) -> None:
        _log.warning("Agent %d was refused: %s.", agent.id, trouble)
        self._alerts.tell(trouble, now, name=agent.name, id=str(agent.id))

    def _record(self, agent: Agent, action: str, now: datetime, subject: str = "") -> None:
        self._store.audit.record(
            "refused", actor=str(agent.id), now=now, subject=subject, refusal=action
        )
