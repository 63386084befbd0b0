"""The receipt: proof for the customer that the service has the application."""

from dataclasses import replace

import pytest

from bot.sandbox.telegram.html import parse
from bot.screens.receipt import receipt
from tests.support.forms import pending


def test_the_receipt_proves_acceptance_and_tells_nothing_that_is_secret() -> None:
    text, _ = parse(receipt(pending(), "en").text)

    assert text.splitlines() == [
        "Application received",
        "Customer: Md. Asaduzzaman Miah",
        "NID: •••• 0147",
        "Reference: ABCD2345",
        "Time: 23 November 2026, 12:00",
        "The identity check is running. The result comes here by itself.",
    ]


def test_the_receipt_is_in_the_language_in_which_the_customer_agreed() -> None:
    english = receipt(pending(), "bn")

    assert english.text.startswith("<b>Application received</b>")
    assert [button.text for button in english.keyboard[0]] == ["রেফারেন্স কপি", "বাংলা"]
    assert english.keyboard[0][0].copy == "ABCD2345"


def test_the_receipt_in_bangla() -> None:
    text, _ = parse(receipt(pending(), "en", shown_in="bn").text)

    assert "এনআইডি: •••• 0147" in text
    assert "সময়: ২৩ নভেম্বর ২০২৬, ১২:০০" in text


@pytest.mark.parametrize(("shown_in", "other"), [("en", "bn"), ("bn", "en")])
def test_it_can_be_shown_in_the_other_language(shown_in: str, other: str) -> None:
    copy, turn = receipt(pending(), "en", shown_in=shown_in).keyboard[0]

    assert copy.copy == "ABCD2345"
    assert turn.data == f"~receipt.{other}-abcd2345"


def test_it_may_be_forwarded_and_names_no_time_that_is_not_known() -> None:
    form = pending()
    assert form.submission
    undated = replace(form, submission=replace(form.submission, accepted_at=None))

    message = receipt(undated, "en")

    assert "Time:" not in message.text
    assert message.is_masked
    assert message.is_forwardable
