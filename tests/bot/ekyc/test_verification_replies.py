"""Replies of the status call and of the log in every dialect."""

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ekyc import (
    EkycDenied,
    EkycError,
    EkycMisunderstood,
    EkycNobodyShown,
    EkycNotFound,
    EkycRefused,
    EkycUnavailable,
    LogPage,
    LogRow,
    State,
    Status,
)
from bot.ekyc.lenient_json import Json
from bot.ekyc.replies import Reply
from bot.ekyc.verification_replies import read_log_page, read_status
from tests.bot.ekyc.sample import (
    ANY_HEADERS,
    ANY_STATUS,
    mutated_documents,
    mutated_samples,
    sample_bytes,
    sample_names,
    sample_reply,
)


def status(name: str) -> Status:
    return read_status(sample_reply(name))


def log(name: str) -> LogPage:
    return read_log_page(sample_reply(name))


def scores(state: Status) -> dict[str, float | None]:
    return {score.field: score.score for score in state.scores}


ALL_FIELDS = [
    "nid",
    "date_of_birth",
    "name_english",
    "name_bangla",
    "father_name",
    "mother_name",
    "present_address",
    "blood_group",
]


# Status: verdicts.


@pytest.mark.parametrize("name", ["status_v107_passed.json", "status_v106_passed.json"])
def test_a_passed_verification_of_version_1_07(name: str) -> None:
    state = status(name)

    assert state.state is State.PASSED
    assert (state.raw_status, state.is_known_status) == ("passed", True)
    assert state.nid_number == "3268483744"
    assert list(scores(state)) == ALL_FIELDS
    assert scores(state)["present_address"] == 78.0
    assert (state.textual_match, state.card_photo_match, state.selfie_match) == (True, True, True)


def test_version_1_07_tells_both_compared_values() -> None:
    name_english = status("status_v107_passed.json").scores[2]

    assert name_english.card == "MD. KARIM HOWLADER"
    assert name_english.register == "MD KARIM HOWLADER"


def test_a_failed_verification_tells_what_did_not_match() -> None:
    state = status("status_v107_failed.json")

    assert state.state is State.FAILED
    assert scores(state)["father_name"] == 41.0
    assert (state.textual_match, state.card_photo_match, state.selfie_match) == (False, True, False)


@pytest.mark.parametrize(
    ("name", "selfie_match"),
    [("status_v108_passed.txt", True), ("status_v108_wrapped.json", False)],
)
def test_version_1_08_renames_fields_and_drops_the_register(name: str, selfie_match: bool) -> None:
    state = status(name)

    assert state.state is State.PASSED
    assert state.nid_number == "19919210431000123"
    assert scores(state) == {
        "name_english": 96.0,
        "name_bangla": 100.0,
        "father_name": 93.0,
        "mother_name": 100.0,
        "present_address": 78.0,
    }
    assert all(score.card and score.register is None for score in state.scores)
    assert (state.textual_match, state.card_photo_match) == (True, True)
    assert state.selfie_match is selfie_match


def test_later_servers_put_matches_next_to_the_detail_and_write_them_as_text() -> None:
    state = status("status_later_failed.json")

    assert state.state is State.FAILED
    assert (state.textual_match, state.card_photo_match, state.selfie_match) == (False, True, False)
    assert scores(state)["father_name"] is None
    assert scores(state)["mother_name"] == 61.5
    assert "permanent_address" not in scores(state)


def test_a_reply_and_its_parts_may_be_the_only_ones_of_a_list() -> None:
    detail: Json = {"nid_from_card": "3268483744", "nid_score": "30"}
    contents: list[Json] = [
        [{"status": "failed", "detail": detail}],
        {"status": "failed", "detail": [detail]},
        {"status": "success", "data": [{"status": "failed", "detail": detail}]},
        {"status": "success", "data": [{"status": "failed", "detail": [detail]}]},
    ]
    for content in contents:
        state = read_status(Reply(status=200, content=content))

        assert (state.state, state.nid_number) == (State.FAILED, "3268483744")
        assert [score.score for score in state.scores] == [30]


NUMBER: dict[str, Json] = {"nid_from_card": "3268483744", "nid_score": "85"}
PASSED: dict[str, Json] = {"status": "passed", "detail": NUMBER}


