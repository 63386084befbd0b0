"""A link as a QR code, which the camera of a phone opens."""

import io

_MODULE = 10  # pixels; the picture of an invitation is then some 450 pixels wide
_QUIET_ZONE = 4  # modules; ISO/IEC 18004


def qr_picture(link: str) -> bytes:
    """A PNG; a link of 80 characters takes some 10 ms."""
    import segno  # noqa: PLC0415 - a start does without

    file = io.BytesIO()
    code = segno.make(link, error="m", micro=False)
    code.save(file, kind="png", scale=_MODULE, border=_QUIET_ZONE)
    return file.getvalue()
