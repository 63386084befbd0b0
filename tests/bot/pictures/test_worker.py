"""The process that decodes answers one request after the other."""

import io
import subprocess
import sys
from pathlib import Path

import msgspec
from PIL import Image

from bot.pictures.results import PictureDefect, PictureDoubt
from bot.pictures.wire import Reply, Request
from bot.runtime.framing import framed, read_frame
from tests.support.hostile_files import png_of
from tests.support.image_files import encoded

SPECIMENS = Path(__file__).parents[3] / "bot" / "sandbox" / "specimens"
FRONT = (SPECIMENS / "photos" / "00_front.jpg").read_bytes()


def asking(request: Request, *pictures: bytes) -> bytes:
    return framed(msgspec.msgpack.encode(request)) + b"".join(pictures)


def replies_to(*requests: bytes) -> list[Reply]:
    ended = subprocess.run(
        [sys.executable, "-m", "bot.pictures.worker"],
        input=b"".join(requests),
        capture_output=True,
        check=True,
    )
    written, replies = io.BytesIO(ended.stdout), []
    while frame := read_frame(written):
        replies.append(msgspec.msgpack.decode(frame, type=Reply))
    return replies


def test_requests_are_answered_in_their_order() -> None:
    selfie = (SPECIMENS / "selfies" / "00_a.jpg").read_bytes()

    ready, prepared, examined, views, refused = replies_to(
        asking(Request(work="be ready")),
        asking(Request(work="prepare", sizes=(len(FRONT),)), FRONT),
        asking(Request(work="examine", sizes=(len(selfie),), slot="front"), selfie),
        asking(Request(work="views", sizes=(len(FRONT), 0)), FRONT),
        asking(Request(work="prepare", sizes=(3,)), b"abc"),
    )

    assert ready == Reply()
    assert prepared.prepared
    assert prepared.prepared.width == 1280
    assert examined.examined
    assert PictureDoubt.PERSON in examined.examined.doubts
    assert views.views
    assert views.views.sheet
    assert set(views.views.parts) == {"names", "numbers"}
    assert refused == Reply(refused=PictureDefect.NOT_AN_IMAGE)


def test_a_refusal_spoils_nothing_for_the_next() -> None:
    bomb, good = png_of(9000, 9000), encoded(Image.new("RGB", (600, 400)))

    refused, prepared = replies_to(
        asking(Request(work="prepare", sizes=(len(bomb),)), bomb),
        asking(Request(work="prepare", sizes=(len(good),)), good),
    )

    assert refused.refused is PictureDefect.TOO_MANY_PIXELS
    assert prepared.prepared
