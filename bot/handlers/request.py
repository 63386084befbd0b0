"""A person's command or button press, and how a handler refuses it."""

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

    @property
    def pressed_in(self) -> int | None:
        """The message whose button was pressed; None for a command or a message out of sight."""
        return self.press.message_id if self.press else None


class Gone(Exception):
    """The requested thing no longer exists; say so by that text, and record nothing."""

    def __init__(self, notice: str = "not-yours") -> None:
        super().__init__()
        self.notice = notice


class NotAllowed(Exception):
    """The request claims something that was never this person's; record it unless the button was
    real.
    """

    def __init__(self, application: Application | None = None) -> None:
        super().__init__()
        self.application = application  # somebody else's application, if the request claims one
