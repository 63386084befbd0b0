"""The first calls to Telegram: whether it knows the token, and how the bot introduces itself."""

import asyncio
import functools
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.handlers.table import menu
from bot.runtime.backoff import backoff
from bot.telegram.client import TelegramClient
from bot.telegram.errors import TelegramError, TelegramUnavailable
from bot.texts import plain
from conversations.languages import LANGUAGES

_log = logging.getLogger(__name__)

_LONGEST_WAIT = timedelta(seconds=30)


async def greet(telegram: TelegramClient, *, polls: bool) -> None:
    """Check that Telegram knows the token, waiting until Telegram is reachable.

    Raises TokenRefused.
    """
    await _insist(telegram.learn_name, tries=None)
    if polls:  # A leftover webhook would make every poll fail.
        await _try(telegram.take_no_webhook)


async def introduce(telegram: TelegramClient) -> None:
    """Set the menus and descriptions; nobody waits for these six calls."""
    for language in LANGUAGES:
        await _try(
            functools.partial(
                telegram.introduce,
                language,
                menu(None, language),
                about=plain(language, "bot-about"),
                about_short=plain(language, "bot-about-short"),
            )
        )


async def _try(call: Callable[[], Awaitable[object]]) -> None:
    """A server of the Bot API that lacks the call is good enough."""
    try:
        await _insist(call, tries=3)
    except TelegramError as error:
        _log.warning(
            "Telegram refused a call at the start (%s). The bot serves, perhaps with an"
            " old menu; restart it to try again.",
            error,
        )


async def _insist(call: Callable[[], Awaitable[object]], *, tries: int | None) -> None:
    """Call until Telegram answers, `tries` times or for ever (None). Raises TelegramError for a
    refusal.
    """
    attempts = 0
    while True:
        try:
            await call()
        except TelegramUnavailable as error:
            attempts += 1
            if attempts == tries:
                raise
            _log.warning("Telegram cannot be reached (%s); trying again.", error)
            await asyncio.sleep(backoff(attempts, longest=_LONGEST_WAIT).total_seconds())
        else:
            return
