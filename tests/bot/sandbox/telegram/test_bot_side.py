import httpx
import pytest

from bot.sandbox.person import Person
from tests.bot.sandbox.loopback import http_client
from tests.bot.sandbox.telegram.wire import TOKEN, Wire


async def test_a_wrong_token_is_unauthorized(bot: Wire) -> None:
    reply = await bot.http.get("/bot123456:WRONG/getMe")
    assert reply.status_code == 401
    assert reply.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}
    assert (await bot.http.get("/file/bot123456:WRONG/photos/file_0.jpg")).status_code == 401


async def test_an_unknown_method_is_not_found(bot: Wire) -> None:
    assert await bot.refused("sendTelepathy") == "404 Not Found: method not found"


async def test_the_names_of_methods_are_read_in_any_case(bot: Wire) -> None:
    assert await bot("GETME") == await bot("getMe")


async def test_parameters_come_in_the_address_as_form_as_json_or_in_parts(
    bot: Wire, rahim: Person
) -> None:
    url = f"/bot{TOKEN}/sendMessage"
    said = {"chat_id": "1001", "text": "hello"}
    for reply in (
        await bot.http.get(url, params=said),
        await bot.http.post(url, data=said),
        await bot.http.post(url, json=said),
        await bot.http.post(url, data=said, files={}),
        await bot.http.post(url, files={name: (None, value) for name, value in said.items()}),
    ):
        assert reply.json()["result"]["text"] == "hello"
    assert await rahim.sees("hello")


async def test_a_body_that_is_not_json_is_refused(bot: Wire) -> None:
    reply = await bot.http.post(
        f"/bot{TOKEN}/getMe", content=b"{", headers={"content-type": "application/json"}
    )
    assert reply.status_code == 400


async def test_a_request_over_the_limit_is_too_large(bot: Wire, rahim: Person) -> None:
    reply = await bot.http.post(
        f"/bot{TOKEN}/sendDocument",
        data={"chat_id": "1001"},
        files={"document": bytes(51 * 2**20)},
    )
    assert reply.json()["error_code"] == 413


async def test_a_file_is_found_by_the_path_that_get_file_gave(bot: Wire, rahim: Person) -> None:
    await rahim.sends_file(b"bytes", "note.txt", "text/plain")
    (_, update) = await bot.updates()
    document = update["message"]["document"]
    file = await bot("getFile", file_id=document["file_id"])
    assert file["file_unique_id"] == document["file_unique_id"]
    assert file["file_path"].endswith(".txt")
    assert await bot.download(document["file_id"]) == b"bytes"


async def test_an_unknown_file_is_not_found(bot: Wire) -> None:
    reply = await bot.http.get(f"/file/bot{TOKEN}/photos/file_9.jpg")
    assert (reply.status_code, reply.json()["description"]) == (404, "Not Found")


async def test_a_file_over_twenty_megabytes_can_be_sent_but_not_fetched(
    bot: Wire, rahim: Person
) -> None:
    await rahim.sends_file(bytes(20 * 2**20 + 1), "film.bin", "application/octet-stream")
    (_, update) = await bot.updates()
    file_id = update["message"]["document"]["file_id"]
    assert await bot.refused("getFile", file_id=file_id) == "400 Bad Request: file is too big"


async def test_an_unknown_file_id_is_refused(bot: Wire) -> None:
    assert await bot.refused("getFile", file_id="AgACx") == (
        "400 Bad Request: wrong file_id or the file is temporarily unavailable"
    )
    assert await bot.refused("getFile") == "400 Bad Request: file_id not specified"


async def test_a_poll_whose_caller_has_gone_takes_nothing_with_it(
    bot: Wire, url: str, rahim: Person
) -> None:
    (start,) = await bot.updates()
    following = {"offset": start["update_id"] + 1, "timeout": 50}
    gone = httpx.Timeout(30, read=0.1)
    async with http_client(url) as killed:
        with pytest.raises(httpx.ReadTimeout):
            await killed.get(f"/bot{TOKEN}/getUpdates", params=following, timeout=gone)
    await rahim.says("after the crash")
    (update,) = await bot.updates()
    assert update["message"]["text"] == "after the crash"
