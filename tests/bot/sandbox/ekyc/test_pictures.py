import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.sandbox.ekyc.pictures import BadPictureError, decode
from tests.bot.sandbox.ekyc.caller import drawn_picture, specimen


def saved(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def test_a_picture_is_shrunk_to_the_longest_side_and_never_enlarged() -> None:
    assert decode("x", drawn_picture(800, 600)).size == (800, 600)
    assert decode("x", drawn_picture(800, 600), 100).size == (100, 75)
    assert decode("x", drawn_picture(80, 60), 100).size == (80, 60)
    assert decode("x", drawn_picture(4000, 2), 100).size == (100, 1)


def test_a_picture_is_turned_upright_as_its_exif_data_says() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    turned = saved(Image.new("RGB", (40, 20)), exif=exif)
    assert decode("x", turned).size == (20, 40)
    assert decode("x", turned, 20).size == (10, 20)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_is_decoded(mode: str) -> None:
    for wanted in ("RGB", "L"):
        assert decode("x", saved(Image.new(mode, (9, 7)), "PNG"), 5, wanted).mode == wanted


@pytest.mark.parametrize("kind", ["GIF", "BMP", "WEBP", "TIFF"])
def test_other_formats_are_refused(kind: str) -> None:
    with pytest.raises(BadPictureError, match="JPEG or PNG"):
        decode("x", drawn_picture(kind=kind))


def test_too_many_pixels_are_refused_before_they_are_decoded(bombs: dict[str, bytes]) -> None:
    for bomb in (*bombs.values(), saved(Image.new("1", (5001, 5000)), "PNG")):
        with pytest.raises(BadPictureError, match="too many pixels"):
            decode("x", bomb)


def test_the_error_names_the_field_and_the_reason() -> None:
    with pytest.raises(BadPictureError) as caught:
        decode("id_back", b"")
    assert (caught.value.field, caught.value.message) == (
        "id_back",
        "The submitted file is empty.",
    )


@settings(deadline=None)
@given(st.binary(max_size=300), st.integers(0, 400), st.sampled_from(["JPEG", "PNG"]))
def test_damaged_pictures_are_decoded_or_refused(junk: bytes, place: int, kind: str) -> None:
    whole = drawn_picture(kind=kind)
    damaged = whole[:place] + junk + whole[place + len(junk) :]
    for longest_side in (None, 64):
        try:
            image = decode("x", damaged, longest_side)
        except BadPictureError:
            continue
        assert image.mode == "RGB"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_picture_that_ends_early_is_refused(share: float) -> None:
    whole = specimen("photos/00_front.jpg")
    with pytest.raises(BadPictureError, match="cut off"):
        decode("x", whole[: int(len(whole) * share)], 64)
