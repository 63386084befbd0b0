"""What changes while a message is on its way decides what is recorded about it."""

from bot.chat.labels import label_of
from bot.chat.outgoing import Button, Export, Preview, Replace, Send
from bot.chat.places import Place
from bot.people.staff import Staff
from storage.agents import Agent, Role, Standing
from tests.support.clocks import until
from tests.support.delivery import KARIM, RAHIM, Delivery
from tests.support.forms import being_read, pending
from tests.support.scripted_telegram import ScriptedTelegram, cut

KEYS = [[Button("Yes", "yes")]]
PROMPT = "prompt:abcd2345"


def removes(delivery: Delivery, agent_id: int) -> None:
    """Somebody does, while others stay."""
    store = delivery.store
    admin = Agent(id=1001, name="Admin", role=Role.ADMIN, language="en")
    store.agents.enrol(admin, delivery.clock())
    person = store.agents.find(agent_id)
    assert person
    with store.transaction():
        Staff(store).remove(person, actor="1001", now=delivery.clock())
    delivery.owes("removed", to=1001)


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


async def test_a_prompt_that_arrives_after_its_customer_was_handed_over_loses_its_buttons(
    telegram: ScriptedTelegram, delivery: Delivery
) -> None:
    application, store = being_read(), delivery.store
    store.applications.save(application)
    label = label_of(Place.PROMPT, application.id)
    telegram.holds("sendMessage")
    delivery.owes(Send(text="asked", keyboard=KEYS, about=(application.id,)), label=label)
    await until(lambda: telegram.calls("sendMessage"))

    rahim, karim = store.agents.find(RAHIM), store.agents.find(KARIM)
    assert rahim
    assert karim
    with store.transaction():
        Staff(store).hand_over_some(rahim, karim, actor="1001", now=delivery.clock())
    delivery.owes("behind it")
    telegram.releases("sendMessage")
    await delivery.is_done()

    assert store.shown.find(label) is None
    (disarmed,) = telegram.calls("editMessageReplyMarkup")
    assert (disarmed["chat_id"], disarmed["message_id"]) == (str(RAHIM), "1")


async def test_what_arrives_in_the_chat_of_somebody_who_was_removed_is_deleted_again(
    telegram: ScriptedTelegram, delivery: Delivery
) -> None:
    application, store = pending(), delivery.store
    store.applications.save(application)
    telegram.holds("sendMessage", chat=RAHIM)
    delivery.owes(Send(text="Md. Asaduzzaman Miah", about=(application.id,)))
    await until(lambda: telegram.calls("sendMessage"))

    removes(delivery, RAHIM)
    # The chat was cleaned, and its menu set; the message under way is held.
    await until(lambda: store.outbox.count() == 1)
    telegram.releases("sendMessage", chat=RAHIM)

    await until(lambda: telegram.calls("deleteMessages"))
    await delivery.is_done()
    assert store.chat_messages.in_chat(RAHIM, limit=9) == []


async def test_what_somebody_who_is_let_in_again_is_asked_outlives_a_delayed_cleaning(
    telegram: ScriptedTelegram, delivery: Delivery
) -> None:
    application, store = pending(), delivery.store
    store.applications.save(application)
    delivery.owes(Send(text="before", about=(application.id,)))
    await delivery.is_done()
    telegram.stumbles("deleteMessages", cut)
    removes(delivery, RAHIM)
    pause = await delivery.is_put_off()

    store.agents.put(RAHIM, Standing.ACTIVE, delivery.clock())
    delivery.owes(Send(text="after", about=(application.id,)))
    await until(lambda: "after" in telegram.told(RAHIM))
    await delivery.lets_pass(pause)
    await delivery.is_done()

    sent = len(telegram.calls("sendMessage"))
    asked = [each["message_ids"] for each in telegram.calls("deleteMessages")]
    assert asked == ["[1]", "[1]"]
    left = store.chat_messages.in_chat(RAHIM, limit=9)
    assert [each.message_id for each in left] == [sent]


async def test_a_file_that_names_customers_is_deleted_there_as_well(
    telegram: ScriptedTelegram, delivery: Delivery
) -> None:
    store = delivery.store
    rahim = Agent(id=RAHIM, name="Rahim", role=Role.SUPERVISOR, language="en")
    store.agents.enrol(rahim, delivery.clock())
    store.applications.save(pending())
    telegram.holds("sendDocument")
    delivery.owes(Export(format="csv", days=9999))
    await until(lambda: telegram.calls("sendDocument"))

    removes(delivery, RAHIM)
    await delivery.is_done()
    telegram.releases("sendDocument")

    await until(lambda: telegram.calls("deleteMessages"))
    await delivery.is_done()
    assert store.chat_messages.in_chat(RAHIM, limit=9) == []
