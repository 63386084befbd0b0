"""Invitations: links whose first user becomes an agent, a supervisor or an admin."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from storage.agents import Role
from storage.clock import from_seconds, is_some_left, to_seconds
from storage.database import Database

#: An ended invitation is of no further use; the audit records who made it.
KEPT = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """What the first person to open the link becomes, until when, and who made it."""

    name: str = field(repr=False)
    role: Role
    expires_at: datetime
    team: str = ""
    made_by: int | None = None  # None: the operator


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """One that may still be used; `key` identifies it without opening anything."""

    key: str
    invitation: Invitation


#: An invitation by somebody who may no longer make it is void: see `may_invite`.
_MAKER_MAY_INVITE = (
    "not exists (select 1 from agents where id = invites.made_by"
    " and (standing <> 'active' or agents.role = 'agent' or agents.role = 'supervisor'"
    " and (invites.role <> 'agent' or invites.team <> agents.team)))"
)
_IS_OPEN = f"used_at is null and expires_at > ? and {_MAKER_MAY_INVITE}"
_OF_TEAM = "(cast(? as text) is null or (role = 'agent' and team = ?))"
_COLUMNS = "code_digest, name, role, expires_at, team, made_by"
_NAME = "invites.name"
_KEY_LENGTH = 24  # hex digits of the digest: 96 bits, and short enough for a button


class Invitations:
    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self, code: str, invitation: Invitation, now: datetime, *, made_by: int | None = None
    ) -> None:
        """Store an invitation made by that person, or by the operator; only a digest of the code is
        kept.
        """
        digest = _digest(code)
        self._database.run(
            "insert into invites (code_digest, name, role, created_at, expires_at, team, made_by)"
            " values (?, ?, ?, ?, ?, ?, ?)",
            (
                digest,
                self._database.seal(invitation.name, _NAME, digest),
                invitation.role,
                to_seconds(now),
                to_seconds(invitation.expires_at),
                invitation.team,
                made_by,
            ),
        )

    def find(self, code: str, agent_id: int, now: datetime) -> Invitation | None:
        """The invitation; None when there is none, it expired, or somebody used it.

        An invitation older than the person's standing or appointment is void, and so is one by
        somebody who may no longer make it.
        """
        row = self._database.row(
            f"select {_COLUMNS} from invites"
            " where code_digest = ? and used_at is null and expires_at > ? and not exists"
            " (select 1 from agents where id = ? and standing_since >= invites.created_at)"
            # Up to 0.3.0 only the audit says when somebody was appointed.
            " and not exists (select 1 from audit where subject = ? and action = 'appointed'"
            f" and at >= invites.created_at and at <= ?) and {_MAKER_MAY_INVITE}",
            (_digest(code), to_seconds(now), agent_id, str(agent_id), to_seconds(now)),
        )
        return self._open(row).invitation if row else None

    def open(
        self, now: datetime, *, limit: int, offset: int = 0, team: str | None = None
    ) -> list[OpenInvitation]:
        """Those that may still be used, the first to end first; of a team only its agents'."""
        rows = self._database.rows(
            f"select {_COLUMNS} from invites where {_IS_OPEN} and {_OF_TEAM}"
            " order by expires_at, code_digest limit ? offset ?",
            (to_seconds(now), team, team, limit, offset),
        )
        return [self._open(row) for row in rows]

    def count_open(self, now: datetime, *, team: str | None = None) -> int:
        row = self._database.row(
            f"select count(*) from invites where {_IS_OPEN} and {_OF_TEAM}",
            (to_seconds(now), team, team),
        )
        return int(row[0]) if row else 0

    def find_open(self, key: str, now: datetime) -> OpenInvitation | None:
        """The one with that key; None when it was used or withdrawn, or has ended."""
        row = self._database.row(
            f"select {_COLUMNS} from invites where code_digest between ? and ? and {_IS_OPEN}",
            (key, key + "~", to_seconds(now)),
        )
        found = self._open(row) if row else None
        return found if found and found.key == key else None

    def withdraw(self, found: OpenInvitation) -> None:
        """Forget the invitation, so that its code is as wrong as any other."""
        self._database.run(
            "delete from invites where code_digest between ? and ? and used_at is null",
            (found.key, found.key + "~"),
        )

    def withdraw_void(self, maker: int, now: datetime) -> None:
        """Forget the open ones of a person who may no longer make them, or they would be good again
        with the next change of that.
        """
        self._database.run(
            "delete from invites where used_at is null and expires_at > ? and made_by = ?"
            f" and not {_MAKER_MAY_INVITE}",
            (to_seconds(now), maker),
        )

    def use(self, code: str, agent_id: int, now: datetime) -> None:
        """Use up the invitation."""
        self._database.run(
            "update invites set used_by = ?, used_at = ? where code_digest = ?",
            (agent_id, to_seconds(now), _digest(code)),
        )

    def was_used_by(self, code: str, agent_id: int) -> bool:
        return bool(
            self._database.row(
                "select 1 from invites where code_digest = ? and used_by = ?",
                (_digest(code), agent_id),
            )
        )

    def date_back(self, now: datetime) -> bool:
        """Have links that a clock ahead has made end as long from now as they were meant to."""
        return is_some_left(
            self._database,
            "update invites set expires_at = expires_at - created_at + ?, created_at = ?"
            " where code_digest in (select code_digest from invites"
            " where expires_at > ? and created_at > ? limit ?)",
            (to_seconds(now),) * 4,
        )

    def forget_some(self, now: datetime) -> bool:
        """Forget some invitations that ended long ago; returns whether more are left."""
        return is_some_left(
            self._database,
            "delete from invites where code_digest in"
            " (select code_digest from invites where expires_at < ? limit ?)",
            (to_seconds(now - KEPT),),
        )

    def _open(self, row: tuple[Any, ...]) -> OpenInvitation:
        digest, name, role, expires_at, team, made_by = row
        invitation = Invitation(
            name=self._database.unseal(name, _NAME, digest),
            role=Role(role),
            expires_at=from_seconds(expires_at),
            team=team,
            made_by=made_by,
        )
        return OpenInvitation(digest[:_KEY_LENGTH], invitation)


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
