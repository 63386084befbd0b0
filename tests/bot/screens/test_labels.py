"""Labels are measured as phones draw them, and cut where the reader loses least."""

import json
import math
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import given

from bot import sandbox
from bot.screens import labels
from bot.screens.labels import fitted, room, width_of
from tests.support.phone_fonts import drawn_width

CITIZENS = json.loads((Path(sandbox.__file__).parent / "specimens" / "citizens.json").read_text())
WRITTEN = [value for citizen in CITIZENS for value in citizen.values()]
#: Syllables as people write them: up to three consonants in one, a vowel sign, a nasal.
CONSONANTS = st.sampled_from([*map(chr, range(0x0995, 0x09A9)), *"পফবভমযরলশষসহ"])
SYLLABLES = st.builds(
    "{}{}{}".format,
    st.lists(CONSONANTS, min_size=1, max_size=3).map("\u09cd".join),
    st.sampled_from(["", *"\u09be\u09bf\u09c0\u09c1\u09c2\u09c3\u09c7\u09c8\u09cb\u09cc"]),
    st.sampled_from(["", "\u0981", "\u0982", " "]),
)
BANGLA = st.lists(SYLLABLES, max_size=12).map("".join)
LATIN = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E))


def test_a_row_has_room_for_fewer_letters_the_more_buttons_it_has() -> None:
    assert [room(buttons) for buttons in (1, 2, 3, 4, 8)] == [320, 155, 97, 68, 24]


def test_the_widths_are_those_of_the_fonts() -> None:
    table = labels._WIDTHS  # noqa: SLF001 - the table is what is tested
    drawn = {sign: math.ceil(drawn_width(sign) * 2) / 2 for sign in table if sign.isalnum()}

    assert {sign: table[sign] for sign in drawn} == drawn


@pytest.mark.parametrize("text", WRITTEN)
def test_no_name_or_address_is_wider_than_it_is_taken_for(text: str) -> None:
    assert 0.65 * width_of(text) < drawn_width(text) <= width_of(text)


@given(st.one_of(BANGLA, LATIN))
def test_no_text_is_wider_than_it_is_taken_for(text: str) -> None:
    assert drawn_width(text) <= width_of(text)


@given(st.one_of(BANGLA, LATIN), st.sampled_from(["", " · 0147"]), st.sampled_from([1, 2, 3]))
def test_what_is_cut_fits_and_keeps_its_end(text: str, end: str, buttons: int) -> None:
    label = fitted(text, end, space=room(buttons))

    assert width_of(label) <= room(buttons)
    assert label.endswith(end)


def test_what_fits_is_left_as_it_is() -> None:
    assert fitted("Keep: Farmer") == "Keep: Farmer"


def test_the_end_of_a_cut_label_stays_visible() -> None:
    label = fitted("KHANDAKER MAHBUB ALI CHOWDHURY", " · 0147", space=room(2))

    assert label == "KHANDAKER… · 0147"


def test_a_label_keeps_its_beginning() -> None:
    label = fitted("Keep: মো. আসাদুজ্জামান মিয়া খান চৌধুরী, ২২/১, ইসলামপুর রোড")

    assert label == "Keep: মো. আসাদুজ্জামান মিয়া খান চৌধুরী…"


def test_no_letter_is_cut_in_the_middle() -> None:
    cut = {fitted("সৈয়দ ইমতিয়াজ আহমেদ স্ত্রী", space=space) for space in range(20, 180)}

    assert not [label for label in cut if label[:-1].endswith(("্", "\u200d"))]
    assert "সৈয়দ ইমতিয়াজ আহমেদ স…" not in cut  # half of স্ত্রী
