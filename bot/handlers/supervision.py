"""Handlers of the commands and buttons of supervisors and admins.

The table keeps agents from using them; whom a request concerns is checked here.
"""

from datetime import timedelta

from bot.chat.buttons import menu_button
from bot.chat.outgoing import Export, HandOver, Send, TeamReport, VendorLog
from bot.handlers.context import Context
from bot.handlers.finding import read_page
from bot.handlers.request import Gone, NotAllowed, Request
from bot.people.invitations import GOOD_FOR, link, make_invitation
from bot.people.staff import may_readmit
from bot.reports.service_log import MOST_PAGES, STATUSES
from bot.reports.table import FORMATS
from bot.reports.team import PERIODS
from bot.screens.detail import detail
from bot.screens.paging import page_of
from bot.screens.people import (
    PAGE_SIZE,
    people_page,
    person_card,
    receivers_page,
    removal_question,
    role_named,
)
from bot.texts import plain, say
from conversations.erasure import without_form
from storage.agents import Agent, Role, Standing

_EXPORTED_DAYS = 31
_MOST_UNFINISHED = 50
_MOST_RECEIVERS = 20  # buttons; the command line finds more

# -- people -----------------------------------------------------------------------------------


def list_people(context: Context, request: Request) -> None:
    agent = request.agent
    people = [one for one in context.store.agents.everybody() if agent.may_manage(one)]
    page = page_of(len(people), read_page(request.argument) or 0, PAGE_SIZE)
    shown = people_page(people[page.offset : page.end], page, agent.language)
    context.replies.show(request, shown)


def invite(context: Context, request: Request) -> None:
    """`/invite NAME`, or with the role first, which only an admin may choose."""
    agent, argument = request.agent, request.argument
    first, _, rest = argument.partition(" ")
    role = role_named(first) if agent.role is Role.ADMIN and rest.strip() else None
    name = (rest if role else argument).strip()
    if not name:
        key = "invite-usage-admin" if agent.role is Role.ADMIN else "invite-usage"
        context.replies.send(request, Send(text=say(agent.language, key)))
        return
    code = make_invitation(
        context.store,
        name,
        role or Role.AGENT,
        actor=str(agent.id),
        now=request.now,
        team=agent.team,
    )
    address = link(context.username, code)
    text = say(agent.language, "invite-made", name=name, link=address, count=GOOD_FOR.days)
    context.replies.send(request, Send(text=text))


def show_person(context: Context, request: Request) -> None:
    _show_card(context, request, _managed(context, request.agent, request.argument))


def suspend(context: Context, request: Request) -> None:
    person = _managed(context, request.agent, request.argument)
    if person.is_served:
        context.staff.suspend(person, actor=str(request.agent.id), now=request.now)
    _show_card(context, request, person)


def restore(context: Context, request: Request) -> None:
    person = _managed(context, request.agent, request.argument)
    is_allowed = may_readmit(context.store, person, request.agent)
    if person.standing is Standing.SUSPENDED and is_allowed:
        context.staff.restore(person, actor=str(request.agent.id), now=request.now)
    _show_card(context, request, person)


def ask_removal(context: Context, request: Request) -> None:
    person = _managed(context, request.agent, request.argument)
    context.replies.show(request, removal_question(person, request.agent.language))


def remove(context: Context, request: Request) -> None:
    person = _managed(context, request.agent, request.argument)
    if person.standing is not Standing.REMOVED:
        context.staff.remove(person, actor=str(request.agent.id), now=request.now)
    _show_card(context, request, person)


def ask_receiver(context: Context, request: Request) -> None:
    """Ask who takes over the work of that person."""
    agent = request.agent
    giver = _managed(context, agent, request.argument)
    count = context.store.caseloads.count_of_agent(giver.id)
    receivers = [one for one in _receivers(context, agent) if one.id != giver.id]
    page = receivers_page(giver, receivers[:_MOST_RECEIVERS], count, agent.language)
    context.replies.show(request, page)


def hand_over(context: Context, request: Request) -> None:
    """Owe the hand-over, which takes long for a busy person, and say that it is under way."""
    agent = request.agent
    giver_id, _, receiver_id = request.argument.partition(".")
    giver = _managed(context, agent, giver_id)
    receivers = {str(one.id): one for one in _receivers(context, agent)}
    receiver = receivers.get(receiver_id)
    if receiver is None or receiver.id == giver.id:
        raise NotAllowed
    if context.outbox.is_handing_over(giver.id):
        key = "giving-already"
    else:
        key = "giving"
        order = HandOver(giver=giver.id, receiver=receiver.id, actor=agent.id)
        context.outbox.owe(agent.id, order, request.now)
    text = say(agent.language, key, giver=giver.name, receiver=receiver.name)
    page = Send(text=text, keyboard=_card(context, agent, giver).keyboard)
    context.replies.show(request, page)


def _receivers(context: Context, agent: Agent) -> list[Agent]:
    """The possible receivers of work: the people this person manages, and the person."""
    return [
        one
        for one in context.store.agents.everybody()
        if one.is_served and (agent.may_manage(one) or one.id == agent.id)
    ]


def _managed(context: Context, agent: Agent, person_id: str) -> Agent:
    """The person with the id that a button claims; raises NotAllowed."""
    person = context.store.agents.find(int(person_id)) if _is_id(person_id) else None
    if person is None or not agent.may_manage(person):
        raise NotAllowed
    return person


def _show_card(context: Context, request: Request, person: Agent) -> None:
    context.replies.show(request, _card(context, request.agent, person))


def _card(context: Context, agent: Agent, person: Agent) -> Send:
    """The current card of the person."""
    person = context.store.agents.find(person.id) or person
    phases = context.store.caseloads.count_by_phase(person.id)
    return person_card(
        person,
        phases,
        context.store.refusals.count(person.id),
        agent.language,
        may_restore=may_readmit(context.store, person, agent),
    )


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 19


# -- their work -------------------------------------------------------------------------------


def service_log_asked_for(request: Request) -> VendorLog | None:
    """`/log vendor`, optionally with a filter; any other /log is an agent's own."""
    word, _, status = request.argument.lower().partition(" ")
    if word != "vendor" or request.agent.role is Role.AGENT:
        return None
    return VendorLog(status=status if status in STATUSES else "all", page=1)


def turn_service_log(context: Context, request: Request) -> None:
    status, _, page = request.argument.partition(".")
    if status not in STATUSES or not _is_id(page) or not 0 < int(page) <= MOST_PAGES:
        raise NotAllowed
    pressed = request.press.message_id if request.press else None
    context.replies.send(request, VendorLog(status=status, page=int(page), message_id=pressed))


def report(context: Context, request: Request) -> None:
    """Counts, pass rate and waiting applications; `/report 30` for other periods."""
    days, _, page = request.argument.partition(".")
    period = next((each for each in PERIODS if str(each) == days), PERIODS[1])
    context.store.audit.record(
        "viewed", actor=str(request.agent.id), now=request.now, what="report", days=period
    )
    pressed = request.press.message_id if request.press else None
    number = int(page) if _is_id(page) else 0
    context.replies.send(request, TeamReport(days=period, page=number, message_id=pressed))


def view(context: Context, request: Request) -> None:
    """One application of somebody whom this person manages: masked, and recorded."""
    agent = request.agent
    application = context.store.applications.find(request.argument)
    if application is None:
        raise Gone
    owner = context.store.agents.looked_after_by(agent).get(application.agent)
    if owner is None:
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
