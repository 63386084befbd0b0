"""Make the animated pictures of the README from docs/screens: `python -m scripts.animations`.

`make screens` runs it after the pictures have been taken again. WebP keeps each below 400 kB.
"""

from collections.abc import Mapping, Sequence
from itertools import product
from pathlib import Path

from PIL import Image

from conversations.languages import LANGUAGES
from scripts.screens import FOLDER

#: The screens of each animation, in their order.
ANIMATIONS: Mapping[str, Sequence[str]] = {
    "registration": (
        *("consent", "front", "gender", "card", "nominee"),
        *("selfie", "review", "receipt", "verdict"),
    ),
    "supervision": (
        *("supervisor-welcome", "supervisor-report", "supervisor-people", "supervisor-person"),
        *("supervisor-announce", "supervisor-export", "supervisor-invite"),
    ),
}
_SECONDS = 2.4
_LAST_SECONDS = 5.0


def animation_of(name: str, language: str) -> Path:
    return FOLDER / f"{name}-{language}.webp"


def join(screens: Sequence[Path], into: Path) -> None:
    """Show one screen after the other, without end."""
    first, *others = [Image.open(path).convert("RGB") for path in screens]
    seconds = [_SECONDS] * len(others) + [_LAST_SECONDS]
    first.save(
        into,
        save_all=True,
        append_images=others,
        duration=[int(1000 * each) for each in seconds],
        loop=0,
        quality=50,
        method=6,
    )


def main() -> None:
    for name, language in product(ANIMATIONS, LANGUAGES):
        screens = [FOLDER / f"{screen}-{language}.png" for screen in ANIMATIONS[name]]
        join(screens, animation_of(name, language))


if __name__ == "__main__":
    main()
