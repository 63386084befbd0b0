"""What a server's or a network's words mean for a process that cannot open its database."""

import pytest

from storage import DatabaseFailed, DatabaseUnusable
from storage.postgres_refusals import refusal

HOST = 'connection to server at "10.0.0.7", port 5432 failed: '


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (HOST + "Connection refused\n\tIs the server running there?", "nobody answers there"),
        ('connection to server on socket "/run/x" failed: No such file', "nobody answers there"),
        (HOST + "No route to host", "nobody answers there in time"),
        ("connection timeout expired", "nobody answers there in time"),
        (HOST + "session is read-only", "no server may write now"),
        (HOST + "FATAL:  the database system is starting up", "the server is starting or stopping"),
        (HOST + "FATAL:  sorry, too many clients already", "the server has no free session"),
        (HOST + 'FATAL:  too many connections for role "bot"', "the server has no free session"),
        (
            HOST + 'FATAL:  database "bot" is not currently accepting connections',
            "takes no session",
        ),
        (HOST + "server closed the connection unexpectedly", "the connection broke off"),
        ("failed to resolve host 'db': Temporary failure in name resolution", "its name cannot"),
        (HOST + "FATAL:  das Datenbanksystem startet", "no connection"),
    ],
)
def test_what_passes_is_waited_out(words: str, said: str) -> None:
    error = refusal(words)

    assert isinstance(error, DatabaseFailed)
    assert said in str(error)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (HOST + 'FATAL:  password authentication failed for user "bot"', "neither user nor"),
        (HOST + 'FATAL:  role "bot" does not exist', "neither user nor password"),
        (HOST + "fe_sendauth: no password supplied", "neither user nor password"),
        (HOST + 'FATAL:  database "onboarding" does not exist', "no such database"),
        (HOST + 'FATAL:  no pg_hba.conf entry for host "10.0.0.9", user "bot"', "pg_hba.conf"),
        (HOST + "server does not support SSL, but SSL was required", "sslmode"),
        (HOST + 'private key file "/k" has group or world access', "sslmode"),
        (HOST + "channel binding required, but server authenticated without", "sslmode"),
        ('connection is bad: invalid sslmode value: "verifyfull"', "parameter or port"),
        ('invalid target_session_attrs value: "rw"', "parameter or port"),
        ('connection is bad: invalid port number: "99999"', "parameter or port"),
        ('invalid integer value "x" for connection option "keepalives"', "parameter or port"),
        (HOST + 'FATAL:  unrecognized configuration parameter "foo"', "parameter or port"),
        (HOST + 'FATAL:  invalid value for parameter "work_mem": "x"', "parameter or port"),
        ("could not match 3 port numbers to 2 hosts", "parameter or port"),
        ("failed to resolve host 'db': [Errno -2] Name or service not known", "not known"),
    ],
)
def test_what_the_operator_must_correct_is_said_in_a_sentence(words: str, said: str) -> None:
    error = refusal(words)

    assert isinstance(error, DatabaseUnusable)
    assert said in str(error)
    assert "10.0.0." not in str(error)


def test_of_several_hosts_one_that_may_come_back_is_waited_for() -> None:
    both = HOST + "Connection refused\n" + HOST + "FATAL:  password authentication failed"

    error = refusal(both)

    assert isinstance(error, DatabaseFailed)
    assert "nobody answers there" in str(error)
    assert "neither user nor password" in str(error)
