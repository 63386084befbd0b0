"""What supervisors and admins do in the chat; agents never come here."""

from bot.supervision.office import Supervision

__all__ = ["Supervision"]
