"""The receipt: proof for the customer that the service has the application."""

from dataclasses import replace

import pytest

from bot.screens.receipt import receipt
from conversations.organisation import Organisation
from tests.support.forms import pending
from tests.support.plain_words import parse


def test_the_receipt_proves_acceptance_and_tells_nothing_that_is_secret() -> None:
    text, _ = parse(receipt(pending(), "en").text)

    assert text.splitlines() == [
        "Application received",
        "Customer: Md. Asaduzzaman Miah",
        "NID: •••• 0147",
        "Reference: ABCD2345",
        "Time: 23 November 2026, 12:00",
        "The identity check is running. Our field agent will bring you the result.",
    ]


def test_it_names_the_organisation_and_its_helpline_in_the_customers_language() -> None:
    bank = Organisation(names={"en": "Meghna & Sons", "bn": "মেঘনা ব্যাংক"}, helpline="16247")

    english, _ = parse(receipt(pending(), "en", bank).text)
    bangla, _ = parse(receipt(pending(), "en", bank, shown_in="bn").text)

    assert english.splitlines()[:2] == ["Application received", "Meghna & Sons"]
    assert english.splitlines()[-1] == "Helpline: 16247"
    assert bangla.splitlines()[1] == "মেঘনা ব্যাংক"
    assert bangla.splitlines()[-1] == "হেল্পলাইন: 16247"


@pytest.mark.parametrize("names", [{"en": "Meghna Bank"}, {"bn": "", "en": "Meghna Bank"}])
def test_an_organisation_with_one_name_has_it_in_every_language(names: dict[str, str]) -> None:
    shown, _ = parse(receipt(pending(), "en", Organisation(names=names), shown_in="bn").text)

    assert shown.splitlines()[1] == "Meghna Bank"


def test_the_receipt_is_in_the_language_in_which_the_customer_agreed() -> None:
    english = receipt(pending(), "bn")

    assert english.text.startswith("<b>Application received</b>")
    labels = [[button.text for button in row] for row in english.keyboard]
    assert labels[:2] == [["রেফারেন্স কপি", "ছবি হিসেবে"], ["বাংলা"]]
    assert english.keyboard[0][0].copy == "ABCD2345"


def test_the_receipt_in_bangla() -> None:
    text, _ = parse(receipt(pending(), "en", shown_in="bn").text)

    assert "এনআইডি: •••• 0147" in text
    assert "সময়: ২৩ নভেম্বর ২০২৬, ১২:০০" in text


@pytest.mark.parametrize(("shown_in", "other"), [("en", "bn"), ("bn", "en")])
def test_it_can_be_shown_in_the_other_language(shown_in: str, other: str) -> None:
    (copy, picture), (turn,), _ = receipt(pending(), "en", shown_in=shown_in).keyboard

    assert copy.copy == "ABCD2345"
    assert picture.data == f"~receipt-picture.{shown_in}-abcd2345"
    assert turn.data == f"~receipt.{other}-abcd2345"


def test_it_may_be_forwarded_and_names_no_time_that_is_not_known() -> None:
    form = pending()
    assert form.submission
    undated = replace(form, submission=replace(form.submission, accepted_at=None))

    message = receipt(undated, "en")

    assert "Time:" not in message.text
    assert message.is_masked
    assert message.is_forwardable
