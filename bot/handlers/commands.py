"""Handlers of the agents' Telegram commands; rows of the table name them."""

from bot.chat.buttons import menu_button
from bot.chat.outgoing import Send, ShowStats
from bot.handlers.context import Context
from bot.handlers.finding import drafts_of, log_of, status_of
from bot.handlers.reports import service_log_asked_for
from bot.handlers.request import Request
from bot.handlers.searching import search
from bot.screens.menu import menu_row
from bot.screens.welcome import welcome
from bot.texts import plain, say
from conversations.events import CancelAsked, Resumed
from conversations.languages import LANGUAGES


def start(context: Context, request: Request) -> None:
    """Ask whether to continue the draft; an invitation may also bring another role."""
    agent, now = request.agent, request.now
    code = request.argument
    if code and context.enrolment.redeem(code, agent.id, agent.language, now):
        return
    if context.enrolment.is_in_vain(code, agent):
        refused = say(agent.language, "invite-refused", id=str(agent.id))
        context.replies.send(request, Send(text=refused))
    context.enrolment.offer_commands(agent, now)
    application = context.focus.on(agent)
    if application and application.consent:
        context.focus.offer_draft(agent, "draft-open", now)
    elif application:
        context.clerk.take(application, Resumed(), agent, now)
    elif agent.may_look and context.focus.draft_of(agent) is None:
        context.replies.send(request, welcome(agent))
    else:
        context.focus.offer_draft(agent, "welcome-back", now)


def new(context: Context, request: Request) -> None:
    """Open a form, or ask first if a draft awaits its next answer."""
    draft = context.focus.draft_of(request.agent)
    if draft is None or draft.consent is None:
        context.focus.begin(request.agent, request.now)
    else:
        context.focus.offer_draft(request.agent, "draft-open", request.now)


def drafts(context: Context, request: Request) -> None:
    context.replies.send(request, drafts_of(context.store, request.agent))


def log(context: Context, request: Request) -> None:
    """The list, or the search named after the command; `vendor` is the service's own log."""
    service_log = service_log_asked_for(request)
    if service_log:
        context.replies.send(request, service_log)
        return
    store, agent, typed = context.store, request.agent, request.argument
    found = search(context, agent, typed) if typed else log_of(store, agent)
    if found:
        context.replies.send(request, found)
        return
    nothing = Send(text=say(agent.language, "search-nothing"), keyboard=[menu_row(agent.language)])
    context.focus.explain(agent, nothing, request.now)


def stats(context: Context, request: Request) -> None:
    context.replies.send(request, ShowStats())


def status(context: Context, request: Request) -> None:
    agent = request.agent
    page = status_of(context.store, agent, request.argument)
    if page.about:
        context.replies.send(request, page)
    else:
        context.focus.explain(agent, page, request.now)


def cancel(context: Context, request: Request) -> None:
    application = context.focus.on(request.agent)
    if application:
        context.clerk.take(application, CancelAsked(), request.agent, request.now)
    else:
        context.replies.tell(request.agent, "nothing-to-cancel", request.now)


def language(context: Context, request: Request) -> None:
    row = [menu_button(plain(each, "language-name"), "language", each) for each in LANGUAGES]
    text = say(request.agent.language, "language-choose")
    context.replies.send(request, Send(text=text, keyboard=[row]))
