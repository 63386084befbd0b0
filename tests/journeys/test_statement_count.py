"""How often the database is waited for: behind a network each time is a trip there and back."""

from bot.sandbox.person import Person
from bot.trial.example import register
from tests.support.customers import ASADUZZAMAN
from tests.support.running import RunningBot

#: Questions, savepoints and commits of one registration from the first tap to the verdict. The
#: loops asking what is due are among them, so the number varies a little with the machine.
MOST = 345


async def test_a_registration_waits_for_the_database_no_more_often_than_this(
    rahim: Person, bot: RunningBot
) -> None:
    bot.trips.clear()

    await register(rahim, ASADUZZAMAN)
    await rahim.sees("Application received")
    await rahim.sees("Passed: Md. Asaduzzaman Miah")

    assert bot.trips.total() <= MOST, bot.trips.most_common(20)