@pytest.mark.parametrize(
    "content",
    [
        {"status": "success", "detail": {"status": "passed", **NUMBER}},
        {"status": "success", "detail": PASSED},
        {"status": "success", "data": {"data": PASSED}},
        {"status": "success", "data": {"status": "success", "data": PASSED}},
        {"status": "success", "result": PASSED},
        {"status": "passed", "data": NUMBER},
    ],
)
def test_a_verification_is_read_however_it_is_wrapped(content: dict[str, Json]) -> None:
    state = read_status(Reply(status=200, content=content))

    assert (state.state, state.nid_number) == (State.PASSED, "3268483744")
    assert [score.score for score in state.scores] == [85]


@pytest.mark.parametrize("key", ["data", "results", "result", "detail"])
def test_rows_are_read_however_they_are_wrapped(key: str) -> None:
    rows: Json = [{"customer_mobile_number": "01711223344", "verification_status": "passed"}]
    success: dict[str, Json] = {"status": "success", key: rows}

    wrapped: dict[str, Json] = {"status": "success", "data": {"data": success}}
    for content in (success, wrapped):
        assert len(read_log_page(Reply(status=200, content=content)).rows) == 1


def test_a_failed_call_with_an_empty_list_of_errors_is_no_empty_log() -> None:
    with pytest.raises(EkycMisunderstood):
        read_log_page(Reply(status=200, content={"status": "failed", "detail": []}))


def test_of_several_records_none_is_taken_for_the_one_of_the_number() -> None:
    record: Json = {"status": "passed", "nid_no": "3268483744"}
    with pytest.raises(EkycMisunderstood):
        read_status(Reply(status=200, content={"status": "success", "data": [record, record]}))
    with pytest.raises(EkycMisunderstood):
        read_status(Reply(status=200, content=[record, record]))


def test_case_and_spaces_of_a_status_do_not_matter() -> None:
    assert status("status_shouted.json").state is State.PASSED


def test_scores_come_as_numbers_texts_and_nothing() -> None:
    assert scores(status("status_scores_of_all_kinds.json")) == {
        "nid": 100.0,
        "date_of_birth": 99.5,
        "name_english": 87.25,
        "name_bangla": None,
        "father_name": None,
        "mother_name": None,  # 0 although the texts are equal: the comparison failed
        "present_address": 0.0,
        "blood_group": 85.0,
    }


def test_matches_come_as_words_and_numbers_and_an_unknown_word_is_unknown() -> None:
    state = status("status_matches_of_all_kinds.json")

    assert (state.textual_match, state.card_photo_match, state.selfie_match) == (False, True, None)


def test_the_nid_number_tells_whose_verification_it_is() -> None:
    assert status("status_other_person.json").nid_number == "1987654321"


@pytest.mark.parametrize("nothing", ["N/A", "none", "-", " ", None])
def test_a_key_that_says_nothing_leaves_the_word_to_the_next(nothing: Json) -> None:
    said: Json = {"nid_from_card": nothing, "nid_no": "3268483744", "verification_status": nothing}
    state = read_status(Reply(status=200, content={"status": "passed", "detail": said}))
    assert (state.state, state.nid_number) == (State.PASSED, "3268483744")

    entry: Json = {"customer_mobile_number": nothing, "mobile_number": "01711223344"}
    (row,) = read_log_page(Reply(status=200, content=[entry])).rows
    assert row.mobile_number == "01711223344"


def test_words_next_to_the_compared_values_do_not_make_a_denial() -> None:
    assert status("status_failed_with_words.json").state is State.FAILED


# Status: no verdict yet, or another one.


@pytest.mark.parametrize("name", sample_names("status_pending"))
def test_pending_has_no_values_in_any_way_of_having_none(name: str) -> None:
    state = status(name)

    assert state.state is State.PENDING
    assert state.is_known_status
    assert state.nid_number is None
    assert state.scores == ()
    assert state.textual_match is state.card_photo_match is state.selfie_match is None


@pytest.mark.parametrize("name", ["status_later_pending.json", "status_bank_pending.json"])
def test_pending_of_later_servers_tells_whose_it_is(name: str) -> None:
    state = status(name)

    assert state.state is State.PENDING
    assert state.nid_number in {"19919210431000123", "3268483744"}
    assert state.scores == ()


@pytest.mark.parametrize("name", ["status_invalid.json", "status_bank_invalid.json"])
def test_invalid_is_a_verdict_not_an_unknown_number(name: str) -> None:
    assert status(name).state is State.INVALID


