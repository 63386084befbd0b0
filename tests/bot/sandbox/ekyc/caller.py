"""A plain HTTP client, and the forms and files it sends."""

import asyncio
import io
from collections.abc import Mapping
from typing import Any

import httpx
from PIL import Image

from bot.sandbox.ekyc.register import SPECIMENS, load_register

TOKEN = "first-token"
OTHER_TOKEN = "second-token"

CITIZENS = load_register().citizens
RAHIMA = CITIZENS[1]

File = tuple[str, bytes, str]


def specimen(path: str) -> bytes:
    return (SPECIMENS / path).read_bytes()


def jpeg(content: bytes, name: str = "photo.jpg") -> File:
    return (name, content, "image/jpeg")


def drawn_picture(width: int = 320, height: int = 200, kind: str = "JPEG") -> bytes:
    """An empty picture."""
    stream = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).save(stream, kind)
    return stream.getvalue()


def as_telegram_sends_it(picture: bytes, longest_side: int = 1280, quality: int = 87) -> bytes:
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    image.thumbnail((longest_side, longest_side))
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=quality)
    return stream.getvalue()


class Caller:
    """Calls the four endpoints as the document's examples do."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http

    async def step_one(
        self,
        front: bytes | File = b"",
        back: bytes | File = b"",
        *,
        citizen: int = 1,
        crop: str | None = "1",
    ) -> httpx.Response:
        front = front or specimen(f"photos/{citizen:02}_front.jpg")
        back = back or specimen(f"photos/{citizen:02}_back.jpg")
        return await self.http.post(
            "/agent/customer-registration/",
            params={"step": "1"} | ({"crop": crop} if crop is not None else {}),
            files={
                "id_front": front if isinstance(front, tuple) else jpeg(front),
                "id_back": back if isinstance(back, tuple) else jpeg(back),
            },
        )

    async def reads_card(self, citizen: int = 1) -> dict[str, str]:
        reply = await self.step_one(citizen=citizen)
        assert reply.status_code == 200, reply.text
        body = reply.json()
        assert body["status"] == "success", body
        data: dict[str, str] = body["data"]
        return data

    async def filled_form(self, citizen: int = 1, **changes: str) -> dict[str, str]:
        """All text fields of step 2, after the card was read."""
        card = await self.reads_card(citizen)
        return {
            "nid_no": card["nid_no"],
            "dob": card["dob"],
            "applicant_name_ben": card["customer_name_ben"],
            "applicant_name_eng": card["customer_name_eng"],
            "father_name": card["father_name"],
            "mother_name": card["mother_name"],
            "pres_address": card["address"],
            "perm_address": card["address"],
            "id_front_name": card["id_front_name"],
            "id_back_name": card["id_back_name"],
            "gender": "Female",
            "profession": "Teacher",
            "nominee": "Ambia Khatun",
            "nominee_relation": "Mother",
            "mobile_number": "01711132446",
        } | changes

    async def step_two(
        self, form: Mapping[str, str], photo: bytes | File | None = None, *, citizen: int = 1
    ) -> httpx.Response:
        if photo is None:
            photo = specimen(f"selfies/{citizen:02}_a.jpg")
        return await self.http.post(
            "/agent/customer-registration/",
            params={"step": "2"},
            data=form,
            files={"applicant_photo": photo if isinstance(photo, tuple) else jpeg(photo)},
        )

    async def submits(
        self, citizen: int = 1, photo: bytes | None = None, **changes: str
    ) -> dict[str, str]:
        """The form of an application that was accepted."""
        form = await self.filled_form(citizen, **changes)
        reply = await self.step_two(form, photo, citizen=citizen)
        assert reply.status_code == 200, reply.text
        assert reply.json()["status"] == "success", reply.text
        return form

    async def status(self, mobile_number: str = "01711132446") -> dict[str, Any]:
        body: dict[str, Any] = (await self.status_reply(mobile_number)).json()
        return body

    async def status_reply(self, mobile_number: str) -> httpx.Response:
        return await self.http.post(
            "/agent/get-verification-status/", files={"mobile_number": (None, mobile_number)}
        )

    async def verdict(self, mobile_number: str = "01711132446") -> dict[str, Any]:
        """The first status that is not pending."""
        async with asyncio.timeout(30):
            while True:
                body = await self.status(mobile_number)
                if body["status"] != "pending":
                    return body
                await asyncio.sleep(0.01)

    async def log(self, **parameters: str) -> httpx.Response:
        return await self.http.get("/agent/get-verification-log/", params=parameters)

    async def applications(self) -> dict[str, Any]:
        body: dict[str, Any] = (await self.http.get("/control/applications")).json()
        return body

    async def asks_for(self, kind: str, **more: object) -> None:
        reply = await self.http.post("/control/faults", json={"kind": kind, **more})
        assert reply.status_code == 200, reply.text
