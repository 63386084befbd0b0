import pytest

from bot.sandbox.person import Person
from bot.sandbox.telegram import build_app
from tests.bot.sandbox.loopback import http_client
from tests.bot.sandbox.telegram.wire import TOKEN


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"host": "evil.example"},
        {"host": "127.0.0.1.evil.example"},
        {"origin": "null"},
    ],
)
@pytest.mark.parametrize("path", ["/people/1001/text", "/control/faults"])
async def test_another_hosts_page_cannot_act_as_a_person(
    url: str, rahim: Person, headers: dict[str, str], path: str
) -> None:
    async with http_client(url) as http:
        reply = await http.post(path, json={"text": "caught", "kind": "clear"}, headers=headers)
    assert (reply.status_code, reply.text) == (403, "Only for this machine.")


async def test_the_own_page_may_act_as_a_person(url: str, rahim: Person) -> None:
    async with http_client(url) as http:
        reply = await http.post("/people/1001/text", json={"text": "x"}, headers={"origin": url})
    assert reply.status_code == 200


async def test_the_human_side_runs_nothing_of_others(url: str) -> None:
    async with http_client(url) as http:
        page = await http.get("/")
        assert "default-src 'none'; script-src 'self'" in page.headers["content-security-policy"]
        assert page.headers["x-content-type-options"] == "nosniff"
        script = await http.get("/page/main.js")
        assert script.headers["content-type"].startswith("text/javascript")


async def test_a_sent_file_is_never_shown_as_a_page(url: str, rahim: Person) -> None:
    markup = b"<script>alert(1)</script>"
    await rahim.sends_file(markup, "page.html", "text/html")
    async with http_client(url) as http:
        chat = (await http.get("/people/1001/chat")).json()
        file_id = chat["messages"][-1]["document"]["file_id"]
        reply = await http.get(f"/people/1001/files/{file_id}")
    assert (reply.content, reply.headers["content-type"]) == (markup, "application/octet-stream")


@pytest.mark.parametrize("token", ["", "ABC", "123456", ":ABC"])
def test_a_token_without_the_number_of_a_bot_is_refused(token: str) -> None:
    with pytest.raises(ValueError, match="A token looks like 123456:ABC-DEF"):
        build_app(token=token)


def test_the_token_is_in_no_representation() -> None:
    app = build_app(token=TOKEN)
    assert TOKEN not in repr(app.state.telegram) + repr(app.state.telegram.webhook)
