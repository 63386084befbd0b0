"""Who may work with the bot."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from storage.clock import date_back, from_seconds, to_seconds
from storage.database import Database
from storage.marks import marks
from storage.refusals import Refusals


class Role(StrEnum):
    AGENT = "agent"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"

    def includes(self, other: "Role") -> bool:
        """Whether this role may do everything that the other may."""
        ranks = list(Role)
        return ranks.index(self) >= ranks.index(other)


class Standing(StrEnum):
    ACTIVE = "active"
    SUSPENDED = "suspended"  # for a time; comes back with `restore`
    REMOVED = "removed"


class _Charge(NamedTuple):
    """The people whom a role looks after, by their roles: in the same team, or in every team."""

    roles: tuple[Role, ...]
    is_of_team: bool


_CHARGES: Mapping[Role, _Charge] = {
    Role.AGENT: _Charge((), is_of_team=True),
    Role.SUPERVISOR: _Charge((Role.AGENT,), is_of_team=True),
    Role.ADMIN: _Charge(tuple(Role), is_of_team=False),
}


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
    own_number_hash: str | None = field(default=None, repr=False)
    is_asked: bool = False  # a question of storage.confirmations

    @property
    def is_served(self) -> bool:
        return self.standing is Standing.ACTIVE

    def may_manage(self, other: "Agent") -> bool:
        """Whether this person may suspend, remove and hand over the work of the other."""
        roles, is_of_team = _CHARGES[self.role]
        is_in_charge = other.role in roles and (other.team == self.team or not is_of_team)
        return is_in_charge and other.id != self.id

    def looks_after(self, other: "Agent") -> bool:
        """Whether the other's work is this person's own, or of somebody whom they manage."""
        return other.id == self.id or self.may_manage(other)

    def may_hand_over(self, giver: "Agent", receiver: "Agent") -> bool:
        """Whether this person may give the work of the one to the other just now."""
        is_in_charge = self.may_manage(giver) and self.looks_after(receiver)
        return is_in_charge and self.is_served and receiver.is_served and giver.id != receiver.id

    @property
    def may_look(self) -> bool:
        """Whether this person may look at others' work."""
        return self.is_served and self.role is not Role.AGENT

    def may_export(self, *, is_masked: bool) -> bool:
        """Whether this person may have others' work as a file; only an admin has it unmasked."""
        return self.may_look and (is_masked or self.role is Role.ADMIN)


class Listed(NamedTuple):
    """A line of a list of people; lines sort by name, with those who are not served at the end."""

    is_shut_out: bool
    name: str
    id: int


_SEEN_EVERY = 60  # seconds

_NAME = "agents.name"
_COLUMNS = (
    "id, name, role, language, is_reachable, active_application, standing, team, own_number_hash,"
    " exists (select 1 from confirmations where person = agents.id)"
)


