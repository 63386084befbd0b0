from datetime import datetime

import pytest

from bot.sandbox.ekyc.dates import DHAKA
from tests.bot.sandbox.ekyc.caller import Caller, drawn_picture, specimen
from tests.bot.sandbox.ekyc.conftest import Start

# The keys of the document's sample reply, in its order.
DETAIL_KEYS = [
    *(
        f"{field}_{ending}"
        for field in (
            "nid",
            "dob",
            "nameEng",
            "nameBng",
            "fatherName",
            "motherName",
            "presentAddress",
            "bloodGroup",
        )
        for ending in ("from_card", "from_ec", "score")
    ),
    "textual_info_match",
    "applicantPhoto_from_card",
    "applicantPhoto_card_ec_match",
    "applicantPhoto_from_app",
    "applicantPhoto_app_ec_match",
]


async def test_a_fresh_application_is_pending_without_values(start: Start) -> None:
    caller = await start(verification_delay=60)
    await caller.submits()
    assert await caller.status() == {"status": "pending"}


async def test_the_right_card_and_the_right_face_pass(caller: Caller) -> None:
    await caller.submits()
    verdict = await caller.verdict()
    assert verdict["status"] == "passed"
    detail = verdict["detail"]
    assert list(detail) == DETAIL_KEYS
    assert all(detail[key] == 100 for key in DETAIL_KEYS if key.endswith("_score"))
    assert all(detail[key] is True for key in DETAIL_KEYS if key.endswith("_match"))
    assert detail["dob_from_card"] == detail["dob_from_ec"] == "25/03/1991"
    assert detail["bloodGroup_from_card"] == "O+"


async def test_somebody_elses_selfie_fails_by_the_face_alone(caller: Caller) -> None:
    await caller.submits(photo=specimen("selfies/05_b.jpg"))
    verdict = await caller.verdict()
    assert verdict["status"] == "failed"
    assert verdict["detail"]["textual_info_match"] is True
    assert verdict["detail"]["applicantPhoto_card_ec_match"] is True
    assert verdict["detail"]["applicantPhoto_app_ec_match"] is False


async def test_a_photo_of_nobody_matches_nobody(caller: Caller) -> None:
    await caller.submits(photo=drawn_picture())
    assert (await caller.verdict())["detail"]["applicantPhoto_app_ec_match"] is False


async def test_another_name_than_the_registers_fails_by_its_score(caller: Caller) -> None:
    await caller.submits(applicant_name_eng="SALMA BEGUM")
    verdict = await caller.verdict()
    assert verdict["status"] == "failed"
    assert verdict["detail"]["textual_info_match"] is False
    assert verdict["detail"]["nameEng_score"] < 60
    assert verdict["detail"]["nameEng_from_card"] == "SALMA BEGUM"
    assert verdict["detail"]["nameEng_from_ec"] == "RAHIMA KHATUN"


async def test_one_customers_card_with_anothers_data_fails_by_the_cards_face(
    caller: Caller,
) -> None:
    form = await caller.filled_form(citizen=1)
    other = await caller.filled_form(citizen=2)
    names = {key: other[key] for key in ("id_front_name", "id_back_name")}
    await caller.step_two(form | names)
    verdict = await caller.verdict()
    assert verdict["detail"]["textual_info_match"] is True
    assert verdict["detail"]["applicantPhoto_card_ec_match"] is False
    assert verdict["status"] == "failed"


@pytest.mark.parametrize(
    "changes", [{"nid_no": "0001991032589"}, {"dob": "1991/3/26"}, {"nid_no": "1991032588"}]
)
async def test_a_pair_of_nid_and_date_that_the_register_lacks_is_invalid(
    caller: Caller, changes: dict[str, str]
) -> None:
    await caller.step_two(await caller.filled_form() | changes)
    assert await caller.verdict() == {"status": "invalid"}


async def test_the_nid_may_be_written_with_the_birth_year_before_it(caller: Caller) -> None:
    await caller.submits(nid_no="19910001991032588")
    verdict = await caller.verdict()
    assert (verdict["status"], verdict["detail"]["nid_score"]) == ("passed", 100)


