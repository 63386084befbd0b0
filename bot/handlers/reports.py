"""What supervisors and admins see of others' work: reports, masked details, the service's own log.

The table keeps agents from it; whom a request concerns is checked here.
"""

from bot.chat.buttons import menu_button
from bot.chat.outgoing import Disarm, Send, ServiceLog, TeamReport
from bot.handlers.context import Context
from bot.handlers.finding import read_number
from bot.handlers.request import Gone, NotAllowed, Request
from bot.reports.service_log import MOST_PAGES, STATUSES
from bot.reports.team import PERIODS
from bot.screens.detail import detail
from bot.texts import plain, say
from conversations.bangla import ascii_digits
from conversations.erasure import without_form
from storage.agents import Role


def service_log_asked_for(request: Request) -> ServiceLog | None:
    """`/log vendor`, optionally with a filter; any other /log is an agent's own."""
    word, _, status = request.argument.lower().partition(" ")
    if word != "vendor" or request.agent.role is Role.AGENT:
        return None
    return ServiceLog(status=status if status in STATUSES else "all", page=1)


def turn_service_log(context: Context, request: Request) -> None:
    status, _, asked = request.argument.partition(".")
    number = read_number(asked) or 0
    if status not in STATUSES or not 0 < number <= MOST_PAGES:
        raise NotAllowed
    page = ServiceLog(status=status, page=number, message_id=request.pressed_in)
    context.replies.send(request, page)


def report(context: Context, request: Request) -> None:
    """Counts, pass rate and waiting applications; `/report 30` for other periods."""
    days, _, page = ascii_digits(request.argument).partition(".")
    period = next((each for each in PERIODS if str(each) == days), PERIODS[1])
    context.store.audit.record(
        "viewed", actor=str(request.agent.id), now=request.now, what="report", days=period
    )
    number = read_number(page) or 0
    context.replies.send(
        request, TeamReport(days=period, page=number, message_id=request.pressed_in)
    )


def turn_evening(context: Context, request: Request) -> None:
    """Turn this person's evening picture off or, from the report, on again."""
    agent, press = request.agent, request.press
    if request.argument not in {"on", "off"}:
        raise NotAllowed
    is_on = request.argument == "on"
    context.store.evening_reports.want(agent.id, is_wanted=is_on)
    if press is None:
        return
    context.replies.answer(agent, press, request.now, f"evening-{request.argument}")
    if press.message_id and is_on:
        order = TeamReport(days=PERIODS[1], message_id=press.message_id)
        context.replies.send(request, order)
    elif press.message_id:
        context.replies.send(request, Disarm(message_id=press.message_id))


def view(context: Context, request: Request) -> None:
    """One application of somebody whom this person manages: masked, and recorded."""
    agent = request.agent
    application = context.store.applications.find(request.argument)
    if application is None:
        raise Gone
    owner = context.store.agents.find(application.agent)
    if owner is None or not agent.looks_after(owner):
        raise NotAllowed(application)
    context.store.audit.record(
        "viewed", actor=str(agent.id), now=request.now, subject=application.id, what="detail"
    )
    shown = detail(without_form(application), agent.language)
    name = say(agent.language, "view-agent", name=owner.name)
    row = [menu_button(plain(agent.language, "button-report"), "report", "7")]
    page = Send(
        text=f"{shown.text}\n{name}", keyboard=[row], about=(application.id,), is_masked=True
    )
    context.replies.show(request, page)
