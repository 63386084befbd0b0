"""Exports, which supervisors and admins ask for in the chat; the table keeps agents from it."""

from datetime import timedelta

from bot.chat.buttons import menu_button
from bot.chat.outgoing import Export, Send
from bot.handlers.context import Context
from bot.handlers.request import NotAllowed, Request
from bot.reports.table import FORMATS
from bot.texts import say

_EXPORTED_DAYS = 31


def offer_export(context: Context, request: Request) -> None:
    """`/export` offers the formats; `/export full` does so with full values, to an admin."""
    agent = request.agent
    is_masked = request.argument.strip().lower() != "full"
    if not agent.may_export(is_masked=is_masked):
        context.replies.send(request, Send(text=say(agent.language, "export-masked-only")))
        return
    kind = "masked" if is_masked else "full"
    row = [menu_button(each.upper(), "export", f"{each}.{kind}") for each in FORMATS]
    text = say(agent.language, f"export-{kind}", count=_EXPORTED_DAYS)
    context.replies.send(request, Send(text=text, keyboard=[row]))


def export(context: Context, request: Request) -> None:
    file_format, _, kind = request.argument.partition(".")
    is_masked = kind == "masked"
    if file_format not in FORMATS or kind not in {"masked", "full"}:
        raise NotAllowed
    if not request.agent.may_export(is_masked=is_masked):
        raise NotAllowed
    people = context.store.agents.looked_after_by(request.agent)
    since = request.now - timedelta(days=_EXPORTED_DAYS)
    context.store.audit.record(
        "exported",
        actor=str(request.agent.id),
        now=request.now,
        format=file_format,
        masked=is_masked,
        count=context.store.caseloads.count_begun_since(people, since),
    )
    export = Export(format=file_format, days=_EXPORTED_DAYS, is_masked=is_masked)
    context.replies.send(request, export)
