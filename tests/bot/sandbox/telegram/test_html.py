from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.sandbox.telegram.errors import BotApiError
from bot.sandbox.telegram.html import TYPES, parse, render
from bot.sandbox.telegram.markup import utf16_length


def entity(kind: str, offset: int, length: int, **more: Any) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **more}


@pytest.mark.parametrize(
    ("markup", "text", "entities"),
    [
        ("plain", "plain", []),
        ("<b>bold</b> end", "bold end", [entity("bold", 0, 4)]),
        ("<STRONG>x</strong>", "x", [entity("bold", 0, 1)]),
        ("<i>a</i><em>b</em>", "ab", [entity("italic", 0, 2)]),
        ("<u>a</u> <ins>b</ins>", "a b", [entity("underline", 0, 1), entity("underline", 2, 1)]),
        ("<s>a</s>", "a", [entity("strikethrough", 0, 1)]),
        ("<tg-spoiler>a</tg-spoiler>", "a", [entity("spoiler", 0, 1)]),
        ('<span class="tg-spoiler">a</span>', "a", [entity("spoiler", 0, 1)]),
        ("<code>a</code>", "a", [entity("code", 0, 1)]),
        ("<pre>a</pre>", "a", [entity("pre", 0, 1)]),
        (
            '<pre><code class="language-python">a</code></pre>',
            "a",
            [entity("pre", 0, 1, language="python")],
        ),
        ('<code class="language-python">a</code>', "a", [entity("code", 0, 1)]),
        ("<blockquote>a</blockquote>", "a", [entity("blockquote", 0, 1)]),
        ("<blockquote expandable>a</blockquote>", "a", [entity("expandable_blockquote", 0, 1)]),
        (
            "<blockquote expandable>a<blockquote>b</blockquote>c</blockquote>",
            "abc",
            [entity("expandable_blockquote", 0, 3)],
        ),
        (
            '<a href="https://example.org/x?a=1&amp;b=2">go</a>',
            "go",
            [entity("text_link", 0, 2, url="https://example.org/x?a=1&b=2")],
        ),
        ("<a href='example.org'>go</a>", "go", [entity("text_link", 0, 2, url="http://example.org/")]),
        ("<a>no address</a>", "no address", []),
        ("<b></b>nothing", "nothing", []),
        ("<b>a<i>b</i></b>", "ab", [entity("bold", 0, 2), entity("italic", 1, 1)]),
        ("<b>a<code>b</code>c</b>", "abc",
         [entity("bold", 0, 1), entity("code", 1, 1), entity("bold", 2, 1)]),
        ("<b>a</b><b>b</b>", "ab", [entity("bold", 0, 2)]),
        ("&lt;&gt;&amp;&quot; &#x41;&#66; &apos; &nbsp; &", '<>&" AB &apos; &nbsp; &', []),
        ("<b>a</>", "a", [entity("bold", 0, 1)]),
        ("🙂<b>🙂</b>", "🙂🙂", [entity("bold", 2, 2)]),
        ("<b>রহিম</b>", "রহিম", [entity("bold", 0, 4)]),
        ("a > b", "a > b", []),
    ],
)  # fmt: skip
def test_markup_becomes_text_and_entities(
    markup: str, text: str, entities: list[dict[str, Any]]
) -> None:
    assert parse(markup) == (text, entities)


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("রহিম <করিম>", 'Unsupported start tag "করিম" at byte offset 13'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<a =x>y</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href>y</a>",
         'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0'),
        ("<a href=", 'Unclosed start tag "a" at byte offset 0'),
        ("<a href=x/y>z</a>", "Unexpected end of name token at byte offset 8"),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ('<tg-emoji emoji-id="x">a</tg-emoji>', "Invalid custom emoji identifier specified"),
        ("&#xd800;", ("Text contains invalid Unicode characters after decoding HTML entities, "
                      "check for unmatched surrogate code units")),
    ],
)  # fmt: skip
def test_bad_markup_is_refused_in_telegrams_words(markup: str, words: str) -> None:
    with pytest.raises(BotApiError) as refused:
        parse(markup)
    assert refused.value.description == f"Bad Request: can't parse entities: {words}"


signs = st.characters(exclude_categories=["Cs"])


@given(st.text(signs))
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    assert parse(render(text, [])) == (text, [])


@given(st.text())
def test_any_markup_is_read_or_refused(markup: str) -> None:
    try:
        text, entities = parse(markup)
    except BotApiError:
        return
    for each in entities:
        assert 0 <= each["offset"] < each["offset"] + each["length"] <= utf16_length(text)


tags = st.sampled_from(sorted(set(TYPES) - {"a", "span", "tg-emoji", "tg-time"}))
pieces = st.recursive(
    st.text(signs, max_size=5).map(lambda text: render(text, [])),
    lambda inner: st.builds(lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>", tags,
                            st.lists(inner, max_size=3)),
)  # fmt: skip


@given(pieces)
@example(
    "<b><blockquote>0<del>0</del></blockquote><del>0</del></b>"
)  # joined across the quote's end
def test_rendered_text_reads_the_same_again(markup: str) -> None:
    text, entities = parse(markup)
    nested_quotes = [each for each in entities if each["type"] in ("blockquote", "pre", "code")]
    if len(nested_quotes) < 2:  # Telegram itself rearranges what must not be nested
        assert parse(render(text, entities))[0] == text