@pytest.mark.parametrize(
    ("name", "word"),
    [("status_later_ec_requested.json", "ec_requested"), ("status_undecided.json", "undecided")],
)
def test_a_word_outside_the_document_is_pending_and_kept(name: str, word: str) -> None:
    state = status(name)

    assert state.state is State.PENDING
    assert (state.raw_status, state.is_known_status) == (word, False)
    assert state.scores == ()


# Status: what is no state at all.


@pytest.mark.parametrize(
    "name",
    [
        "status_unknown_mobile.json",
        "status_unknown_mobile.400.json",
        "status_not_found_word.json",
        "wrong_address.404.json",  # on this call, of Django REST framework, no wrong address
    ],
)
def test_only_a_clear_denial_means_that_there_is_no_application(name: str) -> None:
    with pytest.raises(EkycNotFound):
        status(name)


@pytest.mark.parametrize(
    "name",
    [
        "status_failed_alone.json",
        "status_failed_call.json",
        "status_failed_empty_detail.json",
        "status_without_status.json",
        "submission_v107.json",
        "maintenance.200.html",
        "log_v107.json",
    ],
)
def test_a_failed_call_is_neither_a_verdict_nor_a_denial(name: str) -> None:
    with pytest.raises(EkycMisunderstood):
        status(name)


@pytest.mark.parametrize(
    "content",
    [
        *(
            {"success": False, "status": word, "message": "Try again later"}
            for word in ("400", "Bad Request", "fail")
        ),
        {"status": "fail"},
        {"status": "500"},
        {"status": "400", "message": "Try again later"},
        {"status": "success", "data": {"status": "503"}},
        [{"status": "fail"}],
        {"status": "success", "data": {"status": "fail"}},
        {"status": "success", "detail": {"status": "failure"}},
        {"status": "success", "result": [{"status": "false"}]},
        {"status": "success", "data": {"success": False, "status": "busy"}},
    ],
)
def test_nor_is_it_a_pending_one_in_a_word_that_is_not_known(content: Json) -> None:
    with pytest.raises(EkycMisunderstood):
        read_status(Reply(status=200, content=content))


_COMPARED: dict[str, Json] = {"nid_from_card": "3268483744", "nid_score": "85"}


@pytest.mark.parametrize(
    "content",
    [
        {"status": "passed", "success": False, "detail": _COMPARED},
        {"status": "error", "verification_status": "passed", "detail": _COMPARED},
        {"status": "failed", "data": {"status": "passed", "detail": _COMPARED}},
        {"status": "passed", "detail": {"status": "failed", **_COMPARED}},
        {"status": "failed", "detail": {"status": "passed", **_COMPARED}},
        {"status": "passed", "detail": {"verification_status": "pending", **_COMPARED}},
        {"status": "failed", "detail": {"nid_no": "3268483744", "message": "EC server timed out"}},
    ],
)
def test_a_reply_that_contradicts_itself_has_no_verdict(content: dict[str, Json]) -> None:
    with pytest.raises(EkycMisunderstood):
        read_status(Reply(status=200, content=content))


@pytest.mark.parametrize(
    ("message", "is_denial"),
    [
        ("No verification found for this mobile number.", True),
        ("Customer does not exist", True),
        ("An applicant with this mobile number doesn’t exist.", True),
        ("No data found", True),
        ("NID number not found in EC server", False),
        ("No record of this number in the Election Commission's database", False),
        ("Applicant not found in NID database", False),
        ("No record found in the national database for this NID", False),
        ("Customer record does not exist in the voter list", False),
        ("Applicant not found in the database", False),
        ("No application found for this NID", True),
        ("Mobile number not found in the database", True),
        ("NID number not found for this mobile number", False),
        ("No record found for this mobile number or NID", True),
        ("No record found for this NID number or mobile number.", True),
        ("No record found with the given mobile no. / National ID number", True),
        ("No records found in the database for this phone number or voter ID", True),
        ("No record of this mobile number or NID in the voter register", False),
        ("No record found in EC for this NID and mobile number", False),
        ("No record found for this NID or voter ID", False),
        ("The number is not valid", False),
    ],
)
def test_words_deny_an_application_unless_they_are_about_the_register(
    message: str, *, is_denial: bool
) -> None:
    reply = Reply(status=200, content={"status": "failed", "message": message})

    with pytest.raises(EkycNotFound if is_denial else EkycMisunderstood):
        read_status(reply)


