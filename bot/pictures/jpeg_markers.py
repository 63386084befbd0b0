"""The structure of a JPEG from its markers alone (ITU-T T.81, annex B); nothing is decoded."""

import re
from dataclasses import dataclass, field

from bot.pictures.results import PictureDefect, UnusablePicture

#: The next marker after a scan's data; stuffed and restart markers belong to the scan.
_MARKER = re.compile(rb"\xff([^\x00\x01\xd0-\xd8\xff])")
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_PROGRESSIVE = frozenset({0xC2, 0xC6, 0xCA, 0xCE})
_SCAN, _END, _COMMENT, _EXIF = 0xDA, 0xD9, 0xFE, 0xE1
_COLOURS = {0xE0, 0xEE}  # JFIF and Adobe, which say what the components mean
_OTHERS = {*range(0xE0, 0xF0), _COMMENT} - _COLOURS
_LAST_COEFFICIENT = 63

#: Of a scan; some encoders write large plain surfaces this way.
_NEVER_FILLED = bytes(256)

_MOST_SEGMENTS = 2_000  # an Ultra HDR photo has about 60


@dataclass(slots=True)
class Jpeg:
    """The cost of decoding, and whether the picture is complete.

    `kept_bytes` are the coefficients that libjpeg keeps until the last scan of a picture that comes
    in several. `missing` are coefficients, by component, that no scan has made exact yet. `parts`
    are the bytes that matter for the pixels, and the first EXIF.
    """

    scans: int = 0
    components: int = 0
    pixels: int = 0
    kept_bytes: int = 0
    has_end: bool = False
    has_zeroed_bytes: bool = False
    missing: set[tuple[int, int]] = field(default_factory=set)
    parts: list[bytes] = field(default_factory=list, repr=False)

    @property
    def only_pixels(self) -> bytes:
        """The same picture without comments, profiles and trailing bytes, and with an end."""
        return b"".join((*self.parts, bytes((0xFF, _END))))


def read_markers(content: bytes) -> Jpeg:
    """Read up to the end of the first picture; raises UnusablePicture (TOO_COMPLEX)."""
    jpeg = Jpeg(parts=[content[:2]])
    position, has_exif = 2, False
    for _ in range(_MOST_SEGMENTS):
        marker = _MARKER.search(content, position)
        scanned = content[position : marker.start() if marker else None]
        jpeg.parts.append(scanned)
        jpeg.has_zeroed_bytes |= _NEVER_FILLED in scanned
        if marker is None:
            return jpeg
        code, start = marker[1][0], marker.end()
        if code == _END:
            jpeg.has_end = True
            return jpeg
        position = start + int.from_bytes(content[start : start + 2])
        body = content[start + 2 : position]
        is_exif = code == _EXIF and not has_exif and body.startswith(b"Exif\0\0")
        has_exif |= is_exif
        if is_exif or code not in _OTHERS:
            jpeg.parts.append(content[marker.start() : position])
        if code in _FRAMES and len(body) >= 6:
            _note_frame(jpeg, code, body)
        elif code == _SCAN and body:
            _note_scan(jpeg, body)
    raise UnusablePicture(PictureDefect.TOO_COMPLEX)


def _note_frame(jpeg: Jpeg, code: int, frame: bytes) -> None:
    """T.81, B.2.2: precision, height, width and the components with their sampling factors."""
    height, width = int.from_bytes(frame[1:3]), int.from_bytes(frame[3:5])
    jpeg.components, jpeg.pixels = frame[5], height * width
    ids, factors = frame[6 : 6 + 3 * frame[5] : 3], frame[7 : 7 + 3 * frame[5] : 3]
    sampling = [(each >> 4 or 1, each & 15 or 1) for each in factors]
    across = max((one for one, _ in sampling), default=1)
    down = max((one for _, one in sampling), default=1)
    blocks = sum(
        -(-width * one // (8 * across)) * -(-height * two // (8 * down)) for one, two in sampling
    )
    jpeg.kept_bytes = blocks * 64 * 2
    if code in _PROGRESSIVE:
        jpeg.missing = {(one, at) for one in ids for at in range(_LAST_COEFFICIENT + 1)}


def _note_scan(jpeg: Jpeg, scan: bytes) -> None:
    """T.81, B.2.3 and G.1.1.1: the components, the coefficients, and the bits still to come."""
    jpeg.scans += 1
    count = scan[0]
    if jpeg.scans == 1 and count == jpeg.components and not jpeg.missing:
        jpeg.kept_bytes = 0  # decoded row by row
    spectrum = scan[1 + 2 * count : 4 + 2 * count]
    if len(spectrum) == 3 and not spectrum[2] & 15:
        ids = scan[1 : 1 + 2 * count : 2]
        jpeg.missing -= {(one, at) for one in ids for at in range(spectrum[0], spectrum[1] + 1)}
