"""Methods about a chat as a whole."""

from bot.sandbox.telegram.errors import Json, bad_request
from bot.sandbox.telegram.methods.method import Method
from bot.sandbox.telegram.parameters import Parameters
from bot.sandbox.telegram.service import Telegram


async def get_chat(telegram: Telegram, given: Parameters) -> Json:
    chat = telegram.chat(given.raw("chat_id"))
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription",
             "gifts_from_channels")  # fmt: skip
    return chat.shown | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, True),
    }


async def leave_chat(telegram: Telegram, given: Parameters) -> bool:
    chat = telegram.chat(given.raw("chat_id"))
    if chat.is_private:
        raise bad_request("chat member status can't be changed in private chats")
    chat.check_writable()
    chat.standing = "left"
    chat.note("member", status="left")
    return True


METHODS: dict[str, Method] = {
    "getChat": get_chat,
    "leaveChat": leave_chat,
}
