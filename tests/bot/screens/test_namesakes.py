"""People of one name are told apart."""

from bot.screens.namesakes import endings


def test_only_those_who_share_a_name_have_an_ending() -> None:
    shown = {5550001111: "Rahim", 5550002222: "Karim", 5550003333: "Rahim"}

    assert endings(shown) == {5550001111: " …1111", 5550002222: "", 5550003333: " …3333"}


def test_an_id_may_have_fewer_digits() -> None:
    assert endings({1: "Rahim", 23: "Rahim"}) == {1: " …1", 23: " …23"}
