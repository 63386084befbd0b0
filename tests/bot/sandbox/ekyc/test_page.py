import asyncio
from html.parser import HTMLParser

from bot.sandbox.ekyc.faults import KINDS
from tests.bot.sandbox.ekyc.caller import Caller


class Reader(HTMLParser):
    """Collects the buttons, links and words of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.kinds: list[str | None] = []
        self.addresses: list[str | None] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "button":
            self.kinds.append(found.get("data-kind"))
        if "href" in found or "src" in found:
            self.addresses.append(found.get("href") or found.get("src"))

    def handle_data(self, data: str) -> None:
        self.words += data


async def test_the_page_offers_every_fault_with_its_magic_number(caller: Caller) -> None:
    del caller.http.headers["Authorization"]
    reply = await caller.http.get("/")
    assert reply.headers["content-type"].startswith("text/html")
    page = Reader()
    page.feed(reply.text)
    assert page.kinds == [*KINDS, "clear"]
    for kind, usual in KINDS.items():
        assert kind in page.words
        assert f"01300{usual.code:02}NNNN" in page.words
    assert "60 seconds" in page.words
    assert "{seconds}" not in page.words


async def test_every_link_of_the_page_leads_somewhere_here(caller: Caller) -> None:
    page = Reader()
    page.feed((await caller.http.get("/")).text)
    replies = await asyncio.gather(
        *(caller.http.get(address) for address in page.addresses if address)
    )
    assert len(replies) == 3
    assert {reply.status_code for reply in replies} == {200}
