"""Telegram: the token, who takes the updates, and the menu."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from babel import Locale

from bot.doctor.egress import cure_of
from bot.doctor.finding import Finding, broken, doubtful, fine
from bot.doctor.limits import LATEST_FAILURE, MOST_WAITING_UPDATES
from bot.handlers.table import menu
from bot.telegram.delivery import Delivery
from bot.telegram.errors import TelegramError, TelegramRefused, TokenRefused
from bot.telegram.inspection import InspectingClient
from conversations.languages import LANGUAGES

Commands = Sequence[tuple[str, str]]


async def examine_telegram(
    telegram: InspectingClient, webhook_url: str, now: datetime
) -> list[Finding]:
    """Three kinds of calls, none of which touches what the bot polls.

    `webhook_url` is the setting, "" where the bot polls.
    """
    try:
        await telegram.learn_name()
    except TelegramError as error:
        return [judge_refusal(error)]
    found = [fine("telegram", f"Telegram knows the bot as @{telegram.username}.")]
    try:
        found += judge_delivery(await telegram.find_delivery(), webhook_url, now)
        menus = {language: await telegram.find_commands(language) for language in LANGUAGES}
        found.append(judge_menus(menus))
    except TelegramRefused:  # a private Bot API server may lack these calls
        found.append(fine("menu", "This server of the Bot API does not say more."))
    except TelegramError as error:
        found.append(judge_refusal(error))
    return found


def judge_refusal(error: TelegramError) -> Finding:
    if isinstance(error, TokenRefused):
        return broken(
            "telegram",
            "Telegram does not accept TELEGRAM_BOT_TOKEN.",
            "Copy it again from @BotFather into TELEGRAM_BOT_TOKEN, then restart.",
        )
    otherwise = "Look at the network, the firewall and TELEGRAM_API_URL; Telegram may need a proxy."
    words = f"Telegram cannot be reached ({error})."
    return broken("telegram", words, cure_of(str(error), otherwise))


def judge_delivery(delivery: Delivery, webhook_url: str, now: datetime) -> Iterator[Finding]:
    yield _judge_webhook(delivery, webhook_url, now)
    words = f"{delivery.waiting} updates wait at Telegram."
    if delivery.waiting > MOST_WAITING_UPDATES:
        yield doubtful("queue", words, "Start the bot; if it runs, look at its log.")
    else:
        yield fine("queue", words)


def _judge_webhook(delivery: Delivery, webhook_url: str, now: datetime) -> Finding:
    if not delivery.url:
        if webhook_url:
            return broken(
                "webhook",
                "Telegram posts no updates, because no webhook is set.",
                "Start the bot, which sets WEBHOOK_URL; if it runs, look at its log.",
            )
        return fine("webhook", "No webhook takes the updates.")
    if not webhook_url or not delivery.is_to(webhook_url):
        return broken(
            "webhook",
            f"A webhook at {delivery.host} takes all updates.",
            f"Restart the bot, which {'replaces' if webhook_url else 'removes'} it. If you did not"
            " set it, revoke the token with @BotFather.",
        )
    if delivery.failed_at and now - delivery.failed_at < LATEST_FAILURE:
        failed = broken if delivery.waiting else doubtful
        return failed(
            "webhook",
            f"Telegram could last not deliver at {delivery.failed_at:%H:%M} UTC"
            f" ({delivery.failure}).",
            "Look at the address, the certificate and the proxy in front of WEBHOOK_LISTEN; 403"
            " means another WEBHOOK_SECRET, 503 that the bot was starting or its database failed.",
        )
    return fine("webhook", f"Telegram posts updates to {delivery.host}.")


def judge_menus(menus: Mapping[str, Commands]) -> Finding:
    """The menus at Telegram, by language, compared with this program's."""
    other = [each for each, found in menus.items() if list(found) != list(menu(None, each))]
    if not other:
        return fine("menu", "The menu is this program's in every language.")
    languages = " and ".join(str(Locale(each).english_name) for each in other)
    return doubtful(
        "menu",
        f"The menu of people without a role is missing or another one in {languages}.",
        "Restart the bot, which sets it.",
    )
