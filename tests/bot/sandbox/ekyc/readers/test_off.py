from pathlib import Path

import pytest

from bot.sandbox.ekyc.pictures import BadPictureError
from bot.sandbox.ekyc.readers import CardText
from bot.sandbox.ekyc.readers.off import OffReader
from bot.sandbox.ekyc.register import load_register
from tests.bot.sandbox.ekyc.caller import RAHIMA, drawn_picture, specimen
from tests.bot.sandbox.ekyc.conftest import service_on


def test_nothing_is_read_and_the_pictures_come_back_uncut() -> None:
    front, back = drawn_picture(640, 400), drawn_picture(600, 400)
    reading = OffReader(load_register()).read(front, back)
    assert reading.text == CardText()
    assert (reading.front_cut_out, reading.back_cut_out) == (front, back)
    assert reading.face is None


def test_a_file_that_is_not_a_picture_is_refused() -> None:
    with pytest.raises(BadPictureError):
        OffReader(load_register()).read(drawn_picture(), b"no picture")


async def test_a_customer_passes_whose_fields_the_agent_has_typed(tmp_path: Path) -> None:
    async with service_on(tmp_path / "ekyc.db", reader="off") as caller:
        card = await caller.reads_card()
        assert (card["nid_no"], card["dob"], card["address"]) == ("", "", "")
        await caller.submits(
            nid_no=RAHIMA.nid_no,
            dob="25/3/1991",
            applicant_name_ben=RAHIMA.name_ben,
            applicant_name_eng=RAHIMA.name_eng,
            father_name=RAHIMA.father_name,
            mother_name=RAHIMA.mother_name,
            pres_address=RAHIMA.address,
            perm_address=RAHIMA.address,
        )
        assert (await caller.verdict())["status"] == "passed"
        await caller.submits(
            citizen=2,
            photo=specimen("selfies/02_a.jpg"),
            **dict.fromkeys(
                (
                    "applicant_name_ben",
                    "applicant_name_eng",
                    "father_name",
                    "mother_name",
                    "pres_address",
                    "perm_address",
                ),
                "typed wrongly",
            ),
            nid_no="0001975121620",
            dob="1975/12/16",
            mobile_number="01700000002",
        )
        assert (await caller.verdict("01700000002"))["status"] == "failed"
