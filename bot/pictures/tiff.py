"""The first directory of a TIFF structure, which EXIF and most raw photos share (TIFF 6.0, 2).

Read here and not by Pillow, which reads the value of every tag: in a hostile directory thousands of
tags point to the same megabytes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

_BYTES_OF_TYPE = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_SHORT = 3

_NEW_SUBFILE_TYPE, _PHOTOMETRIC, _ORIENTATION = 254, 262, 274
_SUB_DIRECTORIES, _DNG_VERSION = 330, 50706
_SENSOR_COLOURS = {32803, 34892}  # the grid of a sensor, and its linear form
_REDUCED = 1  # a small copy of what another directory holds


@dataclass(frozen=True, slots=True)
class Tag:
    """`size` is the bytes of its values; `number` the first value if it fits into the tag."""

    size: int
    number: int


def first_directory(content: bytes) -> Mapping[int, Tag]:
    """The tags of the first directory; empty if there is none."""
    order: Literal["little", "big"] = "little" if content[:2] == b"II" else "big"
    start = int.from_bytes(content[4:8], order)
    count = int.from_bytes(content[start : start + 2], order)
    tags: dict[int, Tag] = {}
    for at in range(start + 2, start + 2 + 12 * count, 12):
        entry = content[at : at + 12]
        if len(entry) < 12:
            break
        kind = int.from_bytes(entry[2:4], order)
        size = int.from_bytes(entry[4:8], order) * _BYTES_OF_TYPE.get(kind, 1)
        value = entry[8:10] if kind == _SHORT else entry[8:12]
        tags[int.from_bytes(entry[:2], order)] = Tag(size, int.from_bytes(value, order))
    return tags


def is_raw_photo(content: bytes) -> bool:
    """Whether a TIFF holds raw sensor data (DNG, CR2, NEF, ARW, …), not a picture."""
    if content[8:10] == b"CR":
        return True
    tags = first_directory(content)
    is_preview = _SUB_DIRECTORIES in tags and _number(tags, _NEW_SUBFILE_TYPE) == _REDUCED
    return _DNG_VERSION in tags or is_preview or _number(tags, _PHOTOMETRIC) in _SENSOR_COLOURS


def orientation_of(exif: bytes) -> int:
    """The picture's orientation (EXIF 2.32, tag 274), 1 to 8; 1 if not given."""
    number = _number(first_directory(exif.removeprefix(b"Exif\0\0")), _ORIENTATION)
    return number if number is not None and 1 <= number <= 8 else 1


def is_overlapping(content: bytes) -> bool:
    """Whether the tags' values are together larger than the file."""
    return sum(tag.size for tag in first_directory(content).values()) > len(content)


def _number(tags: Mapping[int, Tag], tag: int) -> int | None:
    found = tags.get(tag)
    return found.number if found else None
