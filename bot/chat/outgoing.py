"""Messages owed to a chat; texts are Telegram's HTML."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

import msgspec


class Style(StrEnum):
    """The colour of a button; apps older than Bot API 9.4 draw every button in their own."""

    PLAIN = ""
    WANTED = "primary"  # blue: the one that leads on
    YES = "success"  # green: a step well done
    LOSS = "danger"  # red: something is lost


class Button(msgspec.Struct, frozen=True):
    """An inline button; `data` comes back when it is pressed (at most 64 bytes).

    One with `copy` puts that on the clipboard instead (at most 256 characters), and one with `url`
    opens that address.
    """

    text: str
    data: str = ""
    copy: str = ""
    style: Style = Style.PLAIN
    url: str = ""


Keyboard = Sequence[Sequence[Button]]


class Send(msgspec.Struct, frozen=True, kw_only=True, tag="send"):
    """A new message. With a label, it takes the place of the message last sent under it.

    `about` are the applications whose customers it shows; it is deleted together with them. Masked
    messages stay when the chat is cleaned. Telegram's apps prevent forwarding and saving of
    messages that are not forwardable. The phone rings only for one that `rings`. A yes below one
    that `is_apart` is not for the form's question further up.

    With `instead_of`, the message under that label is edited into this one. It is sent as a new one
    where that message is gone, or cannot be forwarded and this one can.

    `taken` are the lines with which the text begins that name answers just taken, and `problems`
    the sentences above the question, each with the question that it is about. A prompt that
    replaces this one unsent has them as well, so that each is shown. Once it is sent, or withdrawn
    for good, the message that it `disarms` loses its buttons; whatever replaces it unsent does that
    too.
    """

    text: str
    taken: tuple[str, ...] = ()
    problems: tuple[tuple[str, str], ...] = ()
    disarms: int | None = None
    keyboard: Keyboard = ()
    about: Sequence[str] = ()
    is_masked: bool = False
    is_forwardable: bool = False
    rings: bool = False
    is_apart: bool = False
    instead_of: str = ""


class Preview(msgspec.Struct, frozen=True, kw_only=True, tag="preview"):
    """The card as the service cropped it, or a part of it, if that is still in memory.

    Otherwise the agent's own photo under `file_id`, if there is one.
    """

    application_id: str
    part: str = ""
    file_id: str = ""


class Replace(msgspec.Struct, frozen=True, kw_only=True, tag="replace"):
    """New text for the message under the label, or a new message where there is none.

    It remains as masked and as forwardable as it was sent.
    """

    text: str
    keyboard: Keyboard = ()
    is_masked: bool = False
    is_forwardable: bool = False


class Refresh(msgspec.Struct, frozen=True, kw_only=True, tag="refresh"):
    """New text for the message under the label, if there is one; nothing otherwise.

    It is refreshed once after each time that it was opened, but for one that is provisional.
    """

    text: str
    keyboard: Keyboard = ()
    is_provisional: bool = False


class Edit(msgspec.Struct, frozen=True, kw_only=True, tag="edit"):
    """New text for a message whose number is known, from a press on it."""

    message_id: int
    text: str
    keyboard: Keyboard = ()
    about: Sequence[str] = ()
    is_masked: bool = False


class Disarm(msgspec.Struct, frozen=True, kw_only=True, tag="disarm"):
    """Remove the buttons of a message."""

    message_id: int


class React(msgspec.Struct, frozen=True, kw_only=True, tag="react"):
    """Put the bot's one reaction on a message of the person; none takes it away."""

    message_id: int
    emoji: str = ""


class AnswerPress(msgspec.Struct, frozen=True, kw_only=True, tag="answer"):
    """Ends the waiting sign on a button, with a notice of at most 200 characters."""

    query_id: str
    text: str = ""


class OfferCommands(msgspec.Struct, frozen=True, kw_only=True, tag="commands"):
    """The command menu of one chat, in its language and for its role ('' for none)."""

    language: str
    role: str


class Clean(msgspec.Struct, frozen=True, kw_only=True, tag="clean"):
    """Delete the messages about an application from the chat: those with full numbers, or all."""

    application_id: str
    with_masked: bool = False


class CleanChat(msgspec.Struct, frozen=True, kw_only=True, tag="clean-chat"):
    """Delete the messages about customers from the chat: all of them up to that number, or only the
    unmasked ones that Telegram will soon refuse to delete.
    """

    is_whole: bool = False
    up_to: int = 2**63 - 1  # Telegram numbers the messages of a chat in their order