class Agents:
    def __init__(self, database: Database, refusals: Refusals) -> None:
        self._database = database
        self._refusals = refusals

    def find(self, agent_id: int) -> Agent | None:
        row = self._database.row(f"select {_COLUMNS} from agents where id = ?", (agent_id,))
        return self._agent(row) if row else None

    def looking(self, agent_id: int) -> Agent | None:
        """The person, if they may look at others' work just now."""
        agent = self.find(agent_id)
        return agent if agent and agent.may_look else None

    def still_looks(self, agent: Agent) -> bool:
        """Whether the person, as found a while ago, may still look at the same people's work."""
        found = self.looking(agent.id)
        return found is not None and (found.role, found.team) == (agent.role, agent.team)

    def everybody(self) -> list[Agent]:
        """Everyone ever added, by name; active people come first."""
        rows = self._database.rows(f"select {_COLUMNS} from agents")
        return _in_order(map(self._agent, rows))

    def looked_after_by(self, agent: Agent) -> dict[int, Agent]:
        """The people whose work this person looks after, and the person."""
        condition, parameters = _looked_after(agent)
        rows = self._database.rows(f"select {_COLUMNS} from agents where {condition}", parameters)
        return {one.id: one for one in _in_order(map(self._agent, rows))}

    def list_looked_after_by(self, agent: Agent) -> list[Listed]:
        """The same people in the order of a list, and of each no more than that needs."""
        condition, parameters = _looked_after(agent)
        rows = self._database.rows(
            f"select standing <> 'active', name, id from agents where {condition}", parameters
        )
        unseal = self._database.unseal
        return sorted(
            Listed(bool(is_out), unseal(name, _NAME, person), person)
            for is_out, name, person in rows
        )

    def team_of(self, agent: Agent) -> list[Agent]:
        """The served people whom this person looks after, without the person, by their id."""
        people = self.looked_after_by(agent).values()
        others = (one for one in people if one.is_served and one.id != agent.id)
        return sorted(others, key=lambda one: one.id)

    def with_role(self, role: Role) -> list[Agent]:
        """The active people in that role."""
        rows = self._database.rows(
            f"select {_COLUMNS} from agents where role = ? and standing = 'active' order by id",
            (role,),
        )
        return [self._agent(row) for row in rows]

    def teams(self) -> list[str]:
        """The teams of the people who were not removed, in order; '' is the unnamed one."""
        rows = self._database.rows(
            "select distinct team from agents where standing <> 'removed' order by team"
        )
        return [team for (team,) in rows]

    def enrol(self, agent: Agent, now: datetime) -> None:
        """Add the person, or give the one already there this name, role, team and standing."""
        self._database.run(
            "insert into agents (id, name, role, language, enrolled_at, standing, team)"
            " values (?, ?, ?, ?, ?, ?, ?)"
            " on conflict (id) do update set name = excluded.name, role = excluded.role,"
            " standing = excluded.standing, team = excluded.team",
            (
                agent.id,
                self._database.seal(agent.name, _NAME, agent.id),
                agent.role,
                agent.language,
                to_seconds(now),
                agent.standing,
                agent.team,
            ),
        )
        self._refusals.forget_stranger(agent.id)

    def put(self, agent_id: int, standing: Standing, now: datetime) -> None:
        """Set the person's standing; a suspended or removed person has no current application."""
        self._database.run(
            "update agents set standing = ?, standing_since = ?, active_application ="
            " case when ? then active_application end where id = ?",
            (standing, to_seconds(now), standing is Standing.ACTIVE, agent_id),
        )
        # So that a person who loses access is told so once.
        self._refusals.forget_stranger(agent_id)

    def appoint(self, agent_id: int, role: Role, team: str, now: datetime) -> None:
        self._database.run(
            "update agents set role = ?, team = ?, standing_since = ? where id = ?",
            (role, team, to_seconds(now), agent_id),
        )

    def date_back(self, now: datetime) -> bool:
        """Correct what a clock that was ahead recorded; a standing voids older invitations."""
        return any(
            date_back(self._database, "agents", "id", column, now)
            for column in ("standing_since", "seen_at")
        )

    def note_seen(self, agent_id: int, now: datetime) -> None:
        """Record that the person did something; exact to the minute, to save writes."""
        self._database.run(
            "update agents set seen_at = ? where id = ?"
            " and (seen_at is null or abs(seen_at - ?) >= ?)",
            (to_seconds(now), agent_id, to_seconds(now), _SEEN_EVERY),
        )

    def seen_at(self, agent_id: int) -> datetime | None:
        """When the person last did something in the chat; None if never since this is recorded."""
        row = self._database.row("select seen_at from agents where id = ?", (agent_id,))
        return from_seconds(row[0]) if row and row[0] is not None else None

    def speak(self, agent_id: int, language: str) -> None:
        self._database.run("update agents set language = ? where id = ?", (language, agent_id))

    def activate(self, agent_id: int, application_id: str | None) -> None:
        """Make this the agent's current application, which their messages go to."""
        self._database.run(
            "update agents set active_application = ? where id = ?",
            (application_id, agent_id),
        )

    def leave_all(self) -> None:
        """Nobody has a current application, until they continue one."""
        self._database.run("update agents set active_application = null")

    def mark_reachable(self, agent_id: int, *, is_reachable: bool) -> None:
        self._database.run(
            "update agents set is_reachable = ? where id = ?", (is_reachable, agent_id)
        )

    def note_own_number(self, agent_id: int, number_hash: str) -> None:
        self._database.run(
            "update agents set own_number_hash = ? where id = ?", (number_hash, agent_id)
        )

    def note_example(self, agent_id: int, slot: str) -> bool:
        """Record that the person has seen this photo's example; False when already recorded."""
        return bool(
            self._database.changed(
                "insert into examples_shown (agent_id, slot) values (?, ?) on conflict do nothing",
                (agent_id, slot),
            )
        )

    def _agent(self, row: tuple[Any, ...]) -> Agent:
        agent_id, name, role, language, is_reachable, active, standing, team, own, is_asked = row
        return Agent(
            id=agent_id,
            name=self._database.unseal(name, _NAME, agent_id),
            role=Role(role),
            language=language,
            is_reachable=bool(is_reachable),
            active_application=active,
            standing=Standing(standing),
            team=team,
            own_number_hash=own,
            is_asked=bool(is_asked),
        )


def _looked_after(agent: Agent) -> tuple[str, tuple[object, ...]]:
    """A condition that the row is of somebody whom `agent.looks_after`, and its parameters."""
    roles, is_of_team = _CHARGES[agent.role]
    in_charge = f"role in ({marks(roles)})" + (" and team = ?" if is_of_team else "")
    teams = (agent.team,) if is_of_team else ()
    return f"(id = ? or {in_charge})", (agent.id, *roles, *teams)


def _in_order(people: Iterable[Agent]) -> list[Agent]:
    """By name, those who are served first."""
    return sorted(people, key=lambda one: (not one.is_served, one.name, one.id))
