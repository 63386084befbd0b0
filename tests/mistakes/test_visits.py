"""The model's customers are different people, or it would take two for one."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from tests.mistakes.visits import draw, on_one_phone


@given(st.integers(0, 10_000))
def test_phones_are_shared_and_no_two_visits_are_of_one_customer(seed: int) -> None:
    chance = Random(seed)
    visits = on_one_phone(chance, [draw(chance, n // 4, agent=n % 4) for n in range(200)])

    phones = [visit.customer.mobile_number for visit in visits]
    customers = {(visit.nid_number, visit.customer.mobile_number) for visit in visits}
    assert len(set(phones)) < len(customers) == len(visits)
