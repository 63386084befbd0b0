"""While the agent works nothing rings; the verdict does, and a receipt that took long."""

import pytest

from bot.sandbox.person import Person
from tests.support.customers import comes_to
from tests.support.running import Trial

pytestmark = pytest.mark.one_engine


def rang(rahim: Person) -> list[str]:
    """What the phone rang for."""
    return [message.text.splitlines()[0] for message in rahim.messages if message.rang]


async def test_on_a_clean_day_only_the_verdict_rings(rahim: Person, trial: Trial) -> None:
    await comes_to(rahim, "review")
    await trial.fault("ekyc", kind="slow", calls=["step_two"], seconds=2)
    await rahim.taps("Submit")
    await rahim.sees("is being sent")
    await rahim.sees("Application received")
    await rahim.sees("Passed: Md. Asaduzzaman Miah")

    assert rang(rahim) == ["✅ Passed: Md. Asaduzzaman Miah · all 8 fields and both photos match"]


async def test_a_receipt_after_an_outage_rings(rahim: Person, trial: Trial) -> None:
    await comes_to(rahim, "review")
    calls = ["step_two", "status", "log"]
    await trial.fault("ekyc", kind="bad_gateway", calls=calls, times="always")
    await rahim.taps("Submit")
    await rahim.sees("The receipt will arrive here")
    await trial.fault("ekyc", kind="clear")
    await rahim.sees("Application received")

    assert rang(rahim) == ["Application received"]
