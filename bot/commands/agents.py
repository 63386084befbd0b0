"""python -m bot agents: who may work with the bot."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

import click

from bot.commands.arguments import TELEGRAM_ID, TEXT
from bot.commands.opening import counted, give_up, opened_store, read_settings
from bot.commands.prompts import asked_secret
from bot.ekyc.address import checked_token
from bot.people.staff import MOST_AT_ONCE, LastAdmin, Staff
from bot.settings.organisation import organisation_of
from bot.texts import texts
from conversations.organisation import Organisation
from storage import Store
from storage.agents import Agent, Role
from storage.audit import OPERATOR
from storage.service_tokens import holder_of_agent, holder_of_team
from storage.slices import Slices


@click.group(invoke_without_command=True)
@click.pass_context
def agents(context: click.Context) -> None:
    """List people, suspend or remove them, hand over their work.

    The bot may keep running.
    """
    if context.invoked_subcommand is None:
        with opened_store(read_settings()) as store:
            everybody = store.agents.everybody()
            for person in everybody:
                click.echo(_line(store, person))
        if not everybody:
            click.echo("Nobody is enrolled; see python -m bot invite.", err=True)


def _line(store: Store, person: Agent) -> str:
    refusals = sum(store.refusals.count(person.id).values())
    count = store.caseloads.count_of_agent(person.id)
    words = (person.role, person.standing, person.team or "-", counted(count, "application"))
    return "\t".join((str(person.id), person.name, *words, counted(refusals, "refusal")))


def _change(person_id: int, act: Callable[[Staff, Agent, datetime], None]) -> None:
    """Do it to the person, and print their new standing."""
    with opened_store(read_settings()) as store:
        with store.transaction():
            try:
                act(Staff(store), _found(store, person_id), datetime.now(UTC))
            except LastAdmin:
                give_up("That is the only admin; appoint another one first.")
        click.echo(_line(store, _found(store, person_id)))


def _found(store: Store, person_id: int) -> Agent:
    person = store.agents.find(person_id)
    if person is None:
        give_up(f"Nobody with the Telegram id {person_id} is known; see python -m bot agents.")
    return person


_person = click.argument("person_id", type=TELEGRAM_ID, metavar="TELEGRAM_ID")


@agents.command()
@_person
def suspend(person_id: int) -> None:
    """Suspend the person until restored."""
    _change(person_id, lambda staff, one, now: staff.suspend(one, actor=OPERATOR, now=now))


@agents.command()
@_person
def restore(person_id: int) -> None:
    """Restore a suspended or removed person."""
    _change(person_id, lambda staff, one, now: staff.restore(one, actor=OPERATOR, now=now))


@agents.command()
@_person
def remove(person_id: int) -> None:
    """Remove the person; their work stays until it is handed over."""
    _change(person_id, lambda staff, one, now: staff.remove(one, actor=OPERATOR, now=now))


@agents.command()
@_person
@click.option("--role", type=click.Choice([role.value for role in Role]))
@click.option(
    "--team", type=TEXT, help="The team whose supervisors look after this person; empty for none."
)
def appoint(person_id: int, role: str | None, team: str | None) -> None:
    """Give the person another role or team."""
    _change(
        person_id,
        lambda staff, one, now: staff.appoint(
            one,
            role=Role(role or one.role),
            team=one.team if team is None else team,
            actor=OPERATOR,
            now=now,
        ),
    )


@agents.command(name="hand-over")
@click.argument("giver_id", type=TELEGRAM_ID, metavar="FROM_ID")
@click.argument("receiver_id", type=TELEGRAM_ID, metavar="TO_ID")
def hand_over(giver_id: int, receiver_id: int) -> None:
    """Give all applications of one person to another."""
    settings = read_settings()
    with opened_store(settings) as store:
        giver, receiver = _found(store, giver_id), _found(store, receiver_id)
        if not receiver.is_served or giver.id == receiver.id:
            give_up("The second must be another person, and one who is served.")
        count = _hand_over_in_slices(store, organisation_of(settings), giver, receiver)
        left = store.caseloads.count_of_agent(giver.id)
    click.echo(f"Handed over: {counted(count, 'application')}.")
    if left:
        give_up(f"The second is no longer served, so the first keeps {left}.")


def _hand_over_in_slices(
    store: Store, organisation: Organisation, giver: Agent, receiver: Agent
) -> int:
    """Hand over in short transactions, each followed by an equal pause for the running bot.

    It ends when nothing is left, or the receiver is no longer served.
    """
    staff, now, count, given = Staff(store, organisation), datetime.now(UTC), 0, 1
    slices = Slices(MOST_AT_ONCE)
    texts(receiver.language)  # read here, and not while the running bot waits for the lock
    while given:
        with store.transaction():
            began = time.monotonic()
            current = store.agents.find(receiver.id)
            given = (
                staff.hand_over_some(giver, receiver, actor=OPERATOR, now=now, most=slices.size)
                if current and current.is_served
                else 0
            )
        slices.took(time.monotonic() - began)
        count += given
        time.sleep(time.monotonic() - began)
    with store.transaction():
        staff.end_hand_over(giver, receiver, count, now)
    return count


@agents.command()
@click.option(
    "--agent",
    "agent_id",
    type=TELEGRAM_ID,
    metavar="TELEGRAM_ID",
    help="The agent whose token it is.",
)
@click.option("--team", type=TEXT, help="The team whose token it is.")
@click.option("--take-back", is_flag=True, help="Return to the common EKYC_TOKEN.")
def token(agent_id: int | None, team: str | None, *, take_back: bool) -> None:
    """Give an agent or team their own eKYC token.

    It counts from their next customer on. The token is read from the variable NEW_EKYC_TOKEN or a
    prompt, never from the command line, where every user of the machine could read it.
    """
    if (agent_id is None) == (not team):
        raise click.UsageError("Name either --agent or --team.")
    holder = holder_of_agent(agent_id) if agent_id else holder_of_team(team or "")
    with opened_store(read_settings()) as store:
        if agent_id and not take_back:
            _found(store, agent_id)
        given = "" if take_back else _ask_token()
        with store.transaction():
            if take_back:
                store.service_tokens.take(holder)
            else:
                store.service_tokens.give(holder, given)
            store.audit.record(
                "token-taken" if take_back else "token-given",
                actor=OPERATOR,
                now=datetime.now(UTC),
                holder=holder,
            )
    click.echo(f"{holder} uses {'the common token' if take_back else 'a token of its own'} now.")


def _ask_token() -> str:
    try:
        return checked_token(asked_secret("NEW_EKYC_TOKEN", "Token"))
    except ValueError as problem:
        give_up(f"The token {problem}.")
