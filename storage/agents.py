"""Who may work with the bot, how they were invited, and who was turned away."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from storage.clock import from_seconds, to_seconds
from storage.database import Database


class Role(StrEnum):
    AGENT = "agent"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"


class Standing(StrEnum):
    ACTIVE = "active"
    SUSPENDED = "suspended"  # for a time; comes back with `restore`
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """A person in the chat; `id` is the Telegram account and, in private, also the chat.

    A supervisor looks after the agents of the same team; without teams everybody is in the unnamed
    one.
    """

    id: int
    name: str = field(repr=False)
    role: Role
    language: str
    is_reachable: bool = True
    active_application: str | None = None
    standing: Standing = Standing.ACTIVE
    team: str = ""

    @property
    def is_served(self) -> bool:
        return self.standing is Standing.ACTIVE

    def may_manage(self, other: "Agent") -> bool:
        """Whether this person may suspend, remove and hand over the work of the other."""
        if self.role is Role.SUPERVISOR:
            return other.role is Role.AGENT and other.team == self.team
        return self.role is Role.ADMIN and other.id != self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Invite:
    """Whoever opens the link becomes this person."""

    name: str = field(repr=False)
    role: Role
    expires_at: datetime
    team: str = ""


_COLUMNS = "id, name, role, language, is_reachable, active_application, standing, team"


class Agents:
    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, agent_id: int) -> Agent | None:
        row = self._database.row(f"select {_COLUMNS} from agents where id = ?", (agent_id,))
        return _agent(row) if row else None

    def everybody(self) -> list[Agent]:
        """Everyone ever added, by name; active people come first."""
        rows = self._database.rows(
            f"select {_COLUMNS} from agents order by standing <> 'active', name, id"
        )
        return [_agent(row) for row in rows]

    def with_role(self, role: Role) -> list[Agent]:
        """The active people in that role."""
        rows = self._database.rows(
            f"select {_COLUMNS} from agents where role = ? and standing = 'active' order by id",
            (role,),
        )
        return [_agent(row) for row in rows]

    def enrol(self, agent: Agent, now: datetime) -> None:
        """Add the person, or give the one already there this name, role, team and standing."""
        self._database.run(
            "insert into agents (id, name, role, language, enrolled_at, standing, team)"
            " values (?, ?, ?, ?, ?, ?, ?)"
            " on conflict (id) do update set name = excluded.name, role = excluded.role,"
            " standing = excluded.standing, team = excluded.team",
            (
                agent.id,
                agent.name,
                agent.role,
                agent.language,
                to_seconds(now),
                agent.standing,
                agent.team,
            ),
        )
        self._forget_stranger(agent.id)

    def put(self, agent_id: int, standing: Standing, now: datetime) -> None:
        """Set the person's standing; a suspended or removed person has no current application."""
        self._database.run(
            "update agents set standing = ?, standing_since = ?, active_application ="
            " iif(? = 'active', active_application, null) where id = ?",
            (standing, to_seconds(now), standing, agent_id),
        )
        self._forget_stranger(agent_id)  # so that a person who loses access is told so once

    def appoint(self, agent_id: int, role: Role, team: str) -> None:
        self._database.run(
            "update agents set role = ?, team = ? where id = ?", (role, team, agent_id)
        )

    def forget_old_strangers(self, before: datetime) -> None:
        self._database.run("delete from strangers where refused_at < ?", (to_seconds(before),))

    def _forget_stranger(self, user_id: int) -> None:
        self._database.run("delete from strangers where id = ?", (user_id,))

    def speak(self, agent_id: int, language: str) -> None:
        self._database.run("update agents set language = ? where id = ?", (language, agent_id))

    def activate(self, agent_id: int, application_id: str | None) -> None:
        """Make this the agent's current application, which their messages go to."""
        self._database.run(
            "update agents set active_application = ? where id = ?",
            (application_id, agent_id),
        )

    def mark_reachable(self, agent_id: int, is_reachable: bool) -> None:
        self._database.run(
            "update agents set is_reachable = ? where id = ?", (int(is_reachable), agent_id)
        )

    def note_own_number(self, agent_id: int, number_hash: str) -> None:
        self._database.run(
            "update agents set own_number_hash = ? where id = ?", (number_hash, agent_id)
        )

    def is_own_number(self, agent_id: int, number_hash: str) -> bool:
        """Whether the person has shared this as their own number."""
        row = self._database.row(
            "select 1 from agents where id = ? and own_number_hash = ?", (agent_id, number_hash)
        )
        return row is not None

    def note_example(self, agent_id: int, slot: str) -> bool:
        """Record that the person has seen this photo's example; False when already recorded."""
        return bool(
            self._database.run(
                "insert or ignore into examples_shown (agent_id, slot) values (?, ?)",
                (agent_id, slot),
            )
        )

    def invite(
        self, code: str, invite: Invite, now: datetime, *, made_by: int | None = None
    ) -> None:
        """Store an invitation made by that person, or by the operator."""
        self._database.run(
            "insert into invites (code_digest, name, role, created_at, expires_at, team, made_by)"
            " values (?, ?, ?, ?, ?, ?, ?)",
            (
                _digest(code),
                invite.name,
                invite.role,
                to_seconds(now),
                to_seconds(invite.expires_at),
                invite.team,
                made_by,
            ),
        )

    def redeem(self, code: str, agent_id: int, now: datetime) -> Invite | None:
        """Use up the invitation; None when it is unknown, expired or used.

        Also None when it is older than the person's own suspension or removal, or when its maker
        may no longer invite.
        """
        used = self._database.run(
            "update invites set used_by = ?, used_at = ?"
            " where code_digest = ? and used_at is null and expires_at > ? and not exists"
            " (select 1 from agents where id = ? and standing <> 'active'"
            " and standing_since >= invites.created_at) and not exists"
            " (select 1 from agents where id = invites.made_by"
            " and (standing <> 'active' or role = 'agent'))",
            (agent_id, to_seconds(now), _digest(code), to_seconds(now), agent_id),
        )
        if not used:
            return None
        row = self._database.row(
            "select name, role, expires_at, team from invites where code_digest = ?",
            (_digest(code),),
        )
        assert row is not None
        name, role, expires_at, team = row
        return Invite(name=name, role=Role(role), expires_at=from_seconds(expires_at), team=team)

    def refuse_stranger(self, user_id: int, now: datetime) -> bool:
        """Record the refusal; False when this person has already been told."""
        return bool(
            self._database.run(
                "insert or ignore into strangers (id, refused_at) values (?, ?)",
                (user_id, to_seconds(now)),
            )
        )


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def _agent(row: tuple[object, ...]) -> Agent:
    agent_id, name, role, language, is_reachable, active, standing, team = row
    return Agent(
        id=int(str(agent_id)),
        name=str(name),
        role=Role(str(role)),
        language=str(language),
        is_reachable=bool(is_reachable),
        active_application=None if active is None else str(active),
        standing=Standing(str(standing)),
        team=str(team),
    )
