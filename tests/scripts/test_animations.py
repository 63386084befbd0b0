"""The animated pictures of the README."""

from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from conversations.languages import LANGUAGES
from scripts.animations import ANIMATIONS, animation_of
from scripts.screens import FOLDER

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ANIMATIONS)
def test_an_animation_shows_the_screens_as_they_are_now(name: str, language: str) -> None:
    with Image.open(animation_of(name, language)) as moving:
        assert getattr(moving, "n_frames", 1) == len(ANIMATIONS[name])
        for number, screen in enumerate(ANIMATIONS[name]):
            moving.seek(number)
            with Image.open(FOLDER / f"{screen}-{language}.png") as taken:
                differing = ImageChops.difference(moving.convert("RGB"), taken.convert("RGB"))
            average = sum(ImageStat.Stat(differing).mean) / 3
            assert average < 4, f"{screen} has changed: run `python -m scripts.animations`"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ANIMATIONS)
def test_an_animation_is_small_enough_for_a_readme(name: str, language: str) -> None:
    path = animation_of(name, language)

    assert path.stat().st_size < 400_000
    assert f"docs/screens/{path.name}" in README
