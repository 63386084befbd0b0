"""Inline keyboards as the Bot API takes them."""

from bot.chat.outgoing import Button, Keyboard


def markup(keyboard: Keyboard) -> dict[str, object] | None:
    """InlineKeyboardMarkup of the Bot API."""
    if not keyboard:
        return None
    return {"inline_keyboard": [[_button(each) for each in row] for row in keyboard]}


def _button(button: Button) -> dict[str, object]:
    """InlineKeyboardButton of the Bot API."""
    drawn: dict[str, object] = {"text": button.text}
    if button.style:
        drawn["style"] = button.style.value
    if button.copy:
        return drawn | {"copy_text": {"text": button.copy}}
    if button.url:
        return drawn | {"url": button.url}
    return drawn | {"callback_data": button.data}
