from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.telegram.errors import BotApiError
from bot.sandbox.telegram.markdown import parse_legacy, parse_v2
from bot.sandbox.telegram.markup import utf16_length
from tests.bot.sandbox.telegram.test_html import entity

ADDRESS = "https://example.org/x"


@pytest.mark.parametrize(
    ("markup", "text", "entities"),
    [
        ("plain", "plain", []),
        ("*bold* end", "bold end", [entity("bold", 0, 4)]),
        ("_a_ __b__", "a b", [entity("italic", 0, 1), entity("underline", 2, 1)]),
        ("__a_b_**__", "ab", [entity("underline", 0, 2), entity("italic", 1, 1)]),
        ("~a~ ||b||", "a b", [entity("strikethrough", 0, 1), entity("spoiler", 2, 1)]),
        ("*a _b_ c*", "a b c", [entity("bold", 0, 5), entity("italic", 2, 1)]),
        ("`a_b*c`", "a_b*c", [entity("code", 0, 5)]),
        ("```\na\n```", "a\n", [entity("pre", 0, 2)]),
        ("```python\na```", "a", [entity("pre", 0, 1, language="python")]),
        (f"[go]({ADDRESS})", "go", [entity("text_link", 0, 2, url=ADDRESS)]),
        (r"[go](https://example.org/\))", "go",
         [entity("text_link", 0, 2, url="https://example.org/)")]),
        (r"[example\.org]", "example.org", [entity("text_link", 0, 11, url="http://example.org/")]),
        ("[go](nowhere at all)", "go", []),
        ("![👍](tg://emoji?id=5368)", "👍",
         [entity("custom_emoji", 0, 2, custom_emoji_id="5368")]),
        (r"1\. \*no\* \\ 5\!", r"1. *no* \ 5!", []),
        ("🙂*🙂*", "🙂🙂", [entity("bold", 2, 2)]),
        ("*রহিম*", "রহিম", [entity("bold", 0, 4)]),
        (">a\n>b\nc", "a\nb\nc", [entity("blockquote", 0, 3)]),
        (">a\n>b||\nc", "a\nb\nc", [entity("expandable_blockquote", 0, 3)]),
        ("x\n>*a*||", "x\na", [entity("expandable_blockquote", 2, 1), entity("bold", 2, 1)]),
        ("**", "", []),
    ],
)  # fmt: skip
def test_markdown_v2_becomes_text_and_entities(
    markup: str, text: str, entities: list[dict[str, Any]]
) -> None:
    assert parse_v2(markup) == (text, entities)


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("1. a", r"Character '.' is reserved and must be escaped with the preceding '\'"),
        ("a > b", r"Character '>' is reserved and must be escaped with the preceding '\'"),
        ("a!", r"Character '!' is reserved and must be escaped with the preceding '\'"),
        ("a | b", r"Character '|' is reserved and must be escaped with the preceding '\'"),
        ("ক *a", "Can't find end of Bold entity at byte offset 4"),
        ("*a _b* c_", "Can't find end of Italic entity at byte offset 8"),
        ("`a", "Can't find end of Code entity at byte offset 0"),
        ("```py\na", "Can't find end of PreCode entity at byte offset 0"),
        (">*a\nb", "Can't find end of Bold entity at byte offset 1"),
        ("[go](http://x", "Can't find end of a URL at byte offset 5"),
        ("![a]", "Custom emoji entity must contain a tg://emoji URL"),
        ("![a](tg://emoji?id=", "Can't find end of a custom emoji URL at byte offset 5"),
        ("![a](http://x)", "Custom emoji URL must have an emoji identifier"),
    ],
)
def test_wrong_markdown_v2_is_refused_in_telegrams_words(markup: str, words: str) -> None:
    with pytest.raises(BotApiError) as caught:
        parse_v2(markup)
    assert caught.value.description == f"Bad Request: can't parse entities: {words}"


@pytest.mark.parametrize(
    ("markup", "text", "entities"),
    [
        ("*a* _b_ `c`", "a b c",
         [entity("bold", 0, 1), entity("italic", 2, 1), entity("code", 4, 1)]),
        ("*a_b*. 1!", "a_b. 1!", [entity("bold", 0, 3)]),
        ("```py\na```", "a", [entity("pre", 0, 1, language="py")]),
        (f"[go]({ADDRESS})", "go", [entity("text_link", 0, 2, url=ADDRESS)]),
        ("[example.org]", "example.org", [entity("text_link", 0, 11, url="http://example.org/")]),
        (r"snake\_case \. \*", r"snake_case \. *", []),
    ],
)  # fmt: skip
def test_the_older_markdown_has_no_nesting_and_reserves_little(
    markup: str, text: str, entities: list[dict[str, Any]]
) -> None:
    assert parse_legacy(markup) == (text, entities)


def test_wrong_older_markdown_is_refused_in_telegrams_words() -> None:
    with pytest.raises(BotApiError) as caught:
        parse_legacy("snake_case")
    assert caught.value.description == (
        "Bad Request: can't parse entities: Can't find end of the entity starting at byte offset 5"
    )


@given(st.text("*_~|`[]()!>\\\n a🙂", max_size=30))
def test_any_markdown_is_read_with_entities_inside_the_text_or_refused(markup: str) -> None:
    for parse in (parse_v2, parse_legacy):
        try:
            text, entities = parse(markup)
        except BotApiError:
            continue
        for each in entities:
            assert 0 <= each["offset"] < each["offset"] + each["length"] <= utf16_length(text)


@given(st.text())
def test_every_text_can_be_said_by_escaping_its_signs(text: str) -> None:
    markup = "".join(f"\\{sign}" if "\0" < sign < "\x7f" else sign for sign in text)
    assert parse_v2(markup) == (text, [])
