"""The endpoint of both registration steps: `POST /agent/customer-registration/`."""

import asyncio
import base64
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.sandbox.ekyc import replies
from bot.sandbox.ekyc.applications import Card, UndecidedError
from bot.sandbox.ekyc.dialects import with_image_names
from bot.sandbox.ekyc.forms import FormRefusedError, Pictures, check_pictures, check_submission
from bot.sandbox.ekyc.pictures import BadPictureError, decode
from bot.sandbox.ekyc.readers import CardUnreadableError, Reading
from bot.sandbox.ekyc.reading_queue import QueueFullError
from bot.sandbox.ekyc.service import service_of
from bot.sandbox.ekyc.trouble import Trouble

MAX_TEXT = 64 * 1024  # bytes of one text field; the longest allowed is 1,000 characters
RETRY_AFTER = 5  # seconds


async def register_customer(request: Request) -> Response:
    """Answer step 1 (NID upload) and step 2 (photo and other fields)."""
    agent = service_of(request).tokens.agent(request)
    try:
        match request.query_params.get("step"):
            case "1":
                return await _read_card(request, agent)
            case "2":
                return await _submit(request, agent)
    except FormRefusedError as error:
        return replies.failure(error.code, str(error), errors=error.errors, http_status=400)
    except CardUnreadableError as error:
        return replies.failure(error.code, error.message)
    except QueueFullError:
        return replies.too_busy(RETRY_AFTER)
    raise HTTPException(400, "The query parameter step must be 1 or 2.")


@asynccontextmanager
async def multipart_form(request: Request) -> AsyncIterator[FormData]:
    """Parse the form; raises HTTPException 415 for another content type, 400 for a broken body."""
    media_type = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if media_type != "multipart/form-data":
        raise HTTPException(415, f'Unsupported media type "{media_type}" in request.')
    async with request.form(max_files=8, max_fields=64, max_part_size=MAX_TEXT) as form:
        yield form


async def _read_card(request: Request, agent: str) -> Response:
    service = service_of(request)
    crop = request.query_params.get("crop", "0")
    if crop not in ("0", "1"):
        raise HTTPException(400, "The query parameter crop must be 1 or be left out.")
    async with multipart_form(request) as form:
        pictures = await check_pictures(form)
    await _check_image("id_front", pictures.front, replies.FORM_REFUSED_STEP_ONE)
    await _check_image("id_back", pictures.back, replies.FORM_REFUSED_STEP_ONE)
    trouble = Trouble("step_one", service.faults.take("step_one"))
    if refusal := await trouble.before():
        return refusal
    await asyncio.sleep(service.step_one_delay)
    reading = await service.queue.run(service.reader.read, pictures.front, pictures.back)
    name = secrets.token_hex(8)
    card = Card(f"{name}_front.jpg", f"{name}_back.jpg", reading.text.blood_group, reading.face)
    service.applications.keep_card(agent, card)
    told = _what_was_read(reading, card, pictures, cut_out=crop == "1")
    return await trouble.after(request, {"status": "success", "data": told})


def _what_was_read(
    reading: Reading, card: Card, pictures: Pictures, *, cut_out: bool
) -> dict[str, str]:
    text = reading.text
    front, back = (
        (reading.front_cut_out, reading.back_cut_out)
        if cut_out
        else (pictures.front, pictures.back)
    )
    return {
        "nid_no": text.nid_no,
        "dob": text.dob,
        "customer_name_ben": text.customer_name_ben,
        "customer_name_eng": text.customer_name_eng,
        "father_name": text.father_name,
        "mother_name": text.mother_name,
        "address": text.address,
        "id_front_image": base64.b64encode(front).decode(),
        "id_back_image": base64.b64encode(back).decode(),
        "id_front_name": card.front_name,
        "id_back_name": card.back_name,
    }


async def _submit(request: Request, agent: str) -> Response:
    service = service_of(request)
    async with multipart_form(request) as form:
        submission = await check_submission(form)
    fields = submission.fields
    await _check_image("applicant_photo", submission.photo, replies.PHOTO_REFUSED)
    service.faults.add_magic(fields["mobile_number"])
    trouble = Trouble("step_two", service.faults.take("step_two", fields["mobile_number"]))
    if refusal := await trouble.before():
        return refusal
    if "dialect_1_06" in trouble:
        fields = with_image_names(fields)
    if not service.applications.card(agent, fields["id_front_name"], fields["id_back_name"]):
        names = ("id_front_name", "id_back_name")
        raise FormRefusedError(
            dict.fromkeys(names, "Not a pair that step 1 gave this token."),
            replies.IMAGE_NAME_REFUSED,
        )
    try:
        service.applications.submit(
            agent,
            fields,
            submission.photo,
            verify_after=None if "stuck_pending" in trouble else service.verification_delay,
            correct_after=trouble.seconds("verdict_corrected"),
            is_registered="not_in_register" not in trouble,
        )
    except UndecidedError:
        return replies.failure(
            replies.UNDECIDED, "An application for this customer awaits identity verification."
        )
    service.verification.nudge()
    told = "Application successfully submitted, awaiting identity verification."
    return await trouble.after(request, {"status": "success", "detail": told})


async def _check_image(field: str, picture: bytes, code: int) -> None:
    """Check a picture before queueing it; raises FormRefusedError."""
    try:
        await asyncio.to_thread(decode, field, picture, 64)
    except BadPictureError as error:
        raise FormRefusedError({field: error.message}, code) from error
