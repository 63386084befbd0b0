"""The one way to owe a chat a message."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from bot.chat.documents import from_document, kind_of, ringing, to_document
from bot.chat.labels import (
    answer_labels,
    hand_over_label,
    held_lane,
    label_of,
    lane_of,
    lanes_to_chat,
    own_label,
    waiting_lanes,
)
from bot.chat.outgoing import (
    AnswerPress,
    AnyOutgoing,
    Disarm,
    Edit,
    React,
    Refresh,
    Replace,
    Send,
    as_news,
)
from bot.chat.places import Place
from conversations.application import Application
from storage import Store
from storage.owed_messages import OwedMessage
from storage.shown_messages import ShownMessage

#: Answering a press, or reacting to a photo, is useful only while the agent still looks at it.
_BRIEF_LIFE = timedelta(seconds=60)

#: A hint is repeated after that time, or at once if something else was said since.
_RUN = timedelta(seconds=15)

_WITH_BUTTONS = (Place.PROMPT, Place.PROGRESS, Place.RECEIPT)


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
        lane = lane_of(message, chat_id)
        label = label or own_label(message, chat_id, lane)
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
        return self._messages.is_owed(hand_over_label(giver_id))

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
        answers = [label for each in applications for label in answer_labels(each)]
        self._shown.forget_all([*labels, *answers])

    def forget_answers(self, application: Application) -> None:
        """No reply corrects an answer from now on."""
        self._shown.forget_all(answer_labels(application))

    def hold(
        self, chat_id: int, message: AnyOutgoing, now: datetime, *, about: Collection[str]
    ) -> None:
        """Keep a message for a person who is not served until they are again; it is news then."""
        self._messages.owe(
            chat_id,
            to_document(as_news(message)),
            now,
            lane=held_lane(chat_id),
            subjects=about,
            kind=kind_of(message),
            is_kept=True,
        )

    def hold_news(self, chat_id: int, now: datetime) -> None:
        """Keep what is owed to the chat about applications, unless a button requested it."""
        self._move_news(str(chat_id), held_lane(chat_id), now, is_kept=True)

    def release(self, chat_id: int, now: datetime) -> None:
        """Owe the chat what was kept for it."""
        self._move_news(held_lane(chat_id), str(chat_id), now)

    def _move_news(self, lane: str, other: str, now: datetime, *, is_kept: bool = False) -> None:
        """In a few statements, as there may be very many; each rings when it is delivered."""
        self._messages.move(
            lane,
            other,
            now,
            kind="send",
            label=Place.RECEIPT,
            change=ringing,
            is_kept=is_kept,
        )

    def withdraw_news(self, application_ids: Sequence[str], chat_id: int) -> set[str]:
        """Drop kept news about the applications; returns about which there was some.

        Of several that one message is about, it is the first.
        """
        lanes = {str(chat_id), held_lane(chat_id)}
        owed = self._messages.about(*application_ids)
        news = [each for each in owed if each.lane in lanes and _is_news(each)]
        if news:
            self._messages.finish(*(each.id for each in news))
        return {next(name for name in application_ids if name in each.subjects) for each in news}

    def hasten(self, chat_id: int) -> None:
        """Make messages due that were waiting for the chat to become reachable."""
        self._due.hasten(waiting_lanes(chat_id))

    def keep_newest(self, chat_id: int, most: int) -> None:
        """Drop the oldest messages owed to the chat beyond that number."""
        self._messages.shorten(str(chat_id), most)

    def forget_places(self, application: Application) -> None:
        """Forget the labels of all messages about the application."""
        kept = (*_WITH_BUTTONS, Place.PROBLEM, Place.DETAIL)
        places = [label_of(place, application.id) for place in kept]
        self._shown.forget_all([*places, *answer_labels(application)])

    def forget_details(self, application_ids: Iterable[str]) -> None:
        """Stop refreshing shown details of the applications."""
        self._shown.forget_all([label_of(Place.DETAIL, each) for each in application_ids])

    def drop_chat(self, chat_id: int) -> None:
        """Drop everything owed to the chat except its cleaning."""
        self._messages.drop_lanes(lanes_to_chat(chat_id))
        self._shown.forget_chat(chat_id)


def _is_news(owed: OwedMessage) -> bool:
    """Whether nothing draws it again: a message without a place, or a receipt."""
    is_lasting = not owed.label or owed.label.startswith(Place.RECEIPT)
    return bool(owed.subjects and is_lasting and isinstance(from_document(owed.document), Send))
