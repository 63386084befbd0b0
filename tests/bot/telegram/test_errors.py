"""Each refusal of Telegram says what its caller can do, and nothing that people wrote."""

import pytest

from bot.telegram.client import TelegramClient
from bot.telegram.errors import (
    AnotherPoller,
    ChatUnreachable,
    TelegramError,
    TelegramRefused,
    TelegramUnavailable,
    TokenRefused,
    WebhookActive,
)
from tests.support.scripted_telegram import Answer, ScriptedTelegram, cut, page, refused

SECRET = "Asaduzzaman 0001980100147"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (refused(429, "Too Many Requests: retry after 7", retry_after=7), TelegramUnavailable),
        (refused(429, "Too Many Requests"), TelegramUnavailable),
        (refused(500, "Internal Server Error"), TelegramUnavailable),
        (page(502, f"<html>{SECRET}</html>"), TelegramUnavailable),
        (page(504, ""), TelegramUnavailable),
        (cut, TelegramUnavailable),
        (refused(403, "Forbidden: bot was blocked by the user"), ChatUnreachable),
        (refused(403, "Forbidden: user is deactivated"), ChatUnreachable),
        (refused(400, "Bad Request: chat not found"), ChatUnreachable),
        (refused(400, "Bad Request: PEER_ID_INVALID"), ChatUnreachable),
        (refused(400, "Bad Request: BUTTON_DATA_INVALID"), TelegramRefused),
        (
            refused(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-5),
            TelegramRefused,
        ),
        (refused(413, "Request Entity Too Large"), TelegramRefused),
        (page(413, "<html>Request Entity Too Large</html>"), TelegramRefused),
        (refused(404, "Not Found: method not found"), TelegramRefused),
        (refused(401, "Unauthorized"), TokenRefused),
        (refused(404, "Not Found"), TokenRefused),
    ],
)
async def test_an_error_says_what_to_do(
    telegram: ScriptedTelegram,
    client: TelegramClient,
    answer: Answer,
    expected: type[TelegramError],
) -> None:
    telegram.says("sendMessage", answer)

    with pytest.raises(TelegramError) as raised:
        await client.send(1, "hello", ())

    assert type(raised.value) is expected


async def test_quotations_in_telegrams_messages_are_left_out(
    telegram: ScriptedTelegram, client: TelegramClient
) -> None:
    said = f'Bad Request: can\'t parse entities: unsupported start tag "{SECRET}" at byte offset 3'
    telegram.says("sendMessage", refused(400, said))

    with pytest.raises(TelegramRefused) as raised:
        await client.send(1, "hello", ())

    assert str(raised.value).endswith("unsupported start tag … at byte offset 3")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("terminated by other getUpdates request; make sure that only one", AnotherPoller),
        ("can't use getUpdates method while webhook is active", WebhookActive),
    ],
)
async def test_a_conflict_says_who_takes_the_updates(
    telegram: ScriptedTelegram, client: TelegramClient, said: str, expected: type[TelegramError]
) -> None:
    telegram.says("getUpdates", refused(409, f"Conflict: {said}"))

    with pytest.raises(TelegramError) as raised:
        await client.poll(0, most=100, hold_seconds=0)

    assert type(raised.value) is expected
