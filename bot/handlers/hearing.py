"""Handles typed texts, photos, contacts and everything else that is sent."""

from datetime import datetime

from bot.applications.own_numbers import note_own_number
from bot.chat.incoming import ContactSent
from bot.chat.outgoing import Send
from bot.handlers.context import Context
from bot.handlers.invitations import hear_names
from bot.handlers.replied import meant_text
from bot.handlers.searching import search
from bot.handlers.typed import is_command, typed_press
from bot.screens.drafts import continue_button
from bot.screens.phrases import customer_of
from bot.texts import say
from conversations.application import Application
from conversations.events import (
    AgentEvent,
    Interrupted,
    PhotoSent,
    RelativeChosen,
    StraySent,
    TextEdited,
    TextSent,
)
from conversations.invalid_answer import InvalidAnswer
from conversations.questions import is_typed
from conversations.search import is_number
from conversations.short_answer import ShortAnswer, short_answers
from storage.agents import Agent

_YES_OR_NO = {ShortAnswer.YES, ShortAnswer.NO}

#: Forwarded words that only the agent's own hand may write.
_FORWARDED = StraySent(kind="forwarded")

#: How many of an agent's drafts are searched for an answer or an album.
_MOST_DRAFTS = 9


def hear(
    context: Context,
    agent: Agent,
    event: AgentEvent | ContactSent,
    message_id: int | None,
    now: datetime,
) -> None:
    """Apply it to the open form, if any; the message is deleted together with that form's."""
    if isinstance(event, TextSent):
        event = _as_own_words(event)
    if isinstance(event, TextSent) and hear_names(context, agent, event, now):
        return
    application = context.focus.on(agent)
    if application is None:
        _hear_outside(context, agent, event, message_id, now)
        return
    event = _understood(application, event, message_id)
    other = _other_draft(context, agent, application, event)
    if message_id:
        about = (other or application).id
        context.store.chat_messages.note((about,), agent.id, message_id, now)
    if other:
        key = "edit-of-other" if isinstance(event, TextEdited) else "photo-of-other"
        context.focus.explain(agent, _named(other, key, agent.language), now)
        return
    if isinstance(event, TextSent) and _is_about_newer(context, agent, application, event):
        context.focus.ask_again(agent, now)
        return
    caption = _caption(context, application, event, message_id)
    accepts_words = is_typed(application, application.asking)
    if isinstance(event, PhotoSent) and is_command(event.caption):
        caption = None
        context.replies.tell(agent, "stray-command", now)
    elif caption and not accepts_words:
        context.replies.tell(agent, "caption-unread", now)
    context.focus.take(application, _meant(context, agent, application, event), agent, now)
    if caption and accepts_words:
        _hear_caption(context, application, caption, now)


def _hear_outside(
    context: Context,
    agent: Agent,
    event: AgentEvent | ContactSent,
    message_id: int | None,
    now: datetime,
) -> None:
    """Handle something that no open form takes: a search, or a photo before /new."""
    if message_id:
        context.clerk.clean_later(agent, message_id, now)
    found = search(context, agent, event.text) if isinstance(event, TextSent) else None
    if isinstance(event, TextEdited):
        context.replies.hint(agent, "edit-ignored", now)
    elif event == _FORWARDED:
        context.replies.hint(agent, "stray-forwarded", now)
    elif found:
        context.outbox.owe(agent.id, found, now)
    elif isinstance(event, TextSent) and is_number(event.text):
        context.replies.tell(agent, "search-nothing", now)
    else:
        context.focus.hint_at_draft(agent, now)


def _as_own_words(said: TextSent) -> TextSent | StraySent:
    """The text, unless somebody else's words would confirm, refuse or command something."""
    is_command_or_short = is_command(said.text) or short_answers(said.text)
    return _FORWARDED if said.forwarded and is_command_or_short else said


