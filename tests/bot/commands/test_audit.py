"""python -m bot audit, as an auditor uses it."""

from pathlib import Path

from storage import Store, open_database
from tests.support.commands import Operator
from tests.support.forms import NOW
from tests.support.running import DATABASE_KEY


def write(store: Store, *subjects: str) -> None:
    with store.transaction():
        for subject in subjects:
            store.audit.record("viewed", actor="2001", now=NOW, subject=subject)


def test_a_whole_audit_is_confirmed_with_a_head_to_note(operator: Operator, store: Store) -> None:
    write(store, "abcd2345", "efgh6789")

    result = operator.runs("audit", "verify")

    assert result.exit_code == 0
    assert f"Unchanged: 2 rows. Keep this elsewhere: {store.audit.head()}" in (result.output)


def test_a_noted_head_is_looked_for(operator: Operator, store: Store) -> None:
    write(store, "abcd2345")
    noted = str(store.audit.head())
    write(store, "efgh6789")

    assert operator.runs("audit", "verify", "--noted", noted).exit_code == 0
    wrong = operator.runs("audit", "verify", "--noted", f"1:{'0' * 64}")
    assert wrong.exit_code == 1
    assert "Row 1 has a different seal from the one noted" in wrong.output
    assert operator.runs("audit", "verify", "--noted", "nonsense").exit_code == 2


def test_tampering_is_told_with_its_row_and_exit_code_1(
    operator: Operator, store: Store, tmp_path: Path
) -> None:
    write(store, "abcd2345", "efgh6789")
    file = open_database(tmp_path / "bot.db", DATABASE_KEY)
    file.run("drop trigger audit_is_not_changed")
    file.run("update audit set actor = '666' where number = 2")
    file.close()

    result = operator.runs("audit", "verify")

    assert result.exit_code == 1
    assert "The audit is broken. Row 2 or the one before it was altered" in result.output


def test_rows_are_listed_by_subject(operator: Operator, store: Store) -> None:
    write(store, "abcd2345", "efgh6789")

    result = operator.runs("audit", "list", "--subject", "EFGH6789")

    assert result.output.splitlines() == ["2\t2026-11-23T06:00:00Z\t2001\tviewed\tefgh6789\t{}"]


def test_that_no_row_was_found_is_said(operator: Operator, store: Store) -> None:
    result = operator.runs("audit", "list", "--subject", "efgh6789")

    assert (result.exit_code, result.output) == (0, "No row was found.\n")
