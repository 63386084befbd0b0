"""How handlers answer: with a sentence, a screen, a file, or a notice on the button."""

from datetime import datetime

from bot.chat.incoming import ButtonPressed
from bot.chat.outgoing import AnswerPress, AnyOutgoing, Keyboard, Send, apart, as_edit
from bot.handlers.request import Request
from bot.outbox import Outbox
from bot.screens.menu import menu_row
from bot.texts import plain, say
from storage.agents import Agent


class Replies:
    """The caller of every method holds a transaction."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    def tell(self, agent: Agent, key: str, now: datetime, **values: str | int) -> None:
        """Say the sentence, with the menu buttons when nothing is being asked."""
        self._outbox.owe(agent.id, self._sentence(agent, key, **values), now)

    def hint(self, agent: Agent, key: str, now: datetime, **values: str | int) -> None:
        """Say the sentence as `tell` does, but repeated ones only once."""
        self._outbox.hint(agent.id, self._sentence(agent, key, **values), now)

    def send(self, request: Request, message: AnyOutgoing) -> None:
        """Send a new message."""
        self._outbox.owe(request.agent.id, apart(message), request.now)

    def show(self, request: Request, page: Send, *, label: str | None = None) -> None:
        """Show the page in the message whose button was pressed, or in a new one of that label."""
        if request.pressed_in:
            self.send(request, as_edit(page, request.pressed_in))
        else:
            self._outbox.owe(request.agent.id, apart(page), request.now, label=label)

    def answer(self, agent: Agent, press: ButtonPressed, now: datetime, key: str = "") -> None:
        """End the button's waiting sign, with the notice of that key if there is one."""
        self.notify(agent, press, now, plain(agent.language, key) if key else "")

    def notify(self, agent: Agent, press: ButtonPressed, now: datetime, notice: str) -> None:
        """The same with a notice in words."""
        self._outbox.owe(agent.id, AnswerPress(query_id=press.query_id, text=notice), now)

    def _sentence(self, agent: Agent, key: str, **values: str | int) -> Send:
        keyboard: Keyboard = [] if agent.active_application else [menu_row(agent.language)]
        return Send(text=say(agent.language, key, **values), keyboard=keyboard)
