"""Examples of good photos, next to some that would be refused; the people are made up."""

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "example_pictures"

#: The questions that an agent answers with a photo, each with an example.
EXAMPLES = frozenset({"front", "selfie"})


@cache
def example_picture(slot: str) -> bytes:
    """A JPEG below 40 KB; `scripts.examples` draws it."""
    return (FOLDER / f"{slot}.jpg").read_bytes()
