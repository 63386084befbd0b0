"""Handlers of the agents' menu buttons; rows of the table name them."""

from bot.chat.labels import label_of
from bot.chat.outgoing import Disarm, ReceiptPicture, apart
from bot.chat.places import Place
from bot.handlers.context import Context
from bot.handlers.finding import detail_of, drafts_of, log_of, read_log_page, read_number
from bot.handlers.request import Gone, NotAllowed, Request
from bot.screens.menu import MENU_LOG
from bot.screens.receipt import has_receipt, receipt
from conversations.application import Application
from conversations.errands import Task
from conversations.events import CancelAsked, Resumed, VerdictAsked
from conversations.languages import LANGUAGES


def begin(context: Context, request: Request) -> None:
    context.focus.begin(request.agent, request.now)


def turn_log(context: Context, request: Request) -> None:
    """Show another page of the list, or another filter; from a menu, the list in a new message.

    What has the menu stays: it may be a result, the proof of an erasure, or a receipt, which can be
    forwarded.
    """
    meant = read_log_page(request.argument)
    if meant is None:
        raise NotAllowed
    show = context.replies.send if request.argument == MENU_LOG else context.replies.show
    show(request, log_of(context.store, request.agent, *meant))


def turn_drafts(context: Context, request: Request) -> None:
    asked = read_number(request.argument)
    if asked is None:
        raise NotAllowed
    context.replies.show(request, drafts_of(context.store, request.agent, asked))


def go_on(context: Context, request: Request) -> None:
    """Turn to that draft and ask its question again, above which a known customer is named."""
    draft = _own_draft(context, request)
    agent = context.focus.turn_to(request.agent, draft, request.now, is_said=not draft.customer)
    context.clerk.take(draft, Resumed(), agent, request.now)


def cancel_draft(context: Context, request: Request) -> None:
    """Turn to the draft and ask whether to erase it."""
    draft = _own_draft(context, request)
    agent = context.focus.turn_to(request.agent, draft, request.now)
    context.focus.take(draft, CancelAsked(), agent, request.now)


def _own_draft(context: Context, request: Request) -> Application:
    """The draft that the button names."""
    draft = context.focus.own(request.agent, request.argument)
    if not draft.is_draft:
        raise Gone
    return draft


def open_detail(context: Context, request: Request) -> None:
    application = context.focus.own(request.agent, request.argument)
    page = detail_of(context.store, application, request.agent.language)
    context.replies.send(request, page)


def show_receipt(context: Context, request: Request) -> None:
    """Show the receipt again, in the language that the button names."""
    application, language = _receipt_meant(context, request)
    shown = receipt(application, request.agent.language, context.organisation, shown_in=language)
    context.outbox.owe(request.agent.id, apart(shown), request.now, about=(application.id,))


def draw_receipt(context: Context, request: Request) -> None:
    """Send the receipt as a picture in that language."""
    application, language = _receipt_meant(context, request)
    picture = ReceiptPicture(application_id=application.id, language=language)
    context.outbox.owe(request.agent.id, picture, request.now, about=(application.id,))


def _receipt_meant(context: Context, request: Request) -> tuple[Application, str]:
    """The application of a receipt's button, and the language that the button names."""
    language, _, application_id = request.argument.partition("-")
    if language not in LANGUAGES:
        raise NotAllowed
    application = context.focus.own(request.agent, application_id)
    if not has_receipt(application):
        raise Gone("no-receipt")
    return application, language


def refresh(context: Context, request: Request) -> None:
    """Have the service asked now; the detail is refreshed when it has answered."""
    agent = request.agent
    application = context.focus.own(agent, request.argument)
    if request.pressed_in:
        label = label_of(Place.DETAIL, application.id)
        context.store.shown.note(label, agent.id, request.pressed_in)
    asked = context.clerk.take(application, VerdictAsked(), agent, request.now, request.press)
    if asked and asked != application:
        context.store.errands.hasten(application.id, Task.ASK_VERDICT, request.now)


def speak(context: Context, request: Request) -> None:
    """Use that language from now on, and show the current question in it."""
    language, now = request.argument, request.now
    if language not in LANGUAGES:
        raise NotAllowed
    context.store.agents.speak(request.agent.id, language)
    agent = context.store.agents.find(request.agent.id) or request.agent
    context.enrolment.offer_commands(agent, now)
    if request.pressed_in:
        context.outbox.owe(agent.id, Disarm(message_id=request.pressed_in), now)
    context.replies.tell(agent, "language-changed", now)
    context.focus.ask_again(agent, now)
