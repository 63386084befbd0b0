import asyncio

import pytest

from tests.bot.sandbox.ekyc.caller import Caller


async def test_the_control_list_counts_posts_and_applications(caller: Caller) -> None:
    assert await caller.applications() == {"posts": 0, "applications": []}
    form = await caller.submits()
    await caller.verdict()
    await caller.step_two(form)
    await caller.step_two(form | {"mobile_number": "01700000009"})
    found = await caller.applications()
    assert found["posts"] == 3
    assert [
        (each["mobile_number"], each["posts"], each["accepted"]) for each in found["applications"]
    ] == [("01711132446", 2, 2), ("01700000009", 1, 1)]


async def test_a_fault_is_listed_until_it_has_happened(caller: Caller) -> None:
    await caller.asks_for("bad_gateway", calls=["log"], times=2)
    due = (await caller.http.get("/control/faults")).json()["faults"]
    assert due == [
        {
            "kind": "bad_gateway",
            "calls": ["log"],
            "times": 2,
            "seconds": 0,
            "mobile_number": None,
            "ends_in": None,
        }
    ]
    for _ in range(2):
        assert (await caller.log(status="all")).status_code == 502
    assert (await caller.http.get("/control/faults")).json() == {"faults": []}
    assert (await caller.log(status="all")).status_code == 200


async def test_a_fault_for_some_time_ends_without_being_asked(caller: Caller) -> None:
    await caller.asks_for("bad_gateway", times="always", lasts=0.3)
    assert (await caller.log(status="all")).status_code == 502
    (fault,) = (await caller.http.get("/control/faults")).json()["faults"]
    assert 0 < fault["ends_in"] < 0.3
    await asyncio.sleep(fault["ends_in"] + 0.01)
    assert (await caller.log(status="all")).status_code == 200
    assert (await caller.http.get("/control/faults")).json() == {"faults": []}


async def test_clear_ends_all_faults(caller: Caller) -> None:
    await caller.asks_for("bad_gateway", times="always")
    await caller.asks_for("clear")
    assert (await caller.log(status="all")).status_code == 200


@pytest.mark.parametrize(
    "wish",
    [
        [],
        "slow",
        {},
        {"kind": "gremlins"},
        {"kind": ["slow"]},
        {"kind": "slow", "calls": "log"},
        {"kind": "slow", "calls": ["everything"]},
        {"kind": "slow", "calls": [["log"]]},
        {"kind": "slow", "times": 0},
        {"kind": "slow", "times": "often"},
        {"kind": "slow", "times": True},
        {"kind": "slow", "seconds": -1},
        {"kind": "slow", "seconds": float("1e9")},
        {"kind": "slow", "mobile_number": 1},
        {"kind": "slow", "lasts": "long"},
        {"kind": "slow", "minutes": 1},
    ],
)
async def test_a_wish_that_is_not_understood_is_refused(caller: Caller, wish: object) -> None:
    reply = await caller.http.post("/control/faults", json=wish)
    assert reply.status_code == 400
    assert reply.json()["detail"]
    assert (await caller.http.get("/control/faults")).json() == {"faults": []}


async def test_wishes_are_taken_as_json_only_so_that_no_other_site_can_send_them(
    caller: Caller,
) -> None:
    reply = await caller.http.post("/control/faults", content='{"kind": "slow"}')
    assert reply.status_code == 415
    reply = await caller.http.post(
        "/control/faults", content="{", headers={"Content-Type": "application/json"}
    )
    assert reply.status_code == 400
