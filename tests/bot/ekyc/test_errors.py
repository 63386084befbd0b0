"""The drawn tree of errors is complete."""

import re

import bot.ekyc
from bot.ekyc import EkycError, EkycRefused, EkycUnavailable, errors


def test_the_drawn_tree_names_every_error_and_all_are_public() -> None:
    drawn = re.findall(r"^[├└]── (\w+)", errors.__doc__ or "", re.MULTILINE)

    assert drawn == [error.__name__ for error in EkycError.__subclasses__()]
    assert set(drawn) < set(bot.ekyc.__all__)


def test_errors_carry_what_the_caller_acts_on() -> None:
    assert EkycUnavailable("Wait", retry_after=17.0).retry_after == 17.0
    assert EkycUnavailable("Wait").retry_after is None
    assert (EkycRefused("Too dark", 6001).reason, EkycRefused("Too dark").code) == (
        "Too dark",
        None,
    )
