"""The client's two settings, refused with a sentence when they are invalid."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ekyc.address import checked_address, checked_token


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://ekyc.example.com", "https://ekyc.example.com"),
        (" https://ekyc.example.com/ \n", "https://ekyc.example.com"),
        ("https://bank.example.com:8443/kyc/", "https://bank.example.com:8443/kyc"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("http://127.0.0.1:1", "http://127.0.0.1:1"),
        ("http://[::1]:1", "http://[::1]:1"),
    ],
)
def test_https_is_accepted_and_http_on_this_machine(url: str, address: str) -> None:
    assert checked_address(url) == address


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ekyc.example.com",
        "http://ekyc.example.com",
        "http://127.0.0.1.example.com",
        "http://localhost.example.com",
        "http://192.168.0.7",
        "ftp://ekyc.example.com",
        "https://",
        "https://agent:secret@ekyc.example.com",
        "https://ekyc.example.com/?step=1",
        "https://ekyc.example.com/#top",
        "https://ekyc.example.com:port",
        "https://exa mple.com",
        "https://ekyc..example.com",
        "https://ekyc.example.com:99999",
        "https://xn--a.example.com",
        f"https://{'a' * 64}.example.com",
        "https://[1:2:::3]",
    ],
)
def test_any_other_address_is_refused_with_a_sentence(url: str) -> None:
    with pytest.raises(ValueError, match=r"^(is not|must) ") as refusal:
        checked_address(url)
    assert "secret" not in str(refusal.value)


@given(st.text() | st.text().map("https://{}".format))
def test_no_text_can_make_the_check_of_an_address_stumble(text: str) -> None:
    try:
        assert checked_address(text).startswith("https://")
    except ValueError as refusal:
        assert str(refusal).startswith(("is not ", "must "))  # noqa: PT017 - or none at all


@pytest.mark.parametrize("token", ["c0ffee", " c0ffee\n", "Token c0ffee", "Token c0ffee\r\n"])
def test_a_token_is_taken_as_people_copy_it(token: str) -> None:
    assert checked_token(token) == "c0ffee"


@pytest.mark.parametrize(
    "token", ["", "  ", "Token ", "c0ffee\nX-Other: 1", "two words", "টোকেন", "a\x00"]
)
def test_a_token_that_cannot_be_a_header_is_refused_without_repeating_it(token: str) -> None:
    with pytest.raises(ValueError, match="must be one word") as refusal:
        checked_token(token)
    assert token.strip() == "" or token.strip() not in str(refusal.value)
