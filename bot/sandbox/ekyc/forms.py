"""Checking the multipart forms of the two registration steps, strictly and completely.

The document lists the fields; limits of length come from a later version of the same server.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from starlette.datastructures import FormData, UploadFile

from bot.sandbox.ekyc.dates import parse_birth_date

REQUIRED = "This field is required."
BLANK = "This field may not be blank."
NOT_TEXT = "Not a valid string."
NOT_A_FILE = "The submitted data was not a file. Check the encoding type on the form."

TEXT_FIELDS: Mapping[str, int] = {
    "nid_no": 20,
    "dob": 20,
    "applicant_name_ben": 100,
    "applicant_name_eng": 100,
    "father_name": 100,
    "mother_name": 100,
    "pres_address": 1000,
    "perm_address": 1000,
    "id_front_name": 99,
    "id_back_name": 99,
    "gender": 30,
    "profession": 100,
    "nominee": 100,
    "nominee_relation": 100,
    "mobile_number": 20,
}
"""The text fields of step 2 and how many characters each may have."""

NID_PATTERN = "[0-9]{10}|[0-9]{13}|[0-9]{17}"
DATE_PATTERN = "[0-9]{4}[/-][0-9]{1,2}[/-][0-9]{1,2}|[0-9]{1,2}[/-][0-9]{1,2}[/-][0-9]{4}"
MOBILE_PATTERN = "01[0-9]{9}"
_EXTENSION = re.compile(r".\.(jpg|jpeg|png)\Z", re.DOTALL)  # case-sensitive, as the later server is
_IMAGE_TYPES = ("image/jpeg", "image/png")


class FormRefusedError(Exception):
    """The form is wrong in the named fields; sending it again unchanged is useless."""

    def __init__(self, errors: Mapping[str, str], code: int) -> None:
        super().__init__("; ".join(f"{name}: {error}" for name, error in errors.items()))
        self.errors = errors
        self.code = code


@dataclass(frozen=True, slots=True)
class Pictures:
    """The form of step 1."""

    front: bytes = field(repr=False)
    back: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Submission:
    """The form of step 2: the fifteen text fields as sent, and the applicant's photo."""

    fields: Mapping[str, str] = field(repr=False)
    photo: bytes = field(repr=False)


async def check_pictures(form: FormData) -> Pictures:
    """Check the form of step 1; raises FormRefusedError (code 5001) naming every wrong field."""
    names = ("id_front", "id_back")
    errors = {name: error for name in names if (error := _image_error(form.get(name)))}
    if errors:
        raise FormRefusedError(errors | _unknown(form, names), 5001)
    return Pictures(await _content(form["id_front"]), await _content(form["id_back"]))


async def check_submission(form: FormData) -> Submission:
    """Check the form of step 2.

    Raises FormRefusedError naming every wrong field: code 5003 when only image names are too
    long, 5005 when only the photo is wrong, else 5002.
    """
    errors = {
        name: error
        for name, limit in TEXT_FIELDS.items()
        if (error := _text_error(name, form.get(name), limit))
    }
    if error := _image_error(form.get("applicant_photo")):
        errors["applicant_photo"] = error
    if errors:
        code = 5002
        if set(errors) <= {"id_front_name", "id_back_name"}:
            code = 5003
        elif set(errors) == {"applicant_photo"}:
            code = 5005
        raise FormRefusedError(errors | _unknown(form, [*TEXT_FIELDS, "applicant_photo"]), code)
    return Submission(
        {name: str(form[name]) for name in TEXT_FIELDS}, await _content(form["applicant_photo"])
    )


def mobile_error(value: object) -> str | None:
    """Say what is wrong with a mobile number: eleven digits beginning with 01, no country code."""
    return _text_error("mobile_number", value, TEXT_FIELDS["mobile_number"])


def _text_error(name: str, value: object, limit: int) -> str | None:
    if value is None:
        return REQUIRED
    if not isinstance(value, str):
        return NOT_TEXT
    if not value.strip():
        return BLANK
    if len(value) > limit:
        return f"Ensure this field has no more than {limit} characters."
    if "\0" in value:
        return "Null characters are not allowed."
    match name:
        case "nid_no" if not re.fullmatch(NID_PATTERN, value):
            return "Enter an NID number of 10, 13 or 17 digits."
        case "dob" if parse_birth_date(value) is None:
            return "Enter a date as year/month/day or day/month/year."
        case "mobile_number" if not re.fullmatch(MOBILE_PATTERN, value):
            return "Enter a mobile number of 11 digits beginning with 01, without country code."
    return None


def _image_error(value: object) -> str | None:
    if value is None:
        return REQUIRED
    if not isinstance(value, UploadFile):
        return NOT_A_FILE
    if not _EXTENSION.search(value.filename or ""):
        return "The file name must end in .jpg, .jpeg or .png (in small letters)."
    if value.content_type not in _IMAGE_TYPES:
        return "The content type must be image/jpeg or image/png."
    if not value.size:
        return "The submitted file is empty."
    return None


def _unknown(form: FormData, known: Iterable[str]) -> dict[str, str]:
    """Name the unexpected fields: if one is missing, they are likely its misspelling."""
    return {name[:100]: "Unknown field." for name in sorted(set(form) - set(known))[:10]}


async def _content(value: object) -> bytes:
    if not isinstance(value, UploadFile):
        raise TypeError("checked before: every image field is a file")
    return await value.read()
