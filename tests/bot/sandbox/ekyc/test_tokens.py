import pytest

from tests.bot.sandbox.ekyc.caller import Caller

ENDPOINTS = [
    ("POST", "/agent/customer-registration/?step=1"),
    ("POST", "/agent/customer-registration/?step=2"),
    ("POST", "/agent/get-verification-status/"),
    ("GET", "/agent/get-verification-log/?status=all"),
]


@pytest.mark.parametrize(("method", "address"), ENDPOINTS)
async def test_no_endpoint_answers_without_a_token(
    caller: Caller, method: str, address: str
) -> None:
    del caller.http.headers["Authorization"]
    reply = await caller.http.request(method, address)
    assert reply.status_code == 401
    assert reply.json() == {"detail": "Authentication credentials were not provided."}
    assert reply.headers["WWW-Authenticate"] == "Token"


@pytest.mark.parametrize(("method", "address"), ENDPOINTS)
async def test_no_endpoint_answers_to_a_wrong_token(
    caller: Caller, method: str, address: str
) -> None:
    caller.http.headers["Authorization"] = "Token wrong"
    reply = await caller.http.request(method, address)
    assert (reply.status_code, reply.json()) == (401, {"detail": "Invalid token."})


@pytest.mark.parametrize("header", ["first-token", "Bearer first-token", "token first-token", ""])
async def test_the_scheme_is_the_word_token_exactly(caller: Caller, header: str) -> None:
    caller.http.headers["Authorization"] = header
    reply = await caller.log(status="all")
    assert reply.json() == {"detail": "Authentication credentials were not provided."}


@pytest.mark.parametrize("header", ["Token", "Token first-token x", "Token  first-token"])
async def test_the_token_follows_after_one_space(caller: Caller, header: str) -> None:
    caller.http.headers["Authorization"] = header
    assert (await caller.log(status="all")).status_code == 401
