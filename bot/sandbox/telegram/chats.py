"""Chats between the bot and people, and the messages in them."""

import dataclasses
from typing import Literal

from bot.sandbox.telegram.errors import Json, bad_request, forbidden
from bot.sandbox.telegram.journal import Journal

# The bot's state in a chat: nobody wrote yet, it may write, it was blocked or removed, it left.
Standing = Literal["stranger", "member", "kicked", "left"]


@dataclasses.dataclass(slots=True)
class Account:
    """A person as Telegram knows them, and all that their own Telegram has shown."""

    user: Json
    journal: Journal = dataclasses.field(default_factory=Journal)

    @property
    def user_id(self) -> int:
        return int(self.user["id"])


@dataclasses.dataclass(slots=True)
class StoredMessage:
    """
    A message as it is now.

    `shown` is the Bot API's object. Every change replaces it whole, so that a queued copy stays
    unmodified.
    """

    shown: Json
    from_bot: bool
    sent_at: float
    reaction: list[str] = dataclasses.field(default_factory=list)  # emoji of the bot

    @property
    def message_id(self) -> int:
        return int(self.shown["message_id"])


@dataclasses.dataclass(slots=True)
class Chat:
    """One chat: private with one person, or a group."""

    shown: Json  # the Bot API's Chat
    members: list[Account]
    standing: Standing = "stranger"
    messages: dict[int, StoredMessage] = dataclasses.field(default_factory=dict)
    keyboard: Json = dataclasses.field(default_factory=dict)  # the reply keyboard shown
    menu_button: Json = dataclasses.field(default_factory=lambda: {"type": "default"})

    @property
    def chat_id(self) -> int:
        return int(self.shown["id"])

    @property
    def is_private(self) -> bool:
        return bool(self.shown["type"] == "private")

    def note(self, kind: str, **content: object) -> int:
        """Show an event to every member; the number of the first one's newest event."""
        numbers = [
            member.journal.note(kind, chat_id=self.chat_id, **content) for member in self.members
        ]
        return numbers[0]

    def find(self, message_id: int, purpose: str) -> StoredMessage:
        """The message; raises a BotApiError that says for what purpose it was not found."""
        if message_id == 0:
            raise bad_request("message identifier is not specified")
        if message_id not in self.messages:
            raise bad_request(f"message to {purpose} not found")
        return self.messages[message_id]

    def check_writable(self) -> None:
        """Raise BotApiError if the bot may not write here."""
        match self.standing, self.is_private:
            case "member", _:
                return
            case "kicked", True:
                raise forbidden("bot was blocked by the user")
            case "stranger", True:
                raise forbidden("bot can't initiate conversation with a user")
            case "kicked", False:
                raise forbidden("bot was kicked from the group chat")
            case _:
                raise forbidden("bot is not a member of the group chat")
