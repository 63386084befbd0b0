"""Whether a commit survives the machine of the database; pure."""

from bot.doctor.finding import Finding, broken, doubtful, fine
from storage.replication import Replication

#: A standby in one of these states may confirm a commit (PostgreSQL, pg_stat_replication).
_CONFIRMING = {"sync", "quorum", "potential"}


def judge_replication(replication: Replication) -> Finding:
    confirming = sum(state in _CONFIRMING for state in replication.standbys)
    if not replication.is_synchronous:
        return doubtful(
            "standby",
            "A commit is confirmed before a standby has it, so what was confirmed last is lost with"
            " the machine.",
            "Set synchronous_standby_names (Patroni: synchronous_mode);"
            " nothing if the disk itself is mirrored to another machine.",
        )
    if "" in replication.standbys:
        return doubtful(
            "standby",
            "Commits wait for a standby, but the role of DATABASE may not see which are there.",
            "grant pg_monitor to the role.",
        )
    if not confirming:
        return broken(
            "standby",
            "Commits wait for a standby, and none is there.",
            "Start a standby that synchronous_standby_names names. Do not cancel the waiting"
            " commits: PostgreSQL would call them done.",
        )
    if confirming == 1:
        return doubtful(
            "standby",
            "One standby confirms commits; when it stops, everything waits for it.",
            "Add a second one: synchronous_standby_names = 'ANY 1 (b, c)'.",
        )
    return fine("standby", f"A commit waits for one of {confirming} standbys.")
