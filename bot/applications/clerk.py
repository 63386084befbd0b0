"""The one way in which an application changes: load, decide, save, and owe what follows.

Chat updates and errands' replies both use it, always inside the caller's transaction, so there is
one writer and nothing unsaved is shown or started.
"""

import secrets
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime

from msgspec import structs

from bot.applications.audit_trail import deeds
from bot.applications.cleaning import NO_CLEANING, OUTSIDE, CleaningRule, owe_cleaning
from bot.applications.duplicates import warnings
from bot.applications.erasure import Erasure
from bot.applications.habits import habits_of
from bot.applications.reactions import reactions
from bot.chat.incoming import ButtonPressed
from bot.chat.outgoing import Example, Send, as_news
from bot.chat.places import Place
from bot.outbox import Outbox, label_of
from bot.screens.consent import consent_version
from bot.screens.drawing import draw, settled_message
from bot.screens.examples import EXAMPLES
from bot.screens.view import View
from conversations.application import Application
from conversations.effects import Ask, Effect, Redraw, Settle, ShowReceipt, ShowVerdict
from conversations.events import Event, Moment, StraySent
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
        self._erasure = Erasure(store)
        self._cleaning = cleaning

    def begin(self, agent: Agent, now: datetime) -> Application:
        """Open a new application for the agent and ask its first question."""
        application = Application(
            id="".join(secrets.choice(ALPHABET) for _ in range(LENGTH)),
            agent=agent.id,
            created_at=now,
            changed_at=now,
            wording=self._wording,
            extra=self._organisation.extra,
            habits=habits_of(self._store.caseloads.of_agent(agent.id, limit=_HABIT)),
            account=self._store.service_tokens.holder_for(agent),
        )
        self._store.applications.save(application)
        self._store.agents.activate(agent.id, application.id)
        self._store.audit.record("begun", actor=str(agent.id), now=now, subject=application.id)
        self._show(agent, application, (Ask(),), now, is_active=True, about=(application.id,))
        return application

    def renew(self, untouched: Application) -> Application:
        """A form without consent as it would be begun now, with the questions of today."""
        renewed = replace(untouched, extra=self._organisation.extra)
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
        self._show(
            agent,
            after or application,
            outcome.effects,
            now,
            pressed,
            is_active=is_active,
            is_hint=isinstance(event, StraySent),
            is_news=_is_news(application, event, moment),
            about=(after.id,) if after else (),
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
        if after and after.is_draft and not before.is_draft and not agent.active_application:
            self._store.agents.activate(agent.id, after.id)
            return True
        return is_active

    def _show(
        self,
        agent: Agent,
        application: Application,
        effects: Collection[Effect],
        now: datetime,
        pressed: ButtonPressed | None = None,
        *,
        is_active: bool,
        is_hint: bool = False,
        is_news: bool = False,
        about: Collection[str],
    ) -> None:
        """Owe the agent the drawn effects, and forget the prompt that they settle.

        A repeated hint is owed once; the phone rings for news.
        """
        label = label_of(Place.PROMPT, application.id)
        is_named = self._has_several_drafts(agent, effects)
        # While the prompt itself is still on its way, the chat shows an earlier one.
        unsent, asked = self._outbox.prompt(application.id)
        prompt_id = asked.message_id if asked else None
        settled = settled_message(effects, pressed, prompt_id)
        if settled:
            # The answer is shown in that message, so the next prompt need not disarm it.
            self._store.shown.forget(label, settled)
            self._note_answers(agent, application, effects, settled)
        if not agent.is_served:
            self._hold_news(agent, application, effects, now)
            return
        if is_active and any(isinstance(effect, Ask) for effect in effects):
            self._show_example(agent, application, now)
        view = View(
            language=agent.language,
            organisation=self._organisation,
            pressed=pressed,
            prompt_id=prompt_id,
            is_active=is_active,
            is_named=is_named(),
            taken=unsent.taken if isinstance(unsent, Send) else (),
            armed=unsent.disarms if isinstance(unsent, Send) else None,
        )
        for shown in draw(effects, application, view):
            place = None
            if shown.place:
                place = label_of(shown.place, application.id, shown.question)
            if place and shown.question:
                self._store.shown.forget(place)  # it keeps no buttons to be taken away
            owe = self._outbox.hint if is_hint else self._outbox.owe
            message = as_news(shown.message) if is_news else shown.message
            is_news = is_news and message == shown.message  # the first message rings for all
            if shown.instead_of and isinstance(message, Send):
                replaced = label_of(shown.instead_of, application.id)
                message = structs.replace(message, instead_of=replaced)
            owe(agent.id, message, now, label=place, about=about)

    def _hold_news(
        self, agent: Agent, application: Application, effects: Collection[Effect], now: datetime
    ) -> None:
        """Keep a receipt or verdict until the agent is served again, or the work handed over."""
        news = [effect for effect in effects if isinstance(effect, ShowReceipt | ShowVerdict)]
        view = View(language=agent.language, organisation=self._organisation)
        for shown in draw(news, application, view):
            if isinstance(shown.message, Send):
                self._outbox.hold(agent.id, shown.message, now, about=(application.id,))

    def _note_answers(
        self, agent: Agent, application: Application, effects: Collection[Effect], settled: int
    ) -> None:
        """Remember which message asked for an answer, so that a reply to it can correct that."""
        for effect in effects:
            if isinstance(effect, Settle) and effect.question:
                label = label_of(Place.ANSWER, application.id, effect.question)
                self._store.shown.note(label, agent.id, settled)

    def _has_several_drafts(self, agent: Agent, effects: Collection[Effect]) -> Callable[[], bool]:
        if not any(isinstance(effect, Ask | Redraw) for effect in effects):
            return lambda: False
        return self._store.caseloads.has_several_drafts(agent.id)

    def _show_example(self, agent: Agent, application: Application, now: datetime) -> None:
        """Show an example of a good photo before a question that is new to this agent."""
        slot = application.asking
        if slot in EXAMPLES and self._store.agents.note_example(agent.id, slot):
            self._outbox.owe(agent.id, Example(slot=slot, language=agent.language), now)


def _is_news(before: Application, event: Event, moment: Moment) -> bool:
    """Whether what follows comes by itself: what became of a submission, or a late reply."""
    is_late = not moment.is_soon_after(before.changed_at)
    return isinstance(event, Replied) and (is_late or not before.is_draft)
