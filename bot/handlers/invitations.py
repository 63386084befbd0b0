"""Supervisors and admins invite people; the table keeps agents from it.

`/invite` alone asks step by step. The last question, for the names, is stored, so that it outlives
a restart. It takes a reply to it at any time, and any other text only while no form is open; it
ends with the person's next command or press, or after a quarter of an hour.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.chat.labels import names_label
from bot.chat.outgoing import Send, apart
from bot.handlers.context import Context
from bot.handlers.finding import read_number
from bot.handlers.request import NotAllowed, Request
from bot.people.invitations import GOOD_FOR, link, make_invitation, may_invite
from bot.screens.invitations import (
    PAGE_SIZE,
    TEAMS_ON_A_PAGE,
    Invited,
    invitations_made,
    name_question,
    open_invitations,
    role_question,
    team_key,
    team_question,
)
from bot.screens.paging import page_of
from bot.screens.people import role_named
from bot.texts import plain, say
from conversations.bangla import ascii_digits
from conversations.events import TextSent
from conversations.name_list import read_names
from conversations.short_answer import ShortAnswer, short_answers
from storage.agents import Agent, Role
from storage.name_questions import NameQuestion

_ASKED_FOR = timedelta(minutes=15)

#: A group's id is negative. A number with a plus, or one that begins like a mobile number of
#: Bangladesh, is no Telegram id.
_NUMBER = re.compile(r"(?P<number>[+-]?[0-9]+)(?:\s+(?P<name>.*))?", re.DOTALL)
_MOBILE = re.compile(r"\+.*|0.*|8801[0-9]{9}")
_SHORTEST_NUMBER = 5  # digits; fewer before a name number a list


def invite(context: Context, request: Request) -> None:
    """Ask whom to invite, or obey `/invite NAME`, where an admin may name a role first.

    A Telegram id before the name admits that person at once.
    """
    agent, argument = request.agent, request.argument
    words = argument.split(maxsplit=1)
    role = role_named(words[0]) if agent.role is Role.ADMIN and len(words) == 2 else None
    rest = words[1] if role else argument
    numbered = _numbered(rest)
    if read_names(rest).are_none or short_answers(rest):
        _ask(context, request)
    elif numbered:
        _admit(context, request, numbered, role=role or Role.AGENT, team=agent.team)
    else:
        _invite_all(context, agent, rest, role=role or Role.AGENT, team=agent.team, now=request.now)


def choose_role(context: Context, request: Request) -> None:
    """Ask for the team, if there is a choice, else for the names."""
    agent, store = request.agent, context.store
    word, _, page_number = request.argument.partition(".")
    role = _role_in(word)
    teams = store.agents.teams()
    if not may_invite(agent, role, agent.team):
        raise NotAllowed
    if role is Role.ADMIN or agent.role is not Role.ADMIN or len(teams) < 2:
        _ask_names(context, request, role, agent.team)
        return
    page = page_of(len(teams), read_number(page_number) or 0, TEAMS_ON_A_PAGE)
    context.replies.show(request, team_question(role, teams, page, agent.language))


def choose_team(context: Context, request: Request) -> None:
    word, _, key = request.argument.partition(".")
    role = _role_in(word)
    team = next((each for each in context.store.agents.teams() if team_key(each) == key), None)
    if team is None or not may_invite(request.agent, role, team):
        raise NotAllowed
    _ask_names(context, request, role, team)


def list_invitations(context: Context, request: Request) -> None:
    _show_open(context, request, read_number(request.argument) or 0)


def withdraw(context: Context, request: Request) -> None:
    """Withdraw one open invitation and show the rest; the notice says what happened."""
    agent, store = request.agent, context.store
    key, _, page = request.argument.partition("-")
    found = store.invitations.find_open(key, request.now)
    if found is None:
        notice = plain(agent.language, "invitation-gone")
    elif may_invite(agent, found.invitation.role, found.invitation.team):
        store.invitations.withdraw(found)
        store.audit.record(
            "invitation-withdrawn",
            actor=str(agent.id),
            now=request.now,
            role=found.invitation.role,
            team=found.invitation.team,
        )
        notice = plain(agent.language, "invitation-withdrawn", name=found.invitation.name)
    else:
        raise NotAllowed
    if request.press:
        context.replies.notify(agent, request.press, request.now, notice)
    _show_open(context, request, read_number(page) or 0)


def hear_names(context: Context, agent: Agent, said: TextSent, now: datetime) -> bool:
    """Invite the people named, if their names were asked for; returns whether they were."""
    asked = context.store.name_questions.of(agent.id) if agent.may_look else None
    if asked is None or abs(now - asked.asked_at) > _ASKED_FOR:
        return False
    if not may_invite(agent, asked.role, asked.team):
        return False
    is_outside = agent.active_application is None and said.replies_to is None
    if not (is_outside or _is_reply(context, agent, asked, said)):
        return False
    if read_names(said.text).are_none:
        return False
    if answers := short_answers(said.text):
        if answers == {ShortAnswer.NO}:
            _invite_nobody(context, agent, now)
        else:  # a yes or a greeting
            request = Request(agent=agent, argument="", now=now)
            _ask_names(context, request, asked.role, asked.team)
        return True
    numbered = _numbered(said.text)
    if numbered and len(numbered["number"]) >= _SHORTEST_NUMBER:
        request = Request(agent=agent, argument="", now=now)
        is_done = _admit(context, request, numbered, role=asked.role, team=asked.team)
    else:
        is_done = _invite_all(context, agent, said.text, role=asked.role, team=asked.team, now=now)
    if is_done:
        context.store.name_questions.end(agent.id)
    return True


def _invite_nobody(context: Context, agent: Agent, now: datetime) -> None:
    """End the question for names, and say so."""
    context.store.name_questions.end(agent.id)
    context.focus.explain(agent, Send(text=say(agent.language, "invite-nobody")), now)


def _ask(context: Context, request: Request) -> None:
    """Begin the dialog: an admin chooses the role, a supervisor invites agents of the team."""
    agent = request.agent
    if agent.role is Role.ADMIN:
        page = role_question(_count_open(context, agent, request.now), agent.language)
        context.replies.show(request, page)
    else:
        _ask_names(context, request, Role.AGENT, agent.team)


def _ask_names(context: Context, request: Request, role: Role, team: str) -> None:
    agent, now = request.agent, request.now
    question = NameQuestion(role=role, team=team, message_id=request.pressed_in, asked_at=now)
    context.store.name_questions.ask(agent.id, question)
    page = name_question(
        role,
        team,
        _count_open(context, agent, now),
        agent.language,
        is_form_open=agent.active_application is not None,
    )
    context.replies.show(request, page, label=names_label(agent.id))


def _is_reply(context: Context, agent: Agent, asked: NameQuestion, said: TextSent) -> bool:
    if said.replies_to is None:
        return False
    if asked.message_id:
        return said.replies_to == asked.message_id
    shown = context.store.shown.find(names_label(agent.id))
    return shown is not None and said.replies_to == shown.message_id


def _invite_all(
    context: Context, agent: Agent, typed: str, *, role: Role, team: str, now: datetime
) -> bool:
    """Make an invitation for each name and say which lines are none; returns whether all were."""
    read = read_names(typed)
    invited = []
    for name in read.names:
        code = make_invitation(context.store, name, role, actor=str(agent.id), now=now, team=team)
        invited.append(Invited(name, link(context.username, code)))
    for message in invitations_made(invited, read.refused, GOOD_FOR.days, agent.language):
        context.outbox.owe(agent.id, apart(message), now)
    return not read.refused


def _numbered(typed: str) -> re.Match[str] | None:
    """The Telegram id that was typed, with the name behind it if there is one."""
    return _NUMBER.fullmatch(ascii_digits(typed.strip()))


def _admit(
    context: Context, request: Request, numbered: re.Match[str], *, role: Role, team: str
) -> bool:
    """Admit the owner of that Telegram account, or say why not; returns whether it did."""
    agent, number = request.agent, numbered["number"]
    names = read_names(numbered["name"] or "")
    person_id = read_number(number)
    if number.startswith("-"):
        key = "admit-group"
    elif _MOBILE.fullmatch(number) or not person_id:
        key = "admit-no-id"
    elif len(names.names) != 1 or names.refused:
        key = "admit-nameless"
    else:
        key = context.enrolment.admit(
            person_id, names.names[0], role, team, by=agent, now=request.now
        )
    text = say(
        agent.language,
        key,
        id=number,
        name=names.names[0] if names.names else "",
        link=f"https://t.me/{context.username}",
    )
    context.focus.explain(agent, Send(text=text), request.now)
    return key == "admit-done"


def _role_in(word: str) -> Role:
    """The role that a button claims; raises NotAllowed."""
    try:
        return Role(word)
    except ValueError:
        raise NotAllowed from None


def _team_of(agent: Agent) -> str | None:
    """The team whose agents' invitations this person sees; None for all invitations."""
    return None if agent.role is Role.ADMIN else agent.team


def _count_open(context: Context, agent: Agent, now: datetime) -> int:
    return context.store.invitations.count_open(now, team=_team_of(agent))


def _show_open(context: Context, request: Request, number: int) -> None:
    agent, store, now = request.agent, context.store, request.now
    page = page_of(_count_open(context, agent, now), number, PAGE_SIZE)
    listed = store.invitations.open(now, limit=page.size, offset=page.offset, team=_team_of(agent))
    made_by: Sequence[int] = [each.invitation.made_by or 0 for each in listed]
    makers = {one.id: one for one in map(store.agents.find, made_by) if one}
    context.replies.show(request, open_invitations(listed, page, makers, now, agent.language))
