"""Every licence is known, and fits a program under MIT."""

from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest

from scripts.licences import (
    FITTING,
    FITTING_FOR_TOOLS,
    PAGE,
    Incompatible,
    Unclear,
    check,
    licence_of,
    page,
)


def package(folder: Path, said: str) -> Distribution:
    """One whose metadata says this."""
    (folder / "METADATA").write_text(f"Metadata-Version: 2.4\nName: something\n{said}\n", "utf-8")
    return Distribution.at(folder)


def test_the_page_lists_the_licences_of_all_that_is_pinned() -> None:
    """Without any that is unclear or does not fit, since the page could not be made then."""
    assert PAGE.read_text("utf-8") == page(), "run `python -m scripts.licences`"


@pytest.mark.parametrize(
    ("said", "licence"),
    [
        ("License-Expression: MIT OR Apache-2.0", "MIT OR Apache-2.0"),
        ("License: APL 2", "Apache-2.0"),
        ("License: UNKNOWN\nClassifier: License :: OSI Approved :: MIT License", "MIT"),
    ],
)
def test_a_licence_is_read_from_what_a_package_says(
    tmp_path: Path, said: str, licence: str
) -> None:
    assert licence_of(package(tmp_path, said)) == licence


@pytest.mark.parametrize("said", ["", "License: Ask me", "License-Expression: Nonsense-1"])
def test_a_package_that_says_nothing_of_use_is_not_taken(tmp_path: Path, said: str) -> None:
    with pytest.raises(Unclear, match="something"):
        licence_of(package(tmp_path, said))


@pytest.mark.parametrize(
    "licence", ["GPL-3.0-only", "AGPL-3.0-only", "MIT AND GPL-2.0-only", "GPL-2.0-only OR SSPL-1.0"]
)
def test_a_licence_that_does_not_fit_is_refused(licence: str) -> None:
    with pytest.raises(Incompatible, match="something"):
        check("something", licence, FITTING)


def test_one_fitting_licence_of_two_to_choose_from_is_enough() -> None:
    check("something", "GPL-2.0-only OR MIT", FITTING)


def test_a_tool_under_the_gpl_is_no_part_of_the_bot() -> None:
    licence = licence_of(distribution("pytelegrambotapi"))

    check("pytelegrambotapi", licence, FITTING_FOR_TOOLS)
    with pytest.raises(Incompatible):
        check("pytelegrambotapi", licence, FITTING)