@pytest.mark.parametrize(
    ("http", "content"),
    [
        (404, {"error": "Not Found"}),
        (404, {"message": "Application not found"}),
        (404, {"status": "failed", "message": "Not found"}),
        (404, {"status": "error"}),
        (404, {"status": 404, "error": "Not Found", "path": "/agent/get-verification-status/"}),
        (404, {"success": False, "code": "not_found"}),
        (400, {"detail": "No such customer"}),
        (400, {"status": "invalid", "detail": "Mobile number not found."}),
        (404, {"status": "invalid", "detail": "No application found for this mobile number."}),
        (400, {"mobile_number": ["Application with this number does not exist."]}),
        (200, {"error": "Application not found"}),
        (200, {"success": False, "message": "Application not found"}),
        (200, {"status": False, "message": "Application not found"}),
        (200, {"status": "fail", "message": "Application not found"}),
        (200, {"status": "failed", "detail": "Not found."}),
        (200, {"status": "failed", "detail": "Mobile number not registered"}),
        (200, {"status": "failed", "detail": "This mobile number has not been registered."}),
        (200, {"status": "failed", "detail": "No registration found for this mobile number."}),
        (400, {"status": "failed", "detail": "Registration not found."}),
        (200, {"status": "failed", "detail": "Unknown mobile number"}),
        (200, {"status": "Not Found"}),
        (200, {"status": "not_found", "nid_no": None, "detail": ""}),
        (200, [{"status": "not_found"}]),
        (200, {"status": "NotFound"}),
        (200, {"status": "not-found"}),
        (200, {"status": "No record found"}),
        (200, {"status": "NO_RECORD_FOUND"}),
        (200, {"status": "NO_DATA"}),
        (200, {"status": "Application not found"}),
        (200, {"status": 404, "message": "Not found"}),
        (200, {"status": "400", "detail": "No application found for this mobile number."}),
        (400, ["Mobile number not registered"]),
        (404, [{"message": "Application not found"}]),
    ],
)
def test_a_denial_is_recognised_in_whatever_envelope_it_comes(http: int, content: Json) -> None:
    with pytest.raises(EkycNotFound):
        read_status(Reply(status=http, content=content))


@pytest.mark.parametrize(
    ("http", "content"),
    [
        (404, {"status": "failed", "message": "NID not found in EC server"}),
        (404, {"status": "invalid", "message": "NID not found in EC server"}),
        (400, {"status": "invalid", "detail": "This number is not valid"}),
        (404, {"status": "invalid"}),
        (404, {"status": "failed", "detail": "Birth registration not found"}),
        (500, {"error": "Application not found"}),
        (200, {"message": "Something went wrong"}),
        (400, {"detail": "This number is not valid"}),
        (404, {}),
    ],
)
def test_what_says_nothing_of_our_application_denies_nothing(
    http: int, content: dict[str, Json]
) -> None:
    with pytest.raises((EkycMisunderstood, EkycRefused, EkycUnavailable)):
        read_status(Reply(status=http, content=content))


@pytest.mark.parametrize(
    "content",
    [
        {"status": "not_found", "nid_no": "3268483744"},
        {"status": "success", "detail": {"status": "not_found", "nid_no": "3268483744"}},
        {"status": "success", "data": {"status": "Not found", "nid_from_card": "3268483744"}},
        {"status": "not_found", "message": "NID not found in EC server"},
        {"status": "NotFound", "nid_no": "3268483744"},
        {"status": "No verification yet"},
        {"status": "NO_DATA", "nid_no": "3268483744"},
        {"status": "No record found in EC"},
        {"status": "NID not found"},
        {"status": "success", "data": {"status": "not_found", "message": "Not in voter list"}},
    ],
)
def test_a_card_that_the_register_lacks_is_no_application_that_the_service_lacks(
    content: dict[str, Json],
) -> None:
    """Only the number of the phone was asked for: whoever knows the card has the application."""
    state = read_status(Reply(status=200, content=content))

    assert (state.state, state.is_known_status) == (State.PENDING, False)


@pytest.mark.parametrize("content", [{"error": "Not Found"}, {"message": "Application not found"}])
def test_a_log_that_is_not_found_is_not_an_empty_one(content: dict[str, Json]) -> None:
    with pytest.raises(EkycError):
        read_log_page(Reply(status=404, content=content))


