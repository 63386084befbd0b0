"""What an update leads to: may they, and which application or list is meant."""

from datetime import datetime

from bot.applications.clerk import Clerk
from bot.applications.own_numbers import note_own_number
from bot.chat.buttons import SUPERVISION_VERBS, MenuPress, Press, menu_button, read_press
from bot.chat.incoming import (
    ButtonPressed,
    CommandSent,
    GroupSeen,
    Incoming,
    OwnNumberShared,
    PressedMessage,
    ReachabilityChanged,
)
from bot.chat.outgoing import (
    AnswerPress,
    Disarm,
    LeaveChat,
    Place,
    Send,
    ShowStats,
    as_edit,
)
from bot.handlers import finding
from bot.handlers.erase import Erasing
from bot.handlers.focus import Focus
from bot.handlers.guard import Guard
from bot.handlers.supervision import Supervision
from bot.handlers.typed import typed_press
from bot.outbox import Outbox, label_of
from bot.people.enrolment import Enrolment
from bot.screens.receipt import receipt
from bot.texts import plain, say
from conversations.application import Application
from conversations.errands import Task
from conversations.events import (
    AgentEvent,
    CancelAsked,
    CorrectionBegun,
    Pressed,
    Resumed,
    TextEdited,
    TextSent,
    VerdictAsked,
)
from conversations.languages import LANGUAGES
from storage import Store
from storage.agents import Agent

_LANGUAGE_NAMES = {"bn": "বাংলা", "en": "English"}


