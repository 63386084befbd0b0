import base64
import io
from collections.abc import Mapping

import pytest
from PIL import Image

from tests.bot.ekyc.pretend_service import STEP_2_TEXTS
from tests.bot.sandbox.ekyc.caller import (
    RAHIMA,
    Caller,
    drawn_picture,
    jpeg,
    specimen,
)
from tests.bot.sandbox.ekyc.conftest import Start

# The keys of the document's sample replies, in its order.
STEP_ONE_KEYS = [
    "nid_no",
    "dob",
    "customer_name_ben",
    "customer_name_eng",
    "father_name",
    "mother_name",
    "address",
    "id_front_image",
    "id_back_image",
    "id_front_name",
    "id_back_name",
]


async def test_step_1_reads_the_card_in_the_shape_of_the_document(caller: Caller) -> None:
    reply = await caller.step_one()
    assert reply.status_code == 200
    body = reply.json()
    assert list(body) == ["status", "data"]
    assert body["status"] == "success"
    assert list(body["data"]) == STEP_ONE_KEYS
    assert body["data"]["nid_no"] == "0001991032588"
    assert body["data"]["dob"] == "1991/3/25"
    assert body["data"]["customer_name_eng"] == "RAHIMA KHATUN"
    assert body["data"]["address"] == RAHIMA.address


async def test_images_come_cut_out_with_crop_and_as_uploaded_without(caller: Caller) -> None:
    uploaded = specimen("photos/01_front.jpg")
    cropped = (await caller.step_one(crop="1")).json()["data"]["id_front_image"]
    assert Image.open(io.BytesIO(base64.b64decode(cropped))).size == (1012, 638)
    for crop in (None, "0"):
        kept = (await caller.step_one(crop=crop)).json()["data"]["id_front_image"]
        assert base64.b64decode(kept) == uploaded


async def test_every_reading_has_image_names_of_its_own(caller: Caller) -> None:
    one, other = await caller.reads_card(), await caller.reads_card()
    names = {one["id_front_name"], one["id_back_name"]}
    assert len(names | {other["id_front_name"], other["id_back_name"]}) == 4
    assert all(name.endswith(".jpg") and len(name) <= 99 for name in names)


@pytest.mark.parametrize(
    ("front", "back", "complaint"),
    [
        ("photos/01_back.jpg", "photos/01_front.jpg", "id_front: the picture shows the back"),
        ("photos/01_front.jpg", "photos/01_front.jpg", "id_back: the picture shows the front"),
        ("selfies/01_a.jpg", "photos/01_back.jpg", "id_front: no specimen card"),
    ],
)
async def test_a_picture_without_the_right_side_of_a_specimen_is_a_failure_never_a_guess(
    caller: Caller, front: str, back: str, complaint: str
) -> None:
    reply = await caller.step_one(specimen(front), specimen(back))
    assert reply.status_code == 200
    body = reply.json()
    assert (body["status"], body["status_code"]) == ("failed", 6001)
    assert body["message"].startswith(complaint)
    assert "data" not in body


@pytest.mark.parametrize(
    ("picture", "complaint"),
    [
        (jpeg(specimen("photos/01_front.jpg"), "front.JPG"), "must end in .jpg, .jpeg or .png"),
        (jpeg(specimen("photos/01_front.jpg"), "front.webp"), "must end in .jpg, .jpeg or .png"),
        (("front.jpg", specimen("photos/01_front.jpg"), "text/plain"), "content type must be"),
        (jpeg(b"not a picture"), "Upload a valid image"),
        (jpeg(specimen("photos/01_front.jpg")[:60_000]), "damaged or cut off"),
        (jpeg(drawn_picture(kind="GIF")), "Upload a valid image"),
    ],
)
async def test_step_1_refuses_other_files_than_images_as_documented(
    caller: Caller, picture: tuple[str, bytes, str], complaint: str
) -> None:
    reply = await caller.step_one(front=picture)
    assert reply.status_code == 400
    body = reply.json()
    assert (body["status"], body["status_code"]) == ("failed", 5001)
    assert list(body["errors"]) == ["id_front"]
    assert complaint in body["errors"]["id_front"][0]
    assert complaint in body["message"]


