"""Made-up customers; their cards and faces are the specimens'."""

import contextlib

from bot.sandbox.person import Person
from bot.texts import plain
from bot.trial.example import Customer, register

ASADUZZAMAN = Customer(number=0, mobile_number="01712345678")
RAHIMA = Customer(
    number=1,
    gender="female",
    mobile_number="01812345679",
    profession="housewife",
    nominee="Kuddusur Rahman",
    nominee_relation="father",
)
ABDUR_RAHIM = Customer(number=2, mobile_number="01912345670", profession="farmer")


class _HasComeUp(Exception):
    """The step that was waited for."""


async def comes_to(
    agent: Person,
    step: str,
    customer: Customer = ASADUZZAMAN,
    language: str = "en",
    *,
    is_tapped: bool = False,
) -> None:
    """The agent begins a new customer and answers until this question, which stays open.

    The agent is in no hurry: the card is read before the next answer.
    """

    async def look_for(asked: str) -> None:
        if asked == "gender":
            await agent.sees(plain(language, "card-read"))
        if asked == step:
            raise _HasComeUp

    with contextlib.suppress(_HasComeUp):
        await register(agent, customer, language, at_step=look_for, is_tapped=is_tapped)
