"""What the doctor makes of an error of either engine."""

from bot.doctor.database_error import judge_error
from bot.doctor.finding import broken
from storage import DatabaseFailed, DatabaseUnusable

USUAL = "Look at the disk."


def test_a_refusal_brings_its_own_cure() -> None:
    refusal = DatabaseUnusable("There is no database var/bot.db. Look at DATABASE.")

    found = judge_error(refusal, "var/bot.db", USUAL)

    assert found == broken("database", "There is no database var/bot.db.", "Look at DATABASE.")


def test_a_refusal_of_one_sentence_gets_the_usual_cure() -> None:
    refusal = DatabaseUnusable("DATABASE is not an address of PostgreSQL.")

    found = judge_error(refusal, "postgres", USUAL)

    assert found == broken("database", "DATABASE is not an address of PostgreSQL.", USUAL)


def test_a_failure_is_told_with_the_name_of_the_database() -> None:
    found = judge_error(DatabaseFailed("disk I/O error"), "var/bot.db", USUAL)

    assert found == broken("database", "The database var/bot.db fails: disk I/O error.", USUAL)
