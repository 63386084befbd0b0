"""The agent's applications as a list, by state and as found by a search."""

import pytest

from bot.screens.log import PAGE_SIZE, empty_log, found_page, log_page
from bot.screens.paging import page_of
from bot.texts import plain
from conversations.languages import LANGUAGES
from storage.caseloads import Which
from tests.support.forms import begun, decided
from tests.support.plain_words import parse

FORM = decided()


@pytest.mark.parametrize("which", Which)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_filter_in_use_is_between_dots_and_each_leads_to_its_first_page(
    which: Which, language: str
) -> None:
    page = log_page([FORM], page_of(1, 0, PAGE_SIZE), which, language)

    filters = [button for row in page.keyboard[-2:] for button in row]
    assert [button.data for button in filters] == [f"~log.{each}-0" for each in Which]
    dotted = [button.text for button in filters if button.text.startswith("·")]
    assert dotted == [f"· {plain(language, f'log-{which}')} ·"]


def test_turning_the_page_keeps_the_filter_and_the_count() -> None:
    page = log_page([FORM], page_of(13, 1, PAGE_SIZE), Which.PASSED, "en")

    text, _ = parse(page.text)
    assert text.splitlines()[1].startswith("6. ")
    turns = [button.data for button in page.keyboard[1]]
    assert turns == ["~log.passed-0", "~log.passed-2"]


def test_a_filter_that_matches_none_can_be_left() -> None:
    page = log_page([], page_of(0, 0, PAGE_SIZE), Which.FAILED, "en")

    assert len(page.text.splitlines()) == 1
    assert len(page.keyboard) == 2


def test_a_list_shows_no_full_number_and_says_whom_it_is_about() -> None:
    for page in (
        log_page([FORM], page_of(1, 0, PAGE_SIZE), Which.ALL, "en"),
        found_page([FORM], 1, "en"),
    ):
        assert "0001980100147" not in page.text
        assert (page.is_masked, list(page.about)) == (True, [FORM.id])
        assert page.keyboard[0][0].data == f"~open.{FORM.id}"


def test_a_search_says_how_many_there_are_beyond_those_shown() -> None:
    text, _ = parse(found_page([FORM, begun()], 25, "en").text)

    heading, *entries, more = text.splitlines()
    assert "25" in heading
    assert [entry[:2] for entry in entries] == ["1.", "2."]
    assert more.startswith("These are the first 2 of 25.")


def test_a_search_that_shows_all_asks_for_nothing_more() -> None:
    text, _ = parse(found_page([FORM, begun()], 2, "en").text)

    assert "first" not in text


def test_without_any_application_the_way_to_the_first_is_offered() -> None:
    (row,) = empty_log("en").keyboard

    assert row[0].data == "~new."
