"""Files are known by their first bytes, whatever they are called."""

import io
import struct

import pytest
from PIL import Image

from bot.pictures.file_kinds import FileKind, kind_of
from tests.support.hostile_files import tiff
from tests.support.photographs import as_heic

SHORT, LONG = 3, 4
SUBFILE_TYPE, PHOTOMETRIC, SUB_DIRECTORIES, DNG_VERSION = 254, 262, 330, 50706


def media(*brands: bytes) -> bytes:
    """The beginning of an ISO media file: its own brand, and those it is compatible with."""
    body = brands[0] + bytes(4) + b"".join(brands[1:])
    return struct.pack(">I", 8 + len(body)) + b"ftyp" + body + bytes(500)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF"])
def test_pictures_of_phones_are_known(form: str) -> None:
    file = io.BytesIO()
    Image.new("RGB", (40, 30)).save(file, form)

    assert kind_of(file.getvalue()) is FileKind(form.lower())


def test_a_picture_of_an_iphone_is_known() -> None:
    assert kind_of(as_heic(0, "front")) is FileKind.HEIF


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("DNG of a phone", tiff((PHOTOMETRIC, SHORT, 1, 32803), (DNG_VERSION, 1, 4, 1025))),
        ("ProRAW", tiff((SUBFILE_TYPE, LONG, 1, 1), (DNG_VERSION, 1, 4, 1028))),
        ("made linear", tiff((PHOTOMETRIC, SHORT, 1, 34892))),
        ("NEF or ARW", tiff((SUBFILE_TYPE, LONG, 1, 1), (SUB_DIRECTORIES, LONG, 2, 99))),
        ("CR2", b"II*\0\x10\0\0\0CR\2\0" + bytes(99)),
        ("CR3", media(b"crx ", b"crx ", b"isom")),
        ("RAF", b"FUJIFILMCCD-RAW 0201" + bytes(99)),
        ("ORF", b"IIRO\x08\0\0\0" + bytes(99)),
        ("RW2", b"IIU\0\x18\0\0\0" + bytes(99)),
        ("X3F", b"FOVb" + bytes(99)),
        ("MRW", b"\0MRM" + bytes(99)),
        ("CRW", b"II\x1a\0\0\0HEAPCCDR" + bytes(99)),
    ],
)
def test_a_raw_photo_is_none_that_can_be_opened(name: str, content: bytes) -> None:
    assert kind_of(content) is FileKind.RAW


def test_a_big_endian_raw_photo_is_known_as_well() -> None:
    directory = struct.pack(">HHHIHH", 1, PHOTOMETRIC, SHORT, 1, 32803, 0)

    assert kind_of(b"MM\0*\0\0\0\x08" + directory + bytes(4)) is FileKind.RAW


def test_a_scan_as_tiff_is_not_taken_for_a_raw_photo() -> None:
    assert kind_of(tiff((SUBFILE_TYPE, LONG, 1, 0), (PHOTOMETRIC, SHORT, 1, 2))) is FileKind.TIFF


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (media(b"avif", b"mif1"), FileKind.AVIF),
        (media(b"mif1", b"heic"), FileKind.HEIF),
        (media(b"mif1", b"avif", b"miaf"), FileKind.AVIF),
        (media(b"isom", b"avc1", b"mp41"), FileKind.VIDEO),
        (media(b"qt  "), FileKind.VIDEO),
        (b"RIFF\0\0\0\0AVI ", FileKind.VIDEO),
        (b"\x1aE\xdf\xa3\x9fB\x86\x81\1webm", FileKind.VIDEO),
        (b"\0\0\0\x0cjP  \r\n\x87\n", FileKind.OTHER_PICTURE),
        (b"\xff\x0a\xfa\x1f", FileKind.OTHER_PICTURE),
        (b"8BPS\0\1", FileKind.OTHER_PICTURE),
        (b"\0\0\1\0\1\0", FileKind.OTHER_PICTURE),
        (b"junk before it %PDF-1.4", FileKind.PDF),
        (b"%!PS-Adobe-3.0 EPSF-3.0", FileKind.UNKNOWN),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", FileKind.UNKNOWN),
        (b"RIFF\0\0\0\0WAVE", FileKind.UNKNOWN),
        (b"", FileKind.UNKNOWN),
        (b"\xff\xd8", FileKind.UNKNOWN),
    ],
)
def test_everything_else_is_called_what_it_is(content: bytes, kind: FileKind) -> None:
    assert kind_of(content) is kind
