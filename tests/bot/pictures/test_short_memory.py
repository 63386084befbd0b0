"""Pictures are remembered for a short time, up to a bound."""

from hypothesis import given
from hypothesis import strategies as st

from bot.pictures.short_memory import ShortMemory
from tests.support.clocks import Alarms

MEBIBYTE = bytes(1024 * 1024)


def test_a_kept_picture_is_found_until_it_is_dropped() -> None:
    memory = ShortMemory(Alarms())
    memory.keep("a", b"picture")

    assert memory.find("a") == b"picture"
    assert memory.find("b") is None
    memory.drop("a")
    memory.drop("a")
    assert memory.find("a") is None


def test_keeping_again_replaces() -> None:
    memory = ShortMemory(Alarms())
    memory.keep("a", b"old")
    memory.keep("a", b"new")

    assert memory.find("a") == b"new"


def test_after_half_an_hour_it_is_forgotten_also_when_nobody_asks() -> None:
    """The last photo of a day does not stay for the night."""
    alarms = Alarms()
    memory = ShortMemory(alarms)
    memory.keep("a", b"picture")
    alarms.pass_by(29 * 60)
    memory.keep("b", b"picture")
    still_there = memory.find("a")
    alarms.pass_by(60)

    assert still_there
    assert "'a'" not in repr(vars(memory))
    assert memory.find("b")


def test_what_is_kept_again_is_kept_for_half_an_hour_more() -> None:
    alarms = Alarms()
    memory = ShortMemory(alarms)
    memory.keep("a", b"old")
    alarms.pass_by(20 * 60)
    memory.keep("a", b"new")
    alarms.pass_by(20 * 60)

    assert memory.find("a") == b"new"
    alarms.pass_by(10 * 60)
    assert memory.find("a") is None


async def test_its_time_is_that_of_the_event_loop_which_nobody_sets_back() -> None:
    memory = ShortMemory()

    memory.keep("a", b"picture")
    memory.keep("b", b"picture")
    memory.drop("a")

    assert memory.find("b") == b"picture"


def test_the_oldest_give_way_when_there_is_too_much() -> None:
    memory = ShortMemory(Alarms())
    for number in range(65):
        memory.keep(f"{number}", MEBIBYTE)

    assert memory.find("0") is None
    assert memory.find("1")
    assert memory.find("64")


def test_a_picture_larger_than_all_of_it_is_not_kept() -> None:
    memory = ShortMemory(Alarms())
    memory.keep("small", b"x")
    memory.keep("huge", MEBIBYTE * 65)

    assert memory.find("huge") is None


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 40), st.booleans()), max_size=30))
def test_it_never_holds_more_than_its_bound(script: list[tuple[str, int, bool]]) -> None:
    memory = ShortMemory(Alarms())
    for name, mebibytes, is_kept in script:
        if is_kept:
            memory.keep(name, MEBIBYTE * mebibytes)
        else:
            memory.drop(name)

        held = [memory.find(name) or b"" for name in "abcd"]
        assert sum(map(len, held)) <= 64 * len(MEBIBYTE)


def test_pictures_are_not_in_repr() -> None:
    memory = ShortMemory(Alarms())
    memory.keep("a", b"a face")

    assert "a face" not in repr(vars(memory))
