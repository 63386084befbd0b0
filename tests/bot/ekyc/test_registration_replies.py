"""Replies to step 1 and step 2 in every dialect."""

import contextlib
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.ekyc import (
    EkycDenied,
    EkycDuplicate,
    EkycError,
    EkycMisunderstood,
    EkycOutcomeUnknown,
    EkycRefused,
    EkycUnavailable,
    Reading,
)
from bot.ekyc.lenient_json import Json
from bot.ekyc.registration_replies import check_submission, read_reading
from bot.ekyc.replies import Reply
from tests.bot.ekyc.people import KARIM
from tests.bot.ekyc.sample import (
    ANY_HEADERS,
    ANY_STATUS,
    mutated_documents,
    mutated_samples,
    sample_bytes,
    sample_names,
    sample_reply,
)


def read(name: str) -> Reading:
    return read_reading(sample_reply(name))


def texts(reading: Reading) -> tuple[str | None, ...]:
    return (
        reading.nid_number,
        reading.date_of_birth,
        reading.name_bangla,
        reading.name_english,
        reading.father_name,
        reading.mother_name,
        reading.address,
    )


CARD: dict[str, Json] = {
    "nid_no": "3268483744",
    "dob": "1991/3/7",
    "id_front_name": "front.jpg",
    "id_back_name": "back.jpg",
}


#: How services say that a call failed.
FAILED: list[dict[str, Json]] = [
    {"status": "failed"},
    {"status": "Fail"},
    {"status": "failure"},
    {"status": "error"},
    {"status": "false"},
    {"status": False},
    {"status": "400"},
    {"success": False},
    {"success": "false"},
    {"success": False, "status": None},
    {"success": False, "status": ""},
    {"success": False, "status": "400"},
    {"success": False, "status": "Bad Request"},
]


@pytest.mark.parametrize("content", [CARD, {"data": {"data": CARD}}, {"data": [CARD]}])
def test_a_card_is_read_however_deep_it_is_wrapped(content: dict[str, Json]) -> None:
    reading = read_reading(Reply(status=200, content={"status": "success", **content}))

    assert (reading.nid_number, reading.date_of_birth) == ("3268483744", "1991/3/7")
    assert (reading.front_name, reading.back_name) == ("front.jpg", "back.jpg")


AS_PRINTED_ON_THE_CARD = (
    "3268483744",
    "1991/3/7",
    "মোঃ করিম হাওলাদার",
    "Md. Karim Howlader",
    "আবদুল জব্বার হাওলাদার",
    "রাবেয়া খাতুন",
    "বাসা/হোল্ডিং: ১৪, গ্রাম: চরপাড়া, বাকেরগঞ্জ, বরিশাল",
)


# Step 1: the card is read.


@pytest.mark.parametrize(
    "name",
    [
        "card_v107.json",
        "card_v107_as_printed.txt",
        "card_byte_order_mark.json",
        "card_curly_quotes.txt",
    ],
)
def test_a_card_is_read_however_its_json_is_written(name: str) -> None:
    reading = read(name)

    assert texts(reading) == AS_PRINTED_ON_THE_CARD
    assert (reading.front_name, reading.back_name) == ("card_7f31_front.jpg", "card_7f31_back.jpg")
    assert reading.spouse_name is reading.blood_group is None


def test_raw_new_lines_in_a_text_become_spaces() -> None:
    assert read("card_raw_new_lines.txt").address == "বাসা: ১৪, গ্রাম: চরপাড়া, বরিশাল"


def test_a_card_of_version_1_06_names_its_pictures_by_address() -> None:
    reading = read("card_v106.json")

    assert texts(reading)[2:] == AS_PRINTED_ON_THE_CARD[2:]
    assert reading.front_name == "/media/nid/7f31_front.jpg"
    assert reading.front_image is reading.back_image is None


