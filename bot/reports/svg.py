"""The parts of a drawing and the picture made of them.

It uses only the font in this folder, so it looks the same on every machine. resvg shapes Bangla as
HarfBuzz does; Pillow would need a system library for that.
"""

import re
from collections.abc import Iterable
from html import escape
from pathlib import Path

_FONT = Path(__file__).parent / "fonts" / "AnekBangla-Medium.ttf"
_FAMILY = "Anek Bangla"
_INK = "#111111"
_BANGLA = re.compile(r"[\u0980-\u09ff]+(?:[\s\u200c\u200d]+[\u0980-\u09ff]+)*")


def picture(width: int, height: int, parts: Iterable[str], *, definitions: str = "") -> bytes:
    """A PNG of that size in pixels, on white."""
    import resvg_py  # noqa: PLC0415 - a start does without

    drawing = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">',
        f'<g font-family="{_FAMILY}" fill="{_INK}">',
        f"<defs>{definitions}</defs>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        *parts,
        "</g></svg>",
    ]
    return resvg_py.svg_to_bytes(
        svg_string="".join(drawing), skip_system_fonts=True, font_files=[str(_FONT)]
    )


def text(
    left: float, base: float, size: int, words: str, *, anchor: str = "start", fill: str = _INK
) -> str:
    """A line of text on the base line `base`, with its `anchor` at `left`."""
    return (
        f'<text x="{left}" y="{base}" font-size="{size}" text-anchor="{anchor}" fill="{fill}">'
        f"{escape(_isolated(words))}</text>"
    )


def _isolated(words: str) -> str:
    """The words with each Bangla part isolated: resvg shapes a run of text by its first letter."""
    return _BANGLA.sub("\u2066\\g<0>\u2069", words)
