"""Whatever is sent, the service says clearly what is wrong with it and keeps running."""

import asyncio
import contextlib
import time
from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.bot.ekyc.pretend_service import STEP_2_TEXTS
from tests.bot.sandbox.ekyc.caller import TOKEN, Caller, jpeg, specimen
from tests.bot.sandbox.ekyc.conftest import Start, client


async def test_an_empty_file_is_refused(caller: Caller) -> None:
    reply = await caller.step_one(front=jpeg(b""))
    assert reply.status_code == 400
    assert reply.json()["errors"] == {"id_front": ["The submitted file is empty."]}


async def test_a_broken_multipart_body_is_refused(caller: Caller) -> None:
    for content_type in ("multipart/form-data", "multipart/form-data; boundary=x"):
        reply = await caller.http.post(
            "/agent/customer-registration/?step=1",
            content=b"--y\r\nContent-Disposition: nonsense\r\n\r\n",
            headers={"Content-Type": content_type},
        )
        assert reply.status_code == 400
        assert reply.json()["detail"]


async def test_a_body_beyond_two_photos_is_refused(caller: Caller) -> None:
    reply = await caller.step_one(front=jpeg(b"\xff" * 26_000_000))
    assert reply.status_code == 413
    assert "larger than" in reply.json()["detail"]
    assert (await caller.step_one()).status_code == 200


async def test_a_huge_text_field_is_refused(caller: Caller) -> None:
    form = await caller.filled_form(nominee="x" * 1_000_000)
    reply = await caller.step_two(form)
    assert reply.status_code == 400
    assert "exceeded maximum size" in reply.json()["detail"]


async def test_very_many_fields_are_refused(caller: Caller) -> None:
    form = {f"field{number}": "x" for number in range(1000)}
    reply = await caller.step_two(form)
    assert reply.status_code == 400
    assert "Too many fields" in reply.json()["detail"]


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
async def test_a_picture_of_400_megapixels_is_refused_within_a_second(
    caller: Caller, kind: str, bombs: Mapping[str, bytes]
) -> None:
    spent_before = time.process_time()  # of the processor, since other programs may be busy
    name, content_type = ("a.png", "image/png") if kind == "PNG" else ("a.jpg", "image/jpeg")
    reply = await caller.step_one(front=(name, bombs[kind], content_type))
    assert time.process_time() - spent_before < 1
    assert reply.status_code == 400
    assert reply.json()["errors"] == {"id_front": ["The picture has too many pixels."]}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=400) | st.binary(max_size=400).map(lambda x: b"\xff\xd8\xff" + x))
async def test_any_bytes_as_pictures_get_a_clear_error_and_the_service_keeps_running(
    caller: Caller, content: bytes
) -> None:
    for reply in (
        await caller.step_one(front=jpeg(content), back=jpeg(content)),
        await caller.step_two(dict.fromkeys(STEP_2_TEXTS, "x"), jpeg(content)),
    ):
        assert reply.status_code == 400
        assert reply.json()["status"] == "failed"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    form=st.dictionaries(
        st.sampled_from([*STEP_2_TEXTS, "applicant_photo", "other"]),
        st.text(max_size=40) | st.sampled_from(["0001991032588", "1991/3/25", "01711132446"]),
    )
)
async def test_any_form_gets_a_clear_error(caller: Caller, form: dict[str, str]) -> None:
    files = {name: (None, value.encode()) for name, value in form.items()} or {"x": (None, b"")}
    reply = await caller.http.post("/agent/customer-registration/?step=2", files=files)
    assert reply.status_code == 400
    assert set(reply.json()["errors"]) >= {"applicant_photo"}


async def test_slow_step_1_calls_run_at_the_same_time(start: Start) -> None:
    caller = await start(step_one_delay=2)
    front = specimen("photos/01_front.jpg")
    back = specimen("photos/01_back.jpg")
    answered = 0

    async def watch() -> None:
        nonlocal answered
        async with client(str(caller.http.base_url), TOKEN) as http:
            while True:
                await Caller(http).log(status="all")
                answered += 1
                await asyncio.sleep(0.1)

    watching = asyncio.create_task(watch())
    started_at = time.perf_counter()
    replies = await asyncio.gather(*(caller.step_one(front, back) for _ in range(30)))
    watching.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await watching
    assert {reply.json()["status"] for reply in replies} == {"success"}
    assert time.perf_counter() - started_at < 60  # which is what they take one after the other
    assert answered > 0  # others were served meanwhile
