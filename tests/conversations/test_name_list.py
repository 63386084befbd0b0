"""A typed or pasted list of names: which lines are names, and why the others are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.name_list import LONGEST_NAME, MOST_NAMES, read_names


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Rahim Uddin", ("Rahim Uddin",)),
        ("  Rahim   Uddin \n\n করিম আলী\r\n", ("Rahim Uddin", "করিম আলী")),
        ("1. Rahim\n২) Karim\n-- Salam\n• Jabbar", ("Rahim", "Karim", "Salam", "Jabbar")),
        ("১। রহিম\n(2) Karim\n3️⃣ Salam\n৪ঃ জব্বার", ("রহিম", "Karim", "Salam", "জব্বার")),
        ("1\tRahim\n২  Karim\n12 Ali 2", ("Rahim", "Karim", "Ali 2")),
        ("রহিমা বেগম।\nMd. Ali Md.", ("রহিমা বেগম", "Md. Ali Md.")),
        ("x" * LONGEST_NAME, ("x" * LONGEST_NAME,)),
        ("Abdus Salam\nশুভ\nদয়া রানী দাস", ("Abdus Salam", "শুভ", "দয়া রানী দাস")),
        ("Aung She Prue\nU Chai Marma\nAmar Das", ("Aung She Prue", "U Chai Marma", "Amar Das")),
        ("", ()),
        (" \n ", ()),
    ],
)
def test_each_line_is_a_name(typed: str, names: tuple[str, ...]) -> None:
    read = read_names(typed)

    assert (read.names, read.refused) == (names, ())
    assert read.are_none is not bool(names)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("x" * (LONGEST_NAME + 1), "name-too-long"),
        ("01712345678", "name-without-letters"),
        ("১২৩ …", "name-without-letters"),
        ("Mohammad RAHIM", "name-twice"),
        ("hello how are you", "name-in-a-sentence"),
        ("Please invite Karim", "name-in-a-sentence"),
        ("good morning, sir", "name-in-a-sentence"),
        ("আসসালামু আলাইকুম", "name-in-a-sentence"),
        ("করিমকে যোগ করুন", "name-in-a-sentence"),
        ("karim ke add koren", "name-in-a-sentence"),
    ],
)
def test_a_line_that_is_no_name_is_refused_with_its_number(line: str, reason: str) -> None:
    read = read_names(f"Md. Rahim\n\n{line}\nKarim")

    assert read.names == ("Md. Rahim", "Karim")
    assert [(each.number, each.reason) for each in read.refused] == [(3, reason)]


def test_no_more_are_taken_than_fit_into_one_answer() -> None:
    read = read_names("\n".join(f"Agent {at}" for at in range(40)))

    assert len(read.names) == MOST_NAMES
    assert [each.number for each in read.refused] == list(range(MOST_NAMES + 1, 41))
    assert {each.reason for each in read.refused} == {"names-too-many"}


@given(st.text())
def test_whatever_is_typed_each_line_is_a_name_or_refused_or_blank(typed: str) -> None:
    read = read_names(typed)

    assert len(read.names) <= MOST_NAMES
    assert all(name == name.strip() and len(name) <= LONGEST_NAME for name in read.names)
    assert len(read.names) + len(read.refused) <= len(typed.splitlines())
