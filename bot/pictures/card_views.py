"""The cropped cards that the service returns, prepared for viewing: whole, and band by band.

They may be damaged or missing; then there is less to see, but no error.
"""

from PIL import Image

from bot.pictures.decoding import decode
from bot.pictures.preparation import as_jpeg
from bot.pictures.results import CardViews, UnusablePicture

_WIDTH, _LONG_SIDE = 1000, 1280  # pixels
_GAP = 16  # pixels between front and back
_LONGEST_RATIO = 4  # a card is 1.6; Telegram refuses pictures beyond 20

#: Where the fields are on the front of both kinds of card, as fractions of its height: names and
#: parents in the middle, date and number below. Wide enough for a crookedly cropped card.
_BANDS = {"names": (0.2, 0.75), "numbers": (0.55, 1.0)}


def views_of(front: bytes | None, back: bytes | None) -> CardViews:
    """As much of the two as is usable."""
    above, below = _card(front), _card(back)
    views: dict[str, bytes] = {}
    if above:
        for name, (top, bottom) in _BANDS.items():
            box = (0, int(above.height * top), above.width, int(above.height * bottom))
            views[name] = as_jpeg(above.crop(box))
    if below:
        views["back"] = as_jpeg(below)
    return CardViews(sheet=_sheet([card for card in (above, below) if card]), parts=views)


def _sheet(cards: list[Image.Image]) -> bytes | None:
    """One JPEG of up to 1280 pixels with the first card above the second; None without a card."""
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


def _card(content: bytes | None) -> Image.Image | None:
    if not content:
        return None
    try:
        card = decode(content).image
    except UnusablePicture:
        return None
    return card if max(card.size) <= _LONGEST_RATIO * min(card.size) else None
