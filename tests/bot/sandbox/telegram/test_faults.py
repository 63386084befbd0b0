import time
from typing import Any

import httpx
import pytest

from bot.sandbox.person import Person
from tests.bot.sandbox.loopback import http_client
from tests.bot.sandbox.telegram.wire import TOKEN, Wire


async def ask_for(bot: Wire, kind: str, method: str = "sendMessage", **more: Any) -> None:
    reply = await bot.http.post("/control/faults", json={"kind": kind, "method": method, **more})
    assert reply.status_code == 200, reply.text


async def test_too_many_requests_say_how_long_to_wait(bot: Wire, rahim: Person) -> None:
    await ask_for(bot, "too_many_requests", seconds=7)
    reply = await bot.http.post(f"/bot{TOKEN}/sendMessage", json={"chat_id": 1001, "text": "x"})
    assert reply.json() == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 7",
        "parameters": {"retry_after": 7},
    }
    assert reply.headers["retry-after"] == "7"
    assert await bot("sendMessage", chat_id=1001, text="x")


async def test_a_fault_affects_only_its_method_and_only_as_often_as_requested(
    bot: Wire, rahim: Person
) -> None:
    await ask_for(bot, "server_error", times=2)
    assert await bot("getMe")
    for _ in range(2):
        said = await bot.refused("sendMessage", chat_id=1001, text="x")
        assert said == "500 Internal Server Error"
    assert await bot("sendMessage", chat_id=1001, text="x")


async def test_a_fault_may_affect_one_chat_only(bot: Wire, rahim: Person, url: str) -> None:
    karim = Person(url, 1002, "Karim")
    await karim.says("/start")
    await ask_for(bot, "server_error", chat_id=1002, times="always")
    assert await bot("sendMessage", chat_id=1001, text="x")
    assert await bot.refused("sendMessage", chat_id=1002, text="x") == "500 Internal Server Error"
    await ask_for(bot, "clear")
    assert await bot("sendMessage", chat_id=1002, text="x")


async def test_a_bad_gateway_answers_with_a_page(bot: Wire) -> None:
    await ask_for(bot, "bad_gateway", method="*")
    reply = await bot.http.get(f"/bot{TOKEN}/getMe")
    assert reply.status_code == 502
    assert reply.text.startswith("<html>")


@pytest.mark.parametrize(("kind", "happened"), [("cut_before", False), ("cut_after", True)])
async def test_a_cut_connection_leaves_open_whether_it_happened(
    bot: Wire, rahim: Person, kind: str, happened: bool
) -> None:
    await ask_for(bot, kind)
    with pytest.raises(httpx.TransportError):
        await bot("sendMessage", chat_id=1001, text="hello")
    if happened:
        await rahim.sees("hello")
    else:
        await rahim.does_not_see("hello", within=0.1)


async def test_an_answer_may_be_late_once_or_always(bot: Wire) -> None:
    await ask_for(bot, "delay", method="getMe", seconds=0.2)
    begun = time.monotonic()
    await bot("getMe")
    assert time.monotonic() - begun >= 0.2
    await ask_for(bot, "delay_all", seconds=0.1)
    for _ in range(2):
        begun = time.monotonic()
        await bot("getMe")
        assert time.monotonic() - begun >= 0.1
    await ask_for(bot, "clear")


async def test_a_download_may_break_off(bot: Wire, rahim: Person) -> None:
    file_id = await sent_file(bot, rahim)
    await ask_for(bot, "truncate", method="download")
    with pytest.raises(httpx.RemoteProtocolError):
        await bot.download(file_id)
    assert len(await bot.download(file_id)) == 100_000


async def test_a_download_may_come_in_small_pieces(bot: Wire, rahim: Person) -> None:
    file_id = await sent_file(bot, rahim)
    await ask_for(bot, "drip", method="download", seconds=0.01)
    begun = time.monotonic()
    assert len(await bot.download(file_id)) == 100_000
    assert time.monotonic() - begun >= 0.15


async def sent_file(bot: Wire, rahim: Person) -> str:
    await rahim.sends_file(bytes(100_000))
    return str((await bot.updates())[-1]["message"]["document"]["file_id"])


async def test_a_poison_update_is_delivered_raw(url: str) -> None:
    async with http_client(url) as http:
        poison = {"message": {"message_id": "no number"}}
        await http.post("/control/faults", json={"kind": "poison", "update": poison})
        # Checked from inside: the witness would rightly complain about it on the wire.
        assert (await http.get("/control/faults")).json()["waiting"] == 1


async def test_updates_may_come_twice_and_out_of_order(bot: Wire, rahim: Person) -> None:
    await rahim.says("second")
    await ask_for(bot, "duplicate")
    await ask_for(bot, "out_of_order")
    first = await bot.updates()
    assert [each["message"]["text"] for each in first] == ["second", "/start"]
    assert len(await bot.updates(offset=first[0]["update_id"] + 1)) == 2


async def test_an_unknown_fault_is_refused(bot: Wire) -> None:
    reply = await bot.http.post("/control/faults", json={"kind": "gremlins"})
    assert reply.status_code == 400
