"""The names in an outbox: the lane that a message is sent in, and the label it is known by; pure.

Messages of one lane are sent in order, and no lane waits for another. A label names a message that
later ones may refer to.
"""

from bot.chat.outgoing import (
    Announce,
    Announcement,
    AnnouncementCount,
    AnswerPress,
    AnyOutgoing,
    Clean,
    CleanChat,
    Edit,
    EveningReport,
    Export,
    HandOver,
    LeaveChat,
    OfferCommands,
    React,
    ReceiptPicture,
    Send,
    ServiceLog,
    ShowStats,
    TeamReport,
)
from bot.chat.places import Place
from conversations.application import Application
from conversations.questions import form_of

_PRESSES, _REACTIONS, _ENQUIRIES, _MENUS = "press:", "reaction:", "enquiry:", "menu:"
_CLEANING, _HELD, _HAND_OVERS, _LEAVING = "clean:", "held:", "hand-over:", "leave:"
_ANNOUNCEMENTS, _ANNOUNCED, _CHANGES = "announcement:", "announced:", "change:"
_CONFIRMATIONS, _OFFERS, _NAMES, _EVENINGS = "confirm:", "offer:", "names:", "evening:"


def label_of(place: Place, application_id: str, question: str = "") -> str:
    """The label of the application's message at that place; each question's answer has its own."""
    return f"{place}-{question}:{application_id}" if question else f"{place}:{application_id}"


def confirmation_label(person_id: int) -> str:
    """The label of the question that a command or button of this person led to."""
    return f"{_CONFIRMATIONS}{person_id}"


def offer_label(person_id: int) -> str:
    """The label of the offer to continue a draft."""
    return f"{_OFFERS}{person_id}"


def may_be_answered(message: AnyOutgoing) -> bool:
    """Whether a yes or an "ok" may be about it: news, what belongs to no form, or what comes
    whenever it is ready, perhaps below a question that was asked later.
    """
    if isinstance(message, Send):
        return message.rings or message.is_apart
    lane = lane_of(message, chat_id=0) or ""
    return lane.startswith((_ENQUIRIES, _ANNOUNCEMENTS, _ANNOUNCED))


def announcement_label(number: int, person: int | None = None) -> str:
    """The label of the announcement to that person, or what all labels of it begin with."""
    return f"{_ANNOUNCEMENTS}{number}:{'' if person is None else person}"


def hand_over_label(giver_id: int) -> str:
    """The label of the hand-over of that person's work."""
    return f"{_HAND_OVERS}{giver_id}"


def names_label(person_id: int) -> str:
    """The label of the message that asked this person for names after a command."""
    return f"{_NAMES}{person_id}"


def evening_label(person_id: int) -> str:
    """The label of this person's picture in the evening."""
    return f"{_EVENINGS}{person_id}"


def answer_labels(application: Application) -> list[str]:
    """The labels of all answers that the chat shows of the application."""
    return [label_of(Place.ANSWER, application.id, each.key) for each in form_of(application)]


def held_lane(chat_id: int) -> str:
    """The lane that keeps news for a person who is not served."""
    return f"{_HELD}{chat_id}"


def waiting_lanes(chat_id: int) -> list[str]:
    """The lanes whose messages wait until the chat is reachable."""
    return [f"{begin}{chat_id}" for begin in ("", _ENQUIRIES, _MENUS)]


def lanes_to_chat(chat_id: int) -> list[str]:
    """The lanes of whatever the chat would see."""
    lanes = ("", _PRESSES, _REACTIONS, _ENQUIRIES, _MENUS, _ANNOUNCEMENTS)
    return [f"{begin}{chat_id}" for begin in lanes]


def lane_of(message: AnyOutgoing, chat_id: int) -> str | None:
    """The lane of a message that waits for nothing else owed to the chat; None for the chat's."""
    match message:
        case AnswerPress():  # the button's waiting sign ends at once, whatever else is owed
            return f"{_PRESSES}{chat_id}"
        case React():  # a decoration, for which nothing waits
            return f"{_REACTIONS}{chat_id}"
        case OfferCommands():  # Telegram may make this one wait for an hour
            return f"{_MENUS}{chat_id}"
        case Clean(application_id=application_id):
            return f"{_CLEANING}{chat_id}:{application_id}"
        case CleanChat(is_whole=is_whole):
            return f"{_CLEANING}{chat_id}:{'all' if is_whole else 'old'}"
        case (
            ReceiptPicture()
            | ShowStats()
            | ServiceLog()
            | TeamReport()
            | EveningReport()
            | Export()
        ):
            return f"{_ENQUIRIES}{chat_id}"
        case HandOver():  # one after the other, as each may need the one before
            return _HAND_OVERS
        case Announcement():
            return f"{_ANNOUNCEMENTS}{chat_id}"
        case Announce(number=number) | AnnouncementCount(number=number):
            return f"{_ANNOUNCED}{number}"
    return None


def own_label(message: AnyOutgoing, chat_id: int, lane: str | None) -> str | None:
    """The label of a message of which only the newest need be sent; None for any other."""
    match message:
        case Edit(message_id=message_id):
            return f"{_CHANGES}{chat_id}:{message_id}"
        case HandOver(giver=giver_id):
            return f"{_HAND_OVERS}{giver_id}"
        case LeaveChat():
            return f"{_LEAVING}{chat_id}"
        case Clean() | CleanChat() | AnnouncementCount() | OfferCommands():
            return lane
    return None
