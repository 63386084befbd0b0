"""What the rooms tell whoever observes the bot: what happened, how it ended, how long it took.

Nothing told here names a person in a place that leaves the process.
"""

import contextlib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime


class Observer:
    """Takes no notice; `bot.monitoring.metrics` overrides every method. Times are in seconds."""

    def begun(self, held_back: Callable[[], Iterable[frozenset[str]]]) -> None:
        """The loops run; `held_back` gives, for each eKYC account, the calls that pause."""

    def update_taken(self, kind: str, outcome: str, chat: int | None, at: datetime) -> None:
        """An update came in; `chat` is whose it was, and `at` when its batch was decided."""

    def webhook_answered(self, answer: str) -> None:
        """A request to the webhook was answered."""

    def message_sent(self, chat: int, owed_at: datetime) -> None:
        """Telegram has taken a message for the chat that was owed at that time."""

    def telegram_called(self, method: str, result: str, seconds: float) -> None:
        """A call of the Bot API ended."""

    def ekyc_called(self, call: str, result: str, seconds: float) -> None:
        """A call of the eKYC service ended."""

    def picture_done(self, work: str, result: str, seconds: float) -> None:
        """Work on a picture ended; the time includes waiting for a free process."""

    def verdict_found(self, decision: str) -> None:
        """An application was decided, or its decision was corrected."""


UNOBSERVED = Observer()


@dataclass(slots=True)
class Timing:
    """`result` may be changed by whoever is timed."""

    result: str = "ok"


@contextlib.contextmanager
def timed(
    tell: Callable[[str, str, float], None],
    name: str,
    results: Sequence[tuple[type[BaseException], str]],
) -> Iterator[Timing]:
    """Time the block and tell it; `results` name how it ended, by the first exception that fits."""
    timing, began = Timing(), time.monotonic()
    try:
        yield timing
    except BaseException as error:
        fitting = (word for kind, word in results if isinstance(error, kind))
        timing.result = next(fitting, "cancelled")
        raise
    finally:
        tell(name, timing.result, time.monotonic() - began)
