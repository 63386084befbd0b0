"""Photos of an application, and their checks."""

from conversations.application import Application
from conversations.errands import Errand, Task


def names(application: Application) -> dict[str, str]:
    """The photo of each slot, as the test named it."""
    return {
        slot: picture.unique_id.removeprefix("unique-")
        for slot, picture in application.pictures.items()
    }


def check(ticket: str, slot: str) -> Errand:
    return Errand(task=Task.CHECK_PICTURE, ticket=ticket, subject=slot)
