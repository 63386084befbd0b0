from typing import Any

import pytest

from bot.sandbox.telegram.entities import formatted, found_in
from bot.sandbox.telegram.errors import BotApiError


def found(text: str) -> list[tuple[str, str]]:
    units = text.encode("utf-16-le")  # two bytes for each unit that an offset counts
    return [
        (each["type"], units[2 * each["offset"] :][: 2 * each["length"]].decode("utf-16-le"))
        for each in found_in(text, [])
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/start ABC", [("bot_command", "/start")]),
        ("🙂 /status@ekyc_bot", [("bot_command", "/status@ekyc_bot")]),
        ("22/1, Islampur", []),
        ("see https://t.me/bot?start=x.", [("url", "https://t.me/bot?start=x")]),
        ("ask @rahim", [("mention", "@rahim")]),
        ("write to a@b.example", [("email", "a@b.example")]),
        ("#ঢাকা and #1", [("hashtag", "#ঢাকা")]),
    ],
)
def test_telegram_detects_commands_links_and_names(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert found(text) == expected


def test_nothing_is_found_inside_code() -> None:
    _, entities = formatted("<code>/start</code> /new", "HTML", None)
    assert [each["type"] for each in entities] == ["code", "bot_command"]


def test_white_space_at_the_ends_goes_and_the_entities_move_with_the_text() -> None:
    assert formatted("\n <b> x </b>\n", "HTML", None) == (
        "x",
        [{"type": "bold", "offset": 0, "length": 1}],
    )


def test_entities_may_be_given_instead_of_markup() -> None:
    given: list[dict[str, Any]] = [{"type": "bold", "offset": 0, "length": 2}]
    assert formatted("<b>", "", given) == ("<b>", given)


@pytest.mark.parametrize("parse_mode", ["HTML", "html", "MarkdownV2", "Markdown"])
def test_every_parse_mode_of_telegram_is_read(parse_mode: str) -> None:
    markup = "<b>x</b>" if parse_mode.lower() == "html" else "*x*"
    assert formatted(markup, parse_mode, None) == (
        "x",
        [{"type": "bold", "offset": 0, "length": 1}],
    )


def test_other_parse_modes_are_refused() -> None:
    with pytest.raises(BotApiError, match="Bad Request: unsupported parse_mode"):
        formatted("x", "xml", None)
