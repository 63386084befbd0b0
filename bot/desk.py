"""What an update leads to: who is it, may they, and which application or list is meant."""

import math
from datetime import UTC, datetime, timedelta

from bot import lists
from bot.buttons import DeskPress, Press, desk_button, read_press
from bot.clerk import Clerk
from bot.detail import detail
from bot.incoming import (
    ButtonPressed,
    CommandSent,
    GroupSeen,
    Incoming,
    ReachabilityChanged,
)
from bot.outgoing import AnswerPress, Button, Disarm, LeaveChat, OfferCommands, Send
from bot.phrases import customer_of
from bot.prompts import desk_row
from bot.screens import PressedMessage
from bot.texts import LANGUAGES, plain, say
from conversations.application import Application
from conversations.errands import Task
from conversations.events import AgentEvent, CancelAsked, Resumed, TextEdited
from storage import Store
from storage.agents import Agent

#: An agent may ask the service about one application this often.
REFRESH_INTERVAL = timedelta(seconds=30)

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class Desk:
    """Decides one update at a time; every call expects a transaction around it."""

    def __init__(self, store: Store, clerk: Clerk, *, language: str) -> None:
        self._store = store
        self._clerk = clerk
        self._default_language = language
        self._commands = {
            "start": self._start,
            "new": self._new,
            "log": self._log,
            "status": self._status,
            "cancel": self._cancel,
            "help": self._help,
            "language": self._choose_language,
        }

    def handle(self, incoming: Incoming, now: datetime) -> None:
        content = incoming.content
        if isinstance(content, GroupSeen):
            self._clerk.owe(incoming.chat, LeaveChat(), now)
            return
        agent = self._store.agents.find(incoming.sender)
        if agent is None:
            self._meet_stranger(incoming, now)
            return
        if isinstance(content, ReachabilityChanged):
            if content.is_reachable:
                self._welcome_back(agent, now)
            else:
                self._store.agents.mark_reachable(agent.id, is_reachable=False)
            return
        if not agent.is_reachable:
            self._welcome_back(agent, now)
        if isinstance(content, CommandSent):
            command = self._commands.get(content.name, self._help)
            command(agent, content.argument, now)
        elif isinstance(content, ButtonPressed):
            self._press(agent, content, now)
        else:
            self._say(agent, content, now)

    def _welcome_back(self, agent: Agent, now: datetime) -> None:
        """What waited while the bot was blocked goes out now."""
        self._store.agents.mark_reachable(agent.id, is_reachable=True)
        self._store.outbox.hasten(agent.id, now)

    # -- strangers ----------------------------------------------------------------------------

    def _meet_stranger(self, incoming: Incoming, now: datetime) -> None:
        """Let in who holds an invitation; anybody else hears one polite sentence, once."""
        content = incoming.content
        language = "bn" if incoming.language_code.startswith("bn") else self._default_language
        if isinstance(content, CommandSent) and content.name == "start" and content.argument:
            invite = self._store.agents.redeem(content.argument, incoming.sender, now)
            if invite:
                agent = Agent(
                    id=incoming.sender, name=invite.name, role=invite.role, language=language
                )
                self._store.agents.enrol(agent, now)
                self._offer_commands(agent, now)
                self._tell(agent, say(language, "welcome", name=agent.name), now)
                return
        if isinstance(content, ButtonPressed):
            answer = AnswerPress(query_id=content.query_id, text=plain(language, "stranger-press"))
            self._clerk.owe(incoming.chat, answer, now)
        elif not isinstance(content, ReachabilityChanged) and (
            self._store.agents.refuse_stranger(incoming.sender, now)
        ):
            text = say(language, "stranger", id=str(incoming.sender))
            self._clerk.owe(incoming.chat, Send(text=text), now)

    # -- answers and presses ------------------------------------------------------------------

    def _say(self, agent: Agent, event: AgentEvent, now: datetime) -> None:
        application = self._active(agent)
        if application:
            self._clerk.take(application, event, agent, now)
        elif isinstance(event, TextEdited):
            self._tell(agent, say(agent.language, "edit-ignored"), now)
        else:
            self._tell(agent, say(agent.language, "nothing-open"), now)

    def _press(self, agent: Agent, press: ButtonPressed, now: datetime) -> None:
        meant = read_press(press.data)
        if isinstance(meant, DeskPress):
            self._press_at_desk(agent, meant, press, now)
            return
        application = self._store.applications.find(meant.application_id) if meant else None
        event = meant.event(agent.language) if isinstance(meant, Press) else None
        # A button may be forged, so whose application it is decides, not what it says.
        if application is None or event is None or application.agent != agent.id:
            self._answer(agent, press, "unknown-button", now)
            if press.message_id:
                self._clerk.owe(agent.id, Disarm(message_id=press.message_id), now)
            return
        if application.is_draft and agent.active_application != application.id:
            self._store.agents.activate(agent.id, application.id)
            agent = self._store.agents.find(agent.id) or agent
        pressed = PressedMessage(press.query_id, press.message_id)
        self._clerk.take(application, event, agent, now, pressed)

    def _press_at_desk(
        self, agent: Agent, meant: DeskPress, press: ButtonPressed, now: datetime
    ) -> None:
        verb, argument = meant.verb, meant.argument
        if verb == "refresh":
            self._refresh(agent, argument, press, now)
            return
        if verb == "log" and press.message_id and argument.isascii() and argument.isdigit():
            self._answer(agent, press, "", now)
            page = lists.log_page(self._store, agent, int(argument[:6]))
            self._clerk.owe(agent.id, lists.as_edit(page, press.message_id), now)
            return
        self._answer(agent, press, "", now)
        if verb == "new":
            self._clerk.begin(agent, now)
        elif verb == "log":
            self._log(agent, "", now)
        elif verb == "continue":
            self._continue(agent, argument, now)
        elif verb == "open":
            self._open(agent, argument, now)
        elif verb == "language" and argument in LANGUAGES:
            self._switch(agent, argument, press, now)

    # -- commands -----------------------------------------------------------------------------

    def _start(self, agent: Agent, argument: str, now: datetime) -> None:
        application = self._active(agent)
        self._offer_commands(agent, now)
        if application:
            self._clerk.take(application, Resumed(), agent, now)
        else:
            self._tell(agent, say(agent.language, "welcome-back", name=agent.name), now)

    def _new(self, agent: Agent, argument: str, now: datetime) -> None:
        draft = self._store.applications.newest_draft(agent.id)
        if draft is None or draft.consent is None:
            if draft:  # a form without consent holds nothing worth keeping
                self._store.applications.erase(draft.id)
            self._clerk.begin(agent, now)
            return
        customer = customer_of(draft, agent.language)
        row = [
            desk_button(
                plain(agent.language, "button-continue-draft", customer=customer),
                "continue",
                draft.id,
            ),
            desk_button(plain(agent.language, "button-new"), "new"),
        ]
        text = say(agent.language, "draft-open", customer=customer)
        self._clerk.owe(agent.id, Send(text=text, keyboard=[[button] for button in row]), now)

    def _cancel(self, agent: Agent, argument: str, now: datetime) -> None:
        application = self._active(agent)
        if application:
            self._clerk.take(application, CancelAsked(), agent, now)
        else:
            self._tell(agent, say(agent.language, "nothing-to-cancel"), now)

    def _log(self, agent: Agent, argument: str, now: datetime) -> None:
        self._clerk.owe(agent.id, lists.log_page(self._store, agent, 0), now)

    def _status(self, agent: Agent, argument: str, now: datetime) -> None:
        self._clerk.owe(agent.id, lists.status_of(self._store, agent, argument), now)

    def _help(self, agent: Agent, argument: str, now: datetime) -> None:
        self._tell(agent, say(agent.language, "help"), now)

    def _choose_language(self, agent: Agent, argument: str, now: datetime) -> None:
        names = {"bn": "বাংলা", "en": "English"}
        row = [desk_button(names[language], "language", language) for language in LANGUAGES]
        text = say(agent.language, "language-choose")
        self._clerk.owe(agent.id, Send(text=text, keyboard=[row]), now)

    # -- what they have in common -------------------------------------------------------------

    def _active(self, agent: Agent) -> Application | None:
        if agent.active_application is None:
            return None
        return self._store.applications.find(agent.active_application)

    def _continue(self, agent: Agent, application_id: str, now: datetime) -> None:
        application = self._store.applications.find(application_id)
        if application is None or application.agent != agent.id or not application.is_draft:
            self._tell(agent, say(agent.language, "not-yours"), now)
            return
        self._store.agents.activate(agent.id, application.id)
        self._clerk.take(application, Resumed(), agent, now)

    def _open(self, agent: Agent, application_id: str, now: datetime) -> None:
        application = self._store.applications.find(application_id)
        if application is None or application.agent != agent.id:
            self._tell(agent, say(agent.language, "not-yours"), now)
            return
        self._clerk.owe(agent.id, detail(application, agent.language), now)

    def _refresh(
        self, agent: Agent, application_id: str, press: ButtonPressed, now: datetime
    ) -> None:
        """Bring the next question to the service forward, at most once in REFRESH_INTERVAL."""
        application = self._store.applications.find(application_id)
        if application is None or application.agent != agent.id:
            self._answer(agent, press, "not-yours", now)
            return
        allowed_at = (application.last_asked_at or _LONG_AGO) + REFRESH_INTERVAL
        if now < allowed_at:
            seconds = math.ceil((allowed_at - now).total_seconds())
            text = plain(agent.language, "refresh-too-soon", seconds=seconds)
            self._clerk.owe(agent.id, AnswerPress(query_id=press.query_id, text=text), now)
            return
        if press.message_id:
            self._store.outbox.note_shown(f"detail:{application.id}", agent.id, press.message_id)
        is_asked = self._store.errands.hasten(application.id, Task.ASK_VERDICT, now)
        self._answer(agent, press, "refresh-started" if is_asked else "", now)

    def _switch(self, agent: Agent, language: str, press: ButtonPressed, now: datetime) -> None:
        self._store.agents.speak(agent.id, language)
        agent = self._store.agents.find(agent.id) or agent
        self._offer_commands(agent, now)
        application = self._active(agent)
        if press.message_id:
            self._clerk.owe(agent.id, Disarm(message_id=press.message_id), now)
        self._tell(agent, say(language, "language-changed"), now, is_open=application is not None)
        if application:
            self._clerk.take(application, Resumed(), agent, now)

    def _tell(self, agent: Agent, text: str, now: datetime, *, is_open: bool | None = None) -> None:
        """A sentence, with the ways on when nothing is being asked."""
        busy = agent.active_application is not None if is_open is None else is_open
        keyboard: list[list[Button]] = [] if busy else [desk_row(agent.language)]
        self._clerk.owe(agent.id, Send(text=text, keyboard=keyboard), now)

    def _answer(self, agent: Agent, press: ButtonPressed, key: str, now: datetime) -> None:
        text = plain(agent.language, key) if key else ""
        self._clerk.owe(agent.id, AnswerPress(query_id=press.query_id, text=text), now)

    def _offer_commands(self, agent: Agent, now: datetime) -> None:
        offer = OfferCommands(language=agent.language, role=agent.role)
        self._clerk.owe(agent.id, offer, now)
