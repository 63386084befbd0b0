"""The description against the service, by schemathesis: requests of all kinds, right and wrong."""

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.ekyc import openapi
from tests.bot.sandbox.ekyc.caller import TOKEN, Caller, specimen
from tests.bot.sandbox.ekyc.conftest import service_on

OPERATIONS = [
    (path, method) for path, methods in openapi.describe()["paths"].items() for method in methods
]


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The service in a separate thread, because schemathesis calls synchronously."""
    database: Path = tmp_path_factory.mktemp("openapi") / "ekyc.db"
    found: list[str] = []
    ready, stop = threading.Event(), asyncio.Event()
    loop = asyncio.new_event_loop()

    async def serve() -> None:
        async with service_on(database) as caller:
            found.append(str(caller.http.base_url))
            ready.set()
            await stop.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    assert ready.wait(30)
    yield found[0]
    loop.call_soon_threadsafe(stop.set)
    thread.join()
    loop.close()


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_every_reply_is_as_described(path: str, method: str, url: str) -> None:
    # Imported here so that only this test pays for it, not every worker that collects it.
    import schemathesis  # noqa: PLC0415
    from schemathesis.checks import not_a_server_error  # noqa: PLC0415
    from schemathesis.specs.openapi import checks  # noqa: PLC0415

    operation = schemathesis.openapi.from_dict(openapi.describe())[path][method]
    right = operation.as_strategy()
    wrong = operation.as_strategy(generation_mode=schemathesis.GenerationMode.NEGATIVE)

    @given(st.one_of(right, wrong))
    def every_reply_is_as_described(case: Any) -> None:
        case.call_and_validate(
            base_url=url,
            headers={"Authorization": f"Token {TOKEN}"},
            checks=[
                not_a_server_error,
                checks.status_code_conformance,
                checks.content_type_conformance,
                checks.response_schema_conformance,
            ],
        )

    every_reply_is_as_described()


async def test_the_description_is_served_and_valid(caller: Caller) -> None:
    reply = await caller.http.get("/openapi.json")
    assert reply.json() == openapi.describe()


def mistakes(content: object, schema: dict[str, object]) -> list[str]:
    """In what the content is not as described."""
    # Imported here for the same reason: it takes more than a second.
    from jsonschema.validators import validator_for  # type: ignore[import-untyped]  # noqa: PLC0415

    return [each.message for each in validator_for(schema)(schema).iter_errors(content)]


def reply_schema(path: str, method: str) -> dict[str, object]:
    description = openapi.describe()
    response = description["paths"][path][method]["responses"]["200"]
    content: dict[str, object] = response["content"]["application/json"]["schema"]
    return content | {"components": description["components"]}


async def test_replies_of_a_whole_journey_are_as_described(caller: Caller) -> None:
    registration = reply_schema("/agent/customer-registration/", "post")
    status = reply_schema("/agent/get-verification-status/", "post")

    def described(reply: httpx.Response, as_: dict[str, object]) -> None:
        assert not mistakes(reply.json(), as_)

    described(await caller.step_one(), registration)
    described(await caller.step_one(front=specimen("selfies/01_a.jpg")), registration)
    form = await caller.filled_form()
    described(await caller.step_two(form), registration)
    described(await caller.status_reply("01711132446"), status)
    await caller.verdict()
    described(await caller.status_reply("01711132446"), status)
    described(await caller.status_reply("01999999999"), status)
    log = reply_schema("/agent/get-verification-log/", "get")
    described(await caller.log(status="all"), log)


def test_the_description_knows_one_reply_from_another() -> None:
    status = reply_schema("/agent/get-verification-status/", "post")
    assert not mistakes({"status": "pending"}, status)
    wrong: object
    for wrong in ({"status": "unknown"}, {"status": "passed"}, {}, []):
        assert mistakes(wrong, status)
