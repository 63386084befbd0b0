"""The defects of a usable picture; each has a sentence that names its remedy.

After two refusals the agent may use a photo anyway. Size and brightness are normalised first;
without that the limits are meaningless. They were measured on the specimens (24 photos of cards, 24
selfies; `tests/bot/pictures/test_quality.py` measures again), so that no good specimen is refused.
Costs about 0.1 s of one core.
"""

from collections.abc import Iterator

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageStat

from bot.pictures.faces import FacesSeen, faces_in
from bot.pictures.results import PictureDoubt

#: Pixels of the long side at which sharpness is judged; as wide as the service wants a cropped card
#: (docs/ekyc-api.md, 1).
_CARD_SIDE, _SELFIE_SIDE = 1000, 500

#: Mean of grey, 0 to 255. Good specimens: cards 129 to 211, their flat scans 211 to 218, selfies
#: 81 to 177.
_DARKEST, _BRIGHTEST = 50, 225

#: Standard deviation of grey. Good specimens: cards at least 36, selfies at least 14.
_FAINTEST_CARD, _FAINTEST_SELFIE = 20, 8

#: Energy of details of one pixel, relative to those of four: scale and brightness cancel out. Cards
#: at 1000 pixels, selfies at 500. Good specimens: at least 0.22 and 0.23; blurred with a radius of
#: 3 of 1280 and 960 pixels: at most 0.04 and 0.05.
_LEAST_DETAIL = 0.05

#: A face's share of the picture: on cards, including flat ones, at most 0.044, in selfies at least
#: 0.18, and in selfies of two people about 0.1 each. If a card is held next to the face, its
#: portrait is at most a twentieth of the face; a second person is more than a quarter.
_PERSON = 0.07
_SECOND = 0.15

#: Edges in a border of 4 % of the width, compared with those inside. A cut-off card makes one or
#: two borders busy while the others are quiet; a patterned table proves nothing. Good specimens:
#: none; cut at a quarter: 15 of the 16 on quiet tables.
_BUSY, _QUIET = 0.4, 0.25

#: A white square without print, with the picture at 200 pixels. Lamps on white tables make squares
#: of up to 27 in good specimens, so only glare over 8 % of the picture is detected.
_GLARE_SIDE, _WHITE = 33, 250


def doubts_of(image: Image.Image, slot: str) -> tuple[PictureDoubt, ...]:
    """What is doubtful about an upright RGB picture for that slot: front, back or selfie."""
    long_side = max(image.size)
    picture = image.reduce(2) if long_side >= 2 * _CARD_SIDE else image
    grey = picture.convert("L")
    found = set(_of_light(grey, slot)) | set(_of_sharpness(grey, slot))
    seen = set(_of_content(picture, slot))
    if found & {PictureDoubt.DARK, PictureDoubt.WASHED_OUT}:
        seen -= _absences(slot)
    found |= seen
    if slot != "selfie":
        found |= set(_of_card(picture, grey, long_side))
    return tuple(doubt for doubt in PictureDoubt if doubt in found)


def _of_light(grey: Image.Image, slot: str) -> Iterator[PictureDoubt]:
    light = ImageStat.Stat(_scaled(grey, 500))
    brightness, contrast = light.mean[0], light.stddev[0]
    if brightness < _DARKEST:
        yield PictureDoubt.DARK
    elif brightness > _BRIGHTEST or contrast < (
        _FAINTEST_SELFIE if slot == "selfie" else _FAINTEST_CARD
    ):
        yield PictureDoubt.WASHED_OUT


def _of_sharpness(grey: Image.Image, slot: str) -> Iterator[PictureDoubt]:
    exact = _scaled(grey, _SELFIE_SIDE if slot == "selfie" else _CARD_SIDE)
    once, twice, more = (exact.filter(ImageFilter.GaussianBlur(radius)) for radius in (1, 2, 4))
    coarse = _energy(twice, more)
    if coarse and _energy(exact, once) / coarse < _LEAST_DETAIL:
        yield PictureDoubt.BLURRED


