from typing import Any

from bot.sandbox.ekyc.dialects import DIALECTS, in_1_08, in_envelope, with_image_names
from bot.sandbox.ekyc.faults import CALLS

FAILURE = {"status": "failed", "status_code": 6004, "message": "Nothing was found."}


def test_failures_are_worded_alike_in_every_dialect() -> None:
    for reword in DIALECTS.values():
        for call in CALLS[:3]:
            assert reword(call, FAILURE) == FAILURE


def test_1_08_gives_the_nid_as_a_number_unless_it_would_lose_its_zeros() -> None:
    def told(nid_no: str) -> Any:
        detail = {"nid_from_card": nid_no, "dob_from_card": "25/03/1991"}
        fields = ("nameEng", "nameBng", "fatherName", "motherName", "presentAddress")
        detail |= {f"{field}_from_card": "x" for field in fields}
        scores = {f"{field}_score": 85 for field in fields}
        matches = dict.fromkeys(
            ("textual_info_match", "applicantPhoto_card_ec_match", "applicantPhoto_app_ec_match"),
            True,
        )
        body = {"status": "passed", "detail": detail | scores | matches}
        return in_1_08("status", body)["data"]["detail"]["nid_no"]

    assert told("1991032588123") == 1991032588123
    assert told("0001991032588") == "0001991032588"


def test_1_08_wraps_a_status_without_values_too() -> None:
    assert in_1_08("status", {"status": "pending"}) == {
        "status": "success",
        "data": {"status": "pending"},
    }


def test_the_envelope_of_an_empty_log_is_not_empty() -> None:
    assert in_envelope("log", []) == {"status": "success", "status_code": 4005, "data": []}


def test_image_addresses_become_names_and_names_stay() -> None:
    addresses = {"id_front_name": "/media/1_front.jpg", "id_back_name": "1_back.jpg", "dob": "1/2"}
    assert with_image_names(addresses) == {
        "id_front_name": "1_front.jpg",
        "id_back_name": "1_back.jpg",
        "dob": "1/2",
    }
