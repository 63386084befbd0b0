"""Messages about a customer are deleted from the chat, as far as Telegram allows."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.chat.documents import from_document
from bot.chat.outgoing import Clean, CleanChat, Send
from bot.delivery.cleaning import Cleaning
from bot.telegram.client import TelegramClient
from bot.telegram.errors import TelegramUnavailable
from conversations import events
from storage import Store
from storage.agents import Agent, Role, Standing
from tests.support.clocks import Clock
from tests.support.engine import current
from tests.support.forms import FAILED, after, decided, pending, press, until
from tests.support.scripted_telegram import (
    TOKEN,
    ScriptedTelegram,
    cut,
    ok,
    refused,
    scripted_telegram,
)

RAHIM = 2001
ALL = Clean(application_id="abcd2345", with_masked=True)
UNMASKED = Clean(application_id="abcd2345")


class Chat:
    """A chat with messages 1 to 3 about a customer, the third of them masked."""

    def __init__(self, telegram: ScriptedTelegram, client: TelegramClient) -> None:
        self.telegram = telegram
        self.clock = Clock()
        self.store = Store(current().open_fresh())
        self.cleaning = Cleaning(self.store, client, self.clock, on_deleted=lambda *_: None)
        with self.store.transaction():
            rahim = Agent(id=RAHIM, name="Rahim", role=Role.AGENT, language="en")
            self.store.agents.enrol(rahim, self.clock())
            for number in (1, 2, 3):
                self.says(number, is_masked=number == 3)

    def says(self, number: int, *about: str, is_masked: bool = False) -> None:
        names = about or ("abcd2345",)
        self.store.chat_messages.note(names, RAHIM, number, self.clock(), is_masked=is_masked)

    @property
    def deleted(self) -> list[object]:
        return [given["message_ids"] for name, given in self.telegram.asked if "s" in name[-1]]

    @property
    def told(self) -> list[str]:
        owed = self.store.due_messages.heads(self.clock(), others=9).others
        contents = [from_document(each.document) for each in owed]
        return [content.text for content in contents if isinstance(content, Send)]


@pytest.fixture
async def chat() -> AsyncIterator[Chat]:
    async with scripted_telegram() as telegram, TelegramClient(TOKEN, telegram.url) as client:
        chat = Chat(telegram, client)
        yield chat
        chat.store.close()


async def test_messages_with_full_numbers_are_deleted_and_masked_ones_stay(chat: Chat) -> None:
    await chat.cleaning.clean(RAHIM, UNMASKED)

    assert chat.deleted == ["[1, 2]"]
    assert chat.told == []
    (entry,) = chat.store.audit.entries(subject="abcd2345")
    assert (entry.action, entry.details) == ("chat-cleaned", {"deleted": 2, "left": 0})


@pytest.mark.parametrize(("owed", "deleted"), [(UNMASKED, "[1, 2]"), (ALL, "[1, 2, 3, 4]")])
async def test_a_correction_keeps_its_open_question_unless_the_customer_is_erased(
    chat: Chat, owed: Clean, deleted: str
) -> None:
    chat.clock.passes(300)
    verdict = replace(FAILED, found_at=chat.clock())
    with chat.store.transaction():
        chat.store.applications.save(after(decided(verdict), press(events.CorrectionBegun)))
        chat.says(4)

    await chat.cleaning.clean(RAHIM, owed)

    assert chat.deleted == [deleted]


async def test_erasing_the_customer_deletes_masked_messages_as_well(chat: Chat) -> None:
    await chat.cleaning.clean(RAHIM, ALL)
    await chat.cleaning.clean(RAHIM, ALL)

    assert chat.deleted == ["[1, 2, 3]"]


async def test_messages_about_other_customers_stay(chat: Chat) -> None:
    with chat.store.transaction():
        chat.says(4, "efgh6789")
    await chat.cleaning.clean(RAHIM, ALL)

    assert chat.deleted == ["[1, 2, 3]"]
    assert chat.store.chat_messages.chats_of("efgh6789") == [RAHIM]


async def test_messages_too_old_to_be_deleted_are_counted(chat: Chat) -> None:
    chat.clock.passes(47 * 3600)
    with chat.store.transaction():
        chat.says(5)
    chat.clock.passes(3600)
    await chat.cleaning.clean(RAHIM, UNMASKED)

    assert chat.deleted == ["[5]"]
    (words,) = chat.told
    assert "could not" not in words
    assert "ABCD2345 that Telegram did not let the bot delete" in words
    assert words.endswith("2. Please delete them yourself.")


async def test_where_telegram_refuses_the_whole_each_is_tried(chat: Chat) -> None:
    chat.telegram.says("deleteMessages", refused(400, "Bad Request: message can't be deleted"))
    chat.telegram.says(
        "deleteMessage",
        ok(True),
        refused(400, "Bad Request: message can't be deleted for everyone"),
    )
    await chat.cleaning.clean(RAHIM, UNMASKED)

    (entry,) = chat.store.audit.entries(subject="abcd2345")
    assert entry.details == {"deleted": 1, "left": 1}


async def test_a_message_already_gone_counts_as_deleted(chat: Chat) -> None:
    chat.telegram.says("deleteMessages", refused(400, "Bad Request: something"))
    gone = refused(400, "Bad Request: message to delete not found")
    chat.telegram.says("deleteMessage", gone)
    await chat.cleaning.clean(RAHIM, UNMASKED)

    assert chat.told == []


async def test_without_an_answer_nothing_is_forgotten(chat: Chat) -> None:
    chat.telegram.says("deleteMessages", cut)
    with pytest.raises(TelegramUnavailable):
        await chat.cleaning.clean(RAHIM, UNMASKED)

    messages = chat.store.chat_messages.about("abcd2345", RAHIM, with_masked=True)
    assert [each.message_id for each in messages] == [1, 2, 3]


async def test_the_admins_are_told_what_stays_in_the_chat_of_a_removed_person(
    chat: Chat,
) -> None:
    with chat.store.transaction():
        boss = Agent(id=1001, name="Boss", role=Role.ADMIN, language="en")
        chat.store.agents.enrol(boss, chat.clock())
        chat.store.agents.put(RAHIM, Standing.REMOVED, chat.clock())
    chat.clock.passes(49 * 3600)
    await chat.cleaning.clean(RAHIM, ALL)

    assert chat.deleted == []
    (words,) = chat.told
    assert words.startswith("In the chat of Rahim (2001), who no longer has access,")
    assert "ABCD2345 could not be deleted: 3." in words


# -- a whole chat -----------------------------------------------------------------------------

WHOLE = CleanChat(is_whole=True)
RUNNING_OUT = CleanChat()


async def test_a_message_about_very_many_customers_is_deleted_once(chat: Chat) -> None:
    with chat.store.transaction():
        chat.says(4, *(f"a{number:07}" for number in range(20_000)))
    await chat.cleaning.clean_chat(RAHIM, WHOLE)

    assert chat.deleted == ["[1, 2, 3, 4]"]
    assert chat.store.chat_messages.in_chat(RAHIM, limit=9) == []
    (entry,) = chat.store.audit.entries(actions=("chat-cleaned",))
    assert (entry.subject, entry.details) == (str(RAHIM), {"deleted": 4, "left": 0})


async def test_an_erased_customer_takes_an_export_along_in_slices(chat: Chat) -> None:
    with chat.store.transaction():
        chat.says(4, "abcd2345", *(f"a{number:07}" for number in range(20_000)))
    cleaning = asyncio.create_task(chat.cleaning.clean(RAHIM, ALL))
    breaths = 0
    while not cleaning.done():
        await asyncio.sleep(0)
        breaths += 1

    assert chat.deleted == ["[1, 2, 3, 4]"]
    assert chat.store.chat_messages.in_chat(RAHIM, limit=9) == []
    assert breaths > 20_000 / 500


async def test_others_have_their_turn_while_very_much_is_forgotten(chat: Chat) -> None:
    with chat.store.transaction():
        chat.says(4, *(f"a{number:07}" for number in range(20_000)))
    cleaning = asyncio.create_task(chat.cleaning.clean_chat(RAHIM, WHOLE))
    breaths = 0
    while not cleaning.done():
        await asyncio.sleep(0)
        breaths += 1

    assert breaths > 20_000 / 500


async def test_a_long_chat_is_cleaned_a_hundred_messages_at_a_time(chat: Chat) -> None:
    with chat.store.transaction():
        for number in range(4, 251):
            chat.says(number)
    await chat.cleaning.clean_chat(RAHIM, WHOLE)

    assert [len(str(each).split(",")) for each in chat.deleted] == [100, 100, 50]


async def test_a_message_soon_too_old_goes_unless_it_is_masked_young_or_of_a_draft(
    chat: Chat,
) -> None:
    with chat.store.transaction():
        chat.store.applications.save(pending())
        chat.store.applications.save(replace(until("nominee"), id="draft234"))
        chat.says(4, "draft234")
        chat.says(5, "draft234", "abcd2345")
    chat.clock.passes(46 * 3600)
    with chat.store.transaction():
        chat.says(6)
    await chat.cleaning.clean_chat(RAHIM, RUNNING_OUT)

    assert chat.deleted == ["[1, 2, 5]"]
    left = chat.store.chat_messages.in_chat(RAHIM, limit=9)
    assert [each.message_id for each in left] == [3, 4, 6]


async def test_what_stays_in_a_whole_chat_is_said_by_its_number(chat: Chat) -> None:
    chat.clock.passes(49 * 3600)
    await chat.cleaning.clean_chat(RAHIM, WHOLE)

    assert chat.deleted == []
    (words,) = chat.told
    assert words.startswith("Messages about customers that Telegram did not let the bot delete: 3.")


async def test_a_whole_chat_is_continued_where_telegram_went_away(chat: Chat) -> None:
    with chat.store.transaction():
        for number in range(4, 151):
            chat.says(number)
    chat.telegram.says("deleteMessages", ok(True), cut, ok(True))
    with pytest.raises(TelegramUnavailable):
        await chat.cleaning.clean_chat(RAHIM, WHOLE)
    await chat.cleaning.clean_chat(RAHIM, WHOLE)

    assert [len(str(each).split(",")) for each in chat.deleted] == [100, 50, 50]
    assert chat.store.chat_messages.in_chat(RAHIM, limit=9) == []


async def test_messages_sent_while_no_form_was_open_are_named_in_words(chat: Chat) -> None:
    with chat.store.transaction():
        chat.says(4, "outside-2001-497000")
    chat.telegram.says("deleteMessages", refused(400, "Bad Request: message can't be deleted"))
    chat.telegram.says("deleteMessage", refused(400, "Bad Request: message can't be deleted"))

    await chat.cleaning.clean(RAHIM, Clean(application_id="outside-2001-497000"))

    (told,) = chat.told
    assert told.startswith("Messages about customers")
    assert "OUTSIDE" not in told.upper()
