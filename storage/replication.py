"""How a PostgreSQL server makes sure that a commit survives it."""

from dataclasses import dataclass

from storage.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Replication:
    """`standbys` has the sync_state of each, empty where this role may not see it.

    The others are the settings synchronous_standby_names and synchronous_commit.
    """

    standbys: tuple[str, ...]
    synchronous_names: str

    @property
    def is_synchronous(self) -> bool:
        """Whether a commit is confirmed only when a standby has it."""
        return bool(self.synchronous_names)


def find_replication(database: Database) -> Replication:
    """Raises DatabaseFailed."""
    row = database.row("select current_setting('synchronous_standby_names')")
    assert row
    states = database.rows("select coalesce(sync_state, '') from pg_stat_replication")
    return Replication(
        standbys=tuple(sorted(state for (state,) in states)),
        synchronous_names=row[0],
    )
