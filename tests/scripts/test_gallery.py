"""The page of all pictures."""

from itertools import chain, product

from conversations.languages import LANGUAGES
from scripts.gallery import PAGE, SCREENS, page
from scripts.screens import FOLDER


def test_the_page_shows_the_pictures_in_their_order() -> None:
    assert PAGE.read_text("utf-8") == page(), "run `python -m scripts.gallery`"


def test_every_picture_is_on_the_page_in_each_language_and_exists() -> None:
    named = chain.from_iterable(SCREENS.values())

    assert sorted(f"{name}-{language}.png" for name, language in product(named, LANGUAGES)) == (
        sorted(path.name for path in FOLDER.glob("*.png"))
    )


def test_the_pictures_are_small_together() -> None:
    assert sum(path.stat().st_size for path in FOLDER.glob("*.png")) < 7_000_000
