"""eKYC service tokens of single agents and teams; everyone else uses the common one.

The service shows each token only its own applications. So an application always stays with the
holder whose token it was begun under, whoever works on it later.
"""

from storage.agents import Agent
from storage.database import Database

_COLUMN = "service_tokens.token"

COMMON = ""  # the holder of the token in the settings


def holder_of_agent(agent_id: int) -> str:
    return f"agent:{agent_id}"


def holder_of_team(team: str) -> str:
    return f"team:{team}"


class ServiceTokens:
    def __init__(self, database: Database) -> None:
        self._database = database

    def give(self, holder: str, token: str) -> None:
        """Let the holder use that token from now on, replacing any earlier one."""
        self._database.run(
            "insert into service_tokens (holder, token) values (?, ?)"
            " on conflict (holder) do update set token = excluded.token",
            (holder, self._database.seal(token, _COLUMN, holder)),
        )

    def take(self, holder: str) -> bool:
        """Return to the common token; False when the holder had no token."""
        return bool(
            self._database.changed("delete from service_tokens where holder = ?", (holder,))
        )

    def find(self, holder: str) -> str | None:
        row = self._database.row("select token from service_tokens where holder = ?", (holder,))
        return self._database.unseal(row[0], _COLUMN, holder) if row else None

    def holder_for(self, agent: Agent) -> str:
        """Whose token the agent works under: their own, the team's, or the common one."""
        holders = [holder_of_agent(agent.id)]
        if agent.team:
            holders.append(holder_of_team(agent.team))
        return next((holder for holder in holders if self.find(holder)), COMMON)
