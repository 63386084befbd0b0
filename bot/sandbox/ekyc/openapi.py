"""The machine-readable description of the imitated API, served at `/openapi.json`."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.sandbox.ekyc import enquiries
from bot.sandbox.ekyc.forms import DATE_PATTERN, MOBILE_PATTERN, NID_PATTERN, TEXT_FIELDS
from bot.sandbox.ekyc.verdicts import LIMITS

Schema = dict[str, Any]

_IMAGE: Schema = {
    "type": "string",
    "format": "binary",
    "description": "A JPEG or PNG, sent as a file whose name ends in .jpg, .jpeg or .png.",
}
_PATTERNS = {"nid_no": NID_PATTERN, "dob": DATE_PATTERN, "mobile_number": MOBILE_PATTERN}
_COMPARED = (*LIMITS, "bloodGroup")
_READ = (
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
)
_LOG_COLUMNS = (
    "customer_mobile_number",
    "customer_name",
    "customer_nid_number",
    "submitted_on",
    "verification_status",
)


async def show_description(request: Request) -> Response:  # noqa: ARG001 - every endpoint takes one
    """Answer `GET /openapi.json`."""
    return JSONResponse(describe())


def describe() -> Schema:
    """Return the description (OpenAPI 3.1). Requests must satisfy it; replies always do."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Pretend Giga Tech eKYC service",
            "version": "1.07",
            "description": "Both steps of the registration are one address told apart by `step`.",
        },
        "security": [{"token": []}],
        "paths": {
            "/agent/customer-registration/": {"post": _registration()},
            "/agent/get-verification-status/": {"post": _status()},
            "/agent/get-verification-log/": {"get": _log()},
        },
        "components": {
            "securitySchemes": {
                "token": {
                    "type": "apiKey",
                    "in": "header",
                    "name": "Authorization",
                    "description": "`Token …`",
                }
            },
            "schemas": {"Failure": _failure(), "Detail": _only({"detail": _text()})},
        },
    }


def _registration() -> Schema:
    step_one = _form({"id_front": _IMAGE, "id_back": _IMAGE})
    texts = {name: _field(name, longest) for name, longest in TEXT_FIELDS.items()}
    step_two = _form({**texts, "applicant_photo": _IMAGE})
    read = _only(
        {
            "status": {"const": "success"},
            "data": _only({name: _text() for name in _READ}),
        }
    )
    submitted = _only({"status": {"const": "success"}, "detail": _text()})
    return {
        "operationId": "customer_registration",
        "summary": "Step 1: upload both sides of the card. Step 2: submit the application.",
        "parameters": [
            _parameter("step", {"enum": ["1", "2"]}, required=True),
            _parameter("crop", {"enum": ["0", "1"]}),
        ],
        "requestBody": _multipart({"anyOf": [step_one, step_two]}),
        "responses": _responses(
            {"anyOf": [read, submitted, _reference("Failure")]},
            {
                "400": {"anyOf": [_reference("Failure"), _reference("Detail")]},
                "413": _reference("Detail"),
                "415": _reference("Detail"),
                "503": _reference("Detail"),
            },
        ),
    }


def _status() -> Schema:
    detail: dict[str, Schema] = {}
    for name in _COMPARED:
        detail[f"{name}_from_card"] = _text()
        detail[f"{name}_from_ec"] = _text()
        detail[f"{name}_score"] = {"type": "integer", "minimum": 0, "maximum": 100}
    detail["textual_info_match"] = {"type": "boolean"}
    for photo in ("card", "app"):
        detail[f"applicantPhoto_from_{photo}"] = _text()
        detail[f"applicantPhoto_{photo}_ec_match"] = {"type": "boolean"}
    decided = _only({"status": {"enum": ["passed", "failed"]}, "detail": _only(detail)})
    undecided = _only({"status": {"enum": ["pending", "invalid"]}})
    return {
        "operationId": "verification_status",
        "summary": "How the application of a mobile number stands.",
        "requestBody": _multipart(_form({"mobile_number": _field("mobile_number", 20)})),
        "responses": _responses(
            {"anyOf": [decided, undecided, _reference("Failure")]},
            {
                "400": {"anyOf": [_reference("Failure"), _reference("Detail")]},
                "413": _reference("Detail"),
                "415": _reference("Detail"),
            },
        ),
    }


def _log() -> Schema:
    return {
        "operationId": "verification_log",
        "summary": "The agent's applications, newest first.",
        "parameters": [
            _parameter("status", {"enum": list(enquiries.FILTERS)}, required=True),
            _parameter("page", _count(1, enquiries.LAST_PAGE)),
            _parameter("per_page", _count(enquiries.ROWS_BY_DEFAULT, enquiries.MOST_ROWS)),
        ],
        "responses": _responses(
            {"type": "array", "items": _only({name: _text() for name in _LOG_COLUMNS})},
            {"400": _reference("Detail")},
        ),
    }


def _failure() -> Schema:
    return {
        "type": "object",
        "required": ["status", "status_code", "message"],
        "additionalProperties": False,
        "properties": {
            "status": {"const": "failed"},
            "status_code": {"enum": [5001, 5002, 5003, 5005, 6001, 6002, 6003, 6004]},
            "message": _text(),
            "errors": {
                "type": "object",
                "additionalProperties": {"type": "array", "items": _text(), "minItems": 1},
            },
        },
    }


def _responses(success: Schema, others: Mapping[str, Schema]) -> Schema:
    told = {"200": success, **others, "401": _reference("Detail")}
    return {
        code: {"description": code, "content": {"application/json": {"schema": schema}}}
        for code, schema in sorted(told.items())
    }


def _multipart(schema: Schema) -> Schema:
    return {"required": True, "content": {"multipart/form-data": {"schema": schema}}}


def _form(fields: Mapping[str, Schema]) -> Schema:
    """Describe a form; unexpected fields are ignored."""
    return {"type": "object", "required": list(fields), "properties": dict(fields)}


def _field(name: str, longest: int) -> Schema:
    field: Schema = {"type": "string", "minLength": 1, "maxLength": longest}
    return field | ({"pattern": f"^({_PATTERNS[name]})$"} if name in _PATTERNS else {})


def _only(fields: Mapping[str, Schema]) -> Schema:
    return {
        "type": "object",
        "required": list(fields),
        "additionalProperties": False,
        "properties": dict(fields),
    }


def _parameter(name: str, schema: Schema, *, required: bool = False) -> Schema:
    return {"name": name, "in": "query", "required": required, "schema": schema}


def _count(default: int, most: int) -> Schema:
    return {"type": "integer", "minimum": 1, "maximum": most, "default": default}


def _text() -> Schema:
    return {"type": "string"}


def _reference(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}
