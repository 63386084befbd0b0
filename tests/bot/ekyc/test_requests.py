"""The four requests, letter by letter as version 1.07 of the document has them."""

from bot.ekyc.requests import (
    Part,
    card_request,
    log_request,
    status_request,
    submission_request,
)
from tests.bot.ekyc.people import KARIM, a_picture

FRONT, BACK, SELFIE = a_picture(10), a_picture(20), a_picture(30)


def test_step_1_sends_both_sides_and_its_parameters_in_the_address() -> None:
    request = card_request(FRONT, BACK, crop=True)

    assert (request.method, request.path) == ("POST", "/agent/customer-registration/")
    assert request.query == (("step", "1"), ("crop", "1"))
    assert request.parts == (
        Part(name="id_front", content=FRONT.content, file_name="front.jpg"),
        Part(name="id_back", content=BACK.content, file_name="back.jpg"),
    )


def test_step_1_without_cropping_leaves_the_optional_parameter_away() -> None:
    assert card_request(FRONT, BACK, crop=False).query == (("step", "1"),)


def test_step_2_sends_fifteen_texts_and_the_photo() -> None:
    request = submission_request(KARIM, SELFIE)

    assert (request.method, request.path) == ("POST", "/agent/customer-registration/")
    assert request.query == (("step", "2"),)
    assert [part.name for part in request.parts] == [*KARIM.to_form(), "applicant_photo"]
    assert {part.name: part.content.decode() for part in request.parts[:-1]} == KARIM.to_form()
    assert request.parts[-1] == Part(
        name="applicant_photo", content=SELFIE.content, file_name="applicant.jpg"
    )


def test_the_status_is_asked_with_a_form_so_that_no_number_is_in_an_address() -> None:
    request = status_request("01711223344")

    assert (request.method, request.path) == ("POST", "/agent/get-verification-status/")
    assert request.query == ()
    assert request.parts == (Part(name="mobile_number", content=b"01711223344"),)


def test_the_log_is_asked_with_its_mandatory_status() -> None:
    request = log_request(status="all", page=3, per_page=50)

    assert (request.method, request.path) == ("GET", "/agent/get-verification-log/")
    assert request.query == (("status", "all"), ("page", "3"), ("per_page", "50"))
    assert request.parts == ()


def test_half_a_surrogate_pair_cannot_stop_a_request() -> None:
    assert status_request("0171\ud83d").parts[0].content == b"0171?"


def test_no_repr_shows_what_is_sent() -> None:
    shown = repr((submission_request(KARIM, SELFIE), status_request("01711223344")))

    for text in ("Karim", "করিম", "3268483744", "01711223344", "\\xff"):
        assert text not in shown
