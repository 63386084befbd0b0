"""The results of examining a picture, as values; nothing here can decode one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class PictureDefect(StrEnum):
    """Why a picture cannot be used; each value is a text key."""

    NOT_AN_IMAGE = "picture-not-an-image"
    OTHER_FORMAT = "picture-other-format"
    RAW = "picture-raw"
    PDF = "picture-pdf"
    VIDEO = "picture-video"
    HEIC = "picture-heic"
    TRUNCATED = "picture-truncated"
    TOO_MANY_BYTES = "picture-too-many-bytes"
    TOO_MANY_PIXELS = "picture-too-many-pixels"
    TOO_COMPLEX = "picture-too-complex"
    TOO_SMALL = "picture-too-small"
    UNOPENED = "picture-unopened"


class PictureDoubt(StrEnum):
    """Why another photo would be better, the gravest first; each value is a text key."""

    PERSON = "picture-of-person"
    WRONG_SIDE = "picture-wrong-side"
    SMALL_FACE = "picture-small-face"
    SEVERAL_FACES = "picture-several-faces"
    NO_FACE = "picture-no-face"
    SIDEWAYS = "picture-sideways"
    PART_MISSING = "picture-part-missing"
    DARK = "picture-dark"
    WASHED_OUT = "picture-washed-out"
    BLURRED = "picture-blurred"
    CUT_OFF = "picture-cut-off"
    GLARE = "picture-glare"
    SMALL = "picture-small"


class UnusablePicture(ValueError):
    """The agent must send another picture."""

    def __init__(self, reason: PictureDefect) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A picture ready to be sent: upright RGB as JPEG, without metadata.

    `digest` is the SHA-256 of `jpeg`, `fingerprint` its difference hash of 256 bits, both in hex.
    """

    jpeg: bytes = field(repr=False)
    width: int
    height: int
    digest: str = field(repr=False)
    fingerprint: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """A prepared picture, its doubts, gravest first, and the text of a barcode if one was read."""

    picture: Prepared
    doubts: tuple[PictureDoubt, ...]
    barcode: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardViews:
    """Views of a card as JPEG: both sides on one sheet, and parts of it by name."""

    sheet: bytes | None = field(default=None, repr=False)
    parts: Mapping[str, bytes] = field(default_factory=dict, repr=False)
