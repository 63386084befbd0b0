import asyncio
import contextlib
import logging
from pathlib import Path

import pytest

from bot.sandbox.ekyc.applications import Applications, Card
from bot.sandbox.ekyc.pictures import BadPictureError
from bot.sandbox.ekyc.readers import CardText, Reading
from bot.sandbox.ekyc.reading_queue import ReadingQueue
from bot.sandbox.ekyc.register import Citizen, load_register
from bot.sandbox.ekyc.verification import Verification
from tests.bot.sandbox.ekyc.caller import RAHIMA

FORM = {
    "nid_no": RAHIMA.nid_no,
    "dob": "1991/3/25",
    "applicant_name_eng": RAHIMA.name_eng,
    "applicant_name_ben": RAHIMA.name_ben,
    "father_name": RAHIMA.father_name,
    "mother_name": RAHIMA.mother_name,
    "pres_address": RAHIMA.address,
    "id_front_name": "front.jpg",
    "id_back_name": "back.jpg",
    "mobile_number": "01711132446",
}


class MoodyReader:
    """Fails on a marked photo."""

    def read(self, front: bytes, back: bytes) -> Reading:
        return Reading(CardText(), front, back, None)

    def face(self, photo: bytes) -> bytes | None:
        if photo == b"breaks":
            raise RuntimeError(f"{RAHIMA.name_eng} broke the engine")
        if photo == b"damaged":
            raise BadPictureError("applicant_photo", "damaged")
        return photo

    def shows(self, face: bytes | None, citizen: Citizen) -> bool:
        return face == citizen.nid_no.encode()


async def decided(folder: Path, photos: dict[str, bytes]) -> dict[str, str]:
    """Statuses by mobile number after everything decidable was decided."""
    with Applications(folder / "ekyc.db") as applications, ReadingQueue(1, 1) as queue:
        face = RAHIMA.nid_no.encode()
        applications.keep_card("agent", Card("front.jpg", "back.jpg", "O+", face))
        for number, photo in photos.items():
            form = FORM | {"mobile_number": number}
            applications.submit("agent", form, photo, verify_after=0)
        verification = Verification(applications, load_register(), MoodyReader(), queue)
        running = asyncio.create_task(verification.run())
        async with asyncio.timeout(30):
            while applications.due():  # noqa: ASYNC110 - the database is the only witness
                await asyncio.sleep(0.01)
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running
        return {each.fields["mobile_number"]: each.status for each in applications.everything()}


async def test_one_application_that_breaks_the_reader_does_not_stop_the_others(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, "bot.sandbox"):
        statuses = await decided(tmp_path, {"1": b"breaks", "2": RAHIMA.nid_no.encode()})
    assert statuses == {"1": "pending", "2": "passed"}
    assert "RuntimeError" in caplog.text
    assert RAHIMA.name_eng not in caplog.text


async def test_a_photo_that_cannot_be_decoded_matches_nobody(tmp_path: Path) -> None:
    assert await decided(tmp_path, {"1": b"damaged"}) == {"1": "failed"}
