"""How long the intake waits before it calls Telegram again, and the first calls before it."""

from datetime import timedelta

from bot.runtime.backoff import backoff
from bot.telegram.errors import TelegramError, TelegramUnavailable

_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=1), timedelta(seconds=30)

#: Refusals of the token in a row, within half a minute. Telegram has refused tokens that it knew
#: (tdlib/telegram-bot-api, issue 77), and a bot that ends for its token is not started again.
REFUSALS_BORNE = 5


def pause_after(error: TelegramError, failures: int) -> float:
    """Seconds until the next attempt, after that many failures before this one.

    What Telegram itself asks for counts more.
    """
    asked = error.retry_after if isinstance(error, TelegramUnavailable) else None
    return asked or backoff(failures, first=_FIRST_WAIT, longest=_LONGEST_WAIT).total_seconds()