def _energy(one: Image.Image, other: Image.Image) -> float:
    """Variance of the difference; four times as large, so that small ones are not rounded away."""
    return ImageStat.Stat(ImageChops.subtract(one, other, scale=0.25, offset=128)).var[0]


def _of_content(picture: Image.Image, slot: str) -> Iterator[PictureDoubt]:
    """The subject of the picture: only the front of a card and a selfie show a face."""
    seen = faces_in(picture, is_small=slot != "selfie")
    largest = seen.faces[0].share if seen.faces else 0.0
    if slot != "back" and seen.is_sideways:
        yield PictureDoubt.SIDEWAYS
    if slot == "selfie":
        yield from _of_person(seen, largest)
    elif largest >= _PERSON:
        yield PictureDoubt.PERSON
    elif (slot == "back") == bool(seen.upright or seen.is_sideways):
        yield PictureDoubt.WRONG_SIDE


def _absences(slot: str) -> set[PictureDoubt]:
    """The doubts if no face is seen, which proves nothing where little is visible."""
    return (
        {PictureDoubt.NO_FACE}
        if slot == "back"
        else {PictureDoubt.NO_FACE, PictureDoubt.WRONG_SIDE}
    )


def _of_person(seen: FacesSeen, largest: float) -> Iterator[PictureDoubt]:
    present = [face for face in seen.faces if face.share >= _SECOND * largest]
    if not present:
        yield PictureDoubt.NO_FACE
    elif largest < _PERSON:
        yield PictureDoubt.SMALL_FACE
    elif len(present) > 1:
        yield PictureDoubt.SEVERAL_FACES


def _of_card(picture: Image.Image, grey: Image.Image, long_side: int) -> Iterator[PictureDoubt]:
    if long_side < _CARD_SIDE:
        yield PictureDoubt.SMALL
    if _is_cut_off(grey):
        yield PictureDoubt.CUT_OFF
    if _has_glare(picture):
        yield PictureDoubt.GLARE


def _is_cut_off(grey: Image.Image) -> bool:
    edges = _scaled(grey, 500).filter(ImageFilter.FIND_EDGES)
    edges = edges.crop((2, 2, edges.width - 2, edges.height - 2))  # the filter's own border
    width, height = edges.size
    strip = max(1, width // 25)
    within = _mean(edges, (width // 5, height // 5, width * 4 // 5, height * 4 // 5))
    borders = (
        (0, 0, width, strip),
        (0, height - strip, width, height),
        (0, 0, strip, height),
        (width - strip, 0, width, height),
    )
    shares = [_mean(edges, border) / within for border in borders] if within else []
    busy = sum(share >= _BUSY for share in shares)
    return busy in {1, 2} and busy + sum(share <= _QUIET for share in shares) == len(borders)


def _mean(picture: Image.Image, box: tuple[int, int, int, int]) -> float:
    return ImageStat.Stat(picture.crop(box)).mean[0]


def _has_glare(picture: Image.Image) -> bool:
    red, green, blue = _scaled(picture, 200).split()
    whiteness = ImageChops.darker(ImageChops.darker(red, green), blue)
    white = whiteness.point(lambda level: 255 if level >= _WHITE else 0)
    # What extends to the picture's edge is the table, not the card.
    framed = Image.new("L", (white.width + 2, white.height + 2), 255)
    framed.paste(white, (1, 1))
    ImageDraw.floodfill(framed, (0, 0), 0)
    return framed.filter(ImageFilter.BoxBlur(_GLARE_SIDE // 2)).getextrema()[1] == 255


def _scaled(picture: Image.Image, long_side: int) -> Image.Image:
    """The picture at that size, enlarged if necessary."""
    scale = long_side / max(picture.size)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.resize(size, Image.Resampling.BILINEAR)
