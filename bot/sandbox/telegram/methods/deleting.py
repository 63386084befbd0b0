"""Methods by which a bot deletes messages, its own and in private chats also the person's."""

from bot.sandbox.telegram.chats import Chat, StoredMessage
from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.methods.method import Method
from bot.sandbox.telegram.parameters import Parameters
from bot.sandbox.telegram.service import Telegram

DELETABLE = 48 * 3600  # seconds after sending
MOST_AT_ONCE = 100


async def delete_message(telegram: Telegram, given: Parameters) -> bool:
    chat = telegram.chat(given.raw("chat_id"))
    message = chat.find(given.integer("message_id"), "delete")
    if not _deletable(telegram, chat, message):
        raise bad_request("message can't be deleted for everyone")
    telegram.delete(chat, [message.message_id])
    return True


async def delete_messages(telegram: Telegram, given: Parameters) -> bool:
    """Delete many at once; missing and too old ones are skipped."""
    chat = telegram.chat(given.raw("chat_id"))
    ids = given.array("message_ids")
    if not ids:
        raise bad_request("message identifiers are not specified")
    if len(ids) > MOST_AT_ONCE:
        raise bad_request("too many message identifiers specified")
    wanted = {each for each in ids if isinstance(each, int)}
    found = [chat.messages[each] for each in sorted(wanted) if each in chat.messages]
    gone = [each.message_id for each in found if _deletable(telegram, chat, each)]
    if gone:
        telegram.delete(chat, gone)
    return True


def _deletable(telegram: Telegram, chat: Chat, message: StoredMessage) -> bool:
    young = telegram.clock() - message.sent_at < DELETABLE
    return young and (message.from_bot or chat.is_private)


METHODS: dict[str, Method] = {
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
}