async def test_an_unknown_mobile_number_is_an_error_not_a_verdict(caller: Caller) -> None:
    assert await caller.status("01999999999") == {
        "status": "failed",
        "status_code": 6004,
        "message": "No application was found for this mobile number.",
    }


@pytest.mark.parametrize("number", ["", "abc", "+8801711132446", "017111324467"])
async def test_the_status_of_an_invalid_mobile_number_is_refused(
    caller: Caller, number: str
) -> None:
    reply = await caller.status_reply(number)
    assert reply.status_code == 400
    assert list(reply.json()["errors"]) == ["mobile_number"]


async def test_an_agent_sees_own_applications_only(caller: Caller, other_caller: Caller) -> None:
    await caller.submits()
    await caller.verdict()
    assert (await other_caller.status())["status_code"] == 6004
    assert (await other_caller.log(status="all")).json() == []


async def test_of_two_applications_with_one_number_the_status_tells_the_older(
    caller: Caller,
) -> None:
    await caller.submits(citizen=1)
    await caller.submits(citizen=2)
    assert (await caller.verdict())["detail"]["nid_from_ec"] == "0001991032588"


async def test_the_log_has_the_columns_of_the_document_newest_first(caller: Caller) -> None:
    for citizen in range(3):
        await caller.submits(citizen, mobile_number=f"0171113244{citizen}")
        await caller.verdict(f"0171113244{citizen}")
    rows = (await caller.log(status="all")).json()
    assert rows[0] == {
        "customer_mobile_number": "01711132442",
        "customer_name": "ABDUR RAHIM",
        "customer_nid_number": "0001975121620",
        "submitted_on": f"{datetime.now(DHAKA):%d/%m/%Y}",
        "verification_status": "passed",
    }
    assert [row["customer_mobile_number"][-1] for row in rows] == ["2", "1", "0"]


async def test_the_log_filters_by_status(start: Start) -> None:
    caller = await start()
    await caller.submits(1, mobile_number="01700000001")
    await caller.submits(2, specimen("selfies/01_a.jpg"), mobile_number="01700000002")
    await caller.submits(3, dob="1990/1/1", mobile_number="01700000003")
    for ending in "123":
        await caller.verdict(f"0170000000{ending}")
    await caller.asks_for("stuck_pending")
    await caller.submits(4, mobile_number="01700000004")

    async def found(status: str) -> list[str]:
        rows = (await caller.log(status=status)).json()
        return [row["customer_mobile_number"][-1] for row in rows]

    assert await found("passed") == ["1"]
    assert await found("failed") == ["2"]
    assert await found("pending") == ["4"]
    assert await found("all") == ["4", "3", "2", "1"]
    words = [row["verification_status"] for row in (await caller.log(status="all")).json()]
    assert words == ["pending", "invalid", "failed", "passed"]


async def test_the_log_comes_in_pages_and_ends_with_an_empty_one(caller: Caller) -> None:
    for number in range(5):
        await caller.submits(number, mobile_number=f"0170000000{number}")

    async def page(number: int) -> list[str]:
        rows = (await caller.log(status="all", page=str(number), per_page="2")).json()
        return [row["customer_mobile_number"][-1] for row in rows]

    assert [await page(number) for number in (1, 2, 3, 4)] == [["4", "3"], ["2", "1"], ["0"], []]


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"status": ""},
        {"status": "invalid"},
        {"status": "Passed"},
        {"status": "all", "page": "0"},
        {"status": "all", "page": "-1"},
        {"status": "all", "page": "1.5"},
        {"status": "all", "page": "২"},
        {"status": "all", "page": "9" * 400},
        {"status": "all", "per_page": "0"},
        {"status": "all", "per_page": "101"},
        {"status": "all", "per_page": ""},
    ],
)
async def test_the_log_refuses_parameters_that_are_not_in_the_document(
    caller: Caller, parameters: dict[str, str]
) -> None:
    reply = await caller.log(**parameters)
    assert reply.status_code == 400
    assert reply.json()["detail"].startswith("The query parameter ")
