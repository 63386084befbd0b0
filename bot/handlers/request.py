"""What a served person asks for by a command or a menu button, and how a handler refuses."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.chat.incoming import ButtonPressed
from conversations.application import Application
from storage.agents import Agent


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """`argument` is what follows the command or the verb; `press` is None for a command."""

    agent: Agent
    argument: str = field(default="", repr=False)
    press: ButtonPressed | None = None
    now: datetime


class Gone(Exception):
    """What the request names no longer exists; say so, and record nothing."""


class NotAllowed(Exception):
    """The request claims what this person never had; record it unless the button was real."""

    def __init__(self, application: Application | None = None) -> None:
        super().__init__()
        self.application = application  # somebody else's, if it is one that is claimed
