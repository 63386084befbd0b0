"""Methods by which a bot answers a press or reacts to a message."""

from bot.sandbox.telegram import fields
from bot.sandbox.telegram.chats import Chat, StoredMessage
from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.methods.method import Method
from bot.sandbox.telegram.parameters import Parameters
from bot.sandbox.telegram.service import Telegram

LONGEST_ANSWER = 200  # signs
# https://core.telegram.org/bots/api#reactiontypeemoji; heart and fire have variants in clients
REACTIONS = frozenset({
    "❤", "👍", "👎", "🔥", "🥰", "👏", "😁", "🤔", "🤯", "😱", "🤬", "😢",
    "🎉", "🤩", "🤮", "💩", "🙏", "👌", "🕊", "🤡", "🥱", "🥴", "😍", "🐳",
    "❤‍🔥", "🌚", "🌭", "💯", "🤣", "⚡", "🍌", "🏆", "💔", "🤨", "😐", "🍓",
    "🍾", "💋", "🖕", "😈", "😴", "😭", "🤓", "👻", "👨‍💻", "👀", "🎃", "🙈",
    "😇", "😨", "🤝", "✍", "🤗", "🫡", "🎅", "🎄", "☃", "💅", "🤪", "🗿",
    "🆒", "💘", "🙉", "🦄", "😘", "💊", "🙊", "😎", "👾", "🤷‍♂", "🤷", "🤷‍♀",
    "😡",
})  # fmt: skip


async def answer_callback_query(telegram: Telegram, given: Parameters) -> bool:
    if len(given.text("text")) > LONGEST_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    query_id = given.text("callback_query_id")
    press = telegram.presses.take(query_id)
    account = telegram.accounts[press.user_id]
    account.journal.note(
        "answer",
        chat_id=press.chat.chat_id,
        callback_query_id=query_id,
        text=given.text("text"),
        alert=given.flag("show_alert"),
        url=given.text("url"),
    )
    return True


async def set_message_reaction(telegram: Telegram, given: Parameters) -> bool:
    chat = telegram.chat(given.raw("chat_id"))
    chat.check_writable()
    message = _first_of_album(chat, chat.find(given.integer("message_id"), "react"))
    reactions = fields.objects(given.array("reaction") or [], "ReactionType")
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    kinds = {fields.string(reaction, "type") for reaction in reactions}
    if not {"emoji", "custom_emoji", "paid"}.issuperset(kinds):
        raise bad_request("can't parse reaction type: invalid type specified")
    emoji = [fields.string(reaction, "emoji") for reaction in reactions]
    if not kinds <= {"emoji"} or not REACTIONS.issuperset(emoji):
        raise bad_request("REACTION_INVALID")
    message.reaction = emoji
    chat.note("reaction", message_id=message.message_id, emoji=message.reaction)
    return True


def _first_of_album(chat: Chat, message: StoredMessage) -> StoredMessage:
    """The message that shows the reaction: of an album, the first that is not deleted."""
    album = message.shown.get("media_group_id")
    if album is None:
        return message
    return next(
        each for each in chat.messages.values() if each.shown.get("media_group_id") == album
    )


METHODS: dict[str, Method] = {
    "answerCallbackQuery": answer_callback_query,
    "setMessageReaction": set_message_reaction,
}
