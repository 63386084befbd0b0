"""Whatever a bot sends, the pretend Telegram answers as the Bot API does and keeps running."""

import json
from typing import Any

import httpx
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sandbox.telegram import build_app
from tests.bot.sandbox.loopback import http_client
from tests.bot.sandbox.telegram import bot_api
from tests.bot.sandbox.telegram.wire import TOKEN

KEYS = ["type", "text", "media", "message_id", "inline_keyboard", "callback_data", "keyboard",
        "command", "emoji"]  # fmt: skip
WORDS = ["attach://x", "HTML", "photo", "[]", "{}", "@x", "<b>", "1001"]
numbers = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
values = st.none() | st.booleans() | numbers | st.text(max_size=20) | st.sampled_from(WORDS)
anything = st.recursive(
    values,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=8,
)
ACTIONS = ["text", "press", "forge", "edit", "delete", "forward", "contact", "location", "group",
           "photos", "voice"]  # fmt: skip


@st.composite
def calls(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A method with some of its own parameters, all of any kind."""
    method = draw(st.sampled_from(sorted(bot_api.METHODS)))
    names = sorted(bot_api.METHODS[method]["fields"]) or ["x"]
    given = draw(st.dictionaries(st.sampled_from(names), anything, max_size=len(names)))
    if "chat_id" in names and draw(st.booleans()):
        given["chat_id"] = 1001
    given.pop("timeout", None)  # it would wait
    given.pop("url", None)  # it would deliver there
    return method, given


@settings(deadline=None)
@given(st.lists(calls(), max_size=4))
async def test_any_parameters_are_granted_or_refused(
    made: list[tuple[str, dict[str, Any]]],
) -> None:
    transport = httpx.ASGITransport(build_app(token=TOKEN))
    async with http_client("http://127.0.0.1", transport=transport) as http:
        await http.put("/people/1001/", json={"first_name": "Rahim"})
        await http.post("/people/1001/text", json={"text": "/start"})
        for method, parameters in made:
            reply = await http.post(f"/bot{TOKEN}/{method}", json=parameters)
            body = reply.json()
            assert body["ok"] == (reply.status_code == 200)
            assert body["ok"] or body["error_code"] == reply.status_code in {400, 403, 404, 409}


@settings(deadline=None)
@given(st.sampled_from(ACTIONS), st.binary(max_size=50) | anything.map(json.dumps))
async def test_any_action_of_a_person_is_done_or_refused(action: str, body: bytes | str) -> None:
    transport = httpx.ASGITransport(build_app(token=TOKEN))
    async with http_client("http://127.0.0.1", transport=transport) as http:
        await http.put("/people/1001/", json={"first_name": "Rahim"})
        reply = await http.post(f"/people/1001/{action}", content=body)
        assert reply.status_code in {200, 400, 404}