async def test_step_1_names_missing_and_unknown_fields(caller: Caller) -> None:
    reply = await caller.http.post(
        "/agent/customer-registration/?step=1",
        files={"id_front": jpeg(drawn_picture()), "id_bakc": jpeg(drawn_picture())},
    )
    assert reply.status_code == 400
    assert reply.json()["errors"] == {
        "id_back": ["This field is required."],
        "id_bakc": ["Unknown field."],
    }


async def test_a_picture_sent_as_text_is_not_a_file(caller: Caller) -> None:
    reply = await caller.http.post(
        "/agent/customer-registration/?step=1",
        data={"id_front": "front.jpg"},
        files={"id_back": jpeg(drawn_picture())},
    )
    assert reply.status_code == 400
    assert "was not a file" in reply.json()["errors"]["id_front"][0]


@pytest.mark.parametrize("step", ["", "0", "3", "one", "1 "])
async def test_another_step_than_1_and_2_is_refused(caller: Caller, step: str) -> None:
    reply = await caller.http.post(
        "/agent/customer-registration/", params={"step": step}, files={"id_front": jpeg(b"x")}
    )
    assert (reply.status_code, reply.json()) == (
        400,
        {"detail": "The query parameter step must be 1 or 2."},
    )


async def test_parameters_belong_into_the_address_not_into_the_form(caller: Caller) -> None:
    reply = await caller.http.post(
        "/agent/customer-registration/", data={"step": "1"}, files={"id_front": jpeg(b"x")}
    )
    assert reply.status_code == 400


@pytest.mark.parametrize("content_type", ["application/json", "application/x-www-form-urlencoded"])
async def test_only_multipart_forms_are_taken(caller: Caller, content_type: str) -> None:
    reply = await caller.http.post(
        "/agent/customer-registration/?step=2",
        content="{}",
        headers={"Content-Type": content_type},
    )
    assert (reply.status_code, reply.json()) == (
        415,
        {"detail": f'Unsupported media type "{content_type}" in request.'},
    )


async def test_step_2_answers_in_the_words_of_the_document(caller: Caller) -> None:
    reply = await caller.step_two(await caller.filled_form())
    assert reply.status_code == 200
    assert reply.json() == {
        "status": "success",
        "detail": "Application successfully submitted, awaiting identity verification.",
    }


async def test_step_2_takes_the_date_as_its_own_example_writes_it(caller: Caller) -> None:
    await caller.submits(dob="25/3/1991")
    assert (await caller.verdict())["status"] == "passed"


FORM = dict.fromkeys(STEP_2_TEXTS, "x") | {
    "nid_no": "0001991032588",
    "dob": "1991/3/25",
    "mobile_number": "01711132446",
}
"""Right in all but the image names, which are looked at last."""


async def test_every_field_of_step_2_is_mandatory(caller: Caller) -> None:
    reply = await caller.http.post(
        "/agent/customer-registration/?step=2", files={"something": (None, "else")}
    )
    assert reply.status_code == 400
    errors = reply.json()["errors"]
    assert {name for name, (error,) in errors.items() if error == "This field is required."} == {
        *STEP_2_TEXTS,
        "applicant_photo",
    }
    assert errors["something"] == ["Unknown field."]


async def test_no_field_of_step_2_may_be_left_out_blank_or_a_file(caller: Caller) -> None:
    required, blank = "This field is required.", "This field may not be blank."
    for name in STEP_2_TEXTS:
        left_out = {key: value for key, value in FORM.items() if key != name}
        assert await errors_of(caller, left_out) == {name: required}
        assert await errors_of(caller, FORM | {name: " \t "}) == {name: blank}
        reply = await caller.http.post(
            "/agent/customer-registration/?step=2",
            data=left_out,
            files={name: jpeg(b"x"), "applicant_photo": jpeg(drawn_picture())},
        )
        assert reply.json()["errors"] == {name: ["Not a valid string."]}


