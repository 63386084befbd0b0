"""The cropped cards that the service returns, prepared for viewing: whole, and band by band.

They may be damaged or missing; then there is less to see, but no error.
"""

from PIL import Image

from bot.pictures.preparation import LARGEST_FILE, UnusablePicture, as_jpeg, upright

_WIDTH, _LONG_SIDE = 1000, 1280  # pixels
_GAP = 16  # pixels between front and back
_LONGEST_RATIO = 4  # a card is 1.6; Telegram refuses pictures beyond 20

#: Where the fields are on the front of both kinds of card, as fractions of its height: names and
#: parents in the middle, date and number below. Wide enough for a crookedly cropped card.
_BANDS = {"names": (0.2, 0.75), "numbers": (0.55, 1.0)}


def side_by_side(front: bytes | None, back: bytes | None) -> bytes | None:
    """One JPEG of up to 1280 pixels with the front above the back; None when neither is usable."""
    cards = [card for card in map(_card, (front, back)) if card is not None]
    if not cards:
        return None
    width = min(_WIDTH, max(card.width for card in cards))
    scaled = [card.resize((width, max(1, card.height * width // card.width))) for card in cards]
    height = sum(card.height for card in scaled) + _GAP * (len(scaled) - 1)
    sheet = Image.new("RGB", (width, height), "white")
    top = 0
    for card in scaled:
        sheet.paste(card, (0, top))
        top += card.height + _GAP
    sheet.thumbnail((_LONG_SIDE, _LONG_SIDE))
    return as_jpeg(sheet)


def parts(front: bytes | None, back: bytes | None) -> dict[str, bytes]:
    """The bands of the front and the whole back as JPEG, as far as pictures exist."""
    found: dict[str, bytes] = {}
    card = _card(front)
    if card:
        for name, (top, bottom) in _BANDS.items():
            box = (0, int(card.height * top), card.width, int(card.height * bottom))
            found[name] = as_jpeg(card.crop(box))
    card = _card(back)
    if card:
        found["back"] = as_jpeg(card)
    return found


def _card(content: bytes | None) -> Image.Image | None:
    if not content or len(content) > LARGEST_FILE:
        return None
    try:
        card = upright(content)
    except UnusablePicture:
        return None
    return card if max(card.size) <= _LONGEST_RATIO * min(card.size) else None
