"""The service's words on a refusal, without anybody's details."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ekyc.lenient_json import Json, read_json
from bot.ekyc.reasons import read_code, read_reason, without_personal_data
from tests.bot.ekyc.sample import ANY_JSON, sample_reply


@pytest.mark.parametrize(
    ("envelope", "reason"),
    [
        ({"message": "All fields are mandatory"}, "All fields are mandatory"),
        ({"detail": "Invalid page."}, "Invalid page."),
        ({"error": "Bank is null."}, "Bank is null."),
        ({"errors": ["Too big", "Too dark"]}, "Too big Too dark"),
        ({"errors": {"gender": ["Unknown."]}}, "gender: Unknown."),
        ({"gender": ["Unknown."], "dob": "Too young"}, "gender: Unknown. dob: Too young"),
        ({"non_field_errors": ["No."]}, "No."),
        ({"code": 7, "msg": "Try another picture"}, "Try another picture"),
        (
            {"detail": [{"loc": ["body", "dob"], "msg": "bad format", "type": "value_error"}]},
            "dob: bad format",
        ),
        ({"detail": [{"loc": ["body", 3], "msg": "bad", "input": "1980"}]}, "bad"),
        ({"errors": [{"field": "dob", "message": "bad format"}]}, "dob: bad format"),
        ({"status": "failed", "status_code": "6001"}, ""),
        ({"message": "Same", "detail": "Same"}, "Same"),
        ({"message": "<p>Traceback of\nthe server</p>"}, ""),
        (["message"], ""),
        (None, ""),
    ],
)
def test_a_reason_is_found_in_every_form_of_error(envelope: Json, reason: str) -> None:
    assert read_reason(envelope) == reason


def test_a_reason_repeats_nothing_of_what_was_sent() -> None:
    reply = sample_reply("submission_names_the_customer.400.json")
    sent = ("Md. Karim Howlader", "3268483744", "01711223344")

    assert read_reason(reply.envelope, hidden=sent) == (
        "Applicant … (NID …, mobile +…, …) already exists; the card of … expired."
    )


def test_a_short_name_is_hidden_as_a_word_but_not_inside_another() -> None:
    assert without_personal_data("Ali failed validation", hidden=["Ali"]) == "… failed validation"


def test_a_bangla_name_and_bangla_digits_are_hidden() -> None:
    assert without_personal_data("আবেদনকারী করিম (০১৭১১২২৩৩৪৪) আছে", hidden=["মোঃ করিম"]) == (
        "আবেদনকারী … (…) আছে"
    )


@pytest.mark.parametrize(
    "personal",
    [
        "19919210431000123",
        "326 848 3744",
        "01711-223344",
        "1980/10/1",
        "c0ffee00d15ea5e5c0ffee00d15ea5e5",
        "data/9j/4AAQSkZJRgABAQEAeAB4AAD",
        "karim@example.com",
    ],
)
def test_personal_looking_text_is_hidden_without_being_named(personal: str) -> None:
    assert without_personal_data(f"Refused: {personal} is known") == "Refused: … is known"


def test_small_numbers_and_field_names_stay() -> None:
    sentence = "id_front_name or applicant_photo_card_ec_match: no more than 100 characters"

    assert without_personal_data(sentence) == sentence


def test_a_long_reason_is_cut() -> None:
    assert len(without_personal_data("why " * 100)) == 200


def test_a_dump_is_no_reason() -> None:
    assert read_reason({"message": "x" * 501}) == ""


def test_a_deep_reason_is_left_where_it_is() -> None:
    assert read_reason(read_json(b'{"errors": ' + b"[" * 500 + b'"deep"' + b"]" * 500 + b"}")) == ""


def test_a_code_is_a_small_number_or_none() -> None:
    assert read_code({"status_code": "6001"}) == 6001
    assert read_code({"status_code": "?"}) is None
    assert read_code([]) is None


@given(
    st.lists(st.text(alphabet="abcdefgh", min_size=3, max_size=9), min_size=1, max_size=4),
    st.text(alphabet=" .,:()", max_size=4),
    ANY_JSON,
)
def test_no_word_of_what_was_sent_is_ever_in_a_reason(
    words: list[str], between: str, other: Json
) -> None:
    envelope: Json = {"message": between + f"{between} ".join(words) + between, "errors": other}
    reason = read_reason(envelope, hidden=[" ".join(words)])

    assert not set(words) & set(reason.translate(str.maketrans(".,:()", "     ")).split())
