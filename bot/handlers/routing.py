"""Routes an update: who sent it, what they may do, and which handler takes it."""

from datetime import datetime

from bot.applications.clerk import Clerk
from bot.applications.erasure import Erasure
from bot.chat.buttons import MenuPress, Press, read_press
from bot.chat.incoming import (
    ButtonPressed,
    CommandSent,
    ContactSent,
    GroupSeen,
    Incoming,
    OwnNumberShared,
    ReachabilityChanged,
)
from bot.chat.outgoing import Disarm, LeaveChat, apart
from bot.handlers.confirmations import confirmed
from bot.handlers.context import Context
from bot.handlers.finding import meant_by
from bot.handlers.focus import Focus
from bot.handlers.guard import Guard
from bot.handlers.hearing import hear, note_own
from bot.handlers.offers import taken_offer
from bot.handlers.replies import Replies
from bot.handlers.request import Gone, NotAllowed, Request
from bot.handlers.table import BUTTON_NAMED, COMMAND_NAMED, help_page
from bot.handlers.typed import typed_command
from bot.outbox import Outbox
from bot.people.enrolment import Enrolment
from bot.people.staff import Staff
from conversations.events import AgentEvent, CorrectionBegun, Pressed, TextSent
from conversations.organisation import NAMELESS, Organisation
from storage import Store
from storage.agents import Agent


