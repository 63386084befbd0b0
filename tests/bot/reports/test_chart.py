"""The picture of an agent's numbers: Bangla is shaped, and nothing is cut off."""

import io
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
import resvg_py
from PIL import Image, ImageChops

from bot import reports
from bot.reports.chart import tally_picture, team_picture
from bot.reports.counts import Rate
from bot.reports.tally import DAYS, Day, Tally
from bot.reports.team_day import MOST_AGENTS, MOST_WAITING, AgentDay, TeamDay, Waiting
from conversations.languages import LANGUAGES
from conversations.verdict import Decision
from storage.figures import AttemptCount
from tests.support.forms import AGENT

MONDAY = date(2026, 11, 23)
FONT = Path(reports.__file__).parent / "fonts" / "AnekBangla-Medium.ttf"
EDGE = 32  # pixels


def tally(*numbers: int, reasons: tuple[tuple[str, int], ...] = ()) -> Tally:
    """A number of passes on each day."""
    days = (
        Day(MONDAY - timedelta(days=DAYS - place), Counter(passed=number))
        for place, number in enumerate(numbers, 1)
    )
    passed = AttemptCount(AGENT, is_first=True, decision=Decision.PASSED, count=sum(numbers))
    return Tally(tuple(days), (passed,), reasons)


def drawn(shown: Tally, language: str) -> Image.Image:
    content = tally_picture(shown, language)
    assert content.startswith(b"\x89PNG")
    assert len(content) < 200_000
    return Image.open(io.BytesIO(content)).convert("RGB")


def inked(image: Image.Image) -> tuple[int, int, int, int]:
    """The bounding box of everything that is not white."""
    found = ImageChops.difference(image, Image.new("RGB", image.size, "white")).getbbox()
    assert found is not None
    return found


def word(text: str) -> Image.Image:
    """The word alone, cropped to its ink."""
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="300" fill="#000000"'
        ' font-family="Anek Bangla"><rect width="900" height="300" fill="#ffffff"/>'
        f'<text x="100" y="180" font-size="100">{text}</text></svg>'
    )
    content = resvg_py.svg_to_bytes(
        svg_string=svg, skip_system_fonts=True, font_files=[str(FONT)], font_family="Anek Bangla"
    )
    image = Image.open(io.BytesIO(content)).convert("RGB")
    return image.crop(inked(image))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_widest_numbers_and_reasons_stay_within_the_edges(language: str) -> None:
    reasons = (("father_name", 9999), ("unexplained", 9999), ("card-photo", 9999))
    image = drawn(tally(*[1111] * DAYS, reasons=reasons), language)

    left, top, right, bottom = inked(image)
    assert image.width == 720
    assert left >= EDGE - 2
    assert right <= image.width - EDGE + 2
    assert top > 0
    assert bottom < image.height


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["W" * 40, "মোঃ আব্দুর রহিম চৌধুরী মজুমদার"])
def test_a_team_with_the_longest_names_stays_within_the_edges(language: str, name: str) -> None:
    shown = tally(*[1111] * DAYS, reasons=(("father_name", 9999),) * 3)
    team = TeamDay(
        shown,
        Rate(9999, 9999),
        (AgentDay(name, 9999, Rate(9999, 9999)),) * MOST_AGENTS,
        1999,
        (Waiting("WWWW2345", name, 99_999, is_stalled=True),) * MOST_WAITING,
    )
    image = Image.open(io.BytesIO(team_picture(team, language))).convert("RGB")

    left, top, right, bottom = inked(image)
    assert left >= EDGE - 2
    assert right <= image.width - EDGE + 2
    assert top > 0
    assert bottom < image.height <= 1300  # so that a phone shows it whole


def test_bangla_after_latin_letters_is_joined_as_well() -> None:
    """resvg shapes a line by its first letter; a conjunct that falls apart is much wider."""
    shown = tally(*[1] * DAYS)

    def width(name: str) -> int:
        """The pixels of the line of somebody who waits, the only long one below the legend."""
        team = TeamDay(shown, Rate(1, 1), (), 0, (Waiting("A", name, 1, is_stalled=False),))
        image = Image.open(io.BytesIO(team_picture(team, "en"))).convert("RGB")
        left, _, right, _ = inked(image.crop((0, image.height - 50, image.width, image.height)))
        return right - left

    joined, apart = width("ক্ষ" * 4), width("ক্\u200cষ" * 4)
    assert joined < apart - 40


def test_a_day_with_more_work_has_a_longer_bar() -> None:
    image = drawn(tally(1, 2, 3, 4, 5, 6, 7), "en")

    heights = [
        sum(image.getpixel((79 + place * 94, y)) == (19, 122, 63) for y in range(230, 440))
        for place in range(DAYS)
    ]
    assert heights == sorted(set(heights))


def test_work_that_has_no_result_yet_is_shown_without_a_rate() -> None:
    day = Day(MONDAY, Counter(filling=1))

    assert drawn(Tally((day,) * DAYS, (), ()), "bn").width == 720


@pytest.mark.parametrize("conjunct", ["ত্র", "স্ত্র", "শ্র", "ক্ষ", "জ্ঞ"])
def test_consonants_that_are_joined_are_one_sign(conjunct: str) -> None:
    """Drawn separately, they are as wide as all together, and the hasanta is visible."""
    apart = word(conjunct.replace("\u09cd", "\u09cd\u200c"))

    assert word(conjunct).width < 0.8 * apart.width


def test_a_vowel_sign_is_drawn_before_its_consonant() -> None:
    consonant, syllable = word("ক"), word("কি")

    after = syllable.crop((syllable.width - consonant.width, 0, *syllable.size))
    foot = (0, after.height - consonant.height // 2, consonant.width, after.height)
    half = (0, consonant.height - consonant.height // 2, consonant.width, consonant.height)
    unlike = ImageChops.difference(after.crop(foot), consonant.crop(half)).convert("L")
    assert sum(unlike.histogram()[128:]) < 0.03 * unlike.width * unlike.height
