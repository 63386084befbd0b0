"""Checks of the reply markup that a bot sends, in Telegram's words."""

from collections.abc import Callable

from bot.sandbox.telegram import fields
from bot.sandbox.telegram.errors import Json, bad_request

MOST_BUTTONS = 100
MOST_IN_A_ROW = 8
LONGEST_DATA = 64  # bytes of callback_data
LONGEST_COPY = 256
LONGEST_PLACEHOLDER = 64
STYLES = frozenset({"danger", "success", "primary"})
ACTIONS = frozenset({
    "url", "callback_data", "web_app", "login_url", "switch_inline_query",
    "switch_inline_query_current_chat", "switch_inline_query_chosen_chat", "copy_text",
    "callback_game", "pay",
})  # fmt: skip
REQUESTS = frozenset({
    "request_users", "request_chat", "request_managed_bot", "request_contact", "request_location",
    "request_poll", "web_app",
})  # fmt: skip


def checked(markup: object, *, inline_only: bool = False) -> Json:
    """The markup as Telegram stores it; {} for none.

    Raises BotApiError if Telegram would refuse it, and for any but an inline keyboard if
    `inline_only`.
    """
    if markup in (None, "", {}):
        return {}
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        rows = _rows(markup["inline_keyboard"], _inline_button, "inline keyboard")
        return {"inline_keyboard": rows} if rows else {}
    if inline_only:
        raise bad_request("inline keyboard expected")
    if "keyboard" in markup:
        rows = _rows(markup["keyboard"], _keyboard_button, "keyboard")
        _check_placeholder(markup)
        return {**markup, "keyboard": rows}
    if markup.get("remove_keyboard"):
        return {"remove_keyboard": True}
    if markup.get("force_reply"):
        _check_placeholder(markup)
        return dict(markup)
    raise bad_request("can't parse reply keyboard markup JSON object")


def _rows(rows: object, read: Callable[[object], Json], name: str) -> list[list[Json]]:
    if not isinstance(rows, list):
        raise bad_request(f"can't parse {name}: expected an Array of rows")
    made: list[list[Json]] = []
    for row in rows:
        if not isinstance(row, list):
            raise bad_request(f"can't parse {name} row: expected an Array of buttons")
        if len(row) > MOST_IN_A_ROW:
            raise bad_request("reply markup is too long")
        made += [[read(button) for button in row]] if row else []
    if sum(len(row) for row in made) > MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    return made


def _text(button: Json, name: str) -> str:
    if "text" not in button:
        raise bad_request(f"can't parse {name}: Can't find field \"text\"")
    text = fields.string(button, "text")
    if not text.strip():
        raise bad_request(f"{name} text must be non-empty")
    return text


def _check_style(button: Json) -> None:
    if fields.string(button, "style", "primary") not in STYLES:
        raise bad_request("invalid button style specified")


def _inline_button(button: object) -> Json:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: expected an Object")
    text = _text(button, "inline keyboard button")
    _check_style(button)
    actions = sorted(ACTIONS & button.keys())
    if not actions:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if len(actions) > 1:
        raise bad_request("can't parse inline keyboard button: more than one action")
    action, value = actions[0], button[actions[0]]
    if action == "callback_data" and (
        not isinstance(value, str) or not 1 <= len(value.encode()) <= LONGEST_DATA
    ):
        raise bad_request("BUTTON_DATA_INVALID")
    if action == "copy_text" and (
        not isinstance(value, dict) or not 1 <= len(str(value.get("text", ""))) <= LONGEST_COPY
    ):
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    if action == "url" and not str(value).startswith(("http://", "https://", "tg://", "ton://")):
        raise bad_request(f"inline keyboard button URL '{value}' is invalid: Wrong HTTP URL")
    return button | {"text": text}


def _keyboard_button(button: object) -> Json:
    if isinstance(button, str):
        button = {"text": button}
    if not isinstance(button, dict):
        raise bad_request("can't parse keyboard button: expected an Object or a String")
    text = _text(button, "keyboard button")
    _check_style(button)
    if len(REQUESTS & {key for key, value in button.items() if value}) > 1:
        raise bad_request("can't parse keyboard button: more than one action")
    return button | {"text": text}


def _check_placeholder(markup: Json) -> None:
    if len(fields.string(markup, "input_field_placeholder")) > LONGEST_PLACEHOLDER:
        raise bad_request("input field placeholder is too long")
