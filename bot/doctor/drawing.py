"""Whether pictures can be drawn with the bot's own font, and photos be decoded."""

from pathlib import Path

from bot.doctor.finding import Finding, broken, fine
from bot.pictures.pool import PicturePool, PicturesFailed
from bot.pictures.results import UnusablePicture
from bot.reports import svg

_INSTALL_AGAIN = "Install the bot again, with the versions in requirements.txt."
_EXAMPLE = Path(__file__).parents[1] / "screens" / "example_pictures" / "front.jpg"
_WORDS = "ক্ষ 0"  # a conjunct and a digit


def examine_fonts() -> Finding:
    """A font that is missing is no error to the renderer: the words are just not there."""
    size = 80, 40
    try:
        blank = svg.picture(*size, ())
        written = svg.picture(*size, (svg.text(5, 30, 24, _WORDS),))
    except (OSError, ValueError) as error:
        return broken("fonts", f"No picture can be drawn ({type(error).__name__}).", _INSTALL_AGAIN)
    if blank == written:
        return broken("fonts", "The font of the pictures is missing or damaged.", _INSTALL_AGAIN)
    return fine("fonts", "Reports and receipts can be drawn, in Bangla too.")


async def examine_pictures() -> Finding:
    """Prepare a photo in a process of its own, as the bot does."""
    try:
        content = _EXAMPLE.read_bytes()
        async with PicturePool() as pool:
            await pool.prepare(content)
    except (OSError, PicturesFailed, UnusablePicture) as error:
        return broken(
            "pictures",
            f"Photos cannot be decoded ({type(error).__name__}).",
            f"{_INSTALL_AGAIN} The lines before this report name the library that fails.",
        )
    return fine("pictures", "Photos can be decoded.")
