"""The one way in which an application changes: load, decide, save, and owe what follows.

Chat updates and errands' replies both use it, always inside the caller's transaction, so there is
one writer and nothing unsaved is shown or started.
"""

import secrets
from dataclasses import replace
from datetime import datetime

from bot.applications.audit_trail import deeds
from bot.applications.cleaning import NO_CLEANING, OUTSIDE, CleaningRule, owe_cleaning
from bot.applications.display import Change, Display
from bot.applications.duplicates import warnings
from bot.applications.erasure import Erasure
from bot.applications.habits import habits_of
from bot.applications.reactions import reactions
from bot.chat.incoming import ButtonPressed
from bot.outbox import Outbox
from bot.screens.consent import consent_version
from conversations.application import Application
from conversations.effects import Ask
from conversations.events import Event, Moment, StraySent, TextSent
from conversations.organisation import NAMELESS, Organisation
from conversations.reference import ALPHABET, LENGTH
from conversations.replies import Replied
from conversations.transitions import advance
from storage import Store
from storage.agents import Agent
from storage.audit import SERVICE

_HABIT = 30  # applications; the agent's newest decide what comes next


class Clerk:
    """Applies events to applications; the caller of every method holds a transaction."""

    def __init__(
        self,
        store: Store,
        cleaning: CleaningRule = NO_CLEANING,
        organisation: Organisation = NAMELESS,
    ) -> None:
        self._store = store
        self._organisation = organisation
        self._wording = consent_version(organisation)
        self._outbox = Outbox(store)
        self._display = Display(store, self._outbox, organisation)
        self._erasure = Erasure(store)
        self._cleaning = cleaning

    def begin(self, agent: Agent, now: datetime) -> Application:
        """Open a new application for the agent and ask its first question."""
        application = Application(
            id=self._new_reference(),
            agent=agent.id,
            created_at=now,
            changed_at=now,
            wording=self._wording,
        )
        application = self.renew(application, agent, now)
        self._store.agents.activate(agent.id, application.id)
        self._store.audit.record("begun", actor=str(agent.id), now=now, subject=application.id)
        self._display.show(
            Change(agent=agent, application=application, effects=(Ask(),), now=now, is_active=True)
        )
        return application

    def _new_reference(self) -> str:
        """One that no application has: among a million, 44 times in 100 two would be alike."""
        while True:
            made = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
            if self._store.applications.phase_of(made) is None:
                return made

    def renew(self, untouched: Application, agent: Agent, now: datetime) -> Application:
        """Store a form without consent as it is begun by that agent now."""
        renewed = replace(
            untouched,
            created_at=now,
            changed_at=now,
            extra=self._organisation.extra,
            habits=habits_of(self._store.caseloads.of_agent(agent.id, limit=_HABIT)),
            account=self._store.service_tokens.holder_for(agent),
        )
        self._store.applications.save(renewed)
        return renewed

    def take(
        self,
        application: Application,
        event: Event,
        agent: Agent,
        now: datetime,
        pressed: ButtonPressed | None = None,
    ) -> Application | None:
        """Apply the event; returns the changed application, None when it is gone."""
        moment = Moment(now=now, ticket=secrets.token_hex(8), wording=self._wording)
        outcome = advance(application, event, moment)
        after = outcome.application
        self._record(application, after, event, agent, now)
        if after is None:
            self._erasure.remove(application, now, seen=pressed.message_id if pressed else None)
        elif after != application:
            self._save(application, after, now)
        for errand in outcome.errands:
            self._store.errands.owe(application.id, errand, now)
        is_active = self._follow(agent, application, after)
        if agent.is_served:
            for reaction in reactions(application, after):
                self._outbox.owe(agent.id, reaction, now)
            for warning in warnings(self._store, application, after, agent):
                self._outbox.owe(agent.id, warning, now)
        self._display.show(
            Change(
                agent=agent,
                application=after or application,
                effects=outcome.effects,
                now=now,
                pressed=pressed,
                is_active=is_active,
                is_hint=isinstance(event, StraySent),
                is_answer=isinstance(event, TextSent) and event.replies_to is None,
                is_reply=isinstance(event, Replied),
                is_news=_is_news(application, event, moment),
                is_gone=after is None,
            )
        )
        return after

    def clean_later(self, agent: Agent, message_id: int, now: datetime) -> None:
        """Have a message deleted that the agent sent about a customer while no form was open.

        Those of an hour are deleted together.
        """
        if self._cleaning.moment != "never":
            hour = f"{OUTSIDE}{agent.id}-{int(now.timestamp()) // 3600}"
            self._store.chat_messages.note((hour,), agent.id, message_id, now)
            owe_cleaning(self._store, hour, now, delay=self._cleaning.delay)

    def _record(
        self,
        before: Application,
        after: Application | None,
        event: Event,
        agent: Agent,
        now: datetime,
    ) -> None:
        actor = SERVICE if isinstance(event, Replied) else str(agent.id)
        for deed in deeds(before, after, event, self._store.hashes):
            self._store.audit.record(
                deed.action, actor=actor, now=now, subject=before.id, **deed.details
            )

    def _save(self, before: Application, after: Application, now: datetime) -> None:
        self._store.applications.change(before, after)
        if before.is_draft and not after.is_draft:
            self._outbox.forget_answers(after)
        if self._cleaning.is_due(before, after):
            owe_cleaning(self._store, after.id, now, delay=self._cleaning.delay)

    def _follow(self, agent: Agent, before: Application, after: Application | None) -> bool:
        """Keep the agent's current application up to date.

        Returns whether it is this application.
        """
        is_active = agent.active_application == before.id
        if is_active and (after is None or not after.is_draft):
            self._store.agents.activate(agent.id, None)
            return False
        is_free = agent.is_served and not agent.active_application
        if after and after.is_draft and not before.is_draft and is_free:
            self._store.agents.activate(agent.id, after.id)
            return True
        return is_active


def _is_news(before: Application, event: Event, moment: Moment) -> bool:
    """Whether what follows comes by itself: what became of a submission, or a late reply."""
    is_late = not moment.is_soon_after(before.changed_at)
    return isinstance(event, Replied) and (is_late or not before.is_draft)
