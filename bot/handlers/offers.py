"""Typed words do what the buttons of the offer to continue a draft do."""

from collections.abc import Mapping
from functools import cache

from bot.chat.buttons import MenuPress
from bot.chat.labels import offer_label
from bot.handlers.context import Context
from bot.handlers.newest import is_newest
from bot.handlers.typed import named_in_words
from conversations.bangla import comparison_key
from conversations.events import TextSent
from conversations.short_answer import ShortAnswer, short_answers
from storage.agents import Agent

_CONTINUE, _NEW = "continue", "new"


def taken_offer(context: Context, agent: Agent, said: TextSent) -> MenuPress | None:
    """The button that the text means; None for other words, or where the offer is not the newest
    message.
    """
    verb = _verb(said.text)
    if verb is None or not _is_about_offer(context, agent, said):
        return None
    draft = context.focus.draft_of(agent)
    if draft is None:
        return None
    return MenuPress(verb, draft.id if verb == _CONTINUE else "")


def _verb(text: str) -> str | None:
    verb = _verbs_named().get(comparison_key(text))
    return verb or (_CONTINUE if short_answers(text) == {ShortAnswer.YES} else None)


@cache
def _verbs_named() -> Mapping[str, str]:
    return named_in_words((_CONTINUE, _NEW))


def _is_about_offer(context: Context, agent: Agent, said: TextSent) -> bool:
    offer = context.store.shown.find(offer_label(agent.id))
    if offer is None:
        return False
    if said.replies_to is not None:
        return said.replies_to == offer.message_id
    return offer.message_id < said.message_id and is_newest(context, agent, offer.message_id)
