"""Ctrl-C during python -m bot restore, before the database is replaced and meanwhile."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import SqliteDatabase, back_up, open_sqlite
from tests.support.clocks import eventually
from tests.support.commands import Operator
from tests.support.processes import Process
from tests.support.running import DATABASE_KEY


class Restoring:
    """The command as a process, for a copy of 5 MB; `database` stays open, so its log stays."""

    def __init__(self, operator: Operator, folder: Path) -> None:
        self.file, self.copy, self.log = (
            folder / each for each in ("bot.db", "c.db", "bot.db-wal")
        )
        self._environment = {**os.environ, **operator.environment}
        self.database = open_sqlite(self.file, DATABASE_KEY)
        self._closing: list[Process | SqliteDatabase] = [self.database]
        self.database.run("create table ballast (content blob) strict")
        self.database.run("insert into ballast values (randomblob(5000000))")
        back_up(self.database, self.copy, DATABASE_KEY)
        self.database.run("drop table ballast")
        assert self.database.scrub()

    def starts(self) -> Process:
        words = ("restore", str(self.copy), "--overwrite")
        command = Process(
            *("-m", "bot", *words),
            environment=self._environment,
            folder=self.file.parent,
            name="restore",
        )
        self._closing.append(command)
        return command

    def close(self) -> None:
        for each in self._closing:
            each.close()

    def is_restored(self) -> bool:
        return self.database.row("select 1 from sqlite_master where name = 'ballast'") is not None


@pytest.fixture
def restoring(operator: Operator, tmp_path: Path) -> Iterator[Restoring]:
    restoring = Restoring(operator, tmp_path)
    yield restoring
    restoring.close()


async def test_ctrl_c_before_the_database_is_replaced_says_that_it_is_as_it_was(
    restoring: Restoring,
) -> None:
    with restoring.database.transaction():  # for which it waits
        command = restoring.starts()
        await eventually(restoring.file.with_suffix(".db.part").exists)
        command.signal(signal.SIGINT)

    assert await command.ends() == 1
    assert command.log == f"Interrupted. {restoring.file} is as it was.\n"
    assert not restoring.is_restored()


async def test_ctrl_c_while_the_database_is_replaced_waits_until_that_is_told(
    restoring: Restoring,
) -> None:
    command = restoring.starts()
    await eventually(lambda: restoring.log.stat().st_size > 1_000_000)
    command.signal(signal.SIGINT)

    await command.ends()

    assert command.output().startswith(f"{restoring.file} was restored from {restoring.copy}.\n")
    assert restoring.is_restored()
