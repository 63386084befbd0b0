"""How long the intake waits before it calls Telegram again."""

from datetime import timedelta

from bot.runtime.backoff import backoff
from bot.telegram.errors import TelegramError, TelegramUnavailable

_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=1), timedelta(seconds=30)


def pause_after(error: TelegramError, failures: int) -> float:
    """Seconds until the next attempt, after that many failures before this one.

    What Telegram itself asks for counts more.
    """
    asked = error.retry_after if isinstance(error, TelegramUnavailable) else None
    return asked or backoff(failures, first=_FIRST_WAIT, longest=_LONGEST_WAIT).total_seconds()