def test_a_card_of_later_servers_has_other_names_and_more_fields() -> None:
    reading = read("card_later.json")

    assert reading.name_bangla == "মোঃ করিম হাওলাদার"
    assert reading.name_english == "Md. Karim Howlader"
    assert reading.father_name is None
    assert reading.spouse_name == "শাহিনুর বেগম"
    assert reading.blood_group == "B+"
    assert (reading.front_name, reading.back_name) == ("7f31c2.jpg", "7f31c3.jpg")


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("card_v107.json", "1991/3/7"),
        ("card_v106.json", "7/3/1991"),
        ("card_later.json", "07/Mar/1991"),
        ("card_dob_with_stray_slash.json", "1991/03/07/"),
    ],
)
def test_the_date_of_birth_is_kept_letter_by_letter(name: str, date: str) -> None:
    assert read(name).date_of_birth == date


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("card_nid_as_number.json", "19919210431000123"),
        ("card_nid_grouped.json", "3268483744"),
        ("card_nid_of_odd_length.json", "555828415748712"),
    ],
)
def test_the_nid_number_is_read_as_digits_of_any_length(name: str, number: str) -> None:
    assert read(name).nid_number == number


def test_fields_that_were_not_read_are_none() -> None:
    assert texts(read("card_fields_not_read.json")) == (None,) * 7


@pytest.mark.parametrize(
    "words", ["Not found", "NOT AVAILABLE", "not_found", "n.a.", "undefined", "NaN", "Unknown", "."]
)
def test_words_that_no_card_prints_are_no_reading(words: str) -> None:
    fields = ("dob", "customer_name_ben", "customer_name_eng", "father_name", "mother_name")
    card = CARD | dict.fromkeys((*fields, "address", "spouse_name"), words)

    reading = read_reading(Reply(status=200, content={"status": "success", "data": card}))

    assert {reading.date_of_birth, reading.name_bangla, reading.name_english} == {None}
    assert {reading.father_name, reading.mother_name, reading.spouse_name} == {None}
    assert reading.address is None


def test_bangla_text_is_normalised_and_keeps_its_joiners() -> None:
    reading = read("card_text_to_clean.json")

    assert reading.name_bangla == "মো: র\u200d্যাব হায়দার"
    assert reading.name_english == "MD. KARIM HOWLADER"
    assert reading.father_name == "বড়\u09bc য\u09bc"


@pytest.mark.parametrize(
    "name",
    [
        "card_v107.json",
        "card_image_python_bytes.json",
        "card_image_data_uri.json",
        "card_image_wrapped.json",
    ],
)
def test_the_cropped_pictures_are_decoded_from_every_wrapping(name: str) -> None:
    reading = read(name)

    for content in (reading.front_image, reading.back_image):
        assert content is not None
        assert Image.open(io.BytesIO(content)).size == (16, 10)


@pytest.mark.parametrize(
    "name",
    [
        "card_v107_as_printed.txt",
        "card_image_paths.json",
        "card_image_missing.json",
        "card_image_cut_short.json",
    ],
)
def test_a_picture_that_does_not_decode_costs_only_the_preview(name: str) -> None:
    reading = read(name)

    assert reading.front_image is reading.back_image is None
    assert texts(reading) == AS_PRINTED_ON_THE_CARD


def test_a_card_that_could_not_be_read_is_a_refusal_although_http_says_200() -> None:
    with pytest.raises(EkycRefused) as refusal:
        read("card_unreadable.json")

    assert refusal.value.code == 6001
    assert refusal.value.reason == "Nid or Date of Birth not found."


def test_a_refusal_may_be_wrapped_in_a_success() -> None:
    inner: Json = {"status": "failed", "status_code": "6001", "message": "NID number not found"}
    with pytest.raises(EkycRefused, match="NID number not found") as error:
        read_reading(Reply(status=200, content={"status": "success", "data": inner}))
    assert error.value.code == 6001


def test_any_other_word_than_success_is_a_refusal() -> None:
    with pytest.raises(EkycRefused, match="no reason given"):
        read("card_unreadable_without_reason.json")


@pytest.mark.parametrize("name", ["card_pictures_refused.400.json", "card_field_map.400.json"])
def test_pictures_can_be_refused(name: str) -> None:
    with pytest.raises(EkycRefused):
        read(name)


@pytest.mark.parametrize(
    "name", ["card_names_missing.json", "card_without_data.json", "maintenance.200.html"]
)
def test_a_reply_that_step_2_cannot_build_on_is_misunderstood(name: str) -> None:
    with pytest.raises(EkycMisunderstood):
        read(name)


def test_a_reply_that_was_too_long_is_misunderstood() -> None:
    with pytest.raises(EkycMisunderstood):
        read_reading(Reply.read(200, {}, None))


@pytest.mark.parametrize("name", ["server_error.500.html", "throttled.429.json"])
def test_an_outage_during_reading_means_wait_and_repeat(name: str) -> None:
    with pytest.raises(EkycUnavailable):
        read(name)


