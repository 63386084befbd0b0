"""Drafts, filters, search: how an agent finds a customer again."""

from bot.sandbox.person import Person
from tests.support.customers import ASADUZZAMAN, RAHIMA, comes_to


async def test_a_customer_is_found_by_the_last_digits(rahim: Person) -> None:
    await comes_to(rahim, "receipt")
    await rahim.sees("Passed: Md. Asaduzzaman Miah")
    await rahim.says("5678")
    await rahim.sees("Found: 1")
    await rahim.taps("1")

    detail = await rahim.sees("Mobile: 01712-345678")
    for happened in ("Started: ", "Card read: ", "Submitted: ", "Passed: "):
        assert happened in detail.text


async def test_the_list_is_filtered_in_place(rahim: Person) -> None:
    await comes_to(rahim, "receipt")
    await rahim.sees("Passed: Md. Asaduzzaman Miah")
    await comes_to(rahim, "selfie", RAHIMA)
    await rahim.says("/log")
    await rahim.sees("(1–2 of 2)")
    await rahim.taps("Drafts")

    page = await rahim.sees("Drafts · Your applications")
    assert page.edited
    assert "RAHIMA KHATUN" in page.text
    assert "Asaduzzaman" not in page.text


async def test_drafts_are_listed_continued_and_erased(rahim: Person) -> None:
    await comes_to(rahim, "mobile_number", RAHIMA)
    await rahim.says("/drafts")
    page = await rahim.sees("1. RAHIMA KHATUN · 2588: Mobile, Profession, Nominee, 2 more")
    await rahim.taps("1. Continue", on=page)
    await rahim.sees("Type the customer’s own mobile number.")
    await rahim.taps("1. Erase", on=page)
    await rahim.sees("Erase this application?")
    await rahim.taps("Yes, erase")
    await rahim.says("/drafts")
    await rahim.sees("You have no drafts.")


async def test_the_same_customer_again_is_noticed_when_the_card_is_read(rahim: Person) -> None:
    await comes_to(rahim, "receipt")
    await rahim.sees("Passed: Md. Asaduzzaman Miah")
    await rahim.says("/new")
    await rahim.taps("Yes, agrees")
    await rahim.sees("Send a photo of the card’s front")
    await rahim.sends_album(ASADUZZAMAN.back, ASADUZZAMAN.front)
    await rahim.taps("Swap front and back")

    warning = await rahim.sees("already in your application of Md. Asaduzzaman Miah: Passed")
    assert warning.buttons == (("Open: Md. Asaduzzaman Miah",),)


async def test_a_greeting_gets_the_menu_and_no_list_of_customers(rahim: Person) -> None:
    await comes_to(rahim, "receipt")
    await rahim.sees("Passed: Md. Asaduzzaman Miah")
    for words in ("ok", "hi", "সালাম"):
        await rahim.says("/help")
        await rahim.sees("Register a customer")
        await rahim.says(words)
        menu = await rahim.sees("No application is open.")
        assert menu.buttons
        assert "Asaduzzaman" not in menu.text
