"""The first calls to Telegram: whether it knows the token, and how the bot introduces itself."""

import functools
import logging
from collections.abc import Awaitable, Callable

from bot.handlers.table import menu
from bot.intake.pause import REFUSALS_BORNE, pause_after
from bot.runtime.timer import Timer
from bot.telegram.client import TelegramClient
from bot.telegram.errors import TelegramError, TelegramUnavailable, TokenRefused
from bot.texts import plain
from conversations.languages import LANGUAGES

_log = logging.getLogger(__name__)


async def greet(telegram: TelegramClient, timer: Timer, *, polls: bool, has_served: bool) -> None:
    """Check that Telegram knows the token, waiting until Telegram is reachable.

    Raises TokenRefused: where no bot `has_served` from the database yet, at the first refusal, as
    somebody waits who may have mistyped the token; else only once it is repeated.
    """
    borne = REFUSALS_BORNE if has_served else 0
    await _insist(telegram.learn_name, timer, tries=None, refusals_borne=borne)
    if polls:  # A leftover webhook would make every poll fail.
        await _try(telegram.take_no_webhook, timer)


async def introduce(telegram: TelegramClient, timer: Timer) -> None:
    """Set the menus and descriptions; nobody waits for these six calls."""
    for language in LANGUAGES:
        await _try(
            functools.partial(
                telegram.introduce,
                language,
                menu(None, language),
                about=plain(language, "bot-about"),
                about_short=plain(language, "bot-about-short"),
            ),
            timer,
        )


async def _try(call: Callable[[], Awaitable[object]], timer: Timer) -> None:
    """A server of the Bot API that lacks the call is good enough."""
    try:
        await _insist(call, timer, tries=3)
    except TelegramError as error:
        _log.warning(
            "Telegram refused a call at the start (%s). The bot serves, perhaps with an"
            " old menu; restart it to try again.",
            error,
        )


async def _insist(
    call: Callable[[], Awaitable[object]],
    timer: Timer,
    *,
    tries: int | None,
    refusals_borne: int = REFUSALS_BORNE,
) -> None:
    """Call until Telegram answers, `tries` times or for ever (None). Raises TelegramError for a
    refusal, of the token only after those that are borne.
    """
    failures = refusals = 0
    while True:
        try:
            await call()
        except (TelegramUnavailable, TokenRefused) as error:
            is_refusal = isinstance(error, TokenRefused)
            refusals += is_refusal
            if failures + 1 == tries or refusals > refusals_borne:
                raise
            problem = "refuses the token" if is_refusal else f"cannot be reached ({error})"
            _log.warning("Telegram %s; trying again.", problem)
            await timer.sleep(pause_after(error, failures))
            failures += 1
        else:
            return
