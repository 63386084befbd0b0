"""Presses that no button of this bot could have sent: a client can send any bytes."""

import pytest

from bot.chat.buttons import press_button
from bot.sandbox.person import Person
from conversations.application import Application
from tests.support.customers import comes_to
from tests.support.running import RunningBot

pytestmark = pytest.mark.one_engine

GARBAGE = (
    "nonsense",
    "x" * 64,
    "গ্রাহক" * 3,
    "a.b.c",
    "....",
    "~",
    "~dance.1",
    "~open",
    "'; drop table agents; --",
    "abcd2345.999999999.submit",
    "abcd2345.1.pick",
)
DEAD = "This button no longer works."
NOT_YOURS = "This application is not yours, or it was erased."
WORK = "What is the customer’s work?"


def draft_of(agent: Person, bot: RunningBot) -> Application:
    (draft,) = bot.store.caseloads.of_agent(agent.user_id, limit=1)
    return draft


async def test_garbage_is_answered_in_a_word_and_changes_nothing(
    rahim: Person, bot: RunningBot
) -> None:
    await rahim.says("/new")
    await rahim.sees("Does the customer agree")
    before = draft_of(rahim, bot)
    for data in GARBAGE:
        press = await rahim.forges(data)
        answer = await rahim.gets_answer(press)
        assert answer in {DEAD, NOT_YOURS}

    assert draft_of(rahim, bot) == before
    assert bot.store.inbox.list_set_aside() == []


async def test_a_button_of_another_step_asks_again(rahim: Person, bot: RunningBot) -> None:
    await comes_to(rahim, "profession")
    before = draft_of(rahim, bot)
    for verb in ("submit", "erase", "consent", "card-ok", "stay", "read-again", "submit-again"):
        press = await rahim.forges(press_button("", before, verb).data)
        await rahim.gets_answer(press)
        await rahim.sees(WORK)

    assert draft_of(rahim, bot) == before


async def test_an_answer_that_no_button_offers_is_not_taken(rahim: Person, bot: RunningBot) -> None:
    await comes_to(rahim, "profession")
    before = draft_of(rahim, bot)
    await rahim.forges(press_button("", before, "pick", "profession", "spy").data)
    await rahim.sees(WORK)
    await rahim.forges(press_button("", before, "pick", "gender", "female").data)
    await rahim.sees(WORK)

    assert draft_of(rahim, bot) == before


async def test_another_agents_application_cannot_be_touched(rahim: Person, bot: RunningBot) -> None:
    await comes_to(rahim, "review")
    draft = draft_of(rahim, bot)
    async with await bot.enrols("Eve", 2002) as eve:
        for data, answer in {
            press_button("", draft, "submit").data: NOT_YOURS,
            press_button("", draft, "erase").data: NOT_YOURS,
            f"~refresh.{draft.id}": NOT_YOURS,
        }.items():
            press = await eve.forges(data)
            assert await eve.gets_answer(press) == answer
        for verb in ("open", "continue"):
            await eve.forges(f"~{verb}.{draft.id}")
            await eve.sees(NOT_YOURS)
        assert bot.store.caseloads.count_of_agent(eve.user_id) == 0
    assert draft_of(rahim, bot).version == draft.version


async def test_the_button_of_an_erased_application_opens_nothing(
    rahim: Person, bot: RunningBot
) -> None:
    await comes_to(rahim, "mobile_number")
    draft = draft_of(rahim, bot)
    await rahim.says("/cancel")
    await rahim.taps("Yes, erase")
    await rahim.sees("The application was erased.")
    await rahim.forges(f"~open.{draft.id}")

    await rahim.sees(NOT_YOURS)


async def test_a_page_that_does_not_exist_shows_the_last_one(rahim: Person) -> None:
    await comes_to(rahim, "front")
    await rahim.says("/log")
    page = await rahim.sees("(1–1 of 1)")
    await rahim.says("/new")
    await rahim.taps("New customer")
    await rahim.taps("Yes, agrees")
    await rahim.sees("Send a photo of the card’s front")
    await rahim.forges("~log.999999999999", on=page)

    turned = await rahim.sees("(1–2 of 2)")
    assert turned.message_id == page.message_id


async def test_the_former_button_for_other_answers_says_to_type(
    rahim: Person, bot: RunningBot
) -> None:
    """It was drawn by an older version; its question says now that typing works."""
    await comes_to(rahim, "profession")
    draft = draft_of(rahim, bot)
    press = await rahim.forges(press_button("", draft, "other", "profession").data)

    assert await rahim.gets_answer(press) == "Please type it and send: Profession"
    assert draft_of(rahim, bot) == draft
    await rahim.says("Tailor")
    await rahim.sees("Who is the nominee?")
    press = await rahim.forges(press_button("", draft, "other", "profession").data)
    assert await rahim.gets_answer(press) == "Already done; the next step is below."
