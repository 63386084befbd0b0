"""A service written from the API document alone, whose replies are odd and still legal."""

import contextlib
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.sandbox.serving import serving
from tests.support.customers import comes_to
from tests.support.running import RunningBot, Trial
from tests.support.scripted_service import READING

pytestmark = pytest.mark.one_engine  # about what is read

Manner = Callable[[object], bytes]

_BANGLA_DIGITS = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")


def in_bangla_digits(body: object) -> bytes:
    """Also in the scores, and with the byte order mark and the line break of some editor."""
    text = json.dumps(_texts(body), ensure_ascii=False).translate(_BANGLA_DIGITS)
    return f"\ufeff{text}\r\n".encode()


def shouted(body: object) -> bytes:
    """Words in capitals, with spaces after them, and more nesting."""
    text = json.dumps({"status": "Success", "code": 200, "data": [body]})
    for word in ("success", "pending", "passed"):
        text = text.replace(f'"{word}"', f'"{word.upper()} "')
    return text.encode()


def encoded_twice(body: object) -> bytes:
    return json.dumps(json.dumps(body)).encode()


def failing_in_codes(body: object) -> bytes:
    """HTTP 200 with the code in the body, as some gateways answer."""
    return json.dumps(body).replace('"failed"', "404").encode()


def warning(body: object) -> bytes:
    """In a word of its own where it knows nobody."""
    return json.dumps(body).replace('"failed"', '"warning"').encode()


def _texts(value: object) -> object:
    """The same with texts for numbers and for yes and no."""
    if isinstance(value, dict):
        return {key: _texts(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_texts(each) for each in value]
    return f"{value}%" if isinstance(value, int) and not isinstance(value, bool) else str(value)


@dataclass
class OddService:
    """Keeps what step 2 brings, and decides at the third question about it."""

    manner: Manner
    held: list[dict[str, str]] = field(default_factory=list)
    asked: int = 0

    async def register(self, request: Request) -> Response:
        async with request.form() as form:
            sent = {key: str(value) for key, value in form.items()}
        if request.query_params["step"] == "1":
            return self._says({"status": "success", "data": READING | {"id_front_image": None}})
        self.held.append(sent)
        detail = "Application successfully submitted, awaiting identity verification."
        return self._says({"status": "success", "detail": detail}, 201)

    async def status(self, request: Request) -> Response:
        async with request.form() as form:
            number = form["mobile_number"]
        found = next((each for each in self.held if each["mobile_number"] == number), None)
        if found is None:
            return self._says({"status": "failed", "detail": "No record found for this number"})
        self.asked += 1
        if self.asked < 3:
            return self._says({"status": "pending", "detail": ""})
        detail = {"nid_from_card": found["nid_no"], "nid_from_ec": found["nid_no"]}
        scores = {"nid_score": 100, "nameEng_score": 87, "textual_info_match": True}
        return self._says({"status": "passed", "detail": detail | scores})

    async def log(self, request: Request) -> Response:
        state = "passed" if self.asked >= 3 else "pending"
        rows = [
            {
                "customer_mobile_number": each["mobile_number"],
                "customer_name": each["applicant_name_eng"],
                "customer_nid_number": each["nid_no"],
                "submitted_on": "",
                "verification_status": state,
            }
            for each in self.held
            if request.query_params["status"] in {"all", state}
        ]
        return self._says(rows if request.query_params["page"] == "1" else [])

    def _says(self, body: object, status: int = 200) -> Response:
        return Response(self.manner(body), status, media_type="text/plain; charset=latin-1")


@contextlib.asynccontextmanager
async def running(service: OddService) -> AsyncIterator[str]:
    app = Starlette(
        routes=[
            Route("/agent/customer-registration/", service.register, methods=["POST"]),
            Route("/agent/get-verification-status/", service.status, methods=["POST"]),
            Route("/agent/get-verification-log/", service.log, methods=["GET"]),
        ]
    )
    async with serving(app) as url:
        yield url


@pytest.mark.parametrize(
    "manner", [in_bangla_digits, shouted, encoded_twice, failing_in_codes, warning]
)
async def test_a_customer_is_registered_and_verified_however_the_service_writes(
    trial: Trial, manner: Manner
) -> None:
    service = OddService(manner)
    async with (
        running(service) as url,
        RunningBot(trial, EKYC_URL=url) as bot,
        await bot.enrols("Rahim", 2001) as rahim,
    ):
        await comes_to(rahim, "receipt")
        await rahim.sees("Passed: Md. Asaduzzaman Miah")
        await rahim.says("/log")
        await rahim.sees("passed")

    assert "The service already has" not in rahim.transcript()
    assert len(service.held) == 1
    assert service.held[0]["nid_no"] == READING["nid_no"]