def _is_about_newer(
    context: Context, agent: Agent, application: Application, said: TextSent
) -> bool:
    """Whether a mere yes or no may be meant for something newer than the form's question: an
    announcement, the result of another customer, what a button asked in an older message.
    """
    if said.replies_to is not None or not short_answers(said.text) & _YES_OR_NO:
        return False
    asked = context.store.confirmations.of(agent.id) if agent.is_asked else None
    if asked and asked.message_id:  # it may have been asked after the form's question
        context.store.confirmations.end(agent.id)
        return True
    _, prompt = context.outbox.prompt(application.id)
    newest = context.store.shown.newest(agent.id)
    return bool(prompt and newest and prompt.message_id < newest < said.message_id)


def _other_draft(
    context: Context, agent: Agent, application: Application, event: AgentEvent
) -> Application | None:
    """Another draft that has the answer which was edited, or the rest of the photo's album.

    With a webhook, the press that leads to another form can overtake what was sent before.
    """
    is_bound = isinstance(event, TextEdited) or (isinstance(event, PhotoSent) and event.album)
    if not is_bound or _is_of(application, event):
        return None
    drafts = context.store.caseloads.drafts_of_agent(agent.id, limit=_MOST_DRAFTS)
    return next((one for one in drafts if _is_of(one, event)), None)


def _is_of(application: Application, event: AgentEvent) -> bool:
    match event:
        case TextEdited():
            return event.message_id in application.sources.values()
        case PhotoSent():
            return event.album in {one.album for one in application.pictures.values()}
        case _:
            return False


def _named(other: Application, key: str, language: str) -> Send:
    text = say(language, key, customer=customer_of(other, language))
    return Send(text=text, keyboard=[[continue_button(other, language)]], about=(other.id,))


def _understood(
    application: Application, event: AgentEvent | ContactSent, message_id: int | None
) -> AgentEvent:
    """The customer's contact is an answer where the number is asked for; no edit is a command."""
    match event:
        case ContactSent(number=number) if application.asking == "mobile_number" and message_id:
            return TextSent(text=number, message_id=message_id)
        case ContactSent():
            return StraySent(kind="contact")
        case TextEdited(text=text) if is_command(text):
            return StraySent(kind="command")
        case _:
            return event


def _caption(
    context: Context, application: Application, event: AgentEvent, message_id: int | None
) -> AgentEvent | None:
    """A photo's caption as a text of that message; None if there is none."""
    if not (isinstance(event, PhotoSent) and event.caption and message_id):
        return None
    said = TextSent(text=event.caption, message_id=message_id, forwarded=event.forwarded)
    own = _as_own_words(said)
    return meant_text(context.store, application, own) if isinstance(own, TextSent) else own


def _hear_caption(
    context: Context, before: Application, caption: AgentEvent, now: datetime
) -> None:
    """Take the caption as the answer if the photo left the question open; else say it is unread."""
    application = context.store.applications.find(before.id)
    agent = context.store.agents.find(before.agent)
    if application and agent and application.asking == before.asking:
        context.focus.take(application, caption, agent, now)
    elif agent:
        context.replies.tell(agent, "caption-unread", now)


def _meant(
    context: Context, agent: Agent, application: Application, event: AgentEvent
) -> AgentEvent:
    """A typed text may correct an answer, or name a button.

    A button's word that may have been sent before its question was seen neither presses it nor
    answers: the question is shown again. A forwarded one does neither, too. A relative's name and
    relation do answer.
    """
    if not isinstance(event, TextSent):
        return event
    meant = meant_text(context.store, application, event)
    if not isinstance(meant, TextSent) or meant.replies_to is not None:
        return meant
    press = typed_press(application, meant.text)
    named = press.event(agent.language) if press else None
    is_no_press = meant.is_early or meant.forwarded
    if named is None or (is_no_press and isinstance(named, RelativeChosen)):
        return meant
    if meant.forwarded:
        return _FORWARDED
    return Interrupted() if meant.is_early else named


def note_own(context: Context, agent: Agent, number: str, now: datetime) -> None:
    """Store the agent's own number, and show the current question again."""
    try:
        note_own_number(context.store, agent, number, now)
    except InvalidAnswer:
        context.replies.tell(agent, "own-number-foreign", now)
    else:
        context.replies.tell(agent, "own-number-noted", now)
    context.focus.ask_again(agent, now)
