"""Telegram: the token, who takes the updates, and the menu."""

from collections.abc import Iterator, Mapping, Sequence

from babel import Locale

from bot.doctor.egress import cure_of
from bot.doctor.finding import Finding, broken, doubtful, fine
from bot.doctor.limits import MOST_WAITING_UPDATES
from bot.handlers.table import menu
from bot.telegram.errors import TelegramError, TelegramRefused, TokenRefused
from bot.telegram.inspection import Delivery, InspectingClient
from conversations.languages import LANGUAGES

Commands = Sequence[tuple[str, str]]


async def examine_telegram(telegram: InspectingClient) -> list[Finding]:
    """Three kinds of calls, none of which touches what the bot polls."""
    try:
        await telegram.learn_name()
    except TelegramError as error:
        return [judge_refusal(error)]
    found = [fine("telegram", f"Telegram knows the bot as @{telegram.username}.")]
    try:
        found += judge_delivery(await telegram.find_delivery())
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


def judge_delivery(delivery: Delivery) -> Iterator[Finding]:
    if delivery.webhook:
        yield broken(
            "webhook",
            f"A webhook at {delivery.webhook} takes all updates.",
            "Restart the bot, which removes it. If you did not set it, revoke the token with"
            " @BotFather.",
        )
    else:
        yield fine("webhook", "No webhook takes the updates.")
    words = f"{delivery.waiting} updates wait at Telegram."
    if delivery.waiting > MOST_WAITING_UPDATES:
        yield doubtful("queue", words, "Start the bot; if it runs, look at its log.")
    else:
        yield fine("queue", words)


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
