"""python -m bot rekey, with the bot stopped."""

import asyncio
import os
import signal
import sys
from pathlib import Path

from bot.runtime.only_one import only_one
from storage import Store, open_database
from tests.support.clocks import eventually
from tests.support.commands import Operator
from tests.support.running import DATABASE_KEY

NEW_KEY = "e7" * 32


def test_the_key_is_changed_and_said_nowhere(operator: Operator, tmp_path: Path) -> None:
    open_database(tmp_path / "bot.db", DATABASE_KEY).close()

    result = operator.runs("rekey", NEW_DATABASE_KEY=NEW_KEY)

    assert result.exit_code == 0
    assert "Put it into DATABASE_KEY now." in result.output
    assert NEW_KEY not in result.output
    store = Store(open_database(tmp_path / "bot.db", NEW_KEY))
    (entry,) = store.audit.entries()
    assert (entry.action, entry.actor) == ("rekeyed", "operator")
    store.close()
    assert operator.runs("agents").exit_code == 2
    assert operator.runs("agents", DATABASE_KEY=NEW_KEY).exit_code == 0


def test_the_key_that_counts_is_said_even_if_the_deed_cannot_be_recorded(
    operator: Operator, tmp_path: Path
) -> None:
    database = open_database(tmp_path / "bot.db", DATABASE_KEY)
    database.run("create trigger faulty before insert on audit begin select raise(abort, ''); end")
    database.close()

    result = operator.runs("rekey", NEW_DATABASE_KEY=NEW_KEY)

    assert result.exit_code == 1
    assert result.output.startswith(f"{tmp_path}/bot.db is encrypted with the new key.")


async def test_the_key_that_counts_is_said_even_if_the_operator_interrupts_the_change(
    operator: Operator, tmp_path: Path
) -> None:
    database = open_database(tmp_path / "bot.db", DATABASE_KEY)
    database.run("create table ballast (content blob) strict")
    for _ in range(40):
        database.run("insert into ballast values (randomblob(1000000))")
    database.close()

    command = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "rekey"),
        cwd=Path(__file__).parents[3],
        env={**os.environ, **operator.environment, "NEW_DATABASE_KEY": NEW_KEY},
        stdout=asyncio.subprocess.PIPE,
    )
    await eventually((tmp_path / "bot.db-journal").exists)
    command.send_signal(signal.SIGINT)
    said, _ = await command.communicate()

    assert b"is encrypted with the new key" in said
    assert operator.runs("agents", DATABASE_KEY=NEW_KEY).exit_code == 0


def test_it_refuses_while_the_bot_runs(operator: Operator, tmp_path: Path) -> None:
    open_database(tmp_path / "bot.db", DATABASE_KEY).close()

    with only_one(operator.environment["TELEGRAM_BOT_TOKEN"], tmp_path / "bot.db"):
        result = operator.runs("rekey", NEW_DATABASE_KEY=NEW_KEY)

    assert result.exit_code == 2
    assert "Another process already runs" in result.output
    open_database(tmp_path / "bot.db", DATABASE_KEY).close()


def test_a_key_that_is_easily_guessed_is_called_short(operator: Operator, tmp_path: Path) -> None:
    open_database(tmp_path / "bot.db", DATABASE_KEY).close()

    assert "is short" in operator.runs("rekey", NEW_DATABASE_KEY="x").output
    longer = operator.runs("rekey", DATABASE_KEY="x", NEW_DATABASE_KEY=NEW_KEY)
    assert "is short" not in longer.output
