"""While the agent works nothing rings; the receipt and the verdict do."""

from bot.sandbox.person import Person
from bot.trial.example import Customer, register


async def test_on_a_clean_day_only_the_receipt_and_the_verdict_ring(rahim: Person) -> None:
    await register(rahim, Customer(number=0, mobile_number="01712345678"))
    await rahim.sees("Application received")
    await rahim.sees("Passed: Md. Asaduzzaman Miah")

    rang = [message.text for message in rahim.messages if message.rang]

    assert ["Application received" in rang[0], "Passed" in rang[1], len(rang)] == [True, True, 2]
