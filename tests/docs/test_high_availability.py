"""docs/high-availability.md names the time-outs that a session of the bot really has."""

import contextlib
import re
from pathlib import Path

from storage.opening import migrate_server
from storage.postgres_opening import open_postgres
from tests.support.engine import KEY
from tests.support.postgres import needs_postgres, running_server
from tests.support.processes import free_ports

PAGE = Path(__file__).parents[2] / "docs" / "high-availability.md"


_SECONDS = (
    "select name, setting::bigint / case unit when 'ms' then 1000 else 1 end from pg_settings"
    " where vartype = 'integer'"
)


def documented() -> dict[str, str]:
    """The number of each setting in the table that has one.

    A name that begins with _ continues the first.
    """
    found: dict[str, str] = {}
    text = PAGE.read_text("utf-8").partition("What the bot sets")[2].partition("\n## ")[0]
    for names, values in re.findall(r"^\| (`\w+`[^|]*) \| ([0-9][^|]*) \|", text, re.MULTILINE):
        settings = re.findall(r"`(\w+)`", names)
        for name, value in zip(settings, values.split(", "), strict=True):
            first = settings[0].rpartition("_")[0]
            found[first + name if name.startswith("_") else name] = value.replace(" ", "")
    return found


@needs_postgres
def test_the_session_of_the_seat_has_the_time_outs_of_the_page() -> None:
    said = documented()
    with running_server(port=free_ports(1)[0]) as server:
        address = server.address("postgres")
        migrate_server(address, KEY)
        with contextlib.closing(open_postgres(address, KEY)) as database:
            assert database.take_seat()
            shown: dict[str, int] = dict(database.rows(_SECONDS))

    assert {name: f"{shown[name]}" for name in said} == {
        name: value.removesuffix("s") for name, value in said.items()
    }
