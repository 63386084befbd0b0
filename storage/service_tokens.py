"""Tokens of the eKYC service for single agents and teams; everybody else uses the common one.

The service shows each token its own applications only. So an application belongs for ever to the
holder under whose token it was begun, whoever works on it later.
"""

from storage.agents import Agent
from storage.database import Database

COMMON = ""  # the holder of the token in the settings


def holder_of_agent(agent_id: int) -> str:
    return f"agent:{agent_id}"


def holder_of_team(team: str) -> str:
    return f"team:{team}"


class ServiceTokens:
    def __init__(self, database: Database) -> None:
        self._database = database

    def give(self, holder: str, token: str) -> None:
        """Let the holder use that token from now on, in the place of another one if there was."""
        self._database.run(
            "insert into service_tokens (holder, token) values (?, ?)"
            " on conflict (holder) do update set token = excluded.token",
            (holder, token),
        )

    def take(self, holder: str) -> bool:
        """Back to the common token; False when there was no other."""
        return bool(self._database.run("delete from service_tokens where holder = ?", (holder,)))

    def find(self, holder: str) -> str | None:
        row = self._database.row("select token from service_tokens where holder = ?", (holder,))
        return str(row[0]) if row else None

    def holder_for(self, agent: Agent) -> str:
        """Under whose token the agent works: the own one, the team's, or the common one."""
        holders = [holder_of_agent(agent.id)]
        if agent.team:
            holders.append(holder_of_team(agent.team))
        return next((holder for holder in holders if self.find(holder)), COMMON)
