"""Draw the pictures in `bot/screens/example_pictures`, which show new agents what a good photo is.

A good photo is next to two that would be refused. The people are the made-up ones of the trial. Run
it with `python -m scripts.examples` after a change, and look at the result.
"""

from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageOps

from bot import sandbox
from bot.screens.examples import FOLDER

SPECIMENS = Path(sandbox.__file__).parent / "specimens"
GAP = 12  # pixels
GREEN, RED, WHITE, TABLE = "#137a3f", "#b3261e", "#ffffff", "#4a3b30"


def sheet(size: tuple[int, int], good: Image.Image, *poor: Image.Image) -> Image.Image:
    """The good one in that size with a tick, two others at half height with a cross."""
    width, height = size
    half = (height - GAP) // 2
    small = (width * half // height, half)
    drawn = Image.new("RGB", (width + GAP + small[0], height), WHITE)
    drawn.paste(_marked(ImageOps.fit(good, size), 32, is_good=True), (0, 0))
    for place, one in enumerate(poor):
        marked = _marked(ImageOps.fit(one, small), 20, is_good=False)
        drawn.paste(marked, (width + GAP, place * (half + GAP)))
    return drawn


def _marked(picture: Image.Image, radius: int, *, is_good: bool) -> Image.Image:
    """With a frame and a sign in the corner, which differ in shape and colour."""
    pen = ImageDraw.Draw(picture)
    colour, width = (GREEN if is_good else RED), radius // 4
    pen.rectangle((0, 0, picture.width - 1, picture.height - 1), outline=colour, width=width)
    x, y = picture.width - radius - 12, radius + 12
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour, outline=WHITE)
    half = radius // 2
    if is_good:
        tick = [(x - half, y), (x - half // 4, y + half), (x + half, y - half)]
        pen.line(tick, fill=WHITE, width=width, joint="curve")
    else:
        pen.line((x - half, y - half, x + half, y + half), fill=WHITE, width=width)
        pen.line((x - half, y + half, x + half, y - half), fill=WHITE, width=width)
    return picture


def _card() -> Image.Image:
    """The card flat on a table; cut off, and blurred."""
    table = Image.new("RGB", (1280, 960), TABLE)
    card = _specimen("cards", "01_front")
    card.thumbnail((1060, 960))
    table.paste(card, ((1280 - card.width) // 2, (960 - card.height) // 2))
    photo = table.rotate(1.5, Image.Resampling.BICUBIC, fillcolor=TABLE)
    cut_off = photo.crop((480, 330, 1280, 930))
    return sheet((560, 420), photo, cut_off, photo.filter(ImageFilter.GaussianBlur(14)))


def _selfie() -> Image.Image:
    """The face from the front; too dark, and too far away."""
    photo = _specimen("selfies", "01_a")
    dark = photo.point(lambda value: value // 6)
    far = Image.new("RGB", photo.size, photo.getpixel((5, 5)))
    far.paste(photo.resize((200, 267)), (260, 960 - 267))
    return sheet((390, 520), photo, dark, far)


def _specimen(folder: str, name: str) -> Image.Image:
    with Image.open(SPECIMENS / folder / f"{name}.jpg") as picture:
        return picture.convert("RGB")


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for slot, drawn in (("front", _card()), ("selfie", _selfie())):
        drawn.save(FOLDER / f"{slot}.jpg", quality=60, optimize=True)


if __name__ == "__main__":
    main()
