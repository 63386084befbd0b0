"""Whatever is typed behind a command, it ends with a sentence and exit code 2."""

from pathlib import Path

import pytest

from storage import Store
from tests.support.commands import Operator

HUGE = "9" * 30
JUST_TOO_LARGE = str(2**63)
NO_TEXT = "north\udcff"  # bytes that are no UTF-8, as Python passes them on
SEAL = "a" * 64


@pytest.mark.parametrize(
    "words",
    [
        *(("agents", command, HUGE) for command in ("suspend", "restore", "remove", "appoint")),
        ("agents", "suspend", JUST_TOO_LARGE),
        ("agents", "hand-over", HUGE, "2002"),
        ("agents", "hand-over", "2001", HUGE),
        ("agents", "token", "--agent", HUGE, "--take-back"),
        ("agents", "token", "--agent", "9"),
        ("agents", "token", "--team", NO_TEXT, "--take-back"),
        ("agents", "appoint", "2001", "--team", NO_TEXT),
        ("agents", "appoint", "2001", "--team", "north" * 20),
        ("audit", "list", "--last", HUGE),
        ("audit", "list", "--subject", NO_TEXT),
        ("backup", "x" * 300),
        ("doctor", "--oldest-backup", HUGE),
        ("doctor", "--oldest-backup", "999999"),
        ("export", "table.csv", "--days", "999999"),
        ("export", "table.csv", "--days", HUGE),
        ("export", "x" * 300 + ".csv"),
        ("invite", NO_TEXT),
        ("invite", "Rahim" * 20),
        ("invite", "2001"),
        ("invite", " "),
        ("move", "x" * 300),
        ("restore", "x" * 300),
        ("trial", "--log-level", "LOUD"),
        ("updates", "drop", HUGE),
        ("updates", "retry", JUST_TOO_LARGE),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_sentence(
    operator: Operator, store: Store, tmp_path: Path, words: tuple[str, ...]
) -> None:
    before = store.audit.head()

    result = operator.runs(*words, NEW_EKYC_TOKEN="own-token")

    assert result.exit_code == 2, result.output
    assert 'File "' not in result.output
    assert store.audit.head() == before
    assert all(each.name.startswith("bot.db") for each in tmp_path.iterdir())


@pytest.mark.parametrize("noted", [f"-5:{SEAL}", f"٣:{SEAL}", f"1_0:{SEAL}", f"1:{'z' * 64}", ":"])
def test_a_head_that_nobody_wrote_is_no_head(operator: Operator, store: Store, noted: str) -> None:
    assert operator.runs("audit", "verify", "--noted", noted).exit_code == 2


def test_no_row_can_have_another_seal_than_the_empty_audit_has(
    operator: Operator, store: Store
) -> None:
    assert operator.runs("audit", "verify", "--noted", str(store.audit.head())).exit_code == 0
    result = operator.runs("audit", "verify", "--noted", f"0:{SEAL}")

    assert (result.exit_code, result.output) == (
        1,
        "The audit is broken. The noted seal is of no row.\n",
    )


ASKING = pytest.mark.parametrize(
    ("words", "variable"),
    [
        (("rekey",), "NEW_DATABASE_KEY"),
        (("move",), "NEW_DATABASE"),
        (("agents", "token", "--team", "north"), "NEW_EKYC_TOKEN"),
    ],
)


@ASKING
def test_a_secret_in_another_encoding_is_refused_without_a_byte_of_it(
    operator: Operator, store: Store, words: tuple[str, ...], variable: str
) -> None:
    result = operator.runs(*words, **{variable: "caf\udce9-of-the-old-town"})

    said = f"What was given as {variable} is no text in UTF-8; nothing was changed.\n"
    assert (result.exit_code, result.output) == (2, said)


@ASKING
def test_where_nobody_can_be_asked_the_variable_is_named(
    operator: Operator, store: Store, words: tuple[str, ...], variable: str
) -> None:
    result = operator.runs(*words)

    assert result.exit_code == 2
    assert f"Set {variable}, or run this in a terminal." in result.output
