"""What became of one delivery."""

from dataclasses import dataclass
from datetime import timedelta

from bot.chat.outgoing import AnyOutgoing
from storage.owed_messages import OwedMessage


@dataclass(frozen=True, slots=True)
class Settled:
    """What to record about it, and `then`, the next message to owe.

    `shown` are the numbers of the messages that now show it; a label means the last one. The
    messages in `armed` lose their buttons, and the labels in `forgotten` mean no message from now
    on. `about` are the applications that it shows, where the owed message could not say.
    """

    message: OwedMessage
    shown: tuple[int, ...] = ()
    about: tuple[str, ...] = ()
    armed: tuple[int, ...] = ()
    forgotten: tuple[str, ...] = ()
    retry_in: timedelta | None = None
    is_unreachable: bool = False
    is_masked: bool = False
    is_forwardable: bool = False
    is_passing: bool = False  # no label refers to it
    may_be_answered: bool = False  # a yes below it may be about it, not about a form's question
    then: AnyOutgoing | None = None
    is_refused: bool = False  # a person does not see a message that they should
