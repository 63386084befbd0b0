from typing import Any

import pytest

from bot.sandbox.telegram.errors import BotApiError
from bot.sandbox.telegram.keyboards import checked


def button(**action: Any) -> dict[str, Any]:
    return {"text": "Go", **action}


def inline(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"inline_keyboard": list(rows)}


DATA = button(callback_data="x")


@pytest.mark.parametrize(
    "markup",
    [
        inline([DATA, button(url="https://example.org")], [button(copy_text={"text": "123"})]),
        inline([button(callback_data="ক" * 21)]),
        inline([button(callback_data="x", style="danger")]),
        inline(*[[DATA] * 8] * 12),
        {"keyboard": [[{"text": "Share", "request_contact": True}]], "resize_keyboard": True},
        {"remove_keyboard": True},
        {"force_reply": True, "input_field_placeholder": "017…"},
    ],
)
def test_good_keyboards_stay_as_they_are(markup: dict[str, Any]) -> None:
    assert checked(markup) == markup


def test_a_keyboard_button_may_be_its_text_alone() -> None:
    assert checked({"keyboard": [["Yes"]]}) == {"keyboard": [[{"text": "Yes"}]]}


def test_no_buttons_are_no_keyboard() -> None:
    assert checked(inline()) == checked(inline([])) == checked(None) == {}


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        (inline([button(callback_data="x" * 65)]), "BUTTON_DATA_INVALID"),
        (inline([button(callback_data="ক" * 22)]), "BUTTON_DATA_INVALID"),
        (inline([button(callback_data="")]), "BUTTON_DATA_INVALID"),
        (inline([button()]), ("can't parse inline keyboard button: Text buttons are unallowed in "
                              "the inline keyboard")),
        (inline([{"callback_data": "x"}]),
         "can't parse inline keyboard button: Can't find field \"text\""),
        (inline([{"text": " ", "callback_data": "x"}]),
         "inline keyboard button text must be non-empty"),
        (inline([button(url="not an address")]),
         "inline keyboard button URL 'not an address' is invalid: Wrong HTTP URL"),
        (inline([button(copy_text={"text": "x" * 257})]), "BUTTON_COPY_TEXT_INVALID"),
        (inline([button(callback_data="x", style="loud")]), "invalid button style specified"),
        (inline([button(callback_data="x", url="https://example.org")]),
         "can't parse inline keyboard button: more than one action"),
        (inline([DATA] * 9), "reply markup is too long"),
        (inline(*[[DATA]] * 101), "reply markup is too long"),
        ([], "object expected as reply markup"),
        ({"inline_keyboard": "x"}, "can't parse inline keyboard: expected an Array of rows"),
        ({"keyboard": [["x"]], "input_field_placeholder": "x" * 65},
         "input field placeholder is too long"),
        ({"something": 1}, "can't parse reply keyboard markup JSON object"),
    ],
)  # fmt: skip
def test_bad_keyboards_are_refused(markup: Any, words: str) -> None:
    with pytest.raises(BotApiError) as refused:
        checked(markup if markup != [] else [1])
    assert refused.value.description == f"Bad Request: {words}"


def test_an_edit_takes_only_an_inline_keyboard() -> None:
    with pytest.raises(BotApiError, match="inline keyboard expected"):
        checked({"keyboard": [["x"]]}, inline_only=True)
