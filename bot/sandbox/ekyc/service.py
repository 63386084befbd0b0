"""What all endpoints share."""

from dataclasses import dataclass

from starlette.requests import Request

from bot.sandbox.ekyc.applications import Applications
from bot.sandbox.ekyc.faults import Faults
from bot.sandbox.ekyc.readers import Reader
from bot.sandbox.ekyc.reading_queue import ReadingQueue
from bot.sandbox.ekyc.tokens import Tokens
from bot.sandbox.ekyc.verification import Verification


@dataclass(frozen=True, slots=True)
class Service:
    """The running service; delays in seconds."""

    tokens: Tokens
    applications: Applications
    faults: Faults
    reader: Reader
    queue: ReadingQueue
    verification: Verification
    verification_delay: float
    step_one_delay: float


def service_of(request: Request) -> Service:
    """Return the service that the request came to."""
    service: Service = request.app.state.service
    return service
