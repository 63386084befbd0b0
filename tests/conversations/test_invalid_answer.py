"""What is wrong travels as a text key; what was typed stays out of every log."""

import copy
import pickle

from conversations.invalid_answer import InvalidAnswer


def test_the_reason_is_a_text_key_with_the_variables_of_its_sentence() -> None:
    invalid = InvalidAnswer("invalid-nid-length", count=9)

    assert invalid.reason == "invalid-nid-length"
    assert invalid.values == {"count": 9}


def test_the_variables_never_show_when_the_exception_is_printed() -> None:
    invalid = InvalidAnswer("invalid-nid-birth-year", year=2031)

    assert str(invalid) == "invalid-nid-birth-year"
    assert repr(invalid) == "InvalidAnswer('invalid-nid-birth-year')"


def test_a_copy_says_the_same() -> None:
    invalid = InvalidAnswer("invalid-nid-length", count=9)

    for twin in (copy.copy(invalid), pickle.loads(pickle.dumps(invalid))):  # noqa: S301  our own
        assert (twin.reason, twin.values) == (invalid.reason, invalid.values)
