"""Where the database is: the path of a file, or the address of a PostgreSQL server."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from bot.settings.readers import file

_SCHEMES = ("postgresql", "postgres")
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._%-]*)(:[0-9]+)?")
_NAME = re.compile(r"/[^/@:]+")

#: Parameters of libpq that are secrets themselves (PostgreSQL, 34.1.2).
_SECRET_PARAMETERS = {"password", "sslpassword"}


@dataclass(frozen=True, slots=True)
class PostgresAddress:
    """A server and one of its databases; as text it has neither password nor parameters."""

    uri: str = field(repr=False)  # whole, as the driver takes it

    def __str__(self) -> str:
        parts = urlsplit(self.uri)
        user, _, hosts = parts.netloc.rpartition("@")
        name = user.partition(":")[0]
        return f"postgresql://{name}{'@' if name else ''}{hosts}{parts.path}"

    def __repr__(self) -> str:
        return f"PostgresAddress({self})"

    @property
    def secrets(self) -> tuple[str, ...]:
        """Its passwords, as they are and as they are written in an address."""
        return tuple(dict.fromkeys(_secrets(urlsplit(self.uri))))

    @property
    def sslmode(self) -> str:
        """How the connection is encrypted; "prefer", the driver's default, if it is not said."""
        return dict(parse_qsl(urlsplit(self.uri).query)).get("sslmode", "prefer")


def _secrets(parts: SplitResult) -> Iterator[str]:
    password = parts.netloc.rpartition("@")[0].partition(":")[2]
    if password:
        yield from (unquote(password), password)
    for name, value in parse_qsl(parts.query):
        if name in _SECRET_PARAMETERS:
            yield value


def database(text: str) -> Path | PostgresAddress:
    """A reader of the setting, as those in `readers`."""
    if "://" not in text:
        return file(text)
    try:
        parts = urlsplit(text)
    except ValueError:  # brackets without an address of IPv6
        parts = urlsplit("")
    # A sign of the password that is not written %.. would make it part of what we print.
    hosts = parts.netloc.partition("@")[2] or parts.netloc
    is_right = all(_HOST.fullmatch(host) for host in hosts.split(",")) and _NAME.fullmatch(
        parts.path
    )
    if parts.scheme not in _SCHEMES or not is_right or re.search(r"[\s\x00-\x1f#]", text):
        raise ValueError(
            "must be the path of a file, or an address such as postgresql://bot@host/database"
            " in which @, :, / and # of a password are written %40, %3A, %2F and %23"
        )
    return PostgresAddress(text)
