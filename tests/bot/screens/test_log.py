"""The agent's applications as a list, by state and as found by a search."""

import pytest

from bot.chat.outgoing import Send
from bot.sandbox.telegram.screen import as_read
from bot.screens.log import PAGE_SIZE, empty_log, found_page, log_page
from bot.screens.paging import page_of
from bot.texts import plain
from conversations.languages import LANGUAGES
from storage.caseloads import Which
from storage.searches import Search
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
        found_page([FORM], page_of(1, 0, PAGE_SIZE), Search(1, (FORM.id,), 1), "en"),
    ):
        assert "0001980100147" not in page.text
        assert (page.is_masked, list(page.about)) == (True, [FORM.id])
        assert page.keyboard[0][0].data == f"~open.{FORM.id}"


def found(total: int, kept: int, asked: int = 0) -> Send:
    """A page of two, of a search that was the seventh."""
    search = Search(7, ("abcd2345",) * kept, total)
    return found_page([FORM, begun()], page_of(kept, asked, PAGE_SIZE), search, "en")


def test_a_search_with_more_than_a_page_can_be_turned() -> None:
    text, _ = parse(found(12, 12, 1).text)

    heading, *entries = text.splitlines()
    assert as_read(heading) == "Found, newest first (6–10 of 12):"
    assert [entry[:2] for entry in entries] == ["6.", "7."]
    (_, turns) = found(12, 12, 1).keyboard
    assert [button.data for button in turns] == ["~found.7-0", "~found.7-2"]


def test_a_search_with_more_than_is_kept_asks_for_more_of_the_name() -> None:
    text, _ = parse(found(612, 500).text)

    assert as_read(text).splitlines()[-1].startswith("These are the newest 500 of 612. Type more")


def test_a_search_that_shows_all_asks_for_nothing_more() -> None:
    text, _ = parse(found(2, 2).text)

    assert text.splitlines()[0] == "Found: 2"
    assert len(text.splitlines()) == 3
    assert len(found(2, 2).keyboard) == 1


def test_without_any_application_the_way_to_the_first_is_offered() -> None:
    (row,) = empty_log("en").keyboard

    assert row[0].data == "~new."
