"""The trial's control panel: faults on request."""

import math

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.faults import KINDS, Fault
from bot.sandbox.telegram.service import telegram_of


async def ask_for_faults(request: Request) -> Response:
    """Add a fault, change the delay of all answers, act on the queue; answers with what is due."""
    given = await request.json()
    telegram = telegram_of(request)
    updates = telegram.updates
    times = given.get("times", 1)
    count = math.inf if times == "always" else float(times)
    match given.get("kind"):
        case "clear":
            telegram.faults.clear()
        case "delay_all":
            telegram.faults.delay = float(given.get("seconds", 0))
        case "duplicate":
            updates.repeat_answers = int(min(count, 10**9))
        case "out_of_order":
            updates.reverse_answers = int(min(count, 10**9))
        case "poison":
            updates.push_raw(dict(given.get("update", {})))
        case "restart_ids":
            updates.restart_ids(int(given.get("update_id", 1)))
        case kind if kind in KINDS:
            telegram.faults.add(Fault(
                method=str(given.get("method", "*")),
                kind=kind,
                times=count,
                seconds=float(given.get("seconds", 0)),
                chat_id=given.get("chat_id"),
            ))  # fmt: skip
        case _:
            raise bad_request("unknown kind of fault")
    return await show_faults(request)


async def show_faults(request: Request) -> Response:
    """The faults that are due, and how many updates wait for the bot."""
    telegram = telegram_of(request)
    return JSONResponse({
        "faults": telegram.faults.remaining(),
        "delay": telegram.faults.delay,
        "waiting": len(telegram.updates),
    })  # fmt: skip


async def show_presses(request: Request) -> Response:
    """How long each answered press waited, in seconds, and how many are unanswered."""
    presses = telegram_of(request).presses
    return JSONResponse({"answered_after": presses.answered_after, "open": presses.open_count})


ROUTES = [
    Route("/control/faults", ask_for_faults, methods=["POST"]),
    Route("/control/faults", show_faults, methods=["GET"]),
    Route("/control/presses", show_presses, methods=["GET"]),
]
