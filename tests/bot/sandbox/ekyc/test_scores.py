from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.ekyc.register import Citizen
from bot.sandbox.ekyc.scores import address_score, letter_score, name_score
from tests.bot.sandbox.ekyc.caller import CITIZENS


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("মো. আসাদুজ্জামান মিয়া", "মোঃ আসাদুজ্জামান মিয়া"),
        ("মো. আসাদুজ্জামান মিয়া", "মোহাম্মদ আসাদুজ্জামান মিয়া"),
        ("মোছা. রাশেদা খাতুন", "মোসাম্মৎ রাশেদা খাতুন"),
        ("Md. Asaduzzaman Miah", "MOHAMMAD ASADUZZAMAN MIAH"),
        ("নুসরাত জাহান", "জাহান নুসরাত"),
        ("রহ\u200dমান", "রহমান"),
        ("কো", "ক\u09c7\u09be"),
        ("মিয়া", "মি\u09afা\u09bc".replace("\u09afা\u09bc", "\u09df\u09be")),
        ("আব্দুর ৰহিম", "আব্দুর রহিম"),
    ],
)
def test_ways_to_write_one_name_score_100(one: str, other: str) -> None:
    assert name_score(one, other) == 100


def test_alike_names_of_two_people_still_score_high_so_a_name_proves_nothing() -> None:
    assert name_score("আব্দুর রহিম", "আব্দুল করিম") > 75


def test_names_of_different_citizens_score_low() -> None:
    for one, other in combinations(CITIZENS, 2):
        assert name_score(one.name_eng, other.name_eng) < 70
        assert name_score(one.name_ben, other.name_ben) < 70
        assert address_score(one.address, other.address) < 70


@given(st.sampled_from(CITIZENS), st.data())
def test_one_wrong_letter_costs_little(citizen: Citizen, data: st.DataObject) -> None:
    name = citizen.name_ben
    place = data.draw(st.integers(0, len(name) - 1))
    misread = name[:place] + data.draw(st.sampled_from("কদনরসম")) + name[place + 1 :]
    assert name_score(name, misread) >= 75


def test_an_address_may_lack_a_part() -> None:
    assert address_score("বাসা ৩, রোড ৭, মোহাম্মদপুর, ঢাকা - ১২০৭", "মোহাম্মদপুর, ঢাকা") >= 75


@given(st.text(), st.text())
def test_every_score_is_a_whole_number_from_0_to_100_and_fair(one: str, other: str) -> None:
    for score in (name_score, address_score, letter_score):
        assert score(one, other) in range(101)
        assert score(one, other) == score(other, one)
        assert score(one, "") == 0
