"""Exports, which supervisors and admins ask for in the chat; the table keeps agents from it."""

from datetime import timedelta

from bot.chat.outgoing import Export, Send
from bot.handlers.context import Context
from bot.handlers.request import NotAllowed, Request
from bot.reports.period import NAMES, Period, period_named, read_period
from bot.reports.table import FORMATS
from bot.screens.exports import days_question, format_question
from bot.texts import say
from conversations.dhaka import day_in_dhaka

_DAYS_OF_OLD_BUTTONS = 31
_KINDS = ("masked", "full")


def offer_export(context: Context, request: Request) -> None:
    """`/export`, with `full` for full values, which only an admin gets, and with one or two dates.

    Without dates it asks for the days.
    """
    agent = request.agent
    words = request.argument.lower().split()
    kind = "full" if words[:1] == ["full"] else "masked"
    dates = words[1:] if kind == "full" else words
    period = read_period(dates) if dates else None
    if not agent.may_export(is_masked=kind == "masked"):
        page = Send(text=say(agent.language, "export-masked-only"))
    elif period:
        page = format_question(kind, period.first, period.last, FORMATS, agent.language)
    elif dates:
        usage = Send(text=say(agent.language, "export-usage"))
        context.focus.explain(agent, usage, request.now)
        return
    else:
        page = days_question(kind, NAMES, agent.language)
    context.replies.show(request, page)


def choose_days(context: Context, request: Request) -> None:
    """Ask for the format of the period that the button names, or again for the days."""
    agent = request.agent
    kind, _, name = request.argument.partition(".")
    _check(request, kind)
    period = period_named(name, day_in_dhaka(request.now))
    if period:
        page = format_question(kind, period.first, period.last, FORMATS, agent.language)
    elif not name:
        page = days_question(kind, NAMES, agent.language)
    else:
        raise NotAllowed
    context.replies.show(request, page)


def export(context: Context, request: Request) -> None:
    """Owe the file; a button without days is of an older version and means the last 31."""
    file_format, _, rest = request.argument.partition(".")
    kind, *dates = rest.split(".")
    if file_format not in FORMATS:
        raise NotAllowed
    _check(request, kind)
    if dates:
        period = read_period(dates) if len(dates) == 2 else None
        if period is None:
            raise NotAllowed
    else:
        since = request.now - timedelta(days=_DAYS_OF_OLD_BUTTONS)
        period = Period.between(since, request.now)
    people = context.store.agents.looked_after_by(request.agent)
    context.store.audit.record(
        "exported",
        actor=str(request.agent.id),
        now=request.now,
        format=file_format,
        masked=kind == "masked",
        first=str(period.first),
        last=str(period.last),
        count=context.store.caseloads.count_begun(people, period.since, period.until),
    )
    order = Export(
        format=file_format,
        since=period.since,
        until=period.until,
        is_masked=kind == "masked",
    )
    context.replies.send(request, order)


def _check(request: Request, kind: str) -> None:
    """Raise NotAllowed unless this person may have that kind of export."""
    if kind not in _KINDS or not request.agent.may_export(is_masked=kind == "masked"):
        raise NotAllowed
