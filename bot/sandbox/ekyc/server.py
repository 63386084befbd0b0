"""The pretend eKYC service put together as one ASGI application."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterable
from pathlib import Path
from typing import Literal

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.sandbox.ekyc import control
from bot.sandbox.ekyc.applications import Applications
from bot.sandbox.ekyc.body_limit import BodyLimit
from bot.sandbox.ekyc.enquiries import verification_log, verification_status
from bot.sandbox.ekyc.faults import Faults
from bot.sandbox.ekyc.openapi import show_description
from bot.sandbox.ekyc.page import show_page
from bot.sandbox.ekyc.readers import Reader
from bot.sandbox.ekyc.readers.off import OffReader
from bot.sandbox.ekyc.readers.specimens import SpecimenReader
from bot.sandbox.ekyc.reading_queue import ReadingQueue
from bot.sandbox.ekyc.register import Register, load_register
from bot.sandbox.ekyc.registration import register_customer
from bot.sandbox.ekyc.replies import http_error
from bot.sandbox.ekyc.service import Service
from bot.sandbox.ekyc.tokens import Tokens
from bot.sandbox.ekyc.verification import Verification

ReaderName = Literal["specimens", "ocr", "off"]


class ReaderMissingError(Exception):
    """The packages for reading cards are not installed; the message says how to get them."""

    def __init__(self, package: str | None) -> None:
        super().__init__(
            f"The package {package} is missing, without which no card can be read.\n"
            'Install it with:  python -m pip install ".[trial]"\n'
            "or run with --reader off, and type the fields of the card."
        )


def build_app(
    *,
    tokens: Iterable[str],
    database: Path,
    verification_delay: float = 3,
    step_one_delay: float = 0,
    reader: ReaderName = "specimens",
    longest_queue: int = 8,
) -> Starlette:
    """Build the service; delays in seconds, the database file is created when it is missing.

    At most `longest_queue` real readings wait or run; further callers are refused.

    Raises ReaderMissingError when `reader` is `ocr` and its packages are not installed.
    """
    good_tokens = Tokens(tokens)
    make_reader = _reader_maker(reader)

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        register = load_register()
        card_reader = await asyncio.to_thread(make_reader, register)
        with Applications(database) as applications, _make_queue(reader, longest_queue) as queue:
            verification = Verification(applications, register, card_reader, queue)
            app.state.service = Service(
                tokens=good_tokens,
                applications=applications,
                faults=Faults(),
                reader=card_reader,
                queue=queue,
                verification=verification,
                verification_delay=verification_delay,
                step_one_delay=step_one_delay,
            )
            verifying = asyncio.create_task(verification.run())
            yield
            verifying.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await verifying

    routes = [
        Route("/agent/customer-registration/", register_customer, methods=["POST"]),
        Route("/agent/get-verification-status/", verification_status, methods=["POST"]),
        Route("/agent/get-verification-log/", verification_log, methods=["GET"]),
    ]
    app = Starlette(
        routes=[
            *routes,
            *(Route(each.path[:-1], _append_slash, methods=["GET", "POST"]) for each in routes),
            *control.ROUTES,
            Route("/", show_page, methods=["GET"]),
            Route("/openapi.json", show_description, methods=["GET"]),
        ],
        middleware=[Middleware(BodyLimit)],
        exception_handlers={HTTPException: http_error, 500: http_error},
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False  # Starlette would answer 307, Django answers 301
    return app


async def _append_slash(request: Request) -> Response:
    """Redirect as Django's APPEND_SLASH does: most clients repeat a 301 as a GET."""
    return RedirectResponse(request.url.replace(path=f"{request.url.path}/"), 301)


def _reader_maker(name: ReaderName) -> Callable[[Register], Reader]:
    match name:
        case "specimens":
            return SpecimenReader
        case "off":
            return OffReader
        case "ocr":
            try:
                from bot.sandbox.ekyc.readers.ocr import OcrReader  # noqa: PLC0415 - an extra
            except ImportError as error:
                raise ReaderMissingError(error.name) from error
            return lambda _register: OcrReader()


def _make_queue(name: ReaderName, longest: int) -> ReadingQueue:
    if name == "ocr":  # neither Tesseract nor OpenCV's networks are thread-safe
        return ReadingQueue(threads=1, longest=longest)
    return ReadingQueue(threads=2, longest=1000)
