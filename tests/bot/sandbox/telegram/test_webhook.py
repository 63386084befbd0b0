import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.sandbox.person import Person
from bot.sandbox.serving import serving
from tests.bot.sandbox.telegram import bot_api
from tests.bot.sandbox.telegram.methods.test_sending import KEYBOARD
from tests.bot.sandbox.telegram.wire import Wire
from tests.support.clocks import eventually

SECRET = "s3cret_-"


class Hook:
    """A bot's own address that accepts updates, or refuses them on request."""

    def __init__(self) -> None:
        self.url = ""
        self.posts: list[dict[str, Any]] = []
        self.secrets: list[str | None] = []
        self.answers: list[Response] = []  # before it takes everything
        self._came = asyncio.Event()

    async def takes(self, request: Request) -> Response:
        self.posts.append(await request.json())
        self.secrets.append(request.headers.get("x-telegram-bot-api-secret-token"))
        self._came.set()
        return self.answers.pop(0) if self.answers else Response()

    async def receives(self, count: int) -> list[dict[str, Any]]:
        async with asyncio.timeout(60):
            while len(self.posts) < count:
                self._came.clear()
                await self._came.wait()
        return self.posts


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    hook = Hook()
    async with serving(Starlette(routes=[Route("/hook", hook.takes, methods=["POST"])])) as url:
        hook.url = f"{url}/hook"
        yield hook


async def is_done(bot: Wire) -> bool:
    """Whether no update waits."""
    return bool((await bot("getWebhookInfo"))["pending_update_count"] == 0)


async def has_failed(bot: Wire) -> bool:
    return "last_error_message" in await bot("getWebhookInfo")


async def test_updates_are_posted_with_the_secret(bot: Wire, hook: Hook, rahim: Person) -> None:
    await bot("setWebhook", url=hook.url, secret_token=SECRET)
    await rahim.says("second")
    posts = await hook.receives(2)
    assert [each["message"]["text"] for each in posts] == ["/start", "second"]
    assert hook.secrets == [SECRET, SECRET]
    assert [bot_api.complaints_about("Update", each) for each in posts] == [[], []]
    await eventually(lambda: is_done(bot))


async def test_an_update_that_is_not_taken_comes_again_before_the_next_of_its_chat(
    bot: Wire, hook: Hook, rahim: Person
) -> None:
    hook.answers = [Response(status_code=500)]
    begun = time.monotonic()
    await bot("setWebhook", url=hook.url)
    await rahim.says("second")
    await eventually(lambda: has_failed(bot))
    info = await bot("getWebhookInfo")
    assert info["last_error_message"] == (
        "Wrong response from the webhook: 500 Internal Server Error"
    )
    assert info["pending_update_count"] == 2
    posts = await hook.receives(3)
    assert [each["message"]["text"] for each in posts] == ["/start", "/start", "second"]
    assert time.monotonic() - begun >= 1


async def test_a_stuck_chat_does_not_hold_up_another_nor_its_own_presses(
    bot: Wire, hook: Hook, rahim: Person, url: str
) -> None:
    await bot("deleteWebhook", drop_pending_updates=True)
    await bot("sendMessage", chat_id=1001, text="?", reply_markup=KEYBOARD)
    hook.answers = [Response(status_code=503, headers={"retry-after": "60"})]
    await bot("setWebhook", url=hook.url)
    await rahim.says("stuck")
    await hook.receives(1)
    await rahim.taps("Yes")
    await Person(url, 1002, "Karim").says("free")
    posts = (await hook.receives(3))[1:]
    assert {kind for each in posts for kind in each} == {"update_id", "callback_query", "message"}


async def test_a_removed_webhook_leaves_the_rest_to_polling(
    bot: Wire, hook: Hook, rahim: Person
) -> None:
    hook.answers = [Response(status_code=503, headers={"retry-after": "60"})]
    await bot("setWebhook", url=hook.url)
    await hook.receives(1)
    await bot("deleteWebhook")
    assert [each["message"]["text"] for each in await bot.updates()] == ["/start"]


async def test_what_comes_while_the_webhook_is_set_again_is_posted_too(
    bot: Wire, hook: Hook, rahim: Person, url: str
) -> None:
    others = [Person(url, 1010 + number, "Karim") for number in range(20)]
    for round_ in range(5):
        later = Response(status_code=503, headers={"retry-after": "60"})
        hook.answers = [later] * 20
        renewed = f"{hook.url}?{round_}"
        await asyncio.gather(
            *(other.says("before") for other in others),
            bot("setWebhook", url=renewed),
            *(other.says("after") for other in others),
        )
    hook.answers = []
    await bot("setWebhook", url=hook.url)
    await eventually(lambda: is_done(bot))


async def test_setting_the_same_webhook_again_changes_nothing(
    bot: Wire, hook: Hook, rahim: Person
) -> None:
    hook.answers = [Response(status_code=503, headers={"retry-after": "60"})]
    await bot("setWebhook", url=hook.url, secret_token=SECRET)
    await hook.receives(1)
    await bot("setWebhook", url=hook.url, secret_token=SECRET)
    await asyncio.sleep(0.05)
    assert len(hook.posts) == 1
    await bot("setWebhook", url=hook.url, secret_token="another")
    await hook.receives(2)
    assert hook.secrets == [SECRET, "another"]


async def test_while_a_webhook_is_set_nobody_can_poll(bot: Wire, hook: Hook, rahim: Person) -> None:
    await bot("setWebhook", url=hook.url)
    refusal = await bot.refused("getUpdates")
    assert refusal.startswith("409 Conflict: can't use getUpdates method while webhook is active")


@pytest.mark.parametrize(
    ("kind", "posts"), [("again", 2), ("twice", 2), ("cut_before", 1), ("cut_after", 2)]
)
async def test_hostile_posts_on_request(
    bot: Wire, hook: Hook, rahim: Person, kind: str, posts: int
) -> None:
    await bot("deleteWebhook", drop_pending_updates=True)
    await bot.http.post("/control/faults", json={"method": "webhook", "kind": kind})
    await bot("setWebhook", url=hook.url)
    await rahim.says("first")
    await rahim.says("second")
    texts = [each["message"]["text"] for each in await hook.receives(posts + 1)]
    assert texts == ["first"] * posts + ["second"]
    await eventually(lambda: is_done(bot))


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"url": "http://example.org/hook"},
         "bad webhook: An HTTPS URL must be provided for webhook"),
        ({"url": "https://example.org:444/hook"},
         "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"),
        ({"url": "https:///hook"}, "bad webhook: URL host is empty"),
        ({"url": "https://[broken/hook"}, "bad webhook: URL host is empty"),
        ({"url": "http://127.0.0.1:9/", "secret_token": "s" * 257},
         "secret token contains unallowed characters"),
        ({"url": "http://127.0.0.1:9/", "secret_token": "a b"},
         "secret token contains unallowed characters"),
    ],
)  # fmt: skip
async def test_webhooks_that_telegram_refuses(
    bot: Wire, parameters: dict[str, str], words: str
) -> None:
    assert await bot.refused("setWebhook", **parameters) == f"400 Bad Request: {words}"


async def test_nobody_at_the_address_is_an_error_that_can_be_read(bot: Wire, rahim: Person) -> None:
    await bot("setWebhook", url="http://127.0.0.1:9/hook")
    await eventually(lambda: has_failed(bot))
    info = await bot("getWebhookInfo")
    assert (info["last_error_message"], info["pending_update_count"]) == ("Connection failed", 1)
