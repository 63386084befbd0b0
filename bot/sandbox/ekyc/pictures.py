"""Decoding of uploaded pictures that may be anything."""

import io

from PIL import Image, ImageOps

MAX_PIXELS = 25_000_000
"""5,000 × 5,000: more than any phone sends through Telegram, decoded within half a second."""


class BadPictureError(Exception):
    """The bytes are not a picture that this service accepts: the form's field and why."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message


def decode(
    field: str, picture: bytes, longest_side: int | None = None, mode: str = "RGB"
) -> Image.Image:
    """Decode a JPEG or PNG upright (EXIF turn applied), in `RGB` or grey (`L`).

    With `longest_side` (pixels) the result is shrunk to it, cheaply. `field` is the form's field
    that the picture came in. Raises BadPictureError.
    """
    if not picture:
        raise BadPictureError(field, "The submitted file is empty.")
    image: Image.Image
    try:
        image = Image.open(io.BytesIO(picture), formats=("JPEG", "PNG"))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise BadPictureError(field, "The picture has too many pixels.") from error
    except Exception as error:
        raise BadPictureError(field, "Upload a valid image, JPEG or PNG.") from error
    if image.width * image.height > MAX_PIXELS:
        raise BadPictureError(field, "The picture has too many pixels.")
    try:
        if longest_side and (shrink := longest_side / max(image.size)) < 1:
            size = (max(1, round(image.width * shrink)), max(1, round(image.height * shrink)))
            image.draft(mode, size)  # JPEG decoders skip the detail that resizing discards
            image = image.resize(size, Image.Resampling.BILINEAR)
        return ImageOps.exif_transpose(image).convert(mode)
    except Exception as error:
        raise BadPictureError(field, "The picture is damaged or cut off.") from error
