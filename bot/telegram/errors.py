"""What can go wrong with Telegram, sorted by what the caller can do about it.

TelegramError
├── TelegramUnavailable   wait and repeat; `retry_after` when Telegram said how long
├── TelegramRefused       never repeat: this request cannot succeed
├── ChatUnreachable       the person blocked the bot or is gone; keep what matters for later
├── TokenRefused          the operator must act: Telegram knows no such bot
├── AnotherPoller         getUpdates only: another process takes this bot's updates
└── WebhookActive         getUpdates only: a webhook takes them; removing it helps

No message of these carries the token or anything that people wrote.
"""

import contextlib
import re
from collections.abc import Iterator

from telegram import error as ptb

from bot.telegram.connections import FloodControl, NotReached


class TelegramError(Exception):
    """The base of what leaves this package."""


class TelegramUnavailable(TelegramError):
    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after  # seconds


class TelegramRefused(TelegramError):
    pass


class ChatUnreachable(TelegramError):
    pass


class TokenRefused(TelegramError):
    pass


class AnotherPoller(TelegramError):
    pass


class WebhookActive(TelegramError):
    pass


#: BadRequest has no codes; the words are those of tdlib/telegram-bot-api.
_NOBODY_THERE = ("chat not found", "user not found", "peer_id_invalid")


@contextlib.contextmanager
def telegram_errors() -> Iterator[None]:
    """Turn PTB's exceptions into ours; the order matters, as BadRequest is a NetworkError."""
    try:
        yield
    except FloodControl as error:
        raise TelegramUnavailable("flood control", retry_after=error.seconds) from None
    except NotReached as error:
        raise TelegramUnavailable(error.message) from None
    except ptb.Forbidden as error:
        raise ChatUnreachable(_without_quotes(error.message)) from None
    except ptb.Conflict as error:
        is_webhook = "webhook" in error.message.lower()
        kind = WebhookActive if is_webhook else AnotherPoller
        raise kind(_without_quotes(error.message)) from None
    except ptb.InvalidToken as error:
        raise _unknown(error) from None
    except (ptb.BadRequest, ptb.ChatMigrated) as error:
        said = _without_quotes(error.message)
        is_gone = any(words in said.lower() for words in _NOBODY_THERE)
        raise (ChatUnreachable if is_gone else TelegramRefused)(said) from None
    except ptb.TelegramError as error:
        raise TelegramUnavailable(type(error).__name__) from None


def _unknown(error: ptb.TelegramError) -> TelegramError:
    """401 means a wrong token, and so does 404 unless it says that the method is unknown."""
    if "method not found" in str(error).lower():
        return TelegramRefused("the method is unknown there")
    return TokenRefused("the token is unknown there")


def _without_quotes(said: str) -> str:
    """Telegram's message without its quotations, which may be customers' names."""
    return re.sub(r'"[^"]*"', "…", said)
