"""What Telegram makes of a picture that is sent as a photo: smaller JPEGs without EXIF."""

import dataclasses
import functools
import io
import threading
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from bot.sandbox.telegram.errors import bad_request

BOXES = (90, 320, 800, 1280)  # pixels of the longer side, as Telegram's clients and servers do
LARGEST_PHOTO = 10 * 2**20  # bytes
LONGEST_SIDES = 10_000  # pixels, width and height together
WIDEST_RATIO = 20
MOST_PIXELS = 100_000_000  # no phone takes larger pictures
JPEG_QUALITY = 87
_one_at_a_time = threading.Lock()  # so that one picture in ten chats is shrunk once


@dataclasses.dataclass(frozen=True, slots=True)
class Rendering:
    """One size of a photo."""

    width: int
    height: int
    jpeg: bytes = dataclasses.field(repr=False)


def renderings(content: bytes, *, by_bot: bool) -> tuple[Rendering, ...]:
    """
    The sizes of a photo, smallest first, turned as its EXIF says.

    A bot's photo is refused if its sides are too long; a person's phone shrinks it first. Raises
    BotApiError for something that is not a picture, or too large.
    """
    if by_bot and len(content) > LARGEST_PHOTO:
        raise bad_request("too big for a photo")
    with _one_at_a_time:
        return _renderings(content, by_bot)


@functools.lru_cache(maxsize=128)
def _renderings(content: bytes, by_bot: bool) -> tuple[Rendering, ...]:
    picture = _opened(content, by_bot=by_bot)
    longest = max(picture.size)
    smaller = [box for box in BOXES if box < longest]
    made: list[Rendering] = []
    for box in [*smaller, min(longest, BOXES[-1])][::-1]:
        picture.thumbnail((box, box), Image.Resampling.LANCZOS)
        if made and picture.size == (made[0].width, made[0].height):
            continue
        written = io.BytesIO()
        picture.save(written, "JPEG", quality=JPEG_QUALITY)
        made.insert(0, Rendering(picture.width, picture.height, written.getvalue()))
    return tuple(made)


def _opened(content: bytes, *, by_bot: bool) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            opened = Image.open(io.BytesIO(content))
            _check_sides(*opened.size, by_bot=by_bot)
            # This decodes a JPEG at part of its size.
            opened.draft("RGB", (2 * BOXES[-1], 2 * BOXES[-1]))
            return ImageOps.exif_transpose(opened).convert("RGB")
    except Image.DecompressionBombError:
        raise bad_request("PHOTO_INVALID_DIMENSIONS") from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise bad_request("IMAGE_PROCESS_FAILED") from None


def _check_sides(width: int, height: int, *, by_bot: bool) -> None:
    ratio = max(width, height) / max(min(width, height), 1)
    if width * height > MOST_PIXELS or ratio > WIDEST_RATIO:
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    if by_bot and width + height > LONGEST_SIDES:
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
