"""Applying faults: before a call has any effect, and to its answer."""

import asyncio
import json
import math
from collections.abc import Mapping
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from bot.sandbox.ekyc.dates import as_read_from_card, parse_birth_date
from bot.sandbox.ekyc.dialects import DIALECTS, Body
from bot.sandbox.ekyc.faults import Call, Fault, Kind

_BAD_GATEWAY = """<html>
<head><title>502 Bad Gateway</title></head>
<body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center></body>
</html>
"""
_SERVER_ERROR = "<!doctype html><title>Server Error (500)</title><h1>Server Error (500)</h1>\n"
_GATEWAY_TIMEOUT = _BAD_GATEWAY.replace("502 Bad Gateway", "504 Gateway Time-out")


class Trouble:
    """The faults that affect one call."""

    def __init__(self, call: Call, faults: Mapping[Kind, Fault]) -> None:
        self._call = call
        self._faults = faults

    def __contains__(self, kind: Kind) -> bool:
        """Return whether a fault of this kind affects the call."""
        return kind in self._faults

    def seconds(self, kind: Kind) -> float | None:
        """Return the seconds requested with a kind; None when it does not apply."""
        return self._faults[kind].seconds if kind in self._faults else None

    async def before(self) -> Response | None:
        """Wait, and return the answer of a call that is not carried out; None when it is."""
        if fault := self._faults.get("slow"):
            await asyncio.sleep(fault.seconds)
        if "unauthorized" in self:
            return JSONResponse(
                {"detail": "Invalid token."}, 401, headers={"WWW-Authenticate": "Token"}
            )
        if fault := self._faults.get("too_many_requests"):
            wait = str(math.ceil(fault.seconds))
            return JSONResponse(
                {"detail": f"Request was throttled. Expected available in {wait} seconds."},
                429,
                headers={"Retry-After": wait},
            )
        if "bad_gateway" in self:
            return HTMLResponse(_BAD_GATEWAY, 502)
        return None

    async def after(self, request: Request, body: Body) -> Response:
        """Return the answer of a call that was carried out, changed by its faults."""
        if fault := self._faults.get("timeout_after_saving"):
            await _until_gone(request, fault.seconds)
            return HTMLResponse(_GATEWAY_TIMEOUT, 504)
        if "error_after_saving" in self:
            return HTMLResponse(_SERVER_ERROR, 500)
        if "fields_left_out" in self and "data" in body:
            body = body | {"data": body["data"] | {"father_name": "", "address": "none"}}
        if "fields_misread" in self and "data" in body:
            body = body | {"data": _misread(body["data"])}
        for kind, reword in DIALECTS.items():
            if kind in self:
                body = reword(self._call, body)
        if "malformed_json" in self:
            return _as_json(_with_trailing_commas(body))
        if "truncated_json" in self:
            text = json.dumps(body, ensure_ascii=False)
            return _as_json(text[: len(text) // 2])
        return JSONResponse(body)


def _misread(card: Body) -> Body:
    """The card with another last digit of the number, and born a day earlier or later."""
    number, born = card["nid_no"], parse_birth_date(card["dob"])
    if not number or not born:
        return card
    off = 1 if born.day == 1 else -1
    day = born + timedelta(days=off)
    return {
        **card,
        "nid_no": number[:-1] + str((int(number[-1]) + 4) % 10),
        "dob": as_read_from_card(day),
    }


async def _until_gone(request: Request, seconds: float) -> None:
    """Wait until the client gives up, at most this many seconds."""
    try:
        async with asyncio.timeout(seconds):
            while (await request.receive())["type"] != "http.disconnect":
                pass
    except TimeoutError:
        return


def _with_trailing_commas(body: Body) -> str:
    text = json.dumps(body, ensure_ascii=False, indent=2)
    lines = text.splitlines()
    for number in range(1, len(lines)):
        if lines[number].strip().rstrip(",") in ("}", "]"):
            lines[number - 1] += "" if lines[number - 1].endswith(("{", "[", ",")) else ","
    return "\n".join(lines)


def _as_json(text: str) -> Response:
    return Response(text, media_type="application/json")
