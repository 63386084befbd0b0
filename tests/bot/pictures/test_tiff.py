"""A directory is read without reading what its tags point to."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pictures.tiff import first_directory, is_overlapping, orientation_of
from tests.support.hostile_files import overlapping_tiff, tiff

ORIENTATION = 274


@pytest.mark.parametrize("prefix", [b"", b"Exif\0\0"])
@pytest.mark.parametrize("order", ["<", ">"])
def test_the_orientation_is_found_in_either_order_of_bytes(order: str, prefix: bytes) -> None:
    start = b"II*\0" if order == "<" else b"MM\0*"
    head = start + struct.pack(f"{order}IHHHIHHI", 8, 1, ORIENTATION, 3, 1, 6, 0, 0)

    assert orientation_of(prefix + head) == 6


@pytest.mark.parametrize("number", [0, 9, 40_000])
def test_an_orientation_that_there_is_not_turns_nothing(number: int) -> None:
    assert orientation_of(tiff((ORIENTATION, 3, 1, number))) == 1


@given(st.binary(max_size=200))
def test_any_bytes_are_a_directory_or_none(content: bytes) -> None:
    assert 1 <= orientation_of(content) <= 8
    assert isinstance(first_directory(b"II*\0" + content), dict)


def test_tags_that_share_their_megabytes_are_noticed() -> None:
    assert is_overlapping(overlapping_tiff())
    assert not is_overlapping(tiff((256, 4, 1, 600), (257, 4, 1, 400)))
