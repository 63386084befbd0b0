"""What the bots of all libraries say alike, and the task of each."""

import io

from PIL import Image

from bot.sandbox.person import Person

HELLO = "<b>Hello</b> &lt;you&gt;"


async def converses(rahim: Person) -> None:
    """The task of each bot."""
    await rahim.says("/start")
    greeting = await rahim.sees("Hello <you>")
    assert greeting.html == HELLO
    press = await rahim.taps("Male")
    assert await rahim.gets_answer(press) == "Noted: m"
    chosen = await rahim.sees("You chose m")
    assert (chosen.message_id, chosen.edited) == (greeting.message_id, True)
    await rahim.sends_photo(picture())
    assert (await rahim.sees("640 x 400")).has_photo
    await rahim.sends_file(b"some bytes", "note.txt", "text/plain")
    assert (await rahim.sees("10 bytes")).has_document
    await rahim.edits(await rahim.says("a slip"), "a correction")
    await rahim.sees("Corrected: a correction")
    assert await rahim.commands() == {"start": "Begin"}


def picture() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (640, 400), "navy").save(written, "JPEG")
    return written.getvalue()


def sides(photo: bytes) -> str:
    width, height = Image.open(io.BytesIO(photo)).size
    return f"{width} x {height}"
