"""The state of the pretend Telegram, on which both sides act."""

import itertools
from collections.abc import Callable

from starlette.requests import Request

from bot.sandbox.telegram.chats import Account, Chat, StoredMessage
from bot.sandbox.telegram.errors import Json, bad_request
from bot.sandbox.telegram.faults import Faults
from bot.sandbox.telegram.files import Files
from bot.sandbox.telegram.flood import FloodLimits
from bot.sandbox.telegram.presses import Presses
from bot.sandbox.telegram.profile import Profile
from bot.sandbox.telegram.updates import UpdateQueue
from bot.sandbox.telegram.webhook import Webhook


class Telegram:
    """One bot, its people, chats, files and updates; kept in memory, lost with the process."""

    def __init__(
        self, token: str, bot: Json, clock: Callable[[], float], *, flood_limits: bool
    ) -> None:
        self.token = token
        self.clock = clock
        self.profile = Profile(bot)
        self.updates = UpdateQueue(clock)
        self.files = Files()
        self.presses = Presses(clock)
        self.faults = Faults()
        self.flood = FloodLimits(clock, enforced=flood_limits)
        self.webhook = Webhook(self.updates, clock, self.faults)
        self.accounts: dict[int, Account] = {}
        self.chats: dict[int, Chat] = {}
        self._message_ids = itertools.count(1)
        self._group_ids = itertools.count(-4_000_000_001, -1)

    @property
    def bot(self) -> Json:
        """The bot as the sender of a message."""
        shown = ("id", "is_bot", "first_name", "username")
        return {key: self.profile.user[key] for key in shown}

    def introduce(self, user: Json) -> Account:
        """Create a person, or rename them."""
        account = self.accounts.get(user["id"])
        names = {key: user[key] for key in ("first_name", "last_name", "username") if key in user}
        shown = {"id": user["id"], "type": "private"} | names
        if account is None:
            account = self.accounts[user["id"]] = Account(user)
            self.chats[user["id"]] = Chat(shown, [account])
        else:
            account.user = user
            self.chats[user["id"]].shown = shown
        return account

    def found_group(self, title: str, founder: Account) -> Chat:
        """Create a group of one person and the bot."""
        shown = {"id": next(self._group_ids), "type": "group", "title": title}
        chat = Chat(shown, [founder])
        self.chats[chat.chat_id] = chat
        return chat

    def chat(self, chat_id: object) -> Chat:
        """The chat that a bot names; raises BotApiError for none or an unknown one."""
        if chat_id in (None, ""):
            raise bad_request("chat_id is empty")
        try:
            return self.chats[int(str(chat_id))]
        except (KeyError, ValueError):
            raise bad_request("chat not found") from None

    def add(
        self, chat: Chat, sender: Json, content: Json, *, silent: bool = False
    ) -> StoredMessage:
        """Put a message into a chat and show it to its members; no phone rings for a silent one."""
        now = self.clock()
        shown: Json = {
            "message_id": next(self._message_ids),
            "from": sender,
            "chat": chat.shown,
            "date": int(now),
        }
        message = StoredMessage(shown | content, from_bot=bool(sender["is_bot"]), sent_at=now)
        chat.messages[message.message_id] = message
        chat.note("message", message=message.shown, silent=silent)
        return message

    def edit(
        self, chat: Chat, message: StoredMessage, shown: Json, *, silent: bool = False
    ) -> Json:
        """Replace what a message shows; `silent` omits the mark that it was edited."""
        if not silent:
            shown = shown | {"edit_date": int(self.clock())}
        message.shown = shown
        chat.note("edit", message=shown)
        return shown

    def delete(self, chat: Chat, message_ids: list[int]) -> None:
        for message_id in message_ids:
            del chat.messages[message_id]
        chat.note("delete", message_ids=message_ids)

    def change_standing(self, chat: Chat, account: Account, status: str) -> None:
        """Change the bot's state in a chat, and tell the bot who did so."""
        before = {"member": "member", "stranger": "left"}.get(chat.standing, chat.standing)
        chat.standing = "kicked" if status == "kicked" else "member"
        change = {
            "chat": chat.shown,
            "from": account.user,
            "date": int(self.clock()),
            "old_chat_member": self._bot_member(before),
            "new_chat_member": self._bot_member(status),
        }
        self.updates.push("my_chat_member", change)
        chat.note("member", status=status)

    def _bot_member(self, status: str) -> Json:
        member: Json = {"status": status, "user": self.bot}
        return member | ({"until_date": 0} if status == "kicked" else {})


def telegram_of(request: Request) -> Telegram:
    """Return the pretend Telegram that the request came to."""
    telegram: Telegram = request.app.state.telegram
    return telegram
