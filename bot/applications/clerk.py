"""The one way in which an application changes: load, decide, save, and owe what follows.

Chat updates and replies from afar take this same road, always inside a transaction of the
caller, so there is one writer and nothing is shown or started that was not saved.
"""

import secrets
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from bot.applications.audit_trail import deeds
from bot.applications.cleaning import NO_CLEANING, SCRUBBING, CleaningRule, owe_cleaning
from bot.applications.duplicates import warnings
from bot.applications.habits import habits_of
from bot.chat.outgoing import (
    AnswerPress,
    AnyOutgoing,
    Disarm,
    Edit,
    Example,
    Keyboard,
    Refresh,
    Send,
    to_document,
)
from bot.screens.drawing import PressedMessage, Shown, draw
from bot.screens.examples import EXAMPLES
from bot.screens.prompts import menu_row
from conversations.application import Application
from conversations.effects import Ask, Effect, Settle
from conversations.events import Event, Moment, Replied
from conversations.transitions import advance
from storage import Store
from storage.agents import Agent
from storage.audit import SERVICE

#: Letters and digits that are not mistaken for each other when read aloud.
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
_REFERENCE_LENGTH = 8  # 31**8: no guessing, and short enough to dictate

_HABIT = 30  # applications; the agent's newest say what comes next

#: A press is worth answering only while the agent still looks at the button.
_PRESS_LIFE = timedelta(seconds=60)


