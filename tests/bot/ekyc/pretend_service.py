"""A strict eKYC service on a loopback port, and a line that breaks: the client's two opponents.

The service accepts only what the document says, letter by letter, and records everything else in
`complaints`. Its answers come from the samples or from a log that pages.
"""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.ekyc import EkycClient
from bot.sandbox.serving import serving
from tests.bot.ekyc.sample import sample_bytes, sample_status

TOKEN = "c0ffee00d15ea5e5c0ffee00d15ea5e5c0ffee00"
STEP_2_TEXTS = [
    "nid_no",
    "dob",
    "applicant_name_ben",
    "applicant_name_eng",
    "father_name",
    "mother_name",
    "pres_address",
    "perm_address",
    "id_front_name",
    "id_back_name",
    "gender",
    "profession",
    "nominee",
    "nominee_relation",
    "mobile_number",
]


def answer(name: str, **headers: str) -> Response:
    """A sample as an answer, with a content type as wrong as some servers'."""
    return Response(
        sample_bytes(name),
        sample_status(name),
        {key.replace("_", "-"): value for key, value in headers.items()},
        media_type="text/html; charset=iso-8859-1",
    )


@dataclass
class PretendService:
    """The requests received, the complaints, and the answers to give."""

    url: str = ""
    step_1: Response = field(default_factory=lambda: answer("card_v107.json"))
    step_2: Response = field(default_factory=lambda: answer("submission_v107.json"))
    status: Response = field(default_factory=lambda: answer("status_v107_passed.json"))
    log: Callable[[int, int], object] = lambda *_: []
    complaints: list[str] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    queries: list[dict[str, str]] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    before_answering: Callable[[], Awaitable[None]] | None = None

    def forget(self) -> None:
        """Reset, at the same address."""
        vars(self).update(vars(PretendService(url=self.url)))

    async def register(self, request: Request) -> Response:
        await self._note(request)
        step = request.query_params.get("step")
        if step == "1":
            self._expect("query", request.url.query, {"step=1&crop=1", "step=1"})
            self._expect("fields", [*self.texts, *self.files], [["id_front", "id_back"]])
        else:
            self._expect("query", request.url.query, {"step=2"})
            self._expect("texts", list(self.texts), [STEP_2_TEXTS])
            self._expect("files", list(self.files), [["applicant_photo"]])
        return await self._answered(self.step_1 if step == "1" else self.step_2)

    async def verification_status(self, request: Request) -> Response:
        await self._note(request)
        self._expect("query", request.url.query, {""})
        self._expect("fields", [*self.texts, *self.files], [["mobile_number"]])
        return await self._answered(self.status)

    async def verification_log(self, request: Request) -> Response:
        await self._note(request)
        query = dict(request.query_params)
        self._expect("parameters", list(query), [["status", "page", "per_page"]])
        rows = self.log(int(query["page"]), int(query["per_page"]))
        return await self._answered(rows if isinstance(rows, Response) else JSONResponse(rows))

    async def _note(self, request: Request) -> None:
        """Parse the request with a foreign parser, and complain about any oddity."""
        self.queries.append(dict(request.query_params))
        self.headers = dict(request.headers)
        self._expect("token", request.headers.get("authorization"), {f"Token {TOKEN}"})
        self._expect("cookie", request.headers.get("cookie"), {None})
        if request.method == "GET":
            self._expect("body", await request.body(), {b""})
            return
        self._expect("chunks", request.headers.get("transfer-encoding"), {None})
        kind = request.headers.get("content-type", "")
        self._expect("type", kind.partition(";")[0], {"multipart/form-data"})
        texts: dict[str, str] = {}
        files: dict[str, bytes] = {}
        async with request.form() as form:
            for name, value in form.multi_items():
                self._expect("a field sent once", name in texts or name in files, {False})
                if isinstance(value, UploadFile):
                    self._expect("file type", value.content_type, {"image/jpeg"})
                    if not re.fullmatch(r"[a-z0-9_]+\.jpg", value.filename or ""):
                        self.complaints.append(f"file name {value.filename}")
                    files[name] = await value.read()
                else:
                    texts[name] = value
        self.texts, self.files = texts, files

    def _expect(self, what: str, found: object, wanted: object) -> None:
        assert isinstance(wanted, list | set)
        if found not in wanted:
            self.complaints.append(f"{what}: {found!r}")

    async def _answered(self, response: Response) -> Response:
        if self.before_answering is not None:
            await self.before_answering()
        return response


@contextlib.asynccontextmanager
async def running(service: PretendService) -> AsyncIterator[PretendService]:
    """Serve on a free port of this machine while the block runs."""
    app = Starlette(
        routes=[
            Route("/agent/customer-registration/", service.register, methods=["POST"]),
            Route("/agent/get-verification-status/", service.verification_status, methods=["POST"]),
            Route("/agent/get-verification-log/", service.verification_log, methods=["GET"]),
            Route("/moved{path:path}", moved, methods=["GET", "POST"]),
        ]
    )
    async with serving(app) as service.url:
        yield service


async def moved(request: Request) -> Response:
    """What a web server does with an address that lacks its slash."""
    return RedirectResponse(f"https://elsewhere.example{request.path_params['path']}", 301)


@contextlib.asynccontextmanager
async def broken_line(
    behave: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]],
) -> AsyncIterator[str]:
    """A server that reads a whole request and then does what `behave` says; yields its address."""
    open_lines: list[asyncio.StreamWriter] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        open_lines.append(writer)
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            await behave(reader, writer)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        for writer in open_lines:
            writer.close()


async def read_request(reader: asyncio.StreamReader) -> bytes:
    """A whole request: head and as much body as it announces."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = re.search(rb"content-length: ([0-9]+)", head, re.IGNORECASE)
    return head + (await reader.readexactly(int(length[1])) if length else b"")


GOOD_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


async def never_answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await read_request(reader)
    await reader.read()


def impatient(url: str) -> EkycClient:
    """A client with a short time-out, for connections without an answer."""
    return EkycClient(
        url=url,
        token=TOKEN,
        connect_timeout=0.3,
        reading_timeout=0.3,
        submission_timeout=0.3,
        question_timeout=0.3,
    )
