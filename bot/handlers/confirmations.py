"""A typed yes or no does what the buttons of the newest question do: /erase, removing, announcing.

The question is stored, so that it outlives a restart. A text counts where it was sent after the
question was shown and nothing else has come since. The question ends with the person's next
command, press or other text, and after a quarter of an hour.
"""

from datetime import datetime, timedelta

from bot.chat.buttons import MenuPress, read_press
from bot.chat.labels import confirmation_label
from bot.chat.outgoing import Disarm, Send
from bot.handlers.context import Context
from bot.handlers.newest import is_newest
from bot.handlers.request import Request
from bot.handlers.typed import typed_command
from conversations.events import TextSent
from conversations.short_answer import ShortAnswer, short_answers
from storage.agents import Agent
from storage.confirmations import Confirmation

_ASKED_FOR = timedelta(minutes=15)


def confirm(context: Context, request: Request, question: Send) -> None:
    """Show the question, whose first row has the buttons for yes and for no."""
    yes, no = (button.data for button in question.keyboard[0])
    asked = Confirmation(yes=yes, no=no, message_id=request.pressed_in, asked_at=request.now)
    context.store.confirmations.ask(request.agent.id, asked)
    context.replies.show(request, question, label=confirmation_label(request.agent.id))


def confirmed(context: Context, agent: Agent, said: TextSent, now: datetime) -> MenuPress | None:
    """The button that the text means, whose question loses its buttons; None for any other text."""
    asked = context.store.confirmations.of(agent.id) if agent.is_asked else None
    if asked is None:
        return None
    is_dropped = typed_command(said.text) == "cancel"
    answers = frozenset({ShortAnswer.NO}) if is_dropped else short_answers(said.text)
    if not answers or abs(now - asked.asked_at) > _ASKED_FOR:
        context.store.confirmations.end(agent.id)
        return None
    question_id = _shown(context, agent, asked)
    is_meant = question_id and _is_about(context, agent, question_id, said)
    data = {ShortAnswer.YES: asked.yes, ShortAnswer.NO: asked.no}
    press = read_press(next((data[one] for one in data if answers == {one}), ""))
    if not (is_meant and question_id and isinstance(press, MenuPress)):
        return None
    context.store.confirmations.end(agent.id)
    context.store.shown.forget(confirmation_label(agent.id), question_id)
    context.outbox.owe(agent.id, Disarm(message_id=question_id), now)
    return press


def _shown(context: Context, agent: Agent, asked: Confirmation) -> int | None:
    """The message with the question; None while it is on its way."""
    if asked.message_id:
        return asked.message_id
    store, label = context.store, confirmation_label(agent.id)
    shown = None if store.outbox.is_owed(label) else store.shown.find(label)
    return shown.message_id if shown else None


def _is_about(context: Context, agent: Agent, question_id: int, said: TextSent) -> bool:
    """Whether the text answers that message: as a reply, or as nothing came after it."""
    if said.replies_to is not None:
        return said.replies_to == question_id
    return said.message_id > question_id and is_newest(context, agent, question_id)
