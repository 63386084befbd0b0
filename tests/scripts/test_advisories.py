"""The check of the pinned packages against a database of advisories."""

from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.sandbox.serving import serving
from scripts.advisories import advisories, pinned

ROOT = Path(__file__).parents[2]


async def answer(request: Request) -> JSONResponse:
    """The answer of osv.dev: one result per query, empty if nothing is known."""
    queries = (await request.json())["queries"]
    bad = {"package": {"name": "leaky", "ecosystem": "PyPI"}, "version": "1.0"}
    return JSONResponse(
        {"results": [{"vulns": [{"id": "PYSEC-1"}]} if each == bad else {} for each in queries]}
    )


async def test_a_package_with_an_advisory_is_named() -> None:
    app = Starlette(routes=[Route("/v1/querybatch", answer, methods=["POST"])])
    async with serving(app) as url:
        found = await run_in_threadpool(advisories, [("leaky", "1.0"), ("sound", "2.0")], url)

    assert found == {"leaky==1.0": ["PYSEC-1"]}


def test_a_database_that_does_not_answer_is_an_error_and_not_a_clean_bill() -> None:
    with pytest.raises(httpx.HTTPError):
        advisories([("sound", "2.0")], "http://127.0.0.1:9")


def test_every_pinned_package_is_asked_about() -> None:
    text = (ROOT / "requirements-dev.txt").read_text("utf-8")

    names = dict(pinned(text))
    assert len(names) == text.count("==")
    assert "python-telegram-bot" in names
