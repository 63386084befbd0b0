"""Who has left the pending list, in whatever order it comes and however it moves."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from bot.ekyc import LogRow, LogSweep, State
from bot.verdicts.pending_list import PendingList, person


def row(number: int, verdict: State = State.PENDING) -> LogRow:
    return LogRow(
        mobile_number=f"{number}",
        customer_name="",
        nid_number="1980100147",
        submitted_on="",
        state=verdict,
        raw_status=verdict,
    )


def sweep(*pages: Sequence[int], is_whole: bool = True) -> LogSweep:
    shown = tuple(tuple(row(number) for number in page) for page in pages)
    return LogSweep(
        rows=tuple(each for page in shown for each in page),
        is_whole=is_whole,
        pages=shown,
        requests=len(shown),
    )


def listed(pending: PendingList, numbers: Sequence[int]) -> list[int]:
    return [number for number in numbers if person(f"{number}", "1980100147") in pending]


def test_a_row_missing_from_within_a_page_has_left_at_once() -> None:
    pending = PendingList()
    pending.take(sweep([1, 2, 3], [4, 5, 6]))

    pending.take(sweep([1, 3, 4], [5, 6]))

    assert listed(pending, range(7)) == [1, 3, 4, 5, 6]


def test_a_row_that_slipped_to_the_page_before_is_not_taken_for_gone() -> None:
    pending = PendingList()
    pending.take(sweep([1, 2, 3], [4, 5, 6]))

    pending.take(sweep([1, 2, 3], [5, 6]))  # 1 left between the pages, and 4 moved up

    assert listed(pending, range(7)) == [1, 2, 3, 4, 5, 6]
    pending.take(sweep([2, 3, 4], [5, 6]))
    assert listed(pending, range(7)) == [2, 3, 4, 5, 6]


def test_a_row_missing_twice_has_left() -> None:
    pending = PendingList()
    pending.take(sweep([1, 2, 3], [4, 5, 6]))
    pending.take(sweep([1, 2, 3], [5, 6]))

    pending.take(sweep([1, 2, 3], [5, 6]))

    assert listed(pending, range(7)) == [1, 2, 3, 5, 6]


def test_a_row_with_a_final_word_is_decided_and_not_listed() -> None:
    pending = PendingList()
    rows = (row(1, State.PASSED), row(2))

    pending.take(LogSweep(rows=rows, is_whole=True, pages=(rows,), requests=1))

    assert listed(pending, [1, 2]) == [2]
    assert pending.decided == {person("1", "1980100147")}


@given(st.permutations(range(40)), st.sets(st.integers(0, 39)), st.integers(1, 50))
def test_between_two_undisturbed_readings_every_leaver_is_found_at_the_second_look(
    order: list[int], leaving: set[int], per_page: int
) -> None:
    def pages(numbers: list[int]) -> list[list[int]]:
        return [numbers[first : first + per_page] for first in range(0, len(numbers), per_page)]

    pending = PendingList()
    pending.take(sweep(*pages(order)))
    left = [number for number in order if number not in leaving]

    pending.take(sweep(*pages(left)))
    assert set(left) <= set(listed(pending, order))
    pending.take(sweep(*pages(left)))

    assert set(listed(pending, order)) == set(left)
