"""Reading the text of a flat card, zone by zone, with Tesseract.

A pass over the whole card finds 78 to 100 % of the letters, reading zone by zone all but a few;
each step says what else was needed, all measured on simulated photos.
"""

from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np
from PIL import Image
from tesserocr import OEM, PSM, PyTessBaseAPI

from bot.sandbox.ekyc.readers import CardText
from bot.sandbox.ekyc.readers.ocr.card_plane import Pixels
from bot.sandbox.ekyc.readers.ocr.zones import (
    ADDRESS,
    BLOOD_GROUP,
    FRONT,
    Zone,
    printed_blood_group,
    printed_date,
    printed_nid,
    tidy,
)
from bot.sandbox.ekyc.register import SPECIMENS

_ENLARGED = 1.25
_BORDER = 12  # pixels of white; Tesseract loses letters that touch the rim
_FAINTEST = 200.0
"""Of 255. Measured: the darkest ink of bad photos is 148 at most, bare paper 226 at least."""
_GREEN, _RED = 1, 2
_BLOOD_GROUP_ATTEMPTS = (  # two or three signs alone are hard: sizes and modes until one fits
    (1.2, PSM.SINGLE_WORD),
    (1.2, PSM.SINGLE_LINE),
    (1.7, PSM.SINGLE_LINE),
    (2.4, PSM.SINGLE_WORD),
    (0.9, PSM.SINGLE_LINE),
)


class TextReader:
    """Two Tesseract engines, Bangla and English; not thread-safe."""

    def __init__(self) -> None:
        tessdata = str(SPECIMENS / "tessdata")
        self._engines = {
            script: PyTessBaseAPI(path=tessdata, lang=script, oem=OEM.LSTM_ONLY)
            for script in ("ben", "eng")
        }

    def read(self, front: Pixels, back: Pixels) -> CardText:
        """Read all fields of both sides; a field that could not be read is empty."""
        printed = {name: self._line(zone, _ink(front, zone)) for name, zone in FRONT.items()}
        return CardText(
            nid_no=printed_nid(printed["nid_no"]),
            dob=printed_date(printed["dob"]),
            customer_name_ben=tidy(printed["customer_name_ben"]),
            customer_name_eng=tidy(printed["customer_name_eng"]),
            father_name=tidy(printed["father_name"]),
            mother_name=tidy(printed["mother_name"]),
            address=tidy(" ".join(self._line(ADDRESS, line) for line in _address_lines(back))),
            blood_group=self._blood_group(back),
        )

    def _line(self, zone: Zone, ink: Pixels | None) -> str:
        """Read one line; a mode without layout analysis recovers lines that the first one loses."""
        if ink is None:
            return ""
        return self._text(zone, ink, PSM.SINGLE_LINE) or self._text(zone, ink, PSM.RAW_LINE)

    def _blood_group(self, back: Pixels) -> str:
        for enlarged, mode in _BLOOD_GROUP_ATTEMPTS:
            ink = _ink(back, BLOOD_GROUP, enlarged)
            if ink is None:
                return ""
            if group := printed_blood_group(self._text(BLOOD_GROUP, ink, mode)):
                return group
        return ""

    def _text(self, zone: Zone, ink: Pixels, mode: int) -> str:
        engine = self._engines[zone.script]
        engine.SetVariable("tessedit_char_whitelist", zone.letters)
        engine.SetVariable("tessedit_char_blacklist", zone.never)
        engine.SetPageSegMode(mode)
        engine.SetImage(Image.fromarray(ink))
        return str(engine.GetUTF8Text()).strip()


def _ink(card: Pixels, zone: Zone, enlarged: float = _ENLARGED) -> Pixels | None:
    """Cut a zone out as black text on even white; None where nothing is printed.

    Tesseract sees letters in bare paper. Black ink is taken from the red channel, where the red
    SPECIMEN mark nearly disappears; red ink from the green one.
    """
    channel = _RED if zone.ink == "black" else _GREEN
    grey: Any = card[zone.top : zone.bottom, zone.left : zone.right, channel].astype(np.float32)
    grey = cv2.resize(grey, None, fx=enlarged, fy=enlarged, interpolation=cv2.INTER_CUBIC)
    paper = cv2.GaussianBlur(cv2.dilate(grey, np.ones((31, 31))), (0, 0), 21)
    even = np.clip(grey / np.maximum(paper, 1) * 255, 0, 255)
    darkest = float(np.percentile(even, 1.5))
    if darkest > _FAINTEST:
        return None
    stretched = np.clip((even - darkest) / (245 - darkest) * 255, 0, 255)
    return _bordered(stretched.astype(np.uint8), _BORDER)


def _address_lines(back: Pixels) -> Iterator[Pixels]:
    """Cut the address into its lines where rows hold no ink.

    Tesseract's own layout analysis loses short Bangla lines.
    """
    block = _ink(back, ADDRESS)
    if block is None:
        return
    ink_per_row = (block < 150).sum(axis=1).astype(np.float32)
    inked = np.convolve(ink_per_row, np.ones(5) / 5, "same") > 2.5
    edges = np.flatnonzero(np.diff(np.concatenate(([False], inked, [False])).astype(np.int8)))
    for top, bottom in zip(edges[::2], edges[1::2], strict=True):
        if bottom - top > 18:  # anything less is dirt, not a line
            yield _bordered(block[max(0, top - _BORDER) : bottom + _BORDER], _BORDER, sides=0)


def _bordered(grey: Pixels, height: int, sides: int | None = None) -> Pixels:
    sides = height if sides is None else sides
    bordered = cv2.copyMakeBorder(
        grey, height, height, sides, sides, cv2.BORDER_CONSTANT, value=(255,)
    )
    return np.asarray(bordered, np.uint8)