async def errors_of(caller: Caller, form: Mapping[str, str]) -> dict[str, str]:
    reply = await caller.step_two(form, drawn_picture())
    assert reply.status_code == 400, reply.text
    return {name: error for name, (error,) in reply.json()["errors"].items()}


WRONG_VALUES = [
    ("nid_no", "123456789012"),
    ("nid_no", "০০০১৯৯১০৩২৫৮৮"),
    ("nid_no", "000 199 103 2588"),
    ("dob", "25 March 1991"),
    ("dob", "1991/13/25"),
    ("dob", "30/2/1991"),
    ("mobile_number", "8801711132446"),
    ("mobile_number", "+8801711132446"),
    ("mobile_number", "01711-132446"),
    ("mobile_number", "0171113244"),
    ("mobile_number", "০১৭১১১৩২৪৪৬"),
    ("applicant_name_eng", "x" * 101),
    ("pres_address", "ঢ" * 1001),
    ("gender", "x" * 31),
    ("nominee", "Ambia\0Khatun"),
    ("id_front_name", f"{'x' * 96}.jpg"),
]


async def test_step_2_refuses_values_that_cannot_be_right(caller: Caller) -> None:
    for name, value in WRONG_VALUES:
        assert list(await errors_of(caller, FORM | {name: value})) == [name], value


async def test_the_code_tells_a_bad_form_from_a_bad_photo_and_a_bad_image_name(
    caller: Caller,
) -> None:
    form = await caller.filled_form()
    for changed, photo, code in (
        (form | {"gender": ""}, drawn_picture(), 5002),
        (form | {"id_front_name": "never-given.jpg"}, drawn_picture(), 5003),
        (form | {"id_back_name": "x" * 100}, drawn_picture(), 5003),
        (form, b"no photo", 5005),
    ):
        reply = await caller.step_two(changed, photo)
        assert (reply.status_code, reply.json()["status_code"]) == (400, code)


async def test_image_names_must_be_of_one_step_1_of_the_same_token(
    caller: Caller, other_caller: Caller
) -> None:
    one, other = await caller.filled_form(), await caller.filled_form()
    swapped = one | {
        "id_front_name": one["id_back_name"],
        "id_back_name": one["id_front_name"],
    }
    mixed = one | {"id_back_name": other["id_back_name"]}
    for form in (swapped, mixed):
        assert (await caller.step_two(form)).json()["status_code"] == 5003
    assert (await other_caller.step_two(one)).json()["status_code"] == 5003
    assert (await caller.step_two(one)).json()["status"] == "success"


async def test_an_undecided_application_cannot_be_posted_again(start: Start) -> None:
    caller = await start(verification_delay=60)
    form = await caller.submits()
    reply = await caller.step_two(form)
    assert reply.status_code == 200
    assert (reply.json()["status"], reply.json()["status_code"]) == ("failed", 6003)
    (application,) = (await caller.applications())["applications"]
    assert (application["posts"], application["accepted"]) == (2, 1)


async def test_a_decided_application_is_overwritten_by_the_next_post(caller: Caller) -> None:
    await caller.submits(photo=specimen("selfies/05_a.jpg"))
    assert (await caller.verdict())["status"] == "failed"
    await caller.submits(photo=specimen("selfies/01_b.jpg"))
    assert (await caller.verdict())["status"] == "passed"
    (application,) = (await caller.applications())["applications"]
    assert (application["posts"], application["accepted"]) == (2, 2)


async def test_two_customers_may_share_a_mobile_number(caller: Caller) -> None:
    await caller.submits(citizen=1)
    await caller.submits(citizen=2)
    await caller.verdict()
    assert len((await caller.log(status="all")).json()) == 2
