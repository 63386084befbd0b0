"""An older copy of the database is restored: the chats show what it does not know."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage import back_up, open_sqlite, restore
from tests.support.customers import comes_to
from tests.support.running import DATABASE_KEY, RunningBot, Trial

pytestmark = pytest.mark.one_engine


def copies(database: Path, copy: Path) -> None:
    with closing(open_sqlite(database, DATABASE_KEY)) as opened:
        back_up(opened, copy, DATABASE_KEY)


async def test_a_text_below_a_later_question_is_not_taken_for_the_one_that_the_copy_asks(
    trial: Trial,
) -> None:
    database, copy = trial.folder / "bot.db", trial.folder / "copy.db"
    async with RunningBot(trial) as bot:
        rahim = await bot.enrols("Rahim", 2001)
        await comes_to(rahim, "profession")
        copies(database, copy)
        await rahim.says("Teacher")
        await rahim.sees("Who is the nominee?")
    restore(copy, database, DATABASE_KEY, datetime.now(UTC), overwrite=True)

    async with RunningBot(trial) as bot:
        await rahim.says("Ambia Khatun")
        await rahim.sees("send again what you just sent; it was not taken")
        await rahim.taps("Continue")
        await rahim.sees("What is the customer’s work?")
        await rahim.says("Teacher")
        await rahim.sees("Who is the nominee?")
        (form,) = bot.store.caseloads.of_agent(rahim.user_id, limit=2)
        assert form.answers["profession"] == "Teacher"
    await rahim.leaves()
