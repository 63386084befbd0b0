"""What comes in from a chat, as far as this bot understands it."""

from dataclasses import dataclass, field

from conversations.events import PhotoSent, StraySent, TextEdited, TextSent


@dataclass(frozen=True, slots=True)
class CommandSent:
    name: str
    argument: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ButtonPressed:
    """`message_id` is None when Telegram no longer lets the bot see the message.

    `is_drawn` says that the message has this button, so this bot sent it once; `text` is what the
    message says, without its formats.
    """

    data: str
    query_id: str
    message_id: int | None
    is_drawn: bool = False
    text: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class ReachabilityChanged:
    """The person blocked the bot or let it in again."""

    is_reachable: bool


@dataclass(frozen=True, slots=True)
class OwnNumberShared:
    """The person's own contact; Telegram vouches that it is theirs."""

    number: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ContactSent:
    """Somebody else's contact, perhaps the customer's."""

    number: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class GroupSeen:
    """The bot is in a chat with more than one person."""


Content = (
    CommandSent
    | ButtonPressed
    | ReachabilityChanged
    | OwnNumberShared
    | ContactSent
    | GroupSeen
    | TextSent
    | TextEdited
    | PhotoSent
    | StraySent
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One update: who, where, what."""

    sender: int
    chat: int
    language_code: str
    content: Content
    sender_name: str = field(default="", repr=False)  # as they call themselves in Telegram
    message_id: int | None = None  # the number of the person's message
