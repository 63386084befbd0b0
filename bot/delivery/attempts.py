"""One attempt to deliver a message, and what follows from how it ended."""

import logging
from dataclasses import replace
from datetime import timedelta

from bot.chat import outgoing
from bot.chat.documents import from_document
from bot.chat.labels import may_be_answered
from bot.delivery.sender import Sender
from bot.delivery.settled import Settled
from bot.observation import Observer
from bot.reports.reading import ReadingDelayed
from bot.runtime.backoff import backoff
from bot.runtime.logs import frames
from bot.telegram.errors import ChatUnreachable, TelegramRefused, TelegramUnavailable, TokenRefused
from bot.texts import say
from storage import DatabaseFailed, Store
from storage.owed_messages import OwedMessage

_log = logging.getLogger(__name__)

_TRIES_OF_BROKEN = 5

#: Short, because later messages for the chat wait behind it.
_LONGEST_WAIT = timedelta(seconds=30)

#: How rarely an unreachable chat is tried; only the person can end a Forbidden.
_UNREACHABLE_RETRY = timedelta(hours=6)

#: Retried only a few times, so they do not hold up what follows.
_OPTIONAL = outgoing.OfferCommands | outgoing.LeaveChat | outgoing.Example | outgoing.QrCode

#: Dropped when Telegram asks for a longer pause than `_LONGEST_WAIT`, because a question may wait
#: behind them. A button that is not taken away is recognised as old when it is pressed.
_DECORATION = outgoing.Example | outgoing.QrCode | outgoing.Disarm

#: The person waits for these, so they are not dropped silently.
_MISSED = (
    outgoing.Send
    | outgoing.Replace
    | outgoing.ServiceLog
    | outgoing.TeamReport
    | outgoing.Export
    | outgoing.ReceiptPicture
    | outgoing.ShowStats
)

#: Ordinary refusals: the press, the message or the chat is gone.
_MAY_COME_LATE = frozenset(
    {
        outgoing.AnswerPress,
        outgoing.Edit,
        outgoing.Disarm,
        outgoing.React,
        outgoing.Refresh,
        outgoing.LeaveChat,
    }
)


class Attempts:
    def __init__(self, store: Store, sender: Sender, observer: Observer) -> None:
        self._store = store
        self._sender = sender
        self._observer = observer

    async def make(self, message: OwedMessage) -> Settled:
        """Attempt it once; raises only DatabaseFailed."""
        try:
            content = from_document(message.document)
            settled = await self._sender.carry(message, content)
            if settled.shown and may_be_answered(content):
                settled = replace(settled, may_be_answered=True)
            self._observer.message_sent(message.chat_id, message.owed_at)
        except (TelegramUnavailable, TokenRefused) as error:
            return _put_off(message, content, error)
        except ChatUnreachable:
            is_agent = self._store.agents.find(message.chat_id) is not None
            return Settled(
                message,
                retry_in=_UNREACHABLE_RETRY if is_agent else None,
                is_unreachable=is_agent,
            )
        except TelegramRefused as error:
            return self._given_up(message, content, error)
        except ReadingDelayed as delayed:
            wait = backoff(message.attempts, longest=_LONGEST_WAIT)
            _log.warning("What a message tells cannot be read now: %s.", delayed)
            return Settled(message, retry_in=wait)
        except DatabaseFailed:
            raise
        except Exception as error:  # noqa: BLE001 - reported, and tried again
            # A message that cannot even be built must not stop the others, nor be lost at once.
            _log.error("A message could not be delivered: %s", frames(error))
            again = message.attempts + 1 < _TRIES_OF_BROKEN
            return Settled(message, retry_in=backoff(message.attempts) if again else None)
        return settled

    def _given_up(
        self, message: OwedMessage, content: outgoing.AnyOutgoing, error: TelegramRefused
    ) -> Settled:
        # The message itself is not logged: it is about a customer.
        kind = type(content)
        level = logging.INFO if kind in _MAY_COME_LATE else logging.ERROR
        _log.log(level, "%s to a chat was refused: %s", kind.__name__, error)
        then = self._apology(message.chat_id, content)
        is_gone = isinstance(content, outgoing.Refresh)
        return Settled(
            message,
            forgotten=(message.label,) if message.label and is_gone else (),
            then=then,
            is_refused=then is not None,
        )

    def _apology(self, chat_id: int, refused: outgoing.AnyOutgoing) -> outgoing.Send | None:
        """What an agent sees instead of a message that Telegram refuses."""
        agent = self._store.agents.find(chat_id)
        if agent is None or not isinstance(refused, _MISSED):
            return None
        text = say(agent.language, "message-refused")
        is_itself = isinstance(refused, outgoing.Send) and refused.text == text
        return None if is_itself else outgoing.Send(text=text)


def _put_off(
    message: OwedMessage, content: outgoing.AnyOutgoing, error: TelegramUnavailable | TokenRefused
) -> Settled:
    # A refused token ends the process through the intake; nothing may be lost here.
    wait = backoff(message.attempts, longest=_LONGEST_WAIT)
    if isinstance(error, TelegramUnavailable) and error.retry_after is not None:
        wait = timedelta(seconds=error.retry_after)
    again = not isinstance(content, _OPTIONAL) or message.attempts + 1 < _TRIES_OF_BROKEN
    again = again and not (isinstance(content, _DECORATION) and wait > _LONGEST_WAIT)
    then = f"next attempt in {wait.total_seconds():.0f} s" if again else "given up"
    _log.info("%s was not delivered (%s); %s.", type(content).__name__, error, then)
    return Settled(message, retry_in=wait if again else None)
