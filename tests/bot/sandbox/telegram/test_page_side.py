import asyncio
import io
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image, ImageStat

from bot import sandbox
from bot.sandbox.person import Person
from bot.sandbox.serving import serving
from bot.sandbox.telegram import build_app
from tests.bot.sandbox.loopback import http_client
from tests.bot.sandbox.telegram.wire import TOKEN

SPECIMENS = Path(sandbox.__file__).parent / "specimens"


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    app = build_app(token=TOKEN, specimens=SPECIMENS)
    async with serving(app) as url, http_client(url) as client:
        yield client


async def test_every_citizen_is_offered_with_good_and_bad_pictures(http: httpx.AsyncClient) -> None:
    citizens = (await http.get("/specimens")).json()
    assert len(citizens) == 12
    assert citizens[0]["nid_no"].startswith("000")
    for kind in citizens[0]["kinds"]:
        reply = await http.get(f"/specimens/0/{kind}.jpg")
        assert Image.open(io.BytesIO(reply.content)).format == "JPEG"


async def test_bad_pictures_are_bad(http: httpx.AsyncClient) -> None:
    async def picture(kind: str) -> Image.Image:
        content = (await http.get(f"/specimens/0/{kind}.jpg")).content
        return Image.open(io.BytesIO(content)).convert("L")

    good, dark, blurred = [await picture(kind) for kind in ("front", "dark_front", "blurred_front")]
    assert ImageStat.Stat(dark).mean[0] < 0.2 * ImageStat.Stat(good).mean[0]
    assert edges(blurred) < 0.3 * edges(good)
    stranger = await http.get("/specimens/0/strangers_selfie.jpg")
    assert stranger.content == (SPECIMENS / "selfies" / "01_a.jpg").read_bytes()


def edges(picture: Image.Image) -> float:
    """How much neighbouring points differ: letters make many edges."""
    moved = picture.transform(picture.size, Image.Transform.AFFINE, (1, 0, 2, 0, 1, 0))
    pairs = zip(picture.tobytes(), moved.tobytes(), strict=True)
    return sum(abs(one - other) for one, other in pairs) / (picture.width * picture.height)


@pytest.mark.parametrize("path", ["/specimens/12/front.jpg", "/specimens/0/passport.jpg"])
async def test_other_specimens_do_not_exist(http: httpx.AsyncClient, path: str) -> None:
    assert (await http.get(path)).status_code == 404


async def test_without_specimens_none_are_offered(url: str) -> None:
    async with http_client(url) as http:
        assert (await http.get("/specimens")).json() == []
        assert (await http.get("/specimens/0/front.jpg")).status_code == 404


async def test_one_stream_carries_several_people_and_continues_where_it_stopped(
    url: str, rahim: Person
) -> None:
    karim = Person(url, 1002, "Karim")
    await karim.says("/start")
    async with http_client(url) as http:
        events = await listened(http, {"after": "1001:0,1002:0"}, {}, 2)
        assert [each["person"] for _, each in events] == [1001, 1002]
        last_id = events[-1][0]
        assert last_id == "1001:1,1002:1"
        await rahim.says("more")
        resumed = await listened(http, {"after": "1001:0,1002:0"}, {"last-event-id": last_id}, 1)
        assert resumed[0][1]["message"]["text"] == "more"


async def listened(
    http: httpx.AsyncClient, query: dict[str, str], headers: dict[str, str], count: int
) -> list[tuple[str, dict[str, Any]]]:
    """The first events of a stream with their ids."""
    found: list[tuple[str, dict[str, Any]]] = []
    event_id = ""
    async with (
        asyncio.timeout(60),
        http.stream("GET", "/stream", params=query, headers=headers) as reply,
    ):
        async for line in reply.aiter_lines():
            if line.startswith("id: "):
                event_id = line.removeprefix("id: ")
            if line.startswith("data: "):
                found.append((event_id, json.loads(line.removeprefix("data: "))))
            if len(found) == count:
                break
    return found


async def test_a_stream_of_nobody_is_refused(url: str) -> None:
    async with http_client(url) as http:
        assert (await http.get("/stream", params={"after": "4711:0"})).status_code == 400
