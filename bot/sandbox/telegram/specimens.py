"""The made-up people whose pictures the page offers, good ones and bad ones."""

import functools
import io
import json
from pathlib import Path

from PIL import Image, ImageEnhance, ImageFilter

from bot.sandbox.telegram.errors import BotApiError, Json

FILES = {
    "front": "photos/{:02}_front.jpg",
    "back": "photos/{:02}_back.jpg",
    "selfie_a": "selfies/{:02}_a.jpg",
    "selfie_b": "selfies/{:02}_b.jpg",
}
# The last three are made from the good pictures on request.
KINDS = (*FILES, "blurred_front", "dark_front", "strangers_selfie")
BLUR = 6  # pixels; makes every letter unreadable
DARKNESS = 0.12  # of the light


class Specimens:
    """A folder of citizens: citizens.json, and their pictures by number."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._citizens: list[Json] = json.loads((folder / "citizens.json").read_text("utf-8"))
        self._picture = functools.lru_cache(maxsize=64)(self._make)

    def catalogue(self) -> list[Json]:
        """The people, and the kinds of pictures of each."""
        shown = ("customer_name_eng", "customer_name_ben", "nid_no", "dob")
        return [
            {"number": number, "kinds": KINDS} | {key: citizen[key] for key in shown}
            for number, citizen in enumerate(self._citizens)
        ]

    def picture(self, number: int, kind: str) -> bytes:
        """One JPEG; BotApiError if there is none."""
        if kind not in KINDS or not 0 <= number < len(self._citizens):
            raise BotApiError(404, "Not Found: no such specimen")
        return self._picture(number, kind)

    def _make(self, number: int, kind: str) -> bytes:
        match kind:
            case "blurred_front":
                return _jpeg(self._open(number, "front").filter(ImageFilter.GaussianBlur(BLUR)))
            case "dark_front":
                front = self._open(number, "front")
                return _jpeg(ImageEnhance.Brightness(front).enhance(DARKNESS))
            case "strangers_selfie":
                return self._path((number + 1) % len(self._citizens), "selfie_a").read_bytes()
            case _:
                return self._path(number, kind).read_bytes()

    def _open(self, number: int, kind: str) -> Image.Image:
        with Image.open(self._path(number, kind)) as picture:
            return picture.convert("RGB")

    def _path(self, number: int, kind: str) -> Path:
        return self._folder / FILES[kind].format(number)


def _jpeg(picture: Image.Image) -> bytes:
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=80)
    return written.getvalue()
