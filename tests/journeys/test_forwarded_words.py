"""Words of somebody else, which the agent has only forwarded."""

import pytest

from bot.sandbox.person import Person
from tests.support.customers import comes_to

pytestmark = pytest.mark.one_engine  # about what is understood


async def test_a_forwarded_yes_submits_nothing_and_a_typed_one_does(rahim: Person) -> None:
    yes = await rahim.says("হ্যাঁ")
    await comes_to(rahim, "review")

    await rahim.forwards(yes)
    await rahim.sees("A forwarded message cannot confirm")

    await rahim.says("হ্যাঁ")
    await rahim.sees("Application received")


async def test_the_number_that_a_customer_has_sent_is_an_answer(rahim: Person) -> None:
    number = await rahim.says("01712345678")
    await comes_to(rahim, "mobile_number")

    await rahim.forwards(number)

    await rahim.sees("Mobile number: 01712-345678")
