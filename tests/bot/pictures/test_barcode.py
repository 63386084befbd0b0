"""The barcode of a card is read from its photo, at a bounded cost, and never a condition."""

import io
import time
from collections.abc import Callable

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from bot.pictures.barcode import MOST_CHARACTERS, barcode_on
from bot.pictures.preparation import examine
from bot.trial.example import SPECIMENS

Turn = Image.Transpose


def photo(number: int, side: str) -> Image.Image:
    with Image.open(SPECIMENS / "photos" / f"{number:02}_{side}.jpg") as picture:
        return picture.convert("RGB")


@pytest.mark.parametrize("number", range(12))
def test_the_barcode_of_each_specimen_is_read_from_the_photo_of_its_back(number: int) -> None:
    assert barcode_on(photo(number, "back")).startswith("<pin>")


@pytest.mark.parametrize("turn", [Turn.ROTATE_90, Turn.ROTATE_180, Turn.ROTATE_270])
def test_a_photo_may_be_turned(turn: Image.Transpose) -> None:
    assert "<DOB>25 Mar 1991</DOB>" in barcode_on(photo(1, "back").transpose(turn))


def test_a_front_has_none() -> None:
    assert barcode_on(photo(0, "front")) == ""


def test_only_sides_of_a_card_are_searched() -> None:
    content = (SPECIMENS / "photos" / "00_back.jpg").read_bytes()

    assert examine(content, "back").barcode
    assert examine(content, "front").barcode  # the agent may have mixed them up
    assert not examine(content, "selfie").barcode


def _of(pixels: "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]") -> Image.Image:
    return Image.fromarray(pixels).convert("RGB")


def _sheet_of_barcodes() -> Image.Image:
    code = zxingcpp.create_barcode("<pin>0001980100147</pin>", zxingcpp.BarcodeFormat.PDF417)
    one = Image.fromarray(np.array(zxingcpp.write_barcode_to_image(code, scale=1)))
    sheet = Image.new("L", (2000, 2000), "white")
    for left in range(0, 2000, one.width):
        for top in range(0, 2000, one.height):
            sheet.paste(one, (left, top))
    return sheet.convert("RGB")


@pytest.mark.parametrize(
    "draw",
    [
        lambda: _of(np.random.default_rng(1).integers(0, 256, (2000, 2000), dtype=np.uint8)),
        lambda: _of((np.indices((2000, 2000)).sum(axis=0) % 2 * 255).astype(np.uint8)),
        lambda: _of(np.tile(np.arange(2000) // 2 % 2 * 255, (2000, 1)).astype(np.uint8)),
        lambda: _of(np.zeros((2000, 2000), np.uint8)),
        lambda: Image.new("RGB", (1, 1)),
        lambda: Image.new("RGB", (2000, 1), "red"),
        _sheet_of_barcodes,
    ],
    ids=["noise", "chessboard", "bars", "black", "one pixel", "one row", "hundreds of barcodes"],
)
def test_no_picture_costs_much(draw: Callable[[], Image.Image]) -> None:
    image = draw()
    began = time.process_time()

    assert len(barcode_on(image)) <= MOST_CHARACTERS
    assert time.process_time() - began < 5


def test_no_barcode_is_an_error_of_the_library() -> None:
    largest = "<pin>" + "0" * 1500
    code = zxingcpp.create_barcode(largest, zxingcpp.BarcodeFormat.PDF417)
    drawn = Image.fromarray(np.array(zxingcpp.write_barcode_to_image(code, scale=3)))
    file = io.BytesIO()
    drawn.convert("RGB").save(file, "PNG")

    assert len(barcode_on(drawn)) <= MOST_CHARACTERS