class ServiceLog(msgspec.Struct, frozen=True, kw_only=True, tag="vendor-log"):
    """A page of the service's own log, read on delivery, in a new or an existing message."""

    status: str
    page: int
    message_id: int | None = None


class TeamReport(msgspec.Struct, frozen=True, kw_only=True, tag="report"):
    """A page of the report on the last days, counted on delivery; pages count from 0."""

    days: int
    page: int = 0
    message_id: int | None = None


class EveningReport(msgspec.Struct, frozen=True, kw_only=True, tag="evening"):
    """The picture of the team's work on that day in Dhaka, counted on delivery."""

    day: date


class Export(msgspec.Struct, frozen=True, kw_only=True, tag="export"):
    """A file with applications, made on delivery; the next part follows it.

    It takes those begun from `since` up to `until`. One of an older version has neither, and means
    the `days` before its delivery. Later parts continue after `after` (agent, seconds, reference).
    """

    format: str
    days: int = 0
    is_masked: bool = True
    part: int = 1
    since: datetime | None = None
    until: datetime | None = None
    after: tuple[int, float, str] | None = None
    most_rows: int = 25_000  # in memory at once; a file of them is about 10 MB


class HandOver(msgspec.Struct, frozen=True, kw_only=True, tag="hand-over"):
    """Give all applications of one person to another, in slices, and tell the actor the end.

    All three are people by their id; `count` is how many were given already.
    """

    giver: int
    receiver: int
    actor: int
    count: int = 0


class Announce(msgspec.Struct, frozen=True, kw_only=True, tag="announce"):
    """Owe the announcement with that number to its people, in slices, continuing after a person.

    `role` and `team` are those of its maker at the confirmation; up to 0.3.0 they were not noted.
    """

    number: int
    after: int = 0
    role: str = ""
    team: str = ""


class Announcement(msgspec.Struct, frozen=True, kw_only=True, tag="announcement"):
    """The announcement with that number, to one of its people."""

    number: int


class AnnouncementCount(msgspec.Struct, frozen=True, kw_only=True, tag="announcement-count"):
    """Tell its maker whom the announcement has reached, once it is known."""

    number: int


class Example(msgspec.Struct, frozen=True, kw_only=True, tag="example"):
    """An example of a good photo for that question, with one line of text."""

    slot: str
    language: str


class QrCode(msgspec.Struct, frozen=True, kw_only=True, tag="qr-code"):
    """A picture with that link for the camera of a phone, drawn on delivery; it may be passed on.

    `text` is its caption.
    """

    link: str
    text: str


class ReceiptPicture(msgspec.Struct, frozen=True, kw_only=True, tag="receipt-picture"):
    """The customer's receipt as a picture in that language, drawn on delivery."""

    application_id: str
    language: str


class ShowStats(msgspec.Struct, frozen=True, tag="stats"):
    """The agent's own numbers as a picture and as text, counted on delivery."""


class LeaveChat(msgspec.Struct, frozen=True, kw_only=True, tag="leave"):
    """Leave a group, where customers' papers do not belong."""


AnyOutgoing = (
    Send
    | Preview
    | Replace
    | Refresh
    | Edit
    | Disarm
    | React
    | AnswerPress
    | OfferCommands
    | Clean
    | CleanChat
    | ServiceLog
    | TeamReport
    | EveningReport
    | Export
    | HandOver
    | Announce
    | Announcement
    | AnnouncementCount
    | Example
    | QrCode
    | ReceiptPicture
    | ShowStats
    | LeaveChat
)


def as_edit(page: Send, message_id: int) -> Edit:
    """The page, replacing the message whose button was pressed."""
    return Edit(
        message_id=message_id,
        text=page.text,
        keyboard=page.keyboard,
        about=page.about,
        is_masked=page.is_masked,
    )


def as_news(message: AnyOutgoing) -> AnyOutgoing:
    """The message such that the phone rings for it, if it is a new one."""
    return msgspec.structs.replace(message, rings=True) if isinstance(message, Send) else message


def apart(message: AnyOutgoing) -> AnyOutgoing:
    """The message as one that belongs to no form, if it is a new one."""
    return msgspec.structs.replace(message, is_apart=True) if isinstance(message, Send) else message