class Router:
    """Decides one update at a time; every call expects a transaction around it."""

    def __init__(
        self,
        store: Store,
        clerk: Clerk,
        *,
        language: str,
        username: str = "",
        attempts_per_hour: int = 60,
    ) -> None:
        self._store = store
        self._clerk = clerk
        self._outbox = Outbox(store)
        self._enrolment = Enrolment(store, language=language)
        self._supervision = Supervision(store, username=username)
        self._erasing = Erasing(store)
        self._guard = Guard(store, attempts_per_hour=attempts_per_hour)
        self._focus = Focus(store, clerk, self._guard)
        self._commands = {
            "start": self._start,
            "new": self._new,
            "drafts": self._drafts,
            "log": self._log,
            "stats": self._show_stats,
            "status": self._status,
            "cancel": self._cancel,
            "erase": self._erase,
            "help": self._help,
            "language": self._choose_language,
        }
        self._presses = {
            "new": self._begin,
            "continue": self._focus.go_on,
            "open": self._open,
            "erase-draft": self._cancel_draft,
            "receipt": self._show_receipt,
        }

    def handle(self, incoming: Incoming, now: datetime) -> None:
        content = incoming.content
        if isinstance(content, GroupSeen):
            self._outbox.owe(incoming.chat, LeaveChat(), now)
            return
        agent = self._store.agents.find(incoming.sender)
        if agent is None or not agent.is_served:
            self._enrolment.meet_stranger(incoming, now)
            return
        if isinstance(content, ReachabilityChanged):
            self._enrolment.note_reachable(agent, now, is_reachable=content.is_reachable)
            return
        if not agent.is_reachable:
            self._enrolment.note_reachable(agent, now, is_reachable=True)
        if isinstance(content, CommandSent):
            self._note_number(agent, incoming, content.argument, now)
            if self._supervision.take_command(agent, content.name, content.argument, now):
                return
            command = self._commands.get(content.name, self._help)
            command(agent, content.argument, now)
        elif isinstance(content, ButtonPressed):
            self._press(agent, content, now)
        elif isinstance(content, OwnNumberShared):
            self._note_own_number(agent, content.number, now)
        else:
            self._say(agent, content, incoming.message_id, now)

    # -- answers and presses ------------------------------------------------------------------

    def _say(self, agent: Agent, event: AgentEvent, message_id: int | None, now: datetime) -> None:
        application = self._focus.on(agent)
        if application:
            if message_id:
                self._store.chat_messages.note((application.id,), agent.id, message_id, now)
            meant = typed_press(application, event.text) if isinstance(event, TextSent) else None
            pressed = meant.event(agent.language) if meant else None
            self._take(application, pressed or event, agent, now)
        elif isinstance(event, TextEdited):
            self._clerk.tell(agent, say(agent.language, "edit-ignored"), now)
        else:
            found = isinstance(event, TextSent) and finding.found_by(self._store, agent, event.text)
            if found:
                self._outbox.owe(agent.id, found, now)
            else:
                self._focus.offer_draft(agent, "nothing-open", now)

    def _note_own_number(self, agent: Agent, number: str, now: datetime) -> None:
        self._clerk.tell(agent, note_own_number(self._store, agent, number, now), now)
        application = self._focus.on(agent)
        if application:
            self._clerk.take(application, Resumed(), agent, now)

    def _note_number(self, agent: Agent, incoming: Incoming, argument: str, now: datetime) -> None:
        """A command with a customer's number goes when the chat is cleaned of that customer."""
        about = [one.id for one in finding.meant_by(self._store, agent, argument)]
        if incoming.message_id:
            self._store.chat_messages.note(about, agent.id, incoming.message_id, now)

    def _press(self, agent: Agent, press: ButtonPressed, now: datetime) -> None:
        meant = read_press(press.data)
        if isinstance(meant, MenuPress):
            self._press_at_desk(agent, meant, press, now)
            return
        application = self._store.applications.find(meant.application_id) if meant else None
        event = meant.event(agent.language) if isinstance(meant, Press) else None
        # A button may be forged, so whose application it is decides, not what it says.
        if application is None or event is None or application.agent != agent.id:
            if meant is None or event is None:
                self._guard.note_forged(agent, now)
            elif application:
                self._guard.note_foreign(agent, application, now)
            self._answer(agent, press, "unknown-button", now)
            if press.message_id:
                self._outbox.owe(agent.id, Disarm(message_id=press.message_id), now)
            return
        is_present = isinstance(event, Pressed) and event.version == application.version
        if is_present and (application.is_draft or isinstance(event, CorrectionBegun)):
            agent = self._focus.turn_to(agent, application, now)
        pressed = PressedMessage(press.query_id, press.message_id)
        self._take(application, event, agent, now, pressed)

    def _take(
        self,
        application: Application,
        event: AgentEvent,
        agent: Agent,
        now: datetime,
        pressed: PressedMessage | None = None,
    ) -> None:
        """Let it happen, unless it is one attempt too many in this hour."""
        if self._guard.is_exhausted(agent, event, now):
            if pressed:
                answer = AnswerPress(query_id=pressed.query_id)
                self._outbox.owe(agent.id, answer, now)
            self._clerk.tell(agent, say(agent.language, "too-many-attempts"), now)
            return
        self._clerk.take(application, event, agent, now, pressed)

    def _press_at_desk(
        self, agent: Agent, meant: MenuPress, press: ButtonPressed, now: datetime
    ) -> None:
        verb, argument = meant.verb, meant.argument
        if verb == "refresh":
            self._refresh(agent, argument, press, now)
            return
        if verb in SUPERVISION_VERBS:
            is_taken = self._supervision.take_press(agent, verb, argument, press.message_id, now)
            if not is_taken:
                self._guard.note_forged(agent, now)
            self._answer(agent, press, "" if is_taken else "unknown-button", now)
            return
        self._answer(agent, press, "", now)
        if verb in self._presses:
            self._presses[verb](agent, argument, now)
        elif verb == "log":
            self._turn_log(agent, argument, press, now)
        elif verb == "drafts":
            self._turn_drafts(agent, argument, press, now)
        elif verb == "language":
            self._switch(agent, argument, press, now)
        elif verb == "erase-now":
            self._erase_now(agent, argument, press, now)

    def _turn_log(self, agent: Agent, argument: str, press: ButtonPressed, now: datetime) -> None:
        meant = finding.read_log_page(argument)
        if meant is None:
            self._guard.note_forged(agent, now)
        if press.message_id and meant:
            page = finding.log_of(self._store, agent, *meant)
            self._outbox.owe(agent.id, as_edit(page, press.message_id), now)
        else:
            self._log(agent, "", now)

    def _turn_drafts(
        self, agent: Agent, argument: str, press: ButtonPressed, now: datetime
    ) -> None:
        asked = finding.read_page(argument)
        if asked is None:
            self._guard.note_forged(agent, now)
        page = finding.drafts_of(self._store, agent, asked or 0)
        shown = as_edit(page, press.message_id) if press.message_id else page
        self._outbox.owe(agent.id, shown, now)

    def _erase_now(self, agent: Agent, argument: str, press: ButtonPressed, now: datetime) -> None:
        if press.message_id:
            self._outbox.owe(agent.id, Disarm(message_id=press.message_id), now)
        claimed = self._store.applications.find(argument)
        if claimed and not self._erasing.may_erase(agent, claimed):
            self._guard.note_foreign(agent, claimed, now)
        self._outbox.owe(agent.id, self._erasing.erase(agent, argument, now), now)

    # -- commands -----------------------------------------------------------------------------

    def _start(self, agent: Agent, argument: str, now: datetime) -> None:
        """Ask whether to go on where things stood; an invitation may also give another role."""
        if argument and self._enrolment.redeem(argument, agent.id, agent.language, now):
            return
        self._enrolment.offer_commands(agent, now)
        application = self._focus.on(agent)
        if application and application.consent:
            self._focus.offer_draft(agent, "draft-open", now)
        elif application:
            self._clerk.take(application, Resumed(), agent, now)
        else:
            self._clerk.tell(agent, say(agent.language, "welcome-back", name=agent.name), now)

    def _begin(self, agent: Agent, argument: str, now: datetime) -> None:
        self._focus.begin(agent, now)

    def _new(self, agent: Agent, argument: str, now: datetime) -> None:
        draft = self._store.applications.newest_draft(agent.id)
        if draft is None or draft.consent is None:
            self._focus.begin(agent, now)
        else:
            self._focus.offer_draft(agent, "draft-open", now)

    def _cancel(self, agent: Agent, argument: str, now: datetime) -> None:
        application = self._focus.on(agent)
        if application:
            self._clerk.take(application, CancelAsked(), agent, now)
        else:
            self._clerk.tell(agent, say(agent.language, "nothing-to-cancel"), now)

    def _log(self, agent: Agent, argument: str, now: datetime) -> None:
        """The list, or what is looked for behind the command."""
        found = finding.found_by(self._store, agent, argument) if argument else None
        self._outbox.owe(agent.id, found or finding.log_of(self._store, agent), now)

    def _show_stats(self, agent: Agent, argument: str, now: datetime) -> None:
        self._outbox.owe(agent.id, ShowStats(), now)

    def _drafts(self, agent: Agent, argument: str, now: datetime) -> None:
        self._outbox.owe(agent.id, finding.drafts_of(self._store, agent), now)

    def _cancel_draft(self, agent: Agent, application_id: str, now: datetime) -> None:
        """Turn to the draft and ask whether it may really go."""
        application = self._focus.own(agent, application_id, now)
        if application is None or not application.is_draft:
            self._clerk.tell(agent, say(agent.language, "not-yours"), now)
            return
        agent = self._focus.turn_to(agent, application, now)
        self._take(application, CancelAsked(), agent, now)

    def _status(self, agent: Agent, argument: str, now: datetime) -> None:
        self._outbox.owe(agent.id, finding.status_of(self._store, agent, argument), now)

    def _erase(self, agent: Agent, argument: str, now: datetime) -> None:
        self._outbox.owe(agent.id, self._erasing.question(agent, argument, now), now)

    def _help(self, agent: Agent, argument: str, now: datetime) -> None:
        self._clerk.tell(agent, say(agent.language, "help"), now)

    def _choose_language(self, agent: Agent, argument: str, now: datetime) -> None:
        names = _LANGUAGE_NAMES
        row = [menu_button(names[language], "language", language) for language in LANGUAGES]
        text = say(agent.language, "language-choose")
        self._outbox.owe(agent.id, Send(text=text, keyboard=[row]), now)

    # -- an application of the agent's -----------------------------------------------------------

    def _show_receipt(self, agent: Agent, argument: str, now: datetime) -> None:
        """The receipt once more, in the language that the button names."""
        language, _, application_id = argument.partition("-")
        application = self._focus.own(agent, application_id, now)
        if application is None or application.submission is None or language not in LANGUAGES:
            self._clerk.tell(agent, say(agent.language, "not-yours"), now)
            return
        shown = receipt(application, agent.language, shown_in=language)
        self._outbox.owe(agent.id, shown, now, about=(application.id,))

    def _open(self, agent: Agent, application_id: str, now: datetime) -> None:
        application = self._focus.own(agent, application_id, now)
        if application is None:
            self._clerk.tell(agent, say(agent.language, "not-yours"), now)
            return
        self._outbox.owe(agent.id, finding.detail_of(self._store, application, agent.language), now)

    def _refresh(
        self, agent: Agent, application_id: str, press: ButtonPressed, now: datetime
    ) -> None:
        """Have the service asked now; the detail is brought up to date when it has answered."""
        application = self._focus.own(agent, application_id, now)
        if application is None:
            self._answer(agent, press, "not-yours", now)
            return
        if press.message_id:
            label = label_of(Place.DETAIL, application.id)
            self._store.outbox.note_shown(label, agent.id, press.message_id)
        pressed = PressedMessage(press.query_id, press.message_id)
        asked = self._clerk.take(application, VerdictAsked(), agent, now, pressed)
        if asked and asked != application:
            self._store.errands.hasten(application.id, Task.ASK_VERDICT, now)

    # -- words --------------------------------------------------------------------------------

    def _switch(self, agent: Agent, language: str, press: ButtonPressed, now: datetime) -> None:
        if language not in LANGUAGES:
            self._guard.note_forged(agent, now)
            return
        self._store.agents.speak(agent.id, language)
        agent = self._store.agents.find(agent.id) or agent
        self._enrolment.offer_commands(agent, now)
        if press.message_id:
            self._outbox.owe(agent.id, Disarm(message_id=press.message_id), now)
        self._clerk.tell(agent, say(language, "language-changed"), now)
        application = self._focus.on(agent)
        if application:
            self._clerk.take(application, Resumed(), agent, now)

    def _answer(self, agent: Agent, press: ButtonPressed, key: str, now: datetime) -> None:
        text = plain(agent.language, key) if key else ""
        self._outbox.owe(agent.id, AnswerPress(query_id=press.query_id, text=text), now)
