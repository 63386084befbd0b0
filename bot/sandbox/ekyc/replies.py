"""Replies shared by several endpoints, mostly errors.

The document shows no error. Requests refused as a whole are answered as Django REST framework does
(`detail`); refused forms and cards with the status codes seen in a later version of the server:
`{"status": "failed", "status_code": 5002, "message": …}`.
"""

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

FORM_REFUSED_STEP_ONE = 5001
FORM_REFUSED_STEP_TWO = 5002
IMAGE_NAME_REFUSED = 5003
PHOTO_REFUSED = 5005
UNDECIDED = 6003
NOT_FOUND = 6004


def failure(
    code: int, message: str, *, errors: Mapping[str, str] | None = None, http_status: int = 200
) -> JSONResponse:
    """Say that nothing was done and why; `errors` has one sentence for each wrong field."""
    body: dict[str, object] = {"status": "failed", "status_code": code, "message": message}
    if errors:
        body["errors"] = {name: [error] for name, error in errors.items()}
    return JSONResponse(body, http_status)


def too_busy(seconds: int) -> JSONResponse:
    """Ask the client to come back later."""
    return JSONResponse(
        {"detail": f"Too much is waiting to be read. Expected available in {seconds} seconds."},
        503,
        headers={"Retry-After": str(seconds)},
    )


def http_error(request: Request, error: Exception) -> Response:
    """Answer HTTP errors of any layer in JSON, in Django REST framework's words."""
    if not isinstance(error, HTTPException):
        return JSONResponse({"detail": "A server error occurred."}, 500)
    detail = error.detail
    if error.status_code == 404:
        detail = "Not found."
    elif error.status_code == 405:
        detail = f'Method "{request.method}" not allowed.'
    return JSONResponse({"detail": detail}, error.status_code, headers=error.headers)
