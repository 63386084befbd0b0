"""The same answers as other versions of the service would word them (pure).

How 1.06 and 1.08 differ from 1.07 is in the vendor's published change log; the envelope is that of
later servers. Replies are those of version 1.07; only replies with HTTP status 200 are reworded.
"""

from collections.abc import Callable, Mapping
from typing import Any

from bot.sandbox.ekyc.dates import parse_birth_date
from bot.sandbox.ekyc.faults import Call, Kind

Body = Any
"""A reply as JSON: an object, or the log's list."""

_FIELDS_1_08 = {
    "nameEng": "applicant_name_eng",
    "nameBng": "applicant_name_ben",
    "fatherName": "father_name",
    "motherName": "mother_name",
    "presentAddress": "pres_address",
}
_LOG_COLUMNS_1_08 = {
    "customer_mobile_number": "mobile_number",
    "customer_name": "applicant_name_eng",
    "customer_nid_number": "nid_no",
}
_STATUS_CODES: Mapping[Call, int] = {
    "step_one": 4001,
    "step_two": 4003,
    "status": 4004,
    "log": 4005,
}


def in_1_06(call: Call, body: Body) -> Body:
    """Return image addresses instead of images and names, and the date of birth day first."""
    if call != "step_one" or "data" not in body:
        return body
    data = dict(body["data"])
    if born_on := parse_birth_date(data["dob"]):
        data["dob"] = f"{born_on.day}/{born_on.month}/{born_on.year}"
    for side in ("front", "back"):
        del data[f"id_{side}_image"]
        data[f"id_{side}_url"] = f"/media/{data.pop(f'id_{side}_name')}"
    return body | {"data": data}


def with_image_names(fields: Mapping[str, str]) -> dict[str, str]:
    """Turn image addresses, as 1.06 gives and takes them, back into image names."""
    names = {key: fields[key].rpartition("/")[2] for key in ("id_front_name", "id_back_name")}
    return {**fields, **names}


def in_1_08(call: Call, body: Body) -> Body:
    """Rename the fields of status and log; leave out the register's values and certain scores.

    The NID number is a JSON integer, unless it begins with 0 as those of the specimens do.
    """
    match call:
        case "log":
            return [
                {_LOG_COLUMNS_1_08.get(key, key): value for key, value in row.items()}
                for row in body
            ]
        case "status" if "message" not in body:
            if "detail" in body:
                body = body | {"detail": _detail_1_08(body["detail"])}
            return {"status": "success", "data": body}
    return body


def _detail_1_08(detail: Mapping[str, Any]) -> dict[str, Any]:
    nid_no = detail["nid_from_card"]
    reworded: dict[str, Any] = {
        "nid_no": nid_no if nid_no.startswith("0") else int(nid_no),
        "dob": f"{'/'.join(reversed(detail['dob_from_card'].split('/')))}/",
    }
    for old, new in _FIELDS_1_08.items():
        reworded[new] = detail[f"{old}_from_card"]
        reworded[f"{new}_score"] = detail[f"{old}_score"]
    return reworded | {
        "textual_info_match": detail["textual_info_match"],
        "applicant_photo_from_card": "",
        "applicant_photo_card_ec_match": detail["applicantPhoto_card_ec_match"],
        "applicant_photo_from_app": "",
        "Applicant_photo_app_ec_match": detail["applicantPhoto_app_ec_match"],
    }


def in_envelope(call: Call, body: Body) -> Body:
    """Wrap the content into `data`, next to a status and a status code."""
    code = {"status": "success", "status_code": _STATUS_CODES[call]}
    match call:
        case "step_one" if "data" in body:
            return code | {"data": body["data"]}
        case "step_two" if "detail" in body:
            return code | {"message": body["detail"]}
        case "status" if "message" not in body:
            return code | {"data": body}
        case "log":
            return code | {"data": body}
    return body


DIALECTS: Mapping[Kind, Callable[[Call, Body], Body]] = {
    "dialect_1_06": in_1_06,
    "dialect_1_08": in_1_08,
    "envelope": in_envelope,
}
