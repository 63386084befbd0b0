"""The people whom a supervisor or admin manages: listed, suspended, removed, handed over.

The table keeps agents from it; whom a request concerns is checked here. A button about a person
names them and, after a dash, the page of the list to go back to.
"""

from dataclasses import replace

from bot.chat.outgoing import HandOver, Send
from bot.handlers.confirmations import confirm
from bot.handlers.context import Context
from bot.handlers.finding import read_number
from bot.handlers.request import NotAllowed, Request
from bot.people.rights import may_readmit
from bot.reports.counts import first_rate_of, summed
from bot.reports.tally import DAYS, beginning
from bot.screens.paging import page_of
from bot.screens.people import (
    PAGE_SIZE,
    RECEIVERS_ON_A_PAGE,
    Work,
    people_page,
    person_card,
    receivers_page,
    removal_question,
)
from bot.texts import say
from storage.agents import Agent, Standing


def list_people(context: Context, request: Request) -> None:
    agent, agents = request.agent, context.store.agents
    people = [one for one in agents.list_looked_after_by(agent) if one.id != agent.id]
    page = page_of(len(people), read_number(request.argument) or 0, PAGE_SIZE)
    found = (agents.find(one.id) for one in people[page.offset : page.end])
    listed = [one for one in found if one]
    context.replies.show(request, people_page(people, listed, page, agent.language))


def show_person(context: Context, request: Request) -> None:
    person, page = _managed(context, request)
    _show_card(context, request, person, page)


def suspend(context: Context, request: Request) -> None:
    person, page = _managed(context, request)
    if person.is_served:
        context.staff.suspend(person, actor=str(request.agent.id), now=request.now)
    _show_card(context, request, person, page)


def restore(context: Context, request: Request) -> None:
    person, page = _managed(context, request)
    is_allowed = may_readmit(context.store, person, request.agent)
    if person.standing is Standing.SUSPENDED and is_allowed:
        context.staff.restore(person, actor=str(request.agent.id), now=request.now)
    _show_card(context, request, person, page)


def ask_removal(context: Context, request: Request) -> None:
    person, page = _managed(context, request)
    confirm(context, request, removal_question(person, request.agent.language, page=page))


def remove(context: Context, request: Request) -> None:
    person, page = _managed(context, request)
    if person.standing is not Standing.REMOVED:
        context.staff.remove(person, actor=str(request.agent.id), now=request.now)
    _show_card(context, request, person, page)


def ask_receiver(context: Context, request: Request) -> None:
    """Ask who takes over the work of that person; the list of people may have pages."""
    agent = request.agent
    argument, _, asked = request.argument.partition(".")
    giver, page = _managed(context, replace(request, argument=argument))
    count = context.store.caseloads.count_of_agent(giver.id)
    people = context.store.agents.list_looked_after_by(agent)
    receivers = [one for one in people if not one.is_shut_out and one.id != giver.id]
    shown = page_of(len(receivers), read_number(asked) or 0, RECEIVERS_ON_A_PAGE)
    question = receivers_page(giver, receivers, shown, count, agent.language, page=page)
    context.replies.show(request, question)


def hand_over(context: Context, request: Request) -> None:
    """Owe the hand-over, which takes long for a busy person, and say that it is under way."""
    agent = request.agent
    claimed, _, page = request.argument.partition("-")
    giver_id, _, receiver_id = claimed.partition(".")
    giver = _managed_by(context, agent, giver_id)
    receiver = agent if receiver_id == str(agent.id) else _managed_by(context, agent, receiver_id)
    if not agent.may_hand_over(giver, receiver):
        raise NotAllowed
    if context.outbox.is_handing_over(giver.id):
        key = "giving-already"
    else:
        key = "giving"
        order = HandOver(giver=giver.id, receiver=receiver.id, actor=agent.id)
        context.outbox.owe(agent.id, order, request.now)
    text = say(agent.language, key, giver=giver.name, receiver=receiver.name)
    card = _card(context, request, giver, read_number(page) or 0)
    context.replies.show(request, Send(text=text, keyboard=card.keyboard))


def _managed(context: Context, request: Request) -> tuple[Agent, int]:
    """The person whom the button claims, and the page to go back to; raises NotAllowed."""
    person_id, _, page = request.argument.partition("-")
    return _managed_by(context, request.agent, person_id), read_number(page) or 0


def _managed_by(context: Context, agent: Agent, person_id: str) -> Agent:
    number = read_number(person_id)
    person = None if number is None else context.store.agents.find(number)
    if person is None or not agent.may_manage(person):
        raise NotAllowed
    return person


def _show_card(context: Context, request: Request, person: Agent, page: int) -> None:
    context.replies.show(request, _card(context, request, person, page))


def _card(context: Context, request: Request, person: Agent, page: int) -> Send:
    """The current card of the person."""
    store, agent = context.store, request.agent
    person = store.agents.find(person.id) or person
    since = beginning(request.now)
    first = first_rate_of(store.figures.attempts({person.id}, since))
    work = Work(
        phases=store.caseloads.count_by_phase(person.id),
        days=DAYS,
        begun=summed(store.figures.by_day({person.id}, since)),
        corrected=store.figures.count_corrected(person.id, since),
        first_attempts=first.decided,
        first_passed=first.percentage,
    )
    return person_card(
        person,
        work,
        store.refusals.count(person.id),
        agent.language,
        seen_at=store.agents.seen_at(person.id),
        now=request.now,
        page=page,
        may_restore=may_readmit(store, person, agent),
    )
