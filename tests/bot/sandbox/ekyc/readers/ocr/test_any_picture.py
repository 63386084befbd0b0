from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.sandbox.ekyc.readers import CardUnreadableError
from bot.sandbox.ekyc.readers.ocr import OcrReader
from tests.bot.sandbox.ekyc.readers.ocr.test_reader import saved


@given(
    size=st.tuples(st.integers(1, 200), st.integers(1, 200)),
    content=st.binary(min_size=1, max_size=200),
)
def test_no_picture_of_anything_else_is_ever_read_as_a_card(
    reader: OcrReader, size: tuple[int, int], content: bytes
) -> None:
    width, height = size
    pattern = (content * (width * height * 3 // len(content) + 1))[: width * height * 3]
    picture = saved(Image.frombytes("RGB", size, pattern))
    try:
        reader.read(picture, picture)
    except CardUnreadableError as refusal:
        assert "no specimen card" in refusal.message  # noqa: PT017 - the only way out
    else:
        raise AssertionError("something was read")
    reader.face(picture)