@pytest.mark.parametrize("name", ["status_mobile_refused.400.json", "status_error.json"])
def test_a_mobile_number_can_be_refused(name: str) -> None:
    with pytest.raises(EkycRefused):
        status(name)


def test_a_page_of_the_web_server_may_mean_an_unknown_number_or_a_wrong_address() -> None:
    with pytest.raises(EkycNobodyShown):
        status("wrong_address.404.html")


@pytest.mark.parametrize(
    "content",
    [
        {"status": "success", "message": "Record found"},
        {"status": "success", "message": "No record found in EC server"},
        {"status": "success", "message": "No verification yet"},
        {"status": "success", "data": {"remarks": "queued"}},
        {"status": "success", "data": [], "nid_no": "3268483744"},
        {"status": "success", "message": "No record found", "data": {"remarks": "queued"}},
    ],
)
def test_another_success_without_a_state_shows_nothing_at_all(content: dict[str, Json]) -> None:
    with pytest.raises(EkycMisunderstood) as unclear:
        read_status(Reply(status=200, content=content))

    assert not isinstance(unclear.value, EkycNobodyShown)


def test_a_state_next_to_an_empty_list_is_one() -> None:
    said: Json = {"status": "success", "verification_status": "passed", "data": []}

    assert read_status(Reply(status=200, content=said)).state is State.PASSED


# The log.


@pytest.mark.parametrize("name", ["log_v107.json", "log_v108.json", "log_in_two_envelopes.json"])
def test_the_log_is_read_under_the_names_of_every_version(name: str) -> None:
    page = log(name)

    assert page.rows[0] == LogRow(
        mobile_number="01711223344",
        customer_name="Md. Karim Howlader",
        nid_number="3268483744",
        submitted_on="02/11/2024",
        state=State.PASSED,
        raw_status="passed",
    )
    assert [row.state for row in page.rows] == ["passed", "failed", "pending"]


def test_the_log_of_later_servers_comes_in_an_envelope() -> None:
    page = log("log_later_agent.json")

    assert [row.customer_name for row in page.rows] == [
        "Md. Karim Howlader",
        "Salma Khatun",
        "Jotirmoy Chakma",
    ]
    assert page.total_pages is None
    assert page.rows[0].submitted_on == "2024-11-02T08:15:30.123456Z"


def test_the_log_for_banks_tells_how_many_pages_there_are() -> None:
    assert log("log_later_bank.json").total_pages == 7
    assert log("log_in_two_envelopes.json").total_pages == 7


@pytest.mark.parametrize(
    "name",
    [
        "log_nothing_found.json",
        "log_empty.json",
        "log_empty_envelope.json",
        "log_invalid_page.404.json",
    ],
)
def test_an_empty_log_is_no_error(name: str) -> None:
    assert log(name).rows == ()


@pytest.mark.parametrize(
    "failed",
    [
        {"status": "fail"},
        {"status": False},
        {"status": "404"},
        {"success": False},
        {"success": False, "status": "400"},
    ],
)
def test_an_empty_log_may_be_told_in_any_word_for_a_failure(failed: dict[str, Json]) -> None:
    reply = Reply(status=200, content={**failed, "message": "No records found"})

    assert read_log_page(reply).rows == ()


def test_two_rows_may_share_an_nid_number() -> None:
    page = log("log_shared_nid.json")

    assert len(page.rows) == 2
    assert {row.nid_number for row in page.rows} == {"3268483744"}
    assert page.rows[1].state is State.INVALID


def test_numbers_and_prefixes_of_mobiles_are_brought_into_one_form() -> None:
    rows = log("log_numbers.json").rows

    assert [row.mobile_number for row in rows] == ["01711223344", "01811223345"]
    assert [row.nid_number for row in rows] == ["3268483744", ""]


def test_unknown_words_in_the_log_are_pending() -> None:
    rows = log("log_unknown_words.json").rows

    assert [row.state for row in rows] == ["pending", "pending", "passed"]
    assert [row.raw_status for row in rows] == ["ec_requested", "Undecided", "PASSED"]


def test_a_row_without_a_mobile_number_is_left_out() -> None:
    assert len(log("log_row_without_mobile.json").rows) == 3


