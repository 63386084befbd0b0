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


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """A person in the chat; `id` is the Telegram account and, in private, also the chat."""

    id: int
    name: str = field(repr=False)
    role: Role
    language: str
    is_reachable: bool = True
    active_application: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Invite:
    """Who opens the link becomes this person."""

    name: str = field(repr=False)
    role: Role
    expires_at: datetime


_COLUMNS = "id, name, role, language, is_reachable, active_application"


class Agents:
    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, agent_id: int) -> Agent | None:
        row = self._database.row(f"select {_COLUMNS} from agents where id = ?", (agent_id,))
        return _agent(row) if row else None

    def with_role(self, role: Role) -> list[Agent]:
        rows = self._database.rows(
            f"select {_COLUMNS} from agents where role = ? order by id", (role,)
        )
        return [_agent(row) for row in rows]

    def enrol(self, agent: Agent, now: datetime) -> None:
        """Add the person, or give the one already there this name and role."""
        self._database.run(
            "insert into agents (id, name, role, language, enrolled_at) values (?, ?, ?, ?, ?)"
            " on conflict (id) do update set name = excluded.name, role = excluded.role",
            (agent.id, agent.name, agent.role, agent.language, to_seconds(now)),
        )

    def speak(self, agent_id: int, language: str) -> None:
        self._database.run("update agents set language = ? where id = ?", (language, agent_id))

    def activate(self, agent_id: int, application_id: str | None) -> None:
        """Make this the application that the agent's messages are about."""
        self._database.run(
            "update agents set active_application = ? where id = ?",
            (application_id, agent_id),
        )

    def mark_reachable(self, agent_id: int, is_reachable: bool) -> None:
        self._database.run(
            "update agents set is_reachable = ? where id = ?", (int(is_reachable), agent_id)
        )

    def invite(self, code: str, invite: Invite, now: datetime) -> None:
        self._database.run(
            "insert into invites (code_digest, name, role, created_at, expires_at)"
            " values (?, ?, ?, ?, ?)",
            (
                _digest(code),
                invite.name,
                invite.role,
                to_seconds(now),
                to_seconds(invite.expires_at),
            ),
        )

    def redeem(self, code: str, agent_id: int, now: datetime) -> Invite | None:
        """Use up the invite; None when there is none, it expired, or somebody used it."""
        used = self._database.run(
            "update invites set used_by = ?, used_at = ?"
            " where code_digest = ? and used_at is null and expires_at > ?",
            (agent_id, to_seconds(now), _digest(code), to_seconds(now)),
        )
        if not used:
            return None
        row = self._database.row(
            "select name, role, expires_at from invites where code_digest = ?", (_digest(code),)
        )
        assert row is not None
        return Invite(name=row[0], role=Role(row[1]), expires_at=from_seconds(row[2]))

    def refuse_stranger(self, user_id: int, now: datetime) -> bool:
        """Note the refusal; False when this person has been told already."""
        return bool(
            self._database.run(
                "insert or ignore into strangers (id, refused_at) values (?, ?)",
                (user_id, to_seconds(now)),
            )
        )


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def _agent(row: tuple[object, ...]) -> Agent:
    agent_id, name, role, language, is_reachable, active = row
    return Agent(
        id=int(str(agent_id)),
        name=str(name),
        role=Role(str(role)),
        language=str(language),
        is_reachable=bool(is_reachable),
        active_application=None if active is None else str(active),
    )
