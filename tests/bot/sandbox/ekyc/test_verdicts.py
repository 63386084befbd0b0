from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.ekyc.verdicts import LIMITS, FaceMatches, corrected, judge
from tests.bot.sandbox.ekyc.caller import RAHIMA

SUBMITTED = {
    "nid_no": RAHIMA.nid_no,
    "dob": "1991/3/25",
    "applicant_name_eng": RAHIMA.name_eng,
    "applicant_name_ben": RAHIMA.name_ben,
    "father_name": RAHIMA.father_name,
    "mother_name": RAHIMA.mother_name,
    "pres_address": RAHIMA.address,
}
BOTH = FaceMatches(card=True, photo=True)


def test_all_alike_passes() -> None:
    assert judge(SUBMITTED, "O+", RAHIMA, BOTH).status == "passed"


def test_the_blood_group_is_scored_but_never_decides() -> None:
    verdict = judge(SUBMITTED, "", RAHIMA, BOTH)
    assert verdict.status == "passed"
    assert verdict.detail is not None
    assert verdict.detail["bloodGroup_score"] == 0
    assert verdict.detail["bloodGroup_from_ec"] == "O+"


@given(st.booleans(), st.booleans(), st.sampled_from(["RAHIMA KHATUN", "KAMALA RANI DAS"]))
def test_passed_is_text_and_both_faces(card: bool, photo: bool, name: str) -> None:
    verdict = judge(
        SUBMITTED | {"applicant_name_eng": name}, "O+", RAHIMA, FaceMatches(card, photo)
    )
    detail = verdict.detail
    assert detail is not None
    assert detail["textual_info_match"] == (name == "RAHIMA KHATUN")
    assert detail["applicantPhoto_card_ec_match"] == card
    assert detail["applicantPhoto_app_ec_match"] == photo
    assert (verdict.status == "passed") == (detail["textual_info_match"] and card and photo)


@given(
    st.fixed_dictionaries({key: st.text(max_size=20) for key in SUBMITTED if key != "dob"}),
    st.text(max_size=3),
)
def test_text_matches_exactly_when_no_score_is_under_its_limit(
    fields: dict[str, str], blood_group: str
) -> None:
    detail = judge(SUBMITTED | fields, blood_group, RAHIMA, BOTH).detail
    assert detail is not None
    low = [name for name, limit in LIMITS.items() if detail[f"{name}_score"] < limit]
    assert detail["textual_info_match"] == (not low)


def test_a_corrected_verdict_is_its_opposite_and_consistent() -> None:
    failed = judge(SUBMITTED | {"father_name": "x"}, "O+", RAHIMA, FaceMatches(False, False))
    passed = corrected(failed.status, failed.detail)
    assert passed.status == "passed"
    assert passed.detail is not None
    assert passed.detail["fatherName_from_ec"] == "x"
    assert {value for key, value in passed.detail.items() if key.endswith("_score")} == {100}
    again = corrected(passed.status, passed.detail)
    assert again.status == "failed"
    assert corrected("invalid", None).status == "invalid"
