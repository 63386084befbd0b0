"""Endpoints for trying and testing a client, outside the imitated API; they need no token."""

import dataclasses
import json
import math
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.sandbox.ekyc.faults import CALLS, KINDS, Call, Fault, Kind
from bot.sandbox.ekyc.service import service_of

_KEYS = {"kind", "calls", "times", "seconds", "mobile_number", "lasts"}


async def list_applications(request: Request) -> Response:
    """Answer `GET /control/applications`: every application and how often step 2 was posted.

    `posts` counts all well-formed posts of step 2, `accepted` those that were kept; so a customer
    registered exactly once has one application with `accepted` 1.
    """
    applications = service_of(request).applications
    posts = applications.posts()
    rows = []
    for application in applications.everything():
        key = (
            application.agent,
            application.fields["nid_no"],
            application.fields["mobile_number"],
        )
        accepted, refused = posts.get((*key, True), 0), posts.get((*key, False), 0)
        rows.append(
            {
                "agent": application.agent,
                **application.fields,
                "status": application.status,
                "submitted_at": application.submitted_at,
                "accepted": accepted,
                "posts": accepted + refused,
            }
        )
    return JSONResponse({"posts": sum(posts.values()), "applications": rows})


async def ask_for_fault(request: Request) -> Response:
    """Answer `POST /control/faults`: add a fault, or end all faults with the kind `clear`.

    Takes JSON: `kind`, and optionally `calls` (a list), `times` (a number or `always`), `seconds`,
    `mobile_number` (only calls with this number) and `lasts` (seconds after which it ends). Raises
    HTTPException 400 or 415.
    """
    if request.headers.get("Content-Type", "").partition(";")[0] != "application/json":
        # Browsers do not let another site send this type without asking.
        raise HTTPException(415, "Send application/json.")
    try:
        wish = json.loads(await request.body())
    except (ValueError, RecursionError) as error:
        raise HTTPException(400, "The body is no JSON.") from error
    if not isinstance(wish, dict) or set(wish) - _KEYS:
        raise HTTPException(400, f"Send an object with some of {', '.join(sorted(_KEYS))}.")
    faults = service_of(request).faults
    if wish.get("kind") == "clear":
        faults.clear()
    else:
        faults.add(
            _kind(wish),
            calls=_calls(wish),
            times=_number(wish, "times", least=1),
            seconds=_number(wish, "seconds", least=0),
            mobile_number=_mobile_number(wish),
            lasts=_number(wish, "lasts", least=0),
        )
    return await show_faults(request)


async def show_faults(request: Request) -> Response:
    """Answer `GET /control/faults`: the pending faults."""
    faults = service_of(request).faults
    now = faults.clock()
    return JSONResponse({"faults": [_shown(each, now) for each in faults.due()]})


def _shown(fault: Fault, now: float) -> dict[str, Any]:
    shown = dataclasses.asdict(fault)
    ends_at = shown.pop("ends_at")
    times = "always" if math.isinf(fault.times) else fault.times
    return shown | {"times": times, "ends_in": None if ends_at is None else ends_at - now}


def _kind(wish: dict[str, Any]) -> Kind:
    for kind in KINDS:
        if wish.get("kind") == kind:
            return kind
    raise HTTPException(400, f"kind must be clear or one of {', '.join(KINDS)}.")


def _calls(wish: dict[str, Any]) -> tuple[Call, ...] | None:
    if "calls" not in wish:
        return None
    calls = wish["calls"]
    if not isinstance(calls, list) or not calls or not all(each in CALLS for each in calls):
        raise HTTPException(400, f"calls must be a list of some of {', '.join(CALLS)}.")
    return tuple(calls)


def _number(wish: dict[str, Any], key: str, least: float) -> float | None:
    number = wish.get(key)
    if key == "times" and number == "always":
        return math.inf
    if number is None:
        return None
    if (
        isinstance(number, bool)
        or not isinstance(number, int | float)
        or not (least <= number <= 1_000_000)
    ):
        raise HTTPException(400, f"{key} must be a number from {least} to 1000000.")
    return number


def _mobile_number(wish: dict[str, Any]) -> str | None:
    number = wish.get("mobile_number")
    if number is not None and not isinstance(number, str):
        raise HTTPException(400, "mobile_number must be text.")
    return number


ROUTES = [
    Route("/control/applications", list_applications, methods=["GET"]),
    Route("/control/faults", ask_for_fault, methods=["POST"]),
    Route("/control/faults", show_faults, methods=["GET"]),
]
