"""Methods by which a bot receives: updates, and files."""

from typing import Any

from bot.sandbox.telegram.errors import Json, bad_request, conflict
from bot.sandbox.telegram.files import LARGEST_DOWNLOAD
from bot.sandbox.telegram.methods.method import Method
from bot.sandbox.telegram.parameters import Parameters
from bot.sandbox.telegram.service import Telegram
from bot.sandbox.telegram.updates import LARGEST_BATCH, LONGEST_POLL


async def get_me(telegram: Telegram, _: Parameters) -> Json:
    return telegram.profile.user


async def get_updates(telegram: Telegram, given: Parameters) -> list[Json]:
    if telegram.webhook.url:
        raise conflict(
            "can't use getUpdates method while webhook is active; use deleteWebhook to delete the "
            "webhook first"
        )
    choose_updates(telegram, given)
    limit = min(max(given.integer("limit", LARGEST_BATCH), 1), LARGEST_BATCH)
    timeout = min(max(given.integer("timeout"), 0), LONGEST_POLL)
    return await telegram.updates.poll(given.integer("offset"), limit, timeout)


def choose_updates(telegram: Telegram, given: Parameters) -> None:
    """Store the kinds of updates that the bot names; if it names none, the last choice stays."""
    kinds = given.array("allowed_updates")
    if kinds is not None:
        telegram.updates.allowed = frozenset(str(kind) for kind in kinds)


async def get_file(telegram: Telegram, given: Parameters) -> Json:
    file_id = given.text("file_id")
    file = telegram.files.find(file_id)
    if len(file.content) > LARGEST_DOWNLOAD:
        raise bad_request("file is too big")
    return telegram.files.reference(file_id) | {"file_path": file.path}


async def set_webhook(telegram: Telegram, given: Parameters) -> bool:
    choose_updates(telegram, given)
    url = given.text("url")
    if given.flag("drop_pending_updates"):
        telegram.updates.clear()
    connections = given.integer("max_connections", 40)
    await telegram.webhook.set(url, given.text("secret_token"), connections)
    if url:
        telegram.updates.interrupt("terminated by setWebhook request")
    return True


async def delete_webhook(telegram: Telegram, given: Parameters) -> bool:
    if given.flag("drop_pending_updates"):
        telegram.updates.clear()
    await telegram.webhook.remove()
    return True


async def get_webhook_info(telegram: Telegram, _: Parameters) -> Json:
    allowed = sorted(telegram.updates.allowed)
    return telegram.webhook.info() | ({"allowed_updates": allowed} if allowed else {})


async def done(_: Telegram, __: Parameters) -> Any:
    """Methods without a meaning here, which succeed: a local server is always logged in."""
    return True


METHODS: dict[str, Method] = {
    "getMe": get_me,
    "getUpdates": get_updates,
    "getFile": get_file,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "close": done,
    "logOut": done,
}
