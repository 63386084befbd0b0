"""What came after a message: a text that is no reply is then not about that message."""

from bot.chat.labels import label_of
from bot.chat.places import Place
from bot.handlers.context import Context
from storage.agents import Agent


def is_asked_since(context: Context, agent: Agent, message_id: int) -> bool:
    """Whether the open form has asked something, or is about to."""
    if agent.active_application is None:
        return False
    label = label_of(Place.PROMPT, agent.active_application)
    unsent, shown = context.store.outbox.unsent_or_shown(label)
    return bool(unsent or (shown and shown.message_id > message_id))


def is_told_since(context: Context, agent: Agent, message_id: int) -> bool:
    """Whether anything else has come, such as an announcement."""
    newest = context.store.shown.newest(agent.id)
    return bool(newest and newest > message_id)
