"""Why no session with a server came about: what the operator must correct, and what passes.

A failed connection has no code of its own (libpq, PQconnectPoll), so its words decide. They can be
in the server's language; words that are not known are waited out.
"""

import re
from collections.abc import Sequence

from storage.database import DatabaseFailed, DatabaseUnusable

#: Words of server and library, and what is said of them. Ours repeat none of theirs.
_PASSES: Sequence[tuple[str, str]] = (
    (r"Connection refused|No such file", "nobody answers there"),
    (r"timeout expired|timed out|unreachable|No route to host", "nobody answers there in time"),
    (r"session is read-only|hot standby", "no server may write now"),
    (
        r"starting up|shutting down|not yet accepting|recovery|terminating connection",
        "the server is starting or stopping",
    ),
    (r"too many (clients|connections)|connection slots", "the server has no free session"),
    (r"not currently accepting", "the database takes no sessions now"),
    (r"Temporary failure in name resolution", "its name cannot be looked up now"),
    (r"closed the connection|closed unexpectedly", "the connection broke off"),
)
_TO_CORRECT: Sequence[tuple[str, str]] = (
    (
        r"authentication failed|no password supplied|role .* (does not exist|is not permitted)",
        "PostgreSQL accepts neither user nor password of DATABASE.",
    ),
    (
        r"pg_hba\.conf",
        (
            "PostgreSQL does not let this user of DATABASE in from this machine. Look at its"
            " pg_hba.conf."
        ),
    ),
    (
        r"database .* does not exist|permission denied for database",
        "PostgreSQL has no such database for this user. Look at DATABASE.",
    ),
    (
        (
            r"does not support SSL|root certificate|certificate verify failed|does not match host"
            r"|(private key|certificate) file|(channel binding|GSSAPI encryption) required"
        ),
        (
            "The connection with PostgreSQL cannot be encrypted as DATABASE asks. Look at its"
            " sslmode and sslrootcert."
        ),
    ),
    (
        r"Name or service not known|No address associated|nodename nor servname",
        "The host in DATABASE is not known.",
    ),
    (
        (
            r"invalid .* (value|range)|invalid (port number|value)|requires a value"
            r"|unrecognized configuration parameter|could not match .* port numbers"
        ),
        "DATABASE has a parameter or port that PostgreSQL does not understand.",
    ),
)


def refusal(words: str) -> Exception:
    """DatabaseFailed for what passes, also if only at one of several hosts, or DatabaseUnusable."""
    passing, wrong = (
        [said for pattern, said in table if re.search(pattern, words)]
        for table in (_PASSES, _TO_CORRECT)
    )
    if wrong and not passing:
        return DatabaseUnusable(wrong[0])
    return DatabaseFailed("; ".join(dict.fromkeys([*passing, *wrong])) or "no connection")
