"""The protocol between the bot and the process that decodes for it.

A frame holds a message in MessagePack. A request is followed by the bytes of its pictures. Nothing
that is read can run code: replies may come from a process that a picture has taken over.
"""

from dataclasses import dataclass
from typing import Literal

from bot.pictures.results import CardViews, Examined, PictureDefect, Prepared

LONGEST_REPLY = 32 * 1024 * 1024  # bytes; views of a card are less than 4 MB


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """`sizes` are the bytes of each picture that follows; 0 for one that is missing.

    To be ready is no work: the reply says that the process has started.
    """

    work: Literal["be ready", "prepare", "examine", "views"]
    sizes: tuple[int, ...] = ()
    slot: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The result of the work, or why the picture is refused."""

    prepared: Prepared | None = None
    examined: Examined | None = None
    views: CardViews | None = None
    refused: PictureDefect | None = None