class Router:
    """Decides one update at a time; the caller holds a transaction."""

    def __init__(
        self,
        store: Store,
        clerk: Clerk,
        *,
        language: str,
        username: str = "",
        organisation: Organisation = NAMELESS,
        attempts_per_hour: int = 60,
    ) -> None:
        outbox = Outbox(store)
        replies = Replies(outbox)
        guard = Guard(store, attempts_per_hour=attempts_per_hour)
        self._context = Context(
            store=store,
            clerk=clerk,
            outbox=outbox,
            replies=replies,
            guard=guard,
            focus=Focus(store, clerk, outbox, replies, guard),
            enrolment=Enrolment(store, language=language),
            staff=Staff(store, organisation),
            erasure=Erasure(store),
            username=username,
            organisation=organisation,
        )

    def handle(self, incoming: Incoming, now: datetime) -> None:
        content, enrolment = incoming.content, self._context.enrolment
        if isinstance(content, GroupSeen):
            self._context.outbox.owe(incoming.chat, LeaveChat(), now)
            return
        agent = self._context.store.agents.find(incoming.sender)
        if isinstance(content, ReachabilityChanged):
            if agent:
                enrolment.note_reachable(agent, is_reachable=content.is_reachable)
            return
        if agent and not agent.is_reachable:
            enrolment.note_reachable(agent, is_reachable=True)
        if agent is None or not agent.is_served:
            if agent and incoming.message_id and not isinstance(content, ButtonPressed):
                self._context.clerk.clean_later(agent, incoming.message_id, now)
            enrolment.meet_stranger(incoming, agent, now)
            return
        self._context.store.agents.note_seen(agent.id, now)
        if isinstance(content, CommandSent | ButtonPressed):
            self._end_questions(agent)
        self._take(agent, content, incoming.message_id, now)

    def _take(
        self,
        agent: Agent,
        content: CommandSent | ButtonPressed | OwnNumberShared | ContactSent | AgentEvent,
        message_id: int | None,
        now: datetime,
    ) -> None:
        match content:
            case CommandSent():
                self._obey(agent, content, message_id, now)
            case ButtonPressed():
                self._press(agent, content, now)
            case OwnNumberShared(number=number):
                note_own(self._context, agent, number, now)
            case TextSent(forwarded=True):
                hear(self._context, agent, content, message_id, now)
            case TextSent() if press := confirmed(self._context, agent, content, now):
                self._press_in_words(agent, press, now)
            case TextSent() if press := taken_offer(self._context, agent, content):
                self._press_in_words(agent, press, now)
            case TextSent(text=text) if name := typed_command(text):
                self._end_questions(agent)
                self._obey(agent, CommandSent(name, ""), message_id, now)
            case _:
                hear(self._context, agent, content, message_id, now)

    def _end_questions(self, agent: Agent) -> None:
        """No text answers what an earlier command asked."""
        self._context.store.confirmations.end(agent.id)
        if agent.may_look:
            self._context.store.name_questions.end(agent.id)

    # -- commands -----------------------------------------------------------------------------

    def _obey(
        self, agent: Agent, command: CommandSent, message_id: int | None, now: datetime
    ) -> None:
        """Run the command; one that this person does not have shows the help."""
        request = Request(agent=agent, argument=command.argument, now=now)
        named = COMMAND_NAMED.get(command.name)
        row = named if named and agent.role.includes(named.role) else None
        if command.argument and message_id and not (row and row.names_nobody):
            self._note_argument(agent, message_id, command.argument, now)
        if row is None:
            self._context.outbox.hint(agent.id, apart(help_page(agent)), now)
            return
        row.handle(self._context, request)

    def _note_argument(self, agent: Agent, message_id: int, argument: str, now: datetime) -> None:
        """A command that may name a customer is deleted soon, or with what it is about."""
        about = [one.id for one in meant_by(self._context.store, agent, argument)]
        self._context.store.chat_messages.note(about, agent.id, message_id, now)
        self._context.clerk.clean_later(agent, message_id, now)

    # -- presses ------------------------------------------------------------------------------

    def _press(self, agent: Agent, press: ButtonPressed, now: datetime) -> None:
        """Run the button, or say why not; it may be forged or long outdated."""
        try:
            self._follow(agent, read_press(press.data), press, now)
        except Gone as gone:
            self._decline(agent, press, gone.notice, now)
        except NotAllowed as claim:
            if not self._is_old(press, claim):
                self._context.guard.note(agent, claim.application, now)
            notice = "not-yours" if claim.application else "unknown-button"
            self._decline(agent, press, notice, now)

    def _is_old(self, press: ButtonPressed, claim: NotAllowed) -> bool:
        """Whether the button was sent to this person, by an older version or in another role.

        A message that Telegram hides proves nothing; there only a claim on others' work counts.
        """
        return press.is_drawn or (press.message_id is None and claim.application is None)

    def _decline(self, agent: Agent, press: ButtonPressed, notice: str, now: datetime) -> None:
        """Say why not; a form's buttons are disarmed together, those of a list one by one."""
        self._context.replies.answer(agent, press, now, notice)
        if press.message_id and not isinstance(read_press(press.data), MenuPress):
            self._context.outbox.owe(agent.id, Disarm(message_id=press.message_id), now)

    def _follow(
        self, agent: Agent, meant: Press | MenuPress | None, press: ButtonPressed, now: datetime
    ) -> None:
        match meant:
            case MenuPress(verb=verb, argument=argument):
                self._press_menu(agent, verb, argument, press, now)
            case Press():
                self._press_form(agent, meant, press, now)
            case None:
                raise NotAllowed

    def _press_menu(
        self, agent: Agent, verb: str, argument: str, press: ButtonPressed | None, now: datetime
    ) -> None:
        row = BUTTON_NAMED.get(verb)
        if row is None or not agent.role.includes(row.role):
            raise NotAllowed
        row.handle(self._context, Request(agent=agent, argument=argument, press=press, now=now))
        if press and not row.has_notice:
            self._context.replies.answer(agent, press, now)

    def _press_in_words(self, agent: Agent, meant: MenuPress, now: datetime) -> None:
        """Run the button that the typed words named, or say why not."""
        try:
            self._press_menu(agent, meant.verb, meant.argument, None, now)
        except (Gone, NotAllowed):
            self._context.replies.tell(agent, "not-yours", now)

    def _press_form(self, agent: Agent, meant: Press, press: ButtonPressed, now: datetime) -> None:
        """A button of a form: the application's owner decides, not what the button claims."""
        event = meant.event(agent.language)
        if event is None:
            raise NotAllowed
        application = self._context.focus.own(agent, meant.application_id)
        is_present = isinstance(event, Pressed) and event.version == application.version
        if is_present and (application.is_draft or isinstance(event, CorrectionBegun)):
            agent = self._context.focus.turn_to(agent, application, now)
        self._context.focus.take(application, event, agent, now, press)