@pytest.mark.parametrize(
    "name",
    [
        "log_strange_rows.json",
        "log_failed_call.json",
        "maintenance.200.html",
        "status_pending.json",
    ],
)
def test_a_log_that_is_not_understood_proves_nothing(name: str) -> None:
    with pytest.raises(EkycMisunderstood):
        log(name)


def test_the_log_call_can_be_refused() -> None:
    with pytest.raises(EkycRefused, match="valid status field"):
        log("log_status_refused.400.json")


def test_a_page_is_known_again_by_its_rows_whatever_number_it_claims() -> None:
    claims_another = sample_bytes("log_later_bank.json").replace(b'"current_page": "1"', b'"x": 2')

    assert (
        read_log_page(Reply.read(200, {}, claims_another)).page_digest
        == log("log_later_bank.json").page_digest
        != log("log_v107.json").page_digest
    )


def test_a_digest_does_not_show_the_rows() -> None:
    assert "Karim" not in repr(log("log_v107.json"))


# Arbitrary replies.


@pytest.mark.parametrize(
    "name", ["server_error.500.html", "bad_gateway.502.html", "throttled.429.json"]
)
def test_an_outage_means_wait(name: str) -> None:
    for read in (status, log):
        with pytest.raises(EkycUnavailable):
            read(name)


def check_both(reply: Reply) -> None:
    """A value, or an error that a call of that kind may raise; never an unknown outcome."""
    known = (EkycUnavailable, EkycRefused, EkycDenied, EkycMisunderstood)
    with contextlib.suppress(*known, EkycNotFound):
        assert isinstance(read_status(reply), Status)
    with contextlib.suppress(*known):
        assert isinstance(read_log_page(reply), LogPage)


@given(ANY_STATUS, ANY_HEADERS, st.binary() | mutated_samples())
def test_any_bytes_end_in_a_value_or_one_of_our_errors(
    http_status: int, headers: dict[str, str], body: bytes
) -> None:
    check_both(Reply.read(http_status, headers, body, hidden=["01711223344"]))


@given(st.data(), st.sampled_from(sample_names("status", "log")))
def test_any_change_of_shape_ends_in_a_value_or_one_of_our_errors(
    data: st.DataObject, name: str
) -> None:
    try:
        document = json.loads(sample_bytes(name))
    except ValueError:
        document = {"status": "passed", "detail": {}}
    body = json.dumps(data.draw(mutated_documents(document))).encode()
    check_both(Reply.read(200, {}, body))


@given(mutated_samples("status_failed", "status_unknown", "status_error", "card", "log"))
def test_no_failed_call_ever_becomes_a_failed_verification(body: bytes) -> None:
    if b"score" in body or b"match" in body or b"nid" in body:
        return
    with contextlib.suppress(EkycError):
        assert read_status(Reply.read(200, {}, body)).state is not State.FAILED


@pytest.mark.parametrize(
    "words",
    [
        "No application found with this mobile number or national ID",
        "No application found for this mobile number and date of birth",
        "No application was found for this National ID",
    ],
)
@pytest.mark.parametrize("http", [200, 404])
def test_a_denial_of_an_application_may_name_what_the_register_has_too(
    words: str, http: int
) -> None:
    reply = Reply(status=http, content={"status": "failed", "message": words})

    with pytest.raises(EkycNotFound):
        read_status(reply)


@pytest.mark.parametrize("key", ["result", "detail", "data"])
@pytest.mark.parametrize(
    "inner",
    [
        {"status": "not_found", "message": "No application found"},
        {"status": "failed", "message": "No application found"},
    ],
)
def test_a_denial_may_be_wrapped(key: str, inner: dict[str, Json]) -> None:
    with pytest.raises(EkycNotFound):
        read_status(Reply(status=200, content={"status": "success", key: inner}))


@pytest.mark.parametrize(
    "words",
    [
        "No records found in the database.",
        "No data found in database",
        "No verification record exists in the database",
    ],
)
@pytest.mark.parametrize("http", [200, 404])
def test_an_empty_log_is_never_about_the_register(words: str, http: int) -> None:
    reply = Reply(status=http, content={"status": "failed", "message": words})

    assert read_log_page(reply).rows == ()


def test_a_log_without_a_database_is_not_an_empty_one() -> None:
    content: dict[str, Json] = {"status": "failed", "message": "No database connection."}

    with pytest.raises(EkycError):
        read_log_page(Reply(status=200, content=content))
