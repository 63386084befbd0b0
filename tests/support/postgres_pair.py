"""Two servers of which one writes and the other has every commit before it is confirmed."""

import contextlib
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.support.postgres import PostgresServer, postgres_folder
from tests.support.processes import free_ports

_DATABASE = "bot"
_STANDBY = "standby"  # application_name; the same for whichever of them follows
_PATIENCE = 30.0  # seconds until a new standby has caught up
_LOOK_SECONDS = 0.02

#: What a killed process has written is safe without waiting for the disk; only a power cut is not
#: imitated here.
_SETTINGS: Final = (
    "fsync=off",
    "wal_level=replica",
    "max_wal_senders=10",
    "hot_standby=on",
    "shared_buffers=32MB",
    # Its own keepalives find a primary that is gone silent.
    "wal_receiver_timeout=5s",
    "wal_sender_timeout=5s",
    "wal_retrieve_retry_interval=500ms",
)


class PostgresPair:
    """`standby` follows `primary`, until they change places."""

    def __init__(self, first: Path, second: Path) -> None:
        ports = free_ports(2)
        self.primary = PostgresServer.made_in(first, ports[0])
        self.standby = PostgresServer(second, ports[1])
        self.start_primary()
        self.primary.ask(f"create database {_DATABASE}")
        self._follow()

    @property
    def address(self) -> str:
        """Of both, of which a session takes the one that may write; the primary is tried first."""
        ports = (self.primary.port, self.standby.port)
        return (
            f"postgresql://bot@{','.join(f'127.0.0.1:{port}' for port in ports)}/{_DATABASE}"
            "?target_session_attrs=read-write&connect_timeout=2"
        )

    def start_primary(self) -> None:
        """Also again, after it was stopped."""
        self.primary.start(_SETTINGS)

    def start_standby(self) -> None:
        """Again, after it was stopped; commits have waited for it."""
        self.standby.start(_SETTINGS)

    def _follow(self) -> None:
        """Make the standby a copy of the primary, and let commits wait for it from then on."""
        standby, primary = self.standby, self.primary
        source = f"host=127.0.0.1 port={primary.port} user=bot application_name={_STANDBY}"
        standby.runs(
            "pg_basebackup", "--write-recovery-conf", "--checkpoint=fast", "--no-sync",
            f"--pgdata={standby.data}", f"--dbname={source}",
        )  # fmt: skip
        standby.start(_SETTINGS)
        primary.ask(f"alter system set synchronous_standby_names = '{_STANDBY}'")
        primary.ask("select pg_reload_conf()")
        ends_at = time.monotonic() + _PATIENCE
        while ("sync",) not in primary.ask("select sync_state from pg_stat_replication"):
            assert time.monotonic() < ends_at, f"no standby:\n{primary.log}\n{standby.log}"
            time.sleep(_LOOK_SECONDS)

    def fail_over(self) -> None:
        """The primary dies, and the standby takes its place, alone."""
        self.primary.kill()
        self._promote()

    def fail_over_from_frozen(self) -> None:
        """The same, but the primary hangs; what it still does may be seen once it thaws."""
        self.primary.freeze()
        self._promote()

    def _promote(self) -> None:
        self.primary, self.standby = self.standby, self.primary
        # It was copied before the other knew of it, so that its commits wait for no standby.
        self.primary.ask("select pg_promote()")

    def rejoin(self) -> None:
        """The server that died comes back as the standby of the other."""
        shutil.rmtree(self.standby.data)
        self._follow()

    def stop(self) -> None:
        self.standby.stop()
        self.primary.stop()


@contextlib.contextmanager
def postgres_pair() -> Iterator[PostgresPair]:
    """Both servers, for as long as the block runs."""
    with postgres_folder() as first, postgres_folder() as second:
        pair = PostgresPair(first, second)
        try:
            yield pair
        finally:
            pair.stop()
