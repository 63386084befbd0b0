"""How wide Android draws the label of a button: shaped by HarfBuzz, in the chat page's fonts."""

from functools import cache
from itertools import groupby

import uharfbuzz

from bot.sandbox.telegram import page_side

FOLDER = page_side.FOLDER / "fonts"
LABEL_SIZE = 15  # px
_MEDIUM = {"wght": 500}
_FOREIGN = 20.0  # px for what neither font has: emoji, arrows


@cache
def font(name: str) -> uharfbuzz.Font:
    made = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(FOLDER / name))))
    made.set_variations(_MEDIUM)
    return made


def drawn_width(label: str) -> float:
    """In pixels, on one line."""
    return sum(_run_width(name, "".join(run)) for name, run in groupby(label, _font_of))


def _font_of(character: str) -> str:
    """Bangla letters, their marks and the daris are in one font, all else in the other."""
    if "\u0980" <= character <= "\u09ff" or character in "\u0964\u0965\u200c\u200d":
        return "NotoSansBengali.ttf"
    return "Roboto.ttf"


def _run_width(name: str, run: str) -> float:
    buffer = uharfbuzz.Buffer()
    buffer.add_str(run)
    buffer.guess_segment_properties()
    shaping = font(name)
    uharfbuzz.shape(shaping, buffer)
    pixels = LABEL_SIZE / shaping.face.upem
    glyphs = zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    return sum(place.x_advance * pixels if glyph.codepoint else _FOREIGN for glyph, place in glyphs)
