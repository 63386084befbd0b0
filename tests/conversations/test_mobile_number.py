"""Mobile numbers in all the ways people write them."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conversations.bangla import bangla_digits
from conversations.invalid_answer import InvalidAnswer
from conversations.mobile_number import grouped, read_mobile_number

mobile_numbers = st.from_regex(r"01[3-9][0-9]{8}", fullmatch=True)


@pytest.mark.parametrize(
    "typed",
    [
        "01785478964",
        "01785-478964",
        "01785 478 964",
        "(017) 85478964",
        "01785.478.964",
        "1785478964",
        "8801785478964",
        "880 01785 478964",
        "+8801785478964",
        "+880 1785-478964",
        "+880 (0) 1785 478964",
        "(+880) 1785478964",
        "+88 01785478964",
        "+8 8 01785-478964",
        "(8-8) 01785478964",
        "+01785478964",
        "008801785478964",
        "০১৭৮৫-৪৭৮৯৬৪",
        "+৮৮০১৭৮৫৪৭৮৯৬৪",
        "Mobile: 01785478964 (Rahim)",
        "মোবাইল নম্বর ০১৭৮৫৪৭৮৯৬৪।",
        "\u202a+880 1785-478964\u202c",  # as copied from a contact
        "01785/478964",
        "01785_478964",
        "01785,478964",
        "01785;478964",
        "01785#478964",
        "01785*478964",
        "01785~478964",
        "01785—478964",
        "০১৭৮৫ঃ৪৭৮৯৬৪",  # the visarga of a Bangla keyboard
        "০১৭৮৫।৪৭৮৯৬৪",
        "মোবাইলঃ ০১৭৮৫-৪৭৮৯৬৪",
        "+880/1785/478964",
        "01785\n478964",
        "０１７８５４７８９６４",  # full-width digits
        "٠١٧٨٥٤٧٨٩٦٤",
        "1. 01785478964",  # of a list
        "1.01785-478964",
        "২) ০১৭৮৫-৪৭৮৯৬৪",
        "১। +৮৮ ০১৭৮৫ ৪৭৮৯৬৪",
        "(3) 01785 478 964",
        "1\ufe0f\u20e3 01785478964",
        "12 01785478964",
        "Mobile 2: 01785478964 (bkash)",
        "01785478964 / 01785-478964",  # the same one again
        "01785478964\n+8801785478964",
        "01785-47-89-64 01785-47-89-64",
    ],
)
def test_a_number_is_read_however_it_is_written(typed: str) -> None:
    assert read_mobile_number(typed) == "01785478964"


@given(
    mobile_numbers,
    st.sampled_from(["{}", "+88{}", "88{}", "0088{}", "tel {}", "  {} "]),
    st.sampled_from([0, 3, 5, 7]),
    st.sampled_from(["", " ", "-", ".", "/", "_", ",", "ঃ", "।", "#", "*", " - ", ")("]),
    st.booleans(),
)
def test_every_number_of_every_operator_is_read_back(
    number: str, form: str, split_at: int, separator: str, is_bangla: bool
) -> None:
    parts = (number[:split_at], number[split_at:])
    typed = form.format(separator.join(filter(None, parts)))

    assert read_mobile_number(bangla_digits(typed) if is_bangla else typed) == number


@pytest.mark.parametrize(
    ("typed", "reason", "values"),
    [
        ("", "invalid-mobile-characters", {}),
        ("my brother's", "invalid-mobile-characters", {}),
        ("018BANGLA99", "invalid-mobile-characters", {}),
        ("01785478964 or 01911223344", "invalid-mobile-several", {}),
        ("+8801785478964 / +8801911223344", "invalid-mobile-several", {}),
        ("০১৭৮৫৪৭৮৯৬৪, ১৯১১২২৩৩৪৪", "invalid-mobile-several", {}),
        ("1. 01785478964\n2. 01911223344", "invalid-mobile-several", {}),
        ("১) ০১৭৮৫৪৭৮৯৬৪ ২) ০১৯১১২২৩৩৪৪", "invalid-mobile-several", {}),
        ("01785 47 89 64 01911 22 33 44", "invalid-mobile-several", {}),
        ("017-12-0134567", "invalid-mobile-length", {"count": 12}),
        ("+91 01785478964", "invalid-mobile-foreign", {}),
        ("1 0178547896", "invalid-mobile-length", {"count": 12}),
        ("01785478964 বা 123", "invalid-mobile-characters", {}),
        ("01785478964#5", "invalid-mobile-length", {"count": 12}),
        ("01785478964 ext 5", "invalid-mobile-characters", {}),
        ("0178547896½4", "invalid-mobile-characters", {}),
        ("0178547896", "invalid-mobile-length", {"count": 10}),
        ("017854789641", "invalid-mobile-length", {"count": 12}),
        ("17854789641", "invalid-mobile-length", {"count": 12}),  # with the 0 that it lacks
        ("966501234567", "invalid-mobile-length", {"count": 12}),
        ("19801234567890123", "invalid-mobile-length", {"count": 17}),
        ("01785478964 01911223344", "invalid-mobile-several", {}),
        ("0", "invalid-mobile-length", {"count": 1}),
        ("01185478964", "invalid-mobile-prefix", {}),
        ("01285478964", "invalid-mobile-prefix", {}),
        ("+91 98123 45678", "invalid-mobile-foreign", {}),
        ("+999 12345678", "invalid-mobile-foreign", {}),
    ],
)
def test_an_impossible_mobile_number_is_refused_with_its_reason(
    typed: str, reason: str, values: dict[str, int]
) -> None:
    with pytest.raises(InvalidAnswer) as refusal:
        read_mobile_number(typed)

    assert (refusal.value.reason, refusal.value.values) == (reason, values)


def test_a_number_is_shown_as_people_say_it() -> None:
    assert grouped("01785478964") == "01785-478964"


@given(mobile_numbers)
def test_the_shown_number_is_read_back(number: str) -> None:
    assert read_mobile_number(grouped(number)) == number


@given(st.text(max_size=80) | st.text("0123456789+()- .,/;#x০১", max_size=40))
@example("+880 1785-478964")
def test_any_text_is_a_number_or_refused(text: str) -> None:
    try:
        number = read_mobile_number(text)
    except InvalidAnswer:
        return
    assert len(number) == 11
    assert number[:3] in {"013", "014", "015", "016", "017", "018", "019"}
