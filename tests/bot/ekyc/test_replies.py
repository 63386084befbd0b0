"""What all replies have in common: the HTTP status, Retry-After, a body that is not JSON."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ekyc import EkycDenied, EkycError, EkycMisunderstood, EkycRefused, EkycUnavailable
from bot.ekyc.replies import LONGEST_WAIT, Reply, http_error, raise_for_http_status, retry_after
from tests.bot.ekyc.sample import ANY_HEADERS, sample_reply

TOKEN = "c0ffee00d15ea5e5c0ffee00d15ea5e5c0ffee00"


def reply_with(status: int = 503, **headers: str) -> Reply:
    return Reply.read(status, {key.replace("_", "-"): text for key, text in headers.items()}, b"")


def test_a_good_status_raises_nothing() -> None:
    raise_for_http_status(reply_with(200))
    raise_for_http_status(reply_with(201))


@pytest.mark.parametrize("name", ["token_invalid.401.json", "token_not_permitted.403.json"])
def test_a_refused_token_is_for_the_operator(name: str) -> None:
    error = http_error(sample_reply(name, hidden=[TOKEN]))

    assert isinstance(error, EkycDenied)
    assert "refused the token" in str(error)
    assert TOKEN not in str(error)


@pytest.mark.parametrize("name", ["wrong_address.404.html", "wrong_address.404.json"])
def test_a_page_that_is_not_theirs_is_for_the_operator(name: str) -> None:
    error = http_error(sample_reply(name))

    assert isinstance(error, EkycDenied)
    assert str(error) == "The eKYC service is not at the configured address (HTTP 404 Not Found)"


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_for_the_operator(status: int) -> None:
    assert isinstance(http_error(reply_with(status, Location="https://x.example")), EkycDenied)


@pytest.mark.parametrize(
    "name",
    ["server_error.500.html", "bad_gateway.502.html", "unavailable.503.json", "throttled.429.json"],
)
def test_an_outage_means_wait(name: str) -> None:
    error = http_error(sample_reply(name))

    assert isinstance(error, EkycUnavailable)
    assert error.retry_after is None
    assert "<" not in str(error)


def test_a_request_time_out_of_the_service_means_wait() -> None:
    assert isinstance(http_error(reply_with(408)), EkycUnavailable)


def test_a_refusal_carries_reason_and_code() -> None:
    error = http_error(sample_reply("card_pictures_refused.400.json"))

    assert isinstance(error, EkycRefused)
    assert (error.reason, error.code) == ("Please check your image fields", 5001)
    assert str(error) == "The eKYC service refused: Please check your image fields"


def test_a_refusal_by_the_web_server_is_named_by_its_status() -> None:
    error = http_error(sample_reply("too_large.413.html"))

    assert isinstance(error, EkycRefused)
    assert error.reason.startswith("HTTP 413")
    assert error.code is None


def test_a_map_of_fields_becomes_one_line() -> None:
    error = http_error(sample_reply("card_field_map.400.json"))

    assert isinstance(error, EkycRefused)
    assert error.reason == (
        "id_back: No file was submitted. id_front: The submitted file is empty."
    )


def test_retry_after_in_seconds() -> None:
    assert retry_after(reply_with(Retry_After="17")) == 17.0


def test_retry_after_as_a_date_is_measured_by_the_clock_of_the_service() -> None:
    reply = reply_with(
        Retry_After="Sat, 02 Nov 2024 08:16:30 GMT", Date="Sat, 02 Nov 2024 08:15:30 GMT"
    )

    assert retry_after(reply) == 60.0


def test_retry_after_in_the_past_means_now() -> None:
    reply = reply_with(
        Retry_After="Sat, 02 Nov 2024 08:15:30 GMT", Date="Sat, 02 Nov 2024 08:16:30 GMT"
    )

    assert retry_after(reply) == 0.0


def test_retry_after_of_years_is_cut_to_an_hour() -> None:
    assert retry_after(reply_with(Retry_After="999999999")) == LONGEST_WAIT


@pytest.mark.parametrize(
    "text", ["", "soon", "-5", "1.5", "9" * 40, "Sat, 02 Nov 2024 08:16:30 GMT"]
)
def test_any_other_retry_after_says_nothing(text: str) -> None:
    assert retry_after(reply_with(Retry_After=text)) is None


@given(ANY_HEADERS, st.text(), st.text())
def test_no_header_can_make_the_reader_stumble(
    headers: dict[str, str], asked: str, date: str
) -> None:
    waits = [
        retry_after(Reply.read(503, headers, b"")),
        retry_after(Reply.read(503, {"Retry-After": asked, "Date": date}, b"")),
    ]

    assert all(wait is None or 0 <= wait <= LONGEST_WAIT for wait in waits)


@given(st.integers(100, 999).filter(lambda status: not 200 <= status < 300), st.binary())
def test_every_other_status_becomes_one_of_our_errors(status: int, body: bytes) -> None:
    assert isinstance(http_error(Reply.read(status, {}, body)), EkycError)


@pytest.mark.parametrize("body", [None, b"", b"<html></html>", b"[[]]", b'"success"', b"null"])
def test_a_body_that_is_no_object_is_misunderstood(body: bytes | None) -> None:
    reply = Reply.read(200, {}, body)

    assert reply.envelope == {}
    with pytest.raises(EkycMisunderstood, match=r"^The reply is not a JSON object \(HTTP 200\)$"):
        reply.required_envelope()


def test_a_list_of_sentences_is_errors_and_no_object() -> None:
    reply = Reply.read(200, {}, b'["a"]')

    assert reply.envelope == {"errors": ["a"]}
    with pytest.raises(EkycMisunderstood):
        reply.required_envelope()


def test_no_repr_shows_what_came_or_what_is_hidden() -> None:
    shown = repr(sample_reply("card_later.json", hidden=[TOKEN]))

    assert shown == "Reply(status=200)"
