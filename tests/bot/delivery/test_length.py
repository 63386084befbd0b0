"""A text of any length comes in parts that Telegram accepts, without losing a word."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.length import in_parts, is_within, units
from bot.sandbox.telegram.html import parse

WORDS = st.text(st.sampled_from("abc <>&করি📷\n"), max_size=30)


@st.composite
def formatted(draw: st.DrawFn) -> str:
    """Telegram's HTML with tags within tags, over lines."""
    pieces = []
    for words in draw(st.lists(WORDS, max_size=40)):
        piece = html.escape(words, quote=False)
        for tag in draw(st.lists(st.sampled_from(["b", "i", "code"]), max_size=2, unique=True)):
            piece = f"<{tag}>{piece}</{tag}>"
        pieces.append(piece)
    return "".join(pieces)


def seen(text: str) -> str:
    return parse(text)[0]


@given(formatted(), st.integers(4, 60))
def test_no_part_is_too_long_and_no_word_is_lost(text: str, most: int) -> None:
    parts = in_parts(text, most)

    for part in parts:
        assert units(seen(part)) <= most
        assert is_within(part, most)
    assert "".join("".join(map(seen, parts)).split()) == "".join(seen(text).split())


@pytest.mark.parametrize("sign", ["a", "ক", "📷", "&amp;"])
def test_the_limit_is_counted_in_units_of_what_is_seen(sign: str) -> None:
    fits = sign * (4096 // units(html.unescape(sign)))

    assert in_parts(fits) == [fits]
    assert len(in_parts(f"{fits}.")) == 2


def test_tags_do_not_count() -> None:
    text = "<b>a</b>" * 4096

    assert in_parts(text) == [text]


def test_it_is_cut_between_lines_and_tags_go_on_in_the_next_part() -> None:
    assert in_parts("<b>one\ntwo\nthree</b> four", 9) == [
        "<b>one\ntwo</b>",
        "<b>three</b>",
        "four",
    ]


def test_a_line_that_is_too_long_is_cut_at_a_space_and_only_without_one_in_a_word() -> None:
    assert in_parts("one two &amp; three", 9) == ["one two", "&amp; three"]
    assert in_parts("one <i>two three</i>", 9) == ["one <i>two</i>", "<i>three</i>"]
    assert in_parts("abcdefghijkl mno", 9) == ["abcdefghi", "jkl mno"]


def test_lines_stay_whole_where_they_can() -> None:
    lines = [f"{number} {'x' * 90}" for number in range(100)]
    parts = in_parts("\n".join(lines))

    assert [line for part in parts for line in part.split("\n")] == lines
    assert len(parts) == 3


def test_a_quote_that_is_cut_goes_on_as_a_quote_that_opens() -> None:
    assert in_parts("<blockquote expandable>one\ntwo\nthree</blockquote>", 8) == [
        "<blockquote expandable>one\ntwo</blockquote>",
        "<blockquote expandable>three</blockquote>",
    ]
