"""Pictures in every known wrapping."""

import base64
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.ekyc.images import read_image
from bot.ekyc.lenient_json import Json
from tests.bot.ekyc.sample import ANY_JSON


def picture(kind: str) -> bytes:
    stream = io.BytesIO()
    Image.radial_gradient("L").save(stream, kind)
    return stream.getvalue()


JPEG, PNG = picture("JPEG"), picture("PNG")


def encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()


@pytest.mark.parametrize(
    "value",
    [
        encoded(JPEG),
        encoded(JPEG).rstrip("="),
        base64.urlsafe_b64encode(JPEG).decode(),
        base64.encodebytes(JPEG).decode(),
        "\n      " + base64.encodebytes(JPEG).decode().replace("\n", "\r\n      "),
        base64.encodebytes(JPEG).decode().replace("\n", "\\n"),
        f"data:image/jpeg;base64,{encoded(JPEG)}",
        f"data:image/png;base64,{encoded(JPEG)}",
        f"data:image/png;base64,b'{encoded(JPEG)}'",
        f"b'{encoded(JPEG)}'",
        f'"{encoded(JPEG)}"',
        encoded(JPEG + b"\x00" * 300),
    ],
    ids=[
        "bare",
        "without padding",
        "for addresses",
        "in lines",
        "in indented lines",
        "in lines of a repr",
        "data URI",
        "data URI with the wrong type",
        "data URI around the repr of bytes",
        "repr of bytes",
        "in quotes",
        "with a trailer",
    ],
)
def test_a_jpeg_is_found_in_every_wrapping(value: str) -> None:
    content = read_image(value)

    assert content is not None
    assert content.startswith(JPEG)
    Image.open(io.BytesIO(content)).load()


def test_a_png_is_a_picture_too() -> None:
    assert read_image(encoded(PNG)) == PNG


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        "none",
        True,
        ["x"],
        "/securefile/7f31.jpg",
        "https://ekyc.example.com/media/7f31.jpg",
        "media/cards/front",
        "ছবি",
        encoded(b"GIF89a" + JPEG),
        encoded(JPEG[:-400]),
        encoded(PNG[:-20]),
        encoded(JPEG)[:-3] + "*==",
        "AAYgESAAMAAABAAEAAAEyAAIAAAAUAAAAbIdpAAQAAAAB",
    ],
)
def test_an_incomplete_picture_gives_no_preview_and_no_error(value: Json) -> None:
    assert read_image(value) is None


@given(
    ANY_JSON | st.binary().map(encoded) | st.text(alphabet="data:;base64,b'\\n/+-_=9j", max_size=90)
)
def test_no_value_can_make_the_reader_stumble(value: Json) -> None:
    read_image(value)
