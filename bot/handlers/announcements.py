"""Announcements of supervisors and admins to their people; the table keeps agents from it."""

from datetime import timedelta

from bot.chat.outgoing import Announce, Send
from bot.handlers.confirmations import confirm
from bot.handlers.context import Context
from bot.handlers.finding import read_number
from bot.handlers.request import NotAllowed, Request
from bot.screens.announcements import LONGEST_TEXT, announcement_question
from bot.texts import say
from storage.announcements import Announcement

_HOUR = timedelta(hours=1)
_MOST_AN_HOUR = 10


def announce(context: Context, request: Request) -> None:
    """`/announce TEXT` shows the text and how many people get it, and asks first."""
    agent, text, now = request.agent, request.argument.strip(), request.now
    count = len(context.store.agents.team_of(agent))
    done = context.store.audit.count_since(str(agent.id), ("announced",), now - _HOUR, now)
    if not text:
        page = Send(text=say(agent.language, "announce-usage"))
    elif len(text) > LONGEST_TEXT:
        longest = {"count": len(text), "most": LONGEST_TEXT}
        page = Send(text=say(agent.language, "announce-too-long", **longest))
    elif not count:
        page = Send(text=say(agent.language, "announce-nobody"))
    elif done >= _MOST_AN_HOUR:
        page = Send(text=say(agent.language, "too-many-attempts"))
    else:
        number = context.store.announcements.draft(agent.id, text, now)
        question = announcement_question(number, count, agent.name, text, agent.language)
        confirm(context, request, question)
        return
    context.focus.explain(agent, page, now)


def send_announcement(context: Context, request: Request) -> None:
    """Send it, once however often that is pressed; audited with its length only."""
    agent, store, now = request.agent, context.store, request.now
    found = _own(context, request)
    if found is None or not store.announcements.confirm(found.number, now):
        _show(context, request, "announce-gone")
        return
    count = len(store.agents.team_of(agent))
    store.audit.record(
        "announced", actor=str(agent.id), now=now, length=len(found.text), count=count
    )
    asked = Announce(number=found.number, role=agent.role, team=agent.team)
    context.outbox.owe(agent.id, asked, now)
    _show(context, request, "announcing", count)


def keep_silent(context: Context, request: Request) -> None:
    found = _own(context, request)
    if found is None or found.confirmed_at:
        _show(context, request, "announce-gone")
        return
    context.store.announcements.forget(found.number)
    _show(context, request, "announce-dropped")


def _own(context: Context, request: Request) -> Announcement | None:
    """The announcement that the button claims, None if it is over; raises NotAllowed."""
    number = read_number(request.argument)
    if number is None:
        raise NotAllowed
    found = context.store.announcements.find(number)
    if found and found.maker != request.agent.id:
        raise NotAllowed
    return found


def _show(context: Context, request: Request, key: str, count: int = 0) -> None:
    """Say it in the place of the question."""
    context.replies.show(request, Send(text=say(request.agent.language, key, count=count)))
