"""What came after a message: a text that is no reply is then not about that message."""

from bot.chat.labels import label_of
from bot.chat.places import Place
from bot.handlers.context import Context
from storage.agents import Agent


def is_newest(context: Context, agent: Agent, message_id: int) -> bool:
    """Whether nothing came below the message, such as an announcement, and the open form has asked
    nothing since, nor is about to.
    """
    newest = context.store.shown.newest(agent.id)
    if newest and newest > message_id:
        return False
    if agent.active_application is None:
        return True
    label = label_of(Place.PROMPT, agent.active_application)
    unsent, shown = context.store.outbox.unsent_or_shown(label)
    return not unsent and not (shown and shown.message_id > message_id)
