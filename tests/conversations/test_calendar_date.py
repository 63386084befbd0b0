"""Dates as agents type them and as the service sends them."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conversations.bangla import bangla_digits
from conversations.calendar_date import as_service_writes, possible_dates, read_date_of_birth
from conversations.invalid_answer import InvalidAnswer

TODAY = date(2026, 11, 23)

NO_MONTHS_OF_THIS_CALENDAR = (
    *(
        "বৈশাখ",
        "জ্যৈষ্ঠ",
        "আষাঢ়",
        "শ্রাবণ",
        "ভাদ্র",
        "আশ্বিন",
        "কার্তিক",
        "অগ্রহায়ণ",
        "পৌষ",
        "মাঘ",
        "ফাল্গুন",
        "চৈত্র",
    ),
    *("boishakh", "joishtho", "asharh", "srabon", "bhadro", "ashwin", "kartik", "ogrohayon"),
    *("poush", "magh", "falgun", "choitro", "muharram", "ramadan", "rajab", "safar"),
)

birthdays = st.dates(date(1906, 11, 23), date(2010, 11, 23))


@pytest.mark.parametrize(
    "typed",
    [
        "1/10/1980",
        "01-10-1980",
        "1.10.1980",
        "01 10 1980",
        "01101980",
        "19801001",
        "1980/10/1",
        "1980-10-01",
        "1 Oct 1980",
        "1-Oct-1980",
        "1st October, 1980",
        "October 1, 1980",
        "1OCT1980",
        "1980 oct 1",
        "Date of Birth: 01 Oct 1980",
        "১/১০/১৯৮০",
        "١/١٠/١٩٨٠",
        "１/１０/１９８０",
        "১ অক্টোবর ১৯৮০",
        "১লা অক্টোবর, ১৯৮০ খ্রি.",
        "জন্ম তারিখ: ০১ অক্টো ১৯৮০",
        "১ Oct 1980",
        # A Bangla keyboard has the visarga where others have the colon.
        "০১ঃ১০ঃ১৯৮০",
        "জন্ম তারিখঃ ০১/১০/১৯৮০",
        "জন্মতারিখঃ১ঃ১০ঃ১৯৮০",
        "তাং ১/১০/১৯৮০",
        "১ অক্টোঃ ১৯৮০",
        "ইং ০১/১০/১৯৮০",
        "০১/১০/১৯৮০ ইং",
        "০১-১০-১৯৮০ইং",
        "১ অক্টোবর ১৯৮০ ইংরেজি",
        "১/১০/১৯৮০ খ্রিঃ",
        "১/১০/১৯৮০ খ্রীঃ",
        "১ অক্টোবর ১৯৮০ খৃঃ",
        "১লা অক্টোবর ১৯৮০ খ্রিস্টাব্দ",
        "১লা অক্টোবর ১৯৮০ খ্রীষ্টাব্দ",
        "১ অক্টোবর, ১৯৮০ সন",
        "D.O.B. 1/10/1980",
        "DOB: 1.10.1980",
        "d o b 01101980",
        "Born on 1st October 1980",
        "Birth date - 1/10/1980 A.D.",
        "Wednesday, 1 October 1980",
        "Wed 01-10-1980",
        "বুধবার, ১ অক্টোবর ১৯৮০",
        "১৯৮০ সালের ১ অক্টোবর",
        "রোজ বুধবার ১/১০/১৯৮০",
        "1_10_1980",
        "1:10:1980",
        "1|10|1980",
        "1\\10\\1980",
    ],
)
def test_a_date_is_read_however_it_is_written(typed: str) -> None:
    assert read_date_of_birth(typed, today=TODAY) == date(1980, 10, 1)


@pytest.mark.parametrize(
    ("name", "month"),
    [
        *(("January", 1), ("Jan", 1), ("জানুয়ারি", 1), ("জানুয়ারী", 1), ("জানু", 1)),
        *(("February", 2), ("Feb", 2), ("ফেব্রুয়ারি", 2), ("ফেব্রুয়ারী", 2), ("ফেব", 2)),
        *(("March", 3), ("Mar", 3), ("মার্চ", 3), ("April", 4), ("Apr", 4), ("এপ্রিল", 4)),
        *(("May", 5), ("মে", 5), ("June", 6), ("Jun", 6), ("জুন", 6)),
        *(("July", 7), ("Jul", 7), ("জুলাই", 7), ("August", 8), ("Aug", 8), ("আগস্ট", 8)),
        *(("আগষ্ট", 8), ("September", 9), ("Sept", 9), ("Sep", 9), ("সেপ্টেম্বর", 9)),
        *(("October", 10), ("Oct", 10), ("অক্টোবর", 10), ("November", 11), ("Nov", 11)),
        *(("নভেম্বর", 11), ("December", 12), ("Dec", 12), ("ডিসেম্বর", 12), ("জা\u09a8ু\u09dfারি", 1)),
    ],
)
def test_months_have_names_in_both_scripts(name: str, month: int) -> None:
    assert read_date_of_birth(f"2 {name} 1980", today=TODAY) == date(1980, month, 2)


@pytest.mark.parametrize(
    ("name", "month"),
    [
        *(
            ("Janury", 1),
            ("Febuary", 2),
            ("feburary", 2),
            ("Aprill", 4),
            ("Juley", 7),
            ("Agust", 8),
        ),
        *(("Septembar", 9), ("Sepetember", 9), ("Octobar", 10), ("Octobor", 10), ("Novembar", 11)),
        *(("Decembar", 12), ("ফেব্রয়ারি", 2), ("সেপ্টম্বর", 9), ("অক্টবর", 10), ("ডিসেম্ভর", 12)),
    ],
)
def test_a_misspelt_month_is_read(name: str, month: int) -> None:
    assert read_date_of_birth(f"2 {name} 1980", today=TODAY) == date(1980, month, 2)


@given(
    birthdays,
    st.sampled_from(
        ["%d/%m/%Y", "%Y/%m/%d", "%d.%m.%Y", "%d%m%Y", "%Y%m%d", "%d %b %Y", "%B %d, %Y"]
    ),
    st.booleans(),
)
def test_every_day_is_read_back_in_every_form(day: date, form: str, is_bangla: bool) -> None:
    typed = day.strftime(form)

    assert read_date_of_birth(bangla_digits(typed) if is_bangla else typed, today=TODAY) == day


@pytest.mark.parametrize(
    ("typed", "reason", "values"),
    [
        ("", "invalid-date-form", {}),
        ("last spring", "invalid-date-form", {}),
        ("1980", "invalid-date-form", {}),
        ("1/1980", "invalid-date-form", {}),
        ("1 10 19 80", "invalid-date-form", {}),
        ("1 Foo 1980", "invalid-date-form", {}),
        ("1 Ju 1980", "invalid-date-form", {}),
        ("1 Juny 1980", "invalid-date-form", {}),  # June or July
        *((f"1 {month} 1980", "invalid-date-form", {}) for month in NO_MONTHS_OF_THIS_CALENDAR),
        ("1/10/198", "invalid-date-form", {}),
        ("1/10/80", "invalid-date-century", {"dates": "1/10/1980"}),
        ("1 Oct '80", "invalid-date-century", {"dates": "1/10/1980"}),
        ("০১ঃ১০ঃ৮০ ইং", "invalid-date-century", {"dates": "1/10/1980"}),
        ("1/10/05", "invalid-date-century", {"dates": "1/10/2005"}),
        ("1/10/08", "invalid-date-century", {"dates": "1/10/1908 / 1/10/2008"}),
        ("1/10/15", "invalid-date-century", {"dates": "1/10/1915"}),
        ("31/02/80", "invalid-date-unreal", {}),
        ("29/02/80", "invalid-date-century", {"dates": "29/2/1980"}),
        ("29/02/00", "invalid-date-century", {"dates": "29/2/2000"}),  # 1900 had no such day
        ("1/10/8", "invalid-date-year", {}),
        ("১ আশ্বিন ১৩৮৭ বঙ্গাব্দ", "invalid-date-form", {}),  # another calendar is not guessed at
        ("31/02/1980", "invalid-date-unreal", {}),
        ("29/02/1981", "invalid-date-unreal", {}),
        ("10/25/1980", "invalid-date-unreal", {}),  # the month never comes first
        ("0/0/0000", "invalid-date-unreal", {}),
        ("24/11/2026", "invalid-date-future", {}),
        ("24/11/2010", "invalid-date-too-young", {"age": 15}),
        ("23/11/2026", "invalid-date-too-young", {"age": 0}),
        ("23/11/1905", "invalid-date-too-old", {"age": 121}),
    ],
)
def test_an_impossible_date_of_birth_is_refused_with_its_reason(
    typed: str, reason: str, values: dict[str, int]
) -> None:
    with pytest.raises(InvalidAnswer) as refusal:
        read_date_of_birth(typed, today=TODAY)

    assert (refusal.value.reason, refusal.value.values) == (reason, values)


@pytest.mark.parametrize("typed", ["23/11/2010", "23/11/1906", "24/11/1905"])
def test_the_16th_birthday_and_the_121st_year_are_still_right(typed: str) -> None:
    assert read_date_of_birth(typed, today=TODAY)


def test_born_on_a_leap_day_one_is_16_on_the_first_of_march() -> None:
    with pytest.raises(InvalidAnswer):
        read_date_of_birth("29/02/2008", today=date(2024, 2, 28))
    assert read_date_of_birth("29/02/2004", today=date(2021, 3, 1)) == date(2004, 2, 29)


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("1980/10/1", {date(1980, 10, 1)}),
        ("1/10/1980", {date(1980, 10, 1), date(1980, 1, 10)}),
        ("12/12/1980", {date(1980, 12, 12)}),
        ("25/10/1980", {date(1980, 10, 25)}),
        ("10/25/1980", {date(1980, 10, 25)}),
        ("1980/12/12/", {date(1980, 12, 12)}),
        ("15/Oct/1994", {date(1994, 10, 15)}),
        ("1980-10-01T00:00:00Z", {date(1980, 10, 1)}),
        ("1980-10-01 00:00:00", {date(1980, 10, 1)}),
        ("2030/1/2", {date(2030, 1, 2)}),  # whether it can be right is not asked here
        ("1980/25/10", set()),
        ("1/10/80", set()),
        ("none", set()),
        ("", set()),
    ],
)
def test_what_the_service_sends_may_mean_several_dates(sent: str, meant: set[date]) -> None:
    assert possible_dates(sent) == meant


@given(st.dates())
def test_a_date_in_the_service_s_own_form_means_that_date_only(day: date) -> None:
    written = as_service_writes(day, "1980/10/1")

    assert possible_dates(written) == ({day} if day.year >= 1000 else set())


@pytest.mark.parametrize(
    ("read", "written"),
    [
        ("1980/10/1", "1979/3/5"),
        ("1980-10-01", "1979-03-05"),
        ("1980-10-25", "1979-03-05"),
        ("1980-10-1", "1979-3-5"),
        ("1/10/1980", "5/3/1979"),
        ("25/10/1980", "5/3/1979"),
        ("10/25/1980", "1979/3/5"),  # where 5/3 is the third of May
        ("12-31-1980", "1979/3/5"),
        ("01-10-1980", "05-03-1979"),
        (" 12.12.1980 ", "5.3.1979"),
        ("", "1979/3/5"),
        ("1 October 1980", "1979/3/5"),
        ("1/10-1980", "1979/3/5"),
        ("1/10/80", "1979/3/5"),
    ],
)
def test_a_date_is_written_as_the_service_wrote_what_it_read(read: str, written: str) -> None:
    assert as_service_writes(date(1979, 3, 5), read) == written


@pytest.mark.parametrize("read", ["3/5/1979", "5/3/1979", "05-03-1979", "1979/3/5", "1979-03-05"])
def test_a_date_that_the_service_may_have_meant_is_returned_as_it_wrote_it(read: str) -> None:
    """Whoever corrects 3/5/1979 to 5 March shows that this service writes the month first."""
    assert as_service_writes(date(1979, 3, 5), read) == read


@given(st.text(max_size=60) | st.text("0123456789/-. octসেJ", max_size=20))
@example("১/১০/১৯৮০")
def test_any_text_is_a_date_or_refused(text: str) -> None:
    possible_dates(text)
    try:
        day = read_date_of_birth(text, today=TODAY)
    except InvalidAnswer:
        return
    assert date(1905, 11, 24) <= day <= date(2010, 11, 23)
    assert day in possible_dates(text)


def test_two_digits_that_are_no_year_of_an_adult_ask_for_the_whole_year() -> None:
    """So it is where the machine's clock is far off."""
    with pytest.raises(InvalidAnswer, match="invalid-date-year"):
        read_date_of_birth("1/10/80", today=date(1970, 1, 1))
