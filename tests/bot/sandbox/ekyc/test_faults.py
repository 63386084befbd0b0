import math

import pytest

from bot.sandbox.ekyc.faults import CALLS, KINDS, MAGIC_PREFIX, Call, Faults


def test_each_kind_affects_its_default_calls_its_default_number_of_times() -> None:
    for kind, usual in KINDS.items():
        faults = Faults()
        faults.add(kind)
        for call in set(CALLS) - set(usual.calls):
            assert faults.take(call) == {}
        most = 50 if math.isinf(usual.times) else int(usual.times)
        assert all(kind in faults.take(usual.calls[0]) for _ in range(most))
        assert (faults.take(usual.calls[0]) == {}) == (not math.isinf(usual.times))


def test_two_kinds_of_fault_can_affect_one_call_but_not_one_kind_twice() -> None:
    faults = Faults()
    for kind in ("slow", "slow", "fields_left_out"):
        faults.add(kind)
    assert sorted(faults.take("step_one")) == ["fields_left_out", "slow"]
    assert sorted(faults.take("step_one")) == ["slow"]
    assert faults.take("step_one") == {}


@pytest.mark.parametrize("call", ["step_two", "status"])
def test_a_fault_for_a_number_leaves_others_alone(call: Call) -> None:
    faults = Faults()
    faults.add("bad_gateway", mobile_number="01700000001")
    assert faults.take(call) == {}
    assert faults.take(call, "01700000002") == {}
    assert "bad_gateway" in faults.take(call, "01700000001")


def test_magic_numbers_ask_for_every_kind_once() -> None:
    for kind, usual in KINDS.items():
        faults = Faults()
        number = f"{MAGIC_PREFIX}{usual.code:02}0001"
        faults.add_magic(number)
        faults.add_magic(number)
        assert [fault.kind for fault in faults.due()] == [kind]


def test_ordinary_numbers_and_unused_codes_ask_for_nothing() -> None:
    faults = Faults()
    for number in ("01711132446", f"{MAGIC_PREFIX}990001"):
        faults.add_magic(number)
    assert faults.due() == []


def test_used_magic_numbers_work_again_after_clearing() -> None:
    faults = Faults()
    number = f"{MAGIC_PREFIX}040001"
    faults.add_magic(number)
    faults.clear()
    faults.add_magic(number)
    assert [fault.kind for fault in faults.due()] == ["bad_gateway"]


def test_no_repr_shows_a_mobile_number() -> None:
    faults = Faults()
    faults.add("slow", mobile_number="01711132446")
    assert "0171" not in repr(faults.due())
