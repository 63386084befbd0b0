"""An eKYC service that answers as a test says, and records its requests."""

import contextlib
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.sandbox.serving import serving

Answer = Callable[[Request], Response]

READING = {
    "nid_no": "0001980100147",
    "dob": "1980/10/1",
    "customer_name_ben": "মো. আসাদুজ্জামান মিয়া",
    "customer_name_eng": "Md. Asaduzzaman Miah",
    "father_name": "আবুল মুনীম",
    "mother_name": "আম্বিয়া খাতুন",
    "address": "২২/১, ইসলামপুর রোড, খুলনা",
    "id_front_image": "",
    "id_back_image": "",
    "id_front_name": "f.jpg",
    "id_back_name": "b.jpg",
}


def says(body: object, status: int = 200, **headers: str) -> Answer:
    return lambda _: JSONResponse(body, status, headers=headers)


def cut(request: Request) -> Response:
    """The connection ends without an answer."""
    request.state.cut()
    return Response()


def page(status: int, content: str) -> Answer:
    return lambda _: Response(content, status, media_type="text/html")


ACCEPTED = says({"status": "success", "detail": "Application successfully submitted"})
NOT_FOUND = says({"status": "failed", "status_code": 6004, "message": "No application was found."})
DENIED = says({"detail": "Invalid token."}, 401)
PENDING = says({"status": "pending"})
FORGOTTEN = says({"status": "failed", "status_code": 5003, "message": "No such picture."}, 400)


def read_card(**changes: str) -> Answer:
    return says({"status": "success", "data": READING | changes})


def status(verdict: str, nid: str | None = "0001980100147", **detail: object) -> Answer:
    """The reply to a status call; without `nid` it does not say whose it is."""
    if nid is None:
        return says({"status": verdict})
    return says({"status": verdict, "detail": {"nid_from_card": nid, "nid_score": 100, **detail}})


def row(
    verdict: str, nid: str = "0001980100147", mobile: str = "01712345678", name: str = "Somebody"
) -> dict[str, str]:
    return {
        "customer_mobile_number": mobile,
        "customer_name": name,
        "customer_nid_number": nid,
        "submitted_on": "23/11/2026",
        "verification_status": verdict,
    }


def _filed_under(row: dict[str, str]) -> str:
    """The filter under which the log shows a row; undocumented states count as open."""
    said = row["verification_status"]
    return said if said in ("passed", "failed", "invalid") else "pending"


@dataclass
class ScriptedService:
    """Of several answers to a call each is used once, and the last one always.

    Without any, the service knows nobody.
    """

    url: str = ""
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    log_rows: list[dict[str, str]] = field(default_factory=list)
    most_per_page: int = 1_000_000  # it caps longer pages in silence
    asked: list[str] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)  # the Authorization of each call
    fields: list[dict[str, str]] = field(default_factory=list)  # of each form that came

    def says(self, call: str, *answers: Answer) -> None:
        self.answers[call] = list(answers)

    async def register(self, request: Request) -> Response:
        return await self._answer(f"step {request.query_params['step']}", request)

    async def status(self, request: Request) -> Response:
        return await self._answer("status", request)

    async def log(self, request: Request) -> Response:
        page, per_page = (int(request.query_params[key]) for key in ("page", "per_page"))
        wanted = request.query_params["status"]
        shown = [row for row in self.log_rows if wanted in ("all", _filed_under(row))]
        per_page = min(per_page, self.most_per_page)
        rows = shown[(page - 1) * per_page :][:per_page]
        self.answers.setdefault("log", [])
        if self.answers["log"]:
            return await self._answer("log", request)
        self.asked.append("log")
        return JSONResponse(json.loads(json.dumps(rows)))

    async def _answer(self, call: str, request: Request) -> Response:
        self.asked.append(call)
        self.tokens.append(request.headers["authorization"])
        if request.method == "POST":
            async with request.form() as form:
                self.fields.append({key: str(value) for key, value in form.items()})
        script = self.answers.get(call) or [NOT_FOUND]
        return (script.pop(0) if len(script) > 1 else script[0])(request)


@contextlib.asynccontextmanager
async def scripted_service() -> AsyncIterator[ScriptedService]:
    service = ScriptedService()
    app = Starlette(
        routes=[
            Route("/agent/customer-registration/", service.register, methods=["POST"]),
            Route("/agent/get-verification-status/", service.status, methods=["POST"]),
            Route("/agent/get-verification-log/", service.log, methods=["GET"]),
        ]
    )
    async with serving(app) as service.url:
        yield service
