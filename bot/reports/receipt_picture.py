"""The customer's receipt as a picture, for WhatsApp and imo; drawn on delivery and kept nowhere."""

import asyncio
from collections.abc import Iterator

from bot.reports import svg
from bot.screens.labels import LABEL_SIZE, width_of
from bot.screens.receipt import Receipt, has_receipt, receipt_of
from conversations.organisation import Organisation
from storage import Store

_WIDTH, _EDGE = 1080, 64  # pixels; Telegram and WhatsApp make nothing smaller that is not wider
_ROOM = _WIDTH - 2 * _EDGE
_HEADING, _TITLE, _FACT, _CLOSING = 60, 46, 42, 38  # font sizes
_LEADING = 1.4  # of the font size, from line to line

_MODULE = 12  # pixels; a reference has 21 × 21 modules and 4 on each side
_QUIET_ZONE = 4  # modules; ISO/IEC 18004
_CODE = _MODULE * (21 + 2 * _QUIET_ZONE)

_GREEN, _WHITE = "#137a3f", "#ffffff"


class ReceiptPictures:
    def __init__(self, store: Store, organisation: Organisation) -> None:
        self._store = store
        self._organisation = organisation
        self._turn = asyncio.Lock()  # one drawing takes a core for a moment

    async def picture(self, agent_id: int, application_id: str, language: str) -> bytes | None:
        """A PNG; None when the person does not, or no longer, have such a receipt."""
        agent = self._store.agents.find(agent_id)
        application = self._store.applications.find(application_id)
        if agent is None or not agent.is_served:
            return None
        if application is None or application.agent != agent_id or not has_receipt(application):
            return None
        receipt = receipt_of(application, language, self._organisation)
        async with self._turn:
            return await asyncio.to_thread(receipt_picture, receipt)


def receipt_picture(receipt: Receipt) -> bytes:
    """A PNG, 1,080 pixels wide and some 50 kB; drawing takes some hundredths of a second.

    The QR code says the reference and nothing else.
    """
    heading = receipt.organisation or receipt.title
    title = receipt.title if receipt.organisation else ""
    page = _Page()
    page.write(heading, _HEADING, fill=_WHITE)
    page.write(title, _TITLE, fill=_WHITE)
    banner = page.base + _EDGE / 2
    page.base = banner + _EDGE / 2
    customer, *facts = receipt.facts
    page.write(customer, _FACT)
    page.base += _FACT / 2
    top = page.base
    left = _WIDTH - _EDGE - _CODE + _MODULE * _QUIET_ZONE  # its own margin lies in the page's
    for fact in facts:
        page.write(fact, _FACT, room=left - _EDGE)
    code = _code(receipt.reference, left=left, top=top)
    page.base = max(page.base, top + _CODE)
    rule = page.base
    page.base += _CLOSING / 2
    for line in receipt.closing:
        page.write(line, _CLOSING)
    parts = (
        f'<rect width="{_WIDTH}" height="{banner}" fill="{_GREEN}"/>',
        f'<rect x="{_EDGE}" y="{rule}" width="{_ROOM}" height="3" fill="{_GREEN}"/>',
        code,
        *page.parts,
    )
    return svg.picture(_WIDTH, round(page.base + _EDGE), parts)


class _Page:
    """Lines of text from top to bottom; `base` is where the last one ends."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.base = _EDGE / 2

    def write(self, words: str, size: int, *, room: float = _ROOM, fill: str = "#111111") -> None:
        for line in _wrapped(words, room / size):
            self.base += size * _LEADING
            self.parts.append(svg.text(_EDGE, self.base - size * 0.3, size, line, fill=fill))


def _code(reference: str, *, left: float, top: float) -> str:
    import segno  # noqa: PLC0415 - a start does without

    code = segno.make(reference, error="h", micro=False, boost_error=False)
    drawn = code.svg_inline(border=_QUIET_ZONE, omitsize=True)
    return f'<svg x="{left}" y="{top}" width="{_CODE}" height="{_CODE}">{drawn}</svg>'


def _wrapped(words: str, room: float) -> Iterator[str]:
    """The words in lines of that width in ems; a word longer than a line is broken."""
    line, last_space = "", 0
    for character in words:
        if character == " ":
            last_space = len(line)
        line += character
        if width_of(line) > room * LABEL_SIZE:
            end = last_space or len(line) - 1
            yield line[:end]
            line, last_space = line[end:].lstrip(" "), 0
    if line:
        yield line