# Step 2: only a clear success is one.


@pytest.mark.parametrize(
    "name", ["submission_v107.json", "submission_later.json", "submission_later_again.json"]
)
def test_a_clear_success_is_accepted(name: str) -> None:
    check_submission(sample_reply(name))


@pytest.mark.parametrize(
    "rest",
    [
        {"error": None, "errors": []},
        {"error": False, "errors": {}},
        {"error": "0", "errors": ""},
        {"error": "none", "status_code": "200", "code": "201"},
        {"status_code": "4001"},
    ],
)
def test_a_success_may_say_that_there_was_no_error(rest: dict[str, Json]) -> None:
    check_submission(Reply(status=200, content={"status": "success", **rest}))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("submission_still_undecided.json", 6003),
        ("submission_field_missing.400.json", 5002),
        ("submission_image_name_refused.400.json", 5003),
        ("submission_photo_refused.400.json", 5005),
        ("submission_field_map.400.json", None),
        ("too_large.413.html", None),
    ],
)
def test_a_clear_refusal_carries_its_code(name: str, code: int | None) -> None:
    with pytest.raises(EkycRefused) as refusal:
        check_submission(sample_reply(name))

    assert refusal.value.code == code
    assert refusal.value.reason


@pytest.mark.parametrize("failed", FAILED)
def test_a_refusal_is_heard_in_whatever_word_it_is_said(failed: dict[str, Json]) -> None:
    reply = Reply(status=200, content={**failed, "message": "The nominee is too short"})

    for read in (read_reading, check_submission):
        with pytest.raises(EkycRefused, match="The nominee is too short"):
            read(reply)


@pytest.mark.parametrize("code", ["status", "status_code", "code"])
def test_a_failure_that_is_a_crash_of_the_server_leaves_the_outcome_unknown(code: str) -> None:
    with pytest.raises(EkycOutcomeUnknown):
        check_submission(Reply(status=200, content={"success": False, code: "500"}))


@pytest.mark.parametrize("code", ["500", "503", "408"])
def test_such_a_code_may_be_all_that_the_reply_says(code: str) -> None:
    with pytest.raises(EkycOutcomeUnknown):
        check_submission(Reply(status=200, content={"status": code, "message": "Try again"}))


@pytest.mark.parametrize("word", ["invalid", "Rejected", "duplicate", "NOT OK"])
def test_another_word_than_failed_is_a_refusal_where_a_reason_is_given(word: str) -> None:
    with pytest.raises(EkycRefused, match="The nominee must be an adult"):
        check_submission(
            Reply(status=200, content={"status": word, "detail": "The nominee must be an adult."})
        )


@pytest.mark.parametrize("rest", [{}, {"reference": "A17"}, {"detail": {"nid_no": "3268483744"}}])
def test_such_a_word_without_a_reason_may_be_the_state_of_what_was_saved(
    rest: dict[str, Json],
) -> None:
    with pytest.raises(EkycOutcomeUnknown):
        check_submission(Reply(status=200, content={"status": "invalid", **rest}))


@pytest.mark.parametrize(
    ("http", "words", "is_duplicate"),
    [
        (409, "", True),
        (200, "Application already submitted, awaiting identity verification.", True),
        (400, "Duplicate application for this NID.", True),
        (400, "আবেদনটি ইতিমধ্যে জমা হয়েছে", True),
        (400, "nominee: Must be an adult.", False),
        (400, "This address does not exist.", False),
        (400, "An application with this NID no exists.", True),
        (400, "The picture no longer exists.", False),
        (400, "The picture has already been deleted.", False),
    ],
)
def test_a_duplicate_is_known_by_its_status_or_its_words(
    http: int, words: str, *, is_duplicate: bool
) -> None:
    with pytest.raises(EkycRefused) as refusal:
        check_submission(Reply(status=http, content={"status": "failed", "message": words}))

    assert isinstance(refusal.value, EkycDuplicate) is is_duplicate


def test_a_refusal_may_be_a_list_of_sentences() -> None:
    """As Django REST framework writes the error of a whole form."""
    with pytest.raises(EkycRefused, match="The nominee is too short"):
        check_submission(Reply(status=400, content=["The nominee is too short."]))
    with pytest.raises(EkycDuplicate):
        check_submission(Reply(status=400, content=["This application was already submitted."]))


