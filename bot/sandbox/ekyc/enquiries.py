"""The two endpoints for the state of applications: verification status and log."""

import math

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.sandbox.ekyc import replies
from bot.sandbox.ekyc.applications import Application
from bot.sandbox.ekyc.dates import as_in_log
from bot.sandbox.ekyc.forms import mobile_error
from bot.sandbox.ekyc.registration import multipart_form
from bot.sandbox.ekyc.service import service_of
from bot.sandbox.ekyc.trouble import Trouble

FILTERS = ("passed", "failed", "pending", "all")
ROWS_BY_DEFAULT = 20
MOST_ROWS = 100
LAST_PAGE = 1_000_000


async def verification_status(request: Request) -> Response:
    """Answer `POST /agent/get-verification-status/`: one application by mobile number."""
    service = service_of(request)
    agent = service.tokens.agent(request)
    async with multipart_form(request) as form:
        mobile_number = form.get("mobile_number")
    if error := mobile_error(mobile_number):
        return replies.failure(
            replies.FORM_REFUSED_STEP_TWO,
            f"mobile_number: {error}",
            errors={"mobile_number": error},
            http_status=400,
        )
    number = str(mobile_number)
    trouble = Trouble("status", service.faults.take("status", number))
    if refusal := await trouble.before():
        return refusal
    application = service.applications.by_mobile_number(agent, number)
    if application is None:
        return replies.failure(
            replies.NOT_FOUND, "No application was found for this mobile number."
        )
    body: dict[str, object] = {"status": application.status}
    if application.detail is not None:
        body["detail"] = application.detail
    return await trouble.after(request, body)


async def verification_log(request: Request) -> Response:
    """Answer `GET /agent/get-verification-log/`: applications, newest first, a page at a time."""
    service = service_of(request)
    agent = service.tokens.agent(request)
    status = request.query_params.get("status")
    if status not in FILTERS:
        raise HTTPException(400, f"The query parameter status must be one of {', '.join(FILTERS)}.")
    page = _number(request, "page", 1, LAST_PAGE)
    per_page = _number(request, "per_page", ROWS_BY_DEFAULT, MOST_ROWS)
    trouble = Trouble("log", service.faults.take("log"))
    if refusal := await trouble.before():
        return refusal
    if "last_page_repeats" in trouble:
        last_page = max(1, math.ceil(service.applications.count(agent, status) / per_page))
        page = min(page, last_page)
    applications = service.applications.page(agent, status, page, per_page)
    return await trouble.after(request, [_row(each) for each in applications])


def _number(request: Request, name: str, default: int, most: int) -> int:
    text = request.query_params.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= most):
        raise HTTPException(400, f"The query parameter {name} must be a number from 1 to {most}.")
    return int(text)


def _row(application: Application) -> dict[str, str]:
    return {
        "customer_mobile_number": application.fields["mobile_number"],
        "customer_name": application.fields["applicant_name_eng"],
        "customer_nid_number": application.fields["nid_no"],
        "submitted_on": as_in_log(application.submitted_at),
        "verification_status": application.status,
    }
