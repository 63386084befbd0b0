"""The one way to owe a chat a message, and the one place that names lanes and labels.

Messages of one lane are sent in order. A label names a message that later ones may refer to.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from bot.chat.documents import from_document, kind_of, ringing, to_document
from bot.chat.outgoing import (
    Announce,
    Announcement,
    AnnouncementCount,
    AnswerPress,
    AnyOutgoing,
    Clean,
    CleanChat,
    Disarm,
    Edit,
    EveningReport,
    Export,
    HandOver,
    LeaveChat,
    OfferCommands,
    React,
    ReceiptPicture,
    Refresh,
    Replace,
    Send,
    ShowStats,
    TeamReport,
    VendorLog,
    as_news,
)
from bot.chat.places import Place
from conversations.application import Application
from conversations.questions import form_of
from storage import Store
from storage.owed_messages import OwedMessage
from storage.shown_messages import ShownMessage

#: Answering a press, or reacting to a photo, is useful only while the agent still looks at it.
_BRIEF_LIFE = timedelta(seconds=60)

#: A hint is repeated after that time, or at once if something else was said since.
_RUN = timedelta(seconds=15)

_PRESSES, _REACTIONS, _ENQUIRIES, _MENUS = "press:", "reaction:", "enquiry:", "menu:"
_CLEANING, _HELD, _HAND_OVERS, _LEAVING = "clean:", "held:", "hand-over:", "leave:"
_ANNOUNCEMENTS, _ANNOUNCED, _CHANGES = "announcement:", "announced:", "change:"
_CONFIRMATIONS, _OFFERS = "confirm:", "offer:"

_WITH_BUTTONS = (Place.PROMPT, Place.PROGRESS, Place.RECEIPT)

#: News older than this is useless to a person who was not served.
_LONG = timedelta(days=3650)


def label_of(place: Place, application_id: str, question: str = "") -> str:
    """The label of the application's message at that place; each question's answer has its own."""
    return f"{place}-{question}:{application_id}" if question else f"{place}:{application_id}"


def confirmation_label(person_id: int) -> str:
    """The label of the question that a command or button of this person led to."""
    return f"{_CONFIRMATIONS}{person_id}"


def offer_label(person_id: int) -> str:
    """The label of the offer to continue a draft."""
    return f"{_OFFERS}{person_id}"


def may_be_answered(message: Send, label: str | None) -> bool:
    """Whether a yes or an "ok" may be about it: news, or a question that belongs to no form."""
    return message.rings or bool(label and label.startswith((_CONFIRMATIONS, _OFFERS)))


def announcement_label(number: int, person: int | None = None) -> str:
    """The label of the announcement to that person, or what all labels of it begin with."""
    return f"{_ANNOUNCEMENTS}{number}:{'' if person is None else person}"


class Outbox:
    """The caller of every method holds a transaction."""

    def __init__(self, store: Store) -> None:
        self._messages = store.outbox
        self._due = store.due_messages
        self._shown = store.shown
        self._hints = store.hints

    def owe(
        self,
        chat_id: int,
        message: AnyOutgoing,
        now: datetime,
        *,
        delay: timedelta = timedelta(),
        label: str | None = None,
        about: Collection[str] = (),
    ) -> None:
        """Owe the chat the message; it replaces an unsent one of the same label.

        `about` names the applications whose customers it shows, unless the message does.
        """
        if isinstance(message, Send | Edit):
            about = about or message.about
        lane = _lane_of(message, chat_id)
        label = label or _own_label(message, chat_id, lane)
        expires_at = now + _BRIEF_LIFE if isinstance(message, AnswerPress | React) else None
        if lane is None:
            self._hints.forget(chat_id)
        if isinstance(message, Refresh) and not (label and self._shown.find(label)):
            return
        if label:
            self._messages.withdraw(label)
        if isinstance(message, Send) and message.instead_of:
            self._messages.withdraw(message.instead_of)
        self._messages.owe(
            chat_id,
            to_document(message),
            now,
            delay=delay,
            lane=lane,
            label=label,
            expires_at=expires_at,
            subjects=about,
            kind=kind_of(message),
        )

    def owe_news(
        self, chat_id: int, message: Send, now: datetime, *, about: Collection[str] = ()
    ) -> None:
        """Owe the chat what comes by itself: the phone rings, as perhaps nobody looks at it.

        The answer to what a person just did is owed without.
        """
        self.owe(chat_id, as_news(message), now, about=about)

    def prompt(self, application_id: str) -> tuple[Send | Replace | None, ShownMessage | None]:
        """The application's prompt that is still on its way, else the one that the chat shows."""
        document, shown = self._messages.unsent_or_shown(label_of(Place.PROMPT, application_id))
        prompt = from_document(document) if document else None
        return (prompt, None) if isinstance(prompt, Send | Replace) else (None, shown)

    def is_handing_over(self, giver_id: int) -> bool:
        """Whether a hand-over of that person's work is owed or under way."""
        return self._messages.is_owed(f"{_HAND_OVERS}{giver_id}")

    def hint(
        self,
        chat_id: int,
        message: AnyOutgoing,
        now: datetime,
        *,
        label: str | None = None,
        about: Collection[str] = (),
    ) -> None:
        """Owe the chat a hint, at most once in `_RUN` while it would only repeat itself."""
        document = to_document(message)
        hinted_at = self._hints.given_at(chat_id, document)
        if hinted_at is None or abs(now - hinted_at) >= _RUN:
            self.owe(chat_id, message, now, label=label, about=about)
            self._hints.note(chat_id, document, now)

    def disarm(
        self,
        chat_id: int,
        applications: Sequence[Application],
        now: datetime,
        *,
        but_for: Collection[int | None] = (),
    ) -> None:
        """Remove the buttons of everything the chat shows of applications that it loses.

        `but_for` are messages that are about to change or be deleted anyway.
        """
        labels = [label_of(place, each.id) for each in applications for place in _WITH_BUTTONS]
        owed = self._messages.about(*(each.id for each in applications))
        unsent = [from_document(each.document) for each in owed]
        self._messages.withdraw(*labels)
        shown = self._shown.under(labels)
        numbers = [shown[label].message_id for label in labels if label in shown]
        numbers += [each.disarms for each in unsent if isinstance(each, Send) and each.disarms]
        gone = [Disarm(message_id=number) for number in numbers if number not in but_for]
        if gone:
            self._hints.forget(chat_id)
            documents = [to_document(each) for each in gone]
            self._messages.owe_all(chat_id, documents, now, kind=kind_of(gone[0]))
        answers = [label for each in applications for label in _answer_labels(each)]
        self._shown.forget_all([*labels, *answers])

    def forget_answers(self, application: Application) -> None:
        """No reply corrects an answer from now on."""
        self._shown.forget_all(_answer_labels(application))

    def hold(
        self, chat_id: int, message: AnyOutgoing, now: datetime, *, about: Collection[str]
    ) -> None:
        """Keep a message for a person who is not served until they are again; it is news then."""
        self._messages.owe(
            chat_id,
            to_document(as_news(message)),
            now,
            delay=_LONG,
            lane=f"{_HELD}{chat_id}",
            subjects=about,
            kind=kind_of(message),
        )

    def hold_news(self, chat_id: int, now: datetime) -> None:
        """Keep what is owed to the chat about applications, unless a button requested it."""
        self._move_news(str(chat_id), f"{_HELD}{chat_id}", now, delay=_LONG)

    def release(self, chat_id: int, now: datetime) -> None:
        """Owe the chat what was kept for it."""
        self._move_news(f"{_HELD}{chat_id}", str(chat_id), now)

    def _move_news(
        self, lane: str, other: str, now: datetime, *, delay: timedelta = timedelta()
    ) -> None:
        """In a few statements, as there may be very many; each rings when it is delivered."""
        self._messages.move(
            lane,
            other,
            now,
            kind="send",
            label=Place.RECEIPT,
            change=ringing,
            delay=delay,
        )

    def withdraw_news(self, application_ids: Sequence[str], chat_id: int) -> set[str]:
        """Drop kept news about the applications; returns about which there was some.

        Of several that one message is about, it is the first.
        """
        lanes = {str(chat_id), f"{_HELD}{chat_id}"}
        owed = self._messages.about(*application_ids)
        news = [each for each in owed if each.lane in lanes and _is_news(each)]
        if news:
            self._messages.finish(*(each.id for each in news))
        return {next(name for name in application_ids if name in each.subjects) for each in news}

    def hasten(self, chat_id: int) -> None:
        """Make messages due that were waiting for the chat to become reachable."""
        self._due.hasten([f"{begin}{chat_id}" for begin in ("", _ENQUIRIES, _MENUS)])

    def keep_newest(self, chat_id: int, most: int) -> None:
        """Drop the oldest messages owed to the chat beyond that number."""
        self._messages.shorten(str(chat_id), most)

    def forget_places(self, application: Application) -> None:
        """Forget the labels of all messages about the application."""
        kept = (*_WITH_BUTTONS, Place.PROBLEM, Place.DETAIL)
        places = [label_of(place, application.id) for place in kept]
        self._shown.forget_all([*places, *_answer_labels(application)])

    def forget_details(self, application_ids: Iterable[str]) -> None:
        """Stop refreshing shown details of the applications."""
        self._shown.forget_all([label_of(Place.DETAIL, each) for each in application_ids])

    def drop_chat(self, chat_id: int) -> None:
        """Drop everything owed to the chat except its cleaning."""
        lanes = ("", _PRESSES, _REACTIONS, _ENQUIRIES, _MENUS, _ANNOUNCEMENTS)
        self._messages.drop_lanes([f"{begin}{chat_id}" for begin in lanes])
        self._shown.forget_chat(chat_id)


def _lane_of(message: AnyOutgoing, chat_id: int) -> str | None:
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
            ReceiptPicture() | ShowStats() | VendorLog() | TeamReport() | EveningReport() | Export()
        ):
            return f"{_ENQUIRIES}{chat_id}"
        case HandOver():  # one after the other, as each may need the one before
            return _HAND_OVERS
        case Announcement():
            return f"{_ANNOUNCEMENTS}{chat_id}"
        case Announce(number=number) | AnnouncementCount(number=number):
            return f"{_ANNOUNCED}{number}"
    return None


def _own_label(message: AnyOutgoing, chat_id: int, lane: str | None) -> str | None:
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


def _answer_labels(application: Application) -> list[str]:
    return [label_of(Place.ANSWER, application.id, each.key) for each in form_of(application)]


def _is_news(owed: OwedMessage) -> bool:
    """Whether nothing draws it again: a message without a place, or a receipt."""
    is_lasting = not owed.label or owed.label.startswith(Place.RECEIPT)
    return bool(owed.subjects and is_lasting and isinstance(from_document(owed.document), Send))
