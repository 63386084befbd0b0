"""One-time links that enrol the first person to open them."""

import secrets
from datetime import datetime, timedelta

from storage import Store
from storage.agents import Agent, Role
from storage.invitations import Invitation

GOOD_FOR = timedelta(days=7)
_CODE_BYTES = 24  # 192 bits; Telegram allows 64 letters, digits, - and _


def make_invitation(
    store: Store,
    name: str,
    role: Role,
    *,
    actor: str,
    now: datetime,
    team: str = "",
    good_for: timedelta = GOOD_FOR,
) -> str:
    """Store the invitation and return its code; the caller holds a transaction."""
    code = secrets.token_urlsafe(_CODE_BYTES)
    invite = Invitation(name=name, role=role, expires_at=now + good_for, team=team)
    made_by = int(actor) if actor.isdecimal() else None
    store.invitations.add(code, invite, now, made_by=made_by)
    store.audit.record("invited", actor=actor, now=now, role=role, team=team)
    return code


def link(username: str, code: str) -> str:
    """A link that opens the chat with the bot of that user name and sends it the code."""
    return f"https://t.me/{username}?start={code}"


def may_invite(person: Agent, role: Role, team: str) -> bool:
    """Whether that person may let somebody in as that role of that team."""
    if person.role is Role.SUPERVISOR:
        return role is Role.AGENT and team == person.team
    return person.role is Role.ADMIN
