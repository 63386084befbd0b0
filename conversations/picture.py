"""A photo of the card or the customer: where it is, and what its check found."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self

from conversations.card_barcode import CardBarcode

#: How often a poor photo is refused before the agent may use it anyway.
MOST_REFUSALS = 2

#: Doubts whether the photo shows what was asked for at all. They are always mentioned, and the
#: agent may use the photo anyway at once, because the agent decides what it shows.
WRONG_SUBJECTS = frozenset(
    {
        "picture-of-person",
        "picture-wrong-side",
        "picture-small-face",
        "picture-several-faces",
        "picture-no-face",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A photo that stays at Telegram; only its file id is kept.

    `ticket` names the one check whose result still counts. Pictures that were sent together share
    their `album`. `digest` and `fingerprint` are None until the photo was fetched and found usable;
    `doubts` says what is not good about it. An insisted one is used anyway. `barcode` is what was
    understood of one on it, if any. `message_id` is where the agent sees it. `is_file` says that it
    came as a file, unmodified by Telegram's app.
    """

    file_id: str = field(repr=False)
    unique_id: str = field(repr=False)
    ticket: str
    sent_at: datetime
    album: str | None = None
    forwarded: bool = False
    is_file: bool = False
    digest: str | None = field(default=None, repr=False)
    fingerprint: str | None = field(default=None, repr=False)
    doubts: tuple[str, ...] = ()
    is_insisted: bool = False
    barcode: CardBarcode | None = field(default=None, repr=False)
    message_id: int | None = None

    @property
    def is_checked(self) -> bool:
        return self.digest is not None

    @property
    def wrong_subject(self) -> str:
        """Why it seems to show something other than requested; empty when it does not."""
        return next((doubt for doubt in self.doubts if doubt in WRONG_SUBJECTS), "")

    def to_be_checked(self, ticket: str) -> Self:
        """This picture, waiting for a new check under that ticket."""
        return replace(self, ticket=ticket, digest=None, fingerprint=None)
