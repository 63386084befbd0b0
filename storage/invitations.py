"""Invitations: links whose first user becomes an agent, a supervisor or an admin."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from storage.agents import Role
from storage.clock import from_seconds, is_some_left, to_seconds
from storage.database import Database

#: An ended invitation is of no further use; the audit records who made it.
KEPT = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """The person that opens the link becomes."""

    name: str = field(repr=False)
    role: Role
    expires_at: datetime
    team: str = ""
    made_by: int | None = None  # None: the operator


class Invitations:
    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self, code: str, invitation: Invitation, now: datetime, *, made_by: int | None = None
    ) -> None:
        """Store an invitation made by that person, or by the operator; only a digest of the code is
        kept.
        """
        self._database.run(
            "insert into invites (code_digest, name, role, created_at, expires_at, team, made_by)"
            " values (?, ?, ?, ?, ?, ?, ?)",
            (
                _digest(code),
                invitation.name,
                invitation.role,
                to_seconds(now),
                to_seconds(invitation.expires_at),
                invitation.team,
                made_by,
            ),
        )

    def find(self, code: str, agent_id: int, now: datetime) -> Invitation | None:
        """The invitation; None when there is none, it expired, or somebody used it.

        An invitation older than the person's suspension or removal is void, and so is one by
        somebody who may no longer invite.
        """
        row = self._database.row(
            "select name, role, expires_at, team, made_by from invites"
            " where code_digest = ? and used_at is null and expires_at > ? and not exists"
            " (select 1 from agents where id = ? and standing <> 'active'"
            " and standing_since >= invites.created_at) and not exists"
            " (select 1 from agents where id = invites.made_by"
            " and (standing <> 'active' or role = 'agent'))",
            (_digest(code), to_seconds(now), agent_id),
        )
        if row is None:
            return None
        name, role, expires_at, team, made_by = row
        return Invitation(
            name=name,
            role=Role(role),
            expires_at=from_seconds(expires_at),
            team=team,
            made_by=made_by,
        )

    def use(self, code: str, agent_id: int, now: datetime) -> None:
        """Use up the invitation."""
        self._database.run(
            "update invites set used_by = ?, used_at = ? where code_digest = ?",
            (agent_id, to_seconds(now), _digest(code)),
        )

    def forget_some(self, now: datetime) -> bool:
        """Forget some invitations that ended long ago; returns whether more are left."""
        return is_some_left(
            self._database,
            "delete from invites where code_digest in"
            " (select code_digest from invites where expires_at < ? limit ?)",
            (to_seconds(now - KEPT),),
        )


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