def test_a_refusal_does_not_repeat_who_was_refused() -> None:
    reply = sample_reply("submission_names_the_customer.400.json", hidden=KARIM.personal_values())

    with pytest.raises(EkycRefused) as refusal:
        check_submission(reply)

    for personal in ("Karim", "KARIM", "326", "01711223344", "@"):
        assert personal not in str(refusal.value)


@pytest.mark.parametrize(
    "name",
    [
        "server_error.500.html",
        "bad_gateway.502.html",
        "unavailable.503.json",
        "maintenance.200.html",
        "submission_cut_short.txt",
        "submission_unknown_word.json",
        "submission_without_status.json",
    ],
)
def test_whatever_is_not_clear_leaves_the_outcome_unknown(name: str) -> None:
    with pytest.raises(EkycOutcomeUnknown):
        check_submission(sample_reply(name))


@pytest.mark.parametrize("status", [301, 302, 307, 408, 500, 501, 504, 599])
def test_redirects_time_outs_and_server_errors_leave_the_outcome_unknown(status: int) -> None:
    with pytest.raises(EkycOutcomeUnknown):
        check_submission(Reply.read(status, {}, b'{"status": "success"}'))


@pytest.mark.parametrize(
    "contradiction",
    [
        {"success": False},
        {"data": {"status": "failed"}},
        {"detail": [{"success": "false"}]},
        {"error": "Could not be saved"},
        {"error": True},
        {"errors": {"nominee": ["Too short"]}},
        {"data": {"errors": ["Too short"]}},
        {"status_code": "400"},
        {"status_code": "5002"},
        {"code": "500"},
    ],
)
def test_a_success_that_contradicts_itself_leaves_the_outcome_unknown(
    contradiction: dict[str, Json],
) -> None:
    with pytest.raises(EkycOutcomeUnknown):
        check_submission(Reply(status=200, content={"status": "success", **contradiction}))


def test_a_reply_that_was_too_long_leaves_the_outcome_unknown() -> None:
    with pytest.raises(EkycOutcomeUnknown):
        check_submission(Reply.read(200, {}, None))


def test_being_throttled_or_told_when_to_come_back_means_nothing_was_taken() -> None:
    for reply in (
        sample_reply("throttled.429.json"),
        sample_reply("throttled.429.json", retry_after="17"),
        sample_reply("unavailable.503.json", retry_after="17"),
    ):
        with pytest.raises(EkycUnavailable) as unavailable:
            check_submission(reply)
        assert unavailable.value.retry_after in {None, 17.0}


@pytest.mark.parametrize(
    "name", ["token_invalid.401.json", "token_not_permitted.403.json", "wrong_address.404.html"]
)
def test_a_submission_that_reached_nobody_is_for_the_operator(name: str) -> None:
    with pytest.raises(EkycDenied):
        check_submission(sample_reply(name))


# Arbitrary replies.


@given(ANY_STATUS, ANY_HEADERS, st.binary() | mutated_samples())
def test_any_bytes_end_in_a_reading_or_one_of_our_errors(
    status: int, headers: dict[str, str], body: bytes
) -> None:
    reply = Reply.read(status, headers, body, hidden=KARIM.personal_values())
    with contextlib.suppress(EkycUnavailable, EkycRefused, EkycDenied, EkycMisunderstood):
        assert isinstance(read_reading(reply), Reading)
    with contextlib.suppress(EkycUnavailable, EkycRefused, EkycDenied, EkycOutcomeUnknown):
        check_submission(reply)


@given(st.data(), st.sampled_from(sample_names("card", "submission")))
def test_any_change_of_shape_ends_in_a_reading_or_one_of_our_errors(
    data: st.DataObject, name: str
) -> None:
    try:
        document = json.loads(sample_bytes(name))
    except ValueError:
        document = {"status": "success", "data": {}}
    body = json.dumps(data.draw(mutated_documents(document))).encode()
    for act in (read_reading, check_submission):
        with contextlib.suppress(EkycError):
            act(Reply.read(200, {}, body))


@given(st.integers(100, 999), st.binary())
def test_a_submission_never_succeeds_without_the_word_success(status: int, body: bytes) -> None:
    if b"success" in body.lower():
        return
    with pytest.raises(EkycError):
        check_submission(Reply.read(status, {}, body))
