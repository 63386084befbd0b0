"""What the agent is shown of an application: the drawn effects of a change, owed to the chat."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from msgspec import structs

from bot.chat.incoming import ButtonPressed
from bot.chat.labels import label_of
from bot.chat.outgoing import Example, Send, as_news
from bot.chat.places import Place, Shown
from bot.outbox import Outbox
from bot.screens.drawing import draw
from bot.screens.examples import EXAMPLES
from bot.screens.settling import settled_message
from bot.screens.view import View
from conversations.application import Application
from conversations.effects import Ask, Effect, Redraw, Settle, ShowReceipt, ShowVerdict
from conversations.organisation import Organisation
from conversations.questions import question_of
from conversations.sending import is_returned
from storage import Store
from storage.agents import Agent


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change of an application as its agent is to see it.

    `application` is as it was if it `is_gone`; `pressed` is the button that the agent pressed, if
    one was. `is_active` says whether the agent's typing is about this application. The phone rings
    if it `is_news`, and what `is_hint` is owed once however often it comes. It follows from a text
    sent as the answer if it `is_answer`, and from what an errand reports if it `is_reply`.
    """

    agent: Agent
    application: Application
    effects: Collection[Effect]
    now: datetime
    pressed: ButtonPressed | None = None
    is_active: bool
    is_hint: bool = False
    is_answer: bool = False
    is_reply: bool = False
    is_news: bool = False
    is_gone: bool = False


class Display:
    """Owes what is drawn; the caller of every method holds a transaction."""

    def __init__(self, store: Store, outbox: Outbox, organisation: Organisation) -> None:
        self._store = store
        self._outbox = outbox
        self._organisation = organisation

    def show(self, change: Change) -> None:
        """Owe the agent the drawn effects, and forget the prompt that they settle."""
        is_named = self._has_several_drafts(change)
        # While the prompt itself is still on its way, the chat shows an earlier one.
        unsent, asked = self._outbox.prompt(change.application.id)
        prompt_id = asked.message_id if asked else None
        self._settle(change, prompt_id)
        if not change.agent.is_served:
            self._hold_news(change)
            return
        self._show_example(change)
        unsaid = unsent if isinstance(unsent, Send) else Send(text="")
        view = View(
            language=change.agent.language,
            organisation=self._organisation,
            pressed=change.pressed,
            prompt_id=prompt_id,
            is_active=change.is_active,
            is_named=is_named(),
            taken=unsaid.taken,
            problems=unsaid.problems,
            armed=unsaid.disarms,
            is_answer=change.is_answer,
            is_reply=change.is_reply,
        )
        has_rung = not change.is_news
        for shown in draw(change.effects, change.application, view):
            has_rung = self._owe(change, shown, has_rung=has_rung)

    def _has_several_drafts(self, change: Change) -> Callable[[], bool]:
        if not any(isinstance(effect, Ask | Redraw) for effect in change.effects):
            return lambda: False
        return self._store.caseloads.has_several_drafts(change.agent.id)

    def _settle(self, change: Change, prompt_id: int | None) -> None:
        """Remember which message asked for an answer, so that a reply to it can correct that."""
        settled = settled_message(change.effects, change.pressed, prompt_id)
        if not settled:
            return
        # The answer is shown in that message, so the next prompt need not disarm it.
        self._store.shown.forget(label_of(Place.PROMPT, change.application.id), settled)
        for effect in change.effects:
            if isinstance(effect, Settle) and question_of(change.application, effect.question):
                label = label_of(Place.ANSWER, change.application.id, effect.question)
                self._store.shown.note(label, change.agent.id, settled)

    def _hold_news(self, change: Change) -> None:
        """Keep what became of a submission until the agent is served again, or the work handed
        over.
        """
        is_asked = change.is_news and is_returned(change.application)
        news = [
            each
            for each in change.effects
            if isinstance(each, ShowReceipt | ShowVerdict) or (is_asked and isinstance(each, Ask))
        ]
        view = View(
            language=change.agent.language, organisation=self._organisation, is_active=False
        )
        about = (change.application.id,)
        for shown in draw(news, change.application, view):
            if isinstance(shown.message, Send):
                self._outbox.hold(change.agent.id, shown.message, change.now, about=about)

    def _show_example(self, change: Change) -> None:
        """Show an example of a good photo before a question that is new to this agent."""
        agent, slot = change.agent, change.application.asking
        is_asked = change.is_active and any(isinstance(effect, Ask) for effect in change.effects)
        if is_asked and slot in EXAMPLES and self._store.agents.note_example(agent.id, slot):
            self._outbox.owe(agent.id, Example(slot=slot, language=agent.language), change.now)

    def _owe(self, change: Change, shown: Shown, *, has_rung: bool) -> bool:
        """Owe one message; returns whether the phone has rung, which one message does for all."""
        application = change.application
        place = label_of(shown.place, application.id, shown.question) if shown.place else None
        if place and shown.question:
            self._store.shown.forget(place)  # it keeps no buttons to be taken away
        message = shown.message if has_rung else as_news(shown.message)
        has_rung = has_rung or message != shown.message
        if shown.instead_of and isinstance(message, Send):
            replaced = label_of(shown.instead_of, application.id)
            message = structs.replace(message, instead_of=replaced)
        owe = self._outbox.hint if change.is_hint else self._outbox.owe
        about = () if change.is_gone else (application.id,)
        owe(change.agent.id, message, change.now, label=place, about=about)
        return has_rung
