"""What a method of the Bot API is to the pretend Telegram."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.sandbox.telegram.parameters import Parameters
from bot.sandbox.telegram.service import Telegram

# Gives the result as JSON values; raises BotApiError where Telegram refuses.
Method = Callable[[Telegram, Parameters], Awaitable[Any]]
