"""Supervisors and admins invite people; the table keeps agents from it."""

from bot.chat.outgoing import Send
from bot.handlers.context import Context
from bot.handlers.request import Request
from bot.people.invitations import GOOD_FOR, link, make_invitation
from bot.screens.people import role_named
from bot.texts import say
from storage.agents import Role


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