class Clerk:
    """Applies events to applications; every method expects a transaction around it."""

    def __init__(self, store: Store, cleaning: CleaningRule = NO_CLEANING) -> None:
        self._store = store
        self._cleaning = cleaning

    def begin(self, agent: Agent, now: datetime) -> Application:
        """Open a new application for the agent and ask its first question."""
        application = Application(
            id="".join(secrets.choice(_ALPHABET) for _ in range(_REFERENCE_LENGTH)),
            agent=agent.id,
            created_at=now,
            changed_at=now,
            habits=habits_of(self._store.applications.of_agent(agent.id, limit=_HABIT)),
            account=self._store.service_tokens.holder_for(agent),
        )
        self._store.applications.save(application)
        self._store.agents.activate(agent.id, application.id)
        self._store.audit.record("begun", actor=str(agent.id), now=now, subject=application.id)
        self.show(agent, application, (Ask(),), now, is_active=True, about=(application.id,))
        return application

    def take(
        self,
        application: Application,
        event: Event,
        agent: Agent,
        now: datetime,
        pressed: PressedMessage | None = None,
    ) -> Application | None:
        """Let the event happen; returns the application as it is then, None when it is gone."""
        outcome = advance(application, event, Moment(now=now, ticket=secrets.token_hex(8)))
        after = outcome.application
        self._record(application, after, event, agent, now)
        if after is None:
            self.disarm(agent, application, now, pressed)
            self._store.applications.erase(application.id)
            self._store.outbox.drop_about(application.id)
            if pressed and pressed.message_id:
                # It is about to say what was done, and nothing of the customer any more.
                self._store.chat_messages.forget(agent.id, (pressed.message_id,))
            owe_cleaning(self._store, application.id, now, with_masked=True)
            self._store.errands.schedule(SCRUBBING, now)
        elif after != application:
            self._store.applications.save(after)
            if self._cleaning.is_due(application, after):
                owe_cleaning(self._store, application.id, now + self._cleaning.delay)
        for errand in outcome.errands:
            self._store.errands.owe(application.id, errand, now)
        is_active = self._follow(agent, application, after)
        if agent.is_served:
            for warning in warnings(self._store, application, after, agent):
                self.owe(agent.id, warning, now)
        prompt_id = None
        if _has_settle(outcome.effects):
            # The answer is drawn into that message, so the next prompt need not disarm it.
            asked = self._store.outbox.shown(_prompt(application))
            prompt_id = asked.message_id if asked and after else None
            answered = pressed.message_id if pressed else prompt_id
            if answered:
                self._store.outbox.forget_shown(_prompt(application), answered)
        self.show(
            agent,
            after or application,
            outcome.effects,
            now,
            pressed,
            prompt_id=prompt_id,
            is_active=is_active,
            about=(after.id,) if after else (),
        )
        return after

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

    def _follow(self, agent: Agent, before: Application, after: Application | None) -> bool:
        """Keep the agent's active application the draft that is being talked about.

        Tells whether the application is the active one now.
        """
        is_active = agent.active_application == before.id
        if is_active and (after is None or not after.is_draft):
            self._store.agents.activate(agent.id, None)
            return False
        if after and after.is_draft and not before.is_draft and not agent.active_application:
            self._store.agents.activate(agent.id, after.id)
            return True
        return is_active

    def disarm(
        self,
        agent: Agent,
        application: Application,
        now: datetime,
        pressed: PressedMessage | None = None,
    ) -> None:
        """Take the buttons from what the agent still sees of an application that goes away."""
        for label in (_prompt(application), f"progress:{application.id}"):
            self._store.outbox.withdraw(label)
            shown = self._store.outbox.shown(label)
            if shown and not (pressed and pressed.message_id == shown.message_id):
                self.owe(agent.id, Disarm(message_id=shown.message_id), now)
            self._store.outbox.forget_shown(label)

    def show(
        self,
        agent: Agent,
        application: Application,
        effects: Collection[Effect],
        now: datetime,
        pressed: PressedMessage | None = None,
        *,
        prompt_id: int | None = None,
        is_active: bool,
        about: Collection[str],
    ) -> None:
        if not agent.is_served:
            return  # it stands in the list of whoever takes the work over
        if is_active and any(isinstance(effect, Ask) for effect in effects):
            self._show_example(agent, application, now)
        for shown in draw(
            effects,
            application,
            agent.language,
            pressed,
            prompt_id=prompt_id,
            is_active=is_active,
        ):
            self.owe(agent.id, shown, now, about=about)

    def _show_example(self, agent: Agent, application: Application, now: datetime) -> None:
        """What a good photo looks like, before the question that is new to this agent."""
        slot = application.asking
        if slot in EXAMPLES and self._store.agents.note_example(agent.id, slot):
            self.owe(agent.id, Example(slot=slot, language=agent.language), now)

    def owe(
        self,
        chat_id: int,
        shown: Shown | AnyOutgoing,
        now: datetime,
        *,
        about: Collection[str] = (),
    ) -> None:
        """Put a message into the outbox; one that is newer under its label replaces it unsent.

        `about` names the applications whose customers can be read in it, if it does not itself.
        """
        if not isinstance(shown, Shown):
            shown = Shown(shown)
        message, outbox = shown.message, self._store.outbox
        if isinstance(message, Send | Edit):
            about = about or message.about
        if shown.label:
            outbox.withdraw(shown.label)
        if isinstance(message, Refresh) and not outbox.shown(shown.label or ""):
            return
        if isinstance(message, AnswerPress):
            # Its own lane: the sign on the button ends at once, whatever waits for the chat.
            lane = f"press:{chat_id}"
            document = to_document(message)
            expires_at = now + _PRESS_LIFE
            outbox.owe(chat_id, document, now, lane=lane, expires_at=expires_at, subjects=about)
            return
        outbox.owe(chat_id, to_document(message), now, label=shown.label, subjects=about)

    def tell(self, agent: Agent, text: str, now: datetime) -> None:
        """A sentence, with the ways on when nothing is being asked."""
        keyboard: Keyboard = [] if agent.active_application else [menu_row(agent.language)]
        self.owe(agent.id, Send(text=text, keyboard=keyboard), now)


def _prompt(application: Application) -> str:
    """The label of the message that asks what is asked now."""
    return f"prompt:{application.id}"


def _has_settle(effects: Iterable[Effect]) -> bool:
    return any(isinstance(effect, Settle) for effect in effects)
