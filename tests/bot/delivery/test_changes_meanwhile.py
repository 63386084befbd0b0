"""What changes while a message is on its way decides what is recorded about it."""

from bot.chat.outgoing import Button, Preview, Replace, Send
from tests.support.clocks import until
from tests.support.delivery import Delivery
from tests.support.scripted_telegram import ScriptedTelegram, cut

KEYS = [[Button("Yes", "yes")]]
PROMPT = "prompt:abcd2345"


async def test_a_card_that_is_read_while_the_one_before_is_being_shown_is_shown_next(
    telegram: ScriptedTelegram, delivery: Delivery
) -> None:
    delivery.pictures.keep("abcd2345", b"the card before")
    telegram.holds("sendPhoto")
    delivery.owes(Preview(application_id="abcd2345"))
    await until(lambda: telegram.calls("sendPhoto"))

    delivery.pictures.keep("abcd2345", b"the next card")
    telegram.releases("sendPhoto")
    await delivery.is_done()

    assert delivery.pictures.find("abcd2345") == b"the next card"


async def test_what_may_have_been_edited_before_the_answer_was_lost_is_edited_back(
    telegram: ScriptedTelegram, delivery: Delivery
) -> None:
    """Else the chat would go on showing what is no longer asked."""
    delivery.owes(Send(text="first", keyboard=KEYS), label=PROMPT)
    await delivery.is_done()
    telegram.stumbles("editMessageText", cut)
    delivery.owes(Replace(text="second", keyboard=KEYS), label=PROMPT)
    await delivery.is_put_off()

    delivery.owes(Replace(text="first", keyboard=KEYS), label=PROMPT)
    await delivery.is_done()

    assert [each["text"] for each in telegram.calls("editMessageText")] == ["second", "first"]
