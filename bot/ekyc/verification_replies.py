"""Replies about verifications: one status and the log (sections C and D of the document); pure.

What makes these hard: "failed" is both a verdict and the word of error envelopes; "invalid" is a
verdict, not "unknown number"; the keys of 1.07 (`nameEng_from_card`) became those of 1.08
(`applicant_name_eng`); later servers wrap the whole and put some values next to `detail`.
"""

import dataclasses
import hashlib
import json
from collections.abc import Iterator, Sequence

from bot.ekyc.denials import DENIAL, NID, denies, denies_number, is_denial, shows_nobody
from bot.ekyc.errors import EkycMisunderstood, EkycNobodyShown, EkycNotFound, EkycRefused
from bot.ekyc.lenient_json import Json
from bot.ekyc.models import FieldScore, LogPage, LogRow, State, Status
from bot.ekyc.reasons import SAYING, read_code, read_reason, without_personal_data
from bot.ekyc.replies import (
    Fields,
    Reply,
    first,
    has_failed,
    only,
    raise_for_http_status,
    read_word,
)
from bot.ekyc.scalars import (
    read_count,
    read_digits,
    read_mobile,
    read_score,
    read_text,
    read_yes_or_no,
)

# Our field: the stems of its keys. <stem>_score is the score; <stem>_from_card and <stem> the
# value that was compared; <stem>_from_ec the register's, which only 1.07 and before tell.
STEMS = {
    "nid": ("nid", "nid_no"),
    "date_of_birth": ("dob",),
    "name_english": ("nameeng", "applicant_name_eng", "customer_name_eng"),
    "name_bangla": ("namebng", "applicant_name_ben", "customer_name_ben"),
    "father_name": ("fathername", "father_name"),
    "mother_name": ("mothername", "mother_name"),
    "present_address": ("presentaddress", "pres_address", "present_address"),
    "blood_group": ("bloodgroup", "blood_group"),
}
TEXTUAL_MATCH = ("textual_info_match",)
CARD_PHOTO_MATCH = ("applicantphoto_card_ec_match", "applicant_photo_card_ec_match")
SELFIE_MATCH = ("applicantphoto_app_ec_match", "applicant_photo_app_ec_match")
MOBILE = ("customer_mobile_number", "mobile_number")
CUSTOMER = ("customer_name", "applicant_name_eng", "customer_name_eng", "applicant_name")
STATE = ("verification_status", "status")
ROWS = ("data", "results")

_REFUSED_NUMBER = frozenset({400, 404, 416, 422})  # of a page
_MOST_WRAPPINGS = 3
RAW_STATUS_LENGTH = 40  # characters kept of a possibly unknown word


def read_status(reply: Reply) -> Status:
    """The reply to the status call.

    Raises EkycNotFound for a clear denial, EkycRefused when the number itself is refused,
    EkycNobodyShown for a page of HTTP 404 or a success without a record, EkycMisunderstood when the
    reply shows neither a state nor a denial, EkycUnavailable and EkycDenied.
    """
    content = only(reply.content)
    if isinstance(content, dict):
        reply = dataclasses.replace(reply, content=content)
    if denies(reply) or denies_number(reply):
        raise EkycNotFound("The eKYC service knows no application for this mobile number")
    if shows_nobody(reply):
        raise EkycNobodyShown("The status call shows a page of HTTP 404, or no application")
    raise_for_http_status(reply)
    envelope = reply.required_envelope()
    record = _unwrapped(envelope)
    detail = only(record.get("detail"))
    layers = [each for each in (envelope, record, detail) if isinstance(each, dict)]
    if any(is_denial(each) for each in layers if each is not envelope):
        raise EkycNotFound("The eKYC service knows no application for this mobile number")
    fields = record | detail if isinstance(detail, dict) else record
    words = (_raw_status(layer) for layer in (record, fields, envelope))
    raw_status = next((word for word in words if read_word(word) not in {"", "success"}), "")
    match read_word(raw_status):
        case "":
            raise EkycMisunderstood("The reply to the status call names no status")
        case "error":
            reason = read_reason(envelope, hidden=reply.hidden)
            raise EkycRefused(reason or "no reason given", read_code(envelope))
    state, is_known = _state(raw_status)
    if not is_known and any(map(has_failed, layers)):
        raise EkycMisunderstood("The status call failed, and names no state")
    if _contradicts_itself(state, layers):
        raise EkycMisunderstood("The reply to the status call contradicts itself")
    is_decided = state in {State.PASSED, State.FAILED}
    status = Status(
        state=state,
        raw_status=raw_status,
        is_known_status=is_known,
        nid_number=read_digits(first(fields, NID)),
        scores=tuple(_scores(fields)) if is_decided else (),
        textual_match=read_yes_or_no(first(fields, TEXTUAL_MATCH)) if is_decided else None,
        card_photo_match=read_yes_or_no(first(fields, CARD_PHOTO_MATCH)) if is_decided else None,
        selfie_match=read_yes_or_no(first(fields, SELFIE_MATCH)) if is_decided else None,
    )
    if state is State.FAILED and not _is_about_someone(status, detail):
        raise EkycMisunderstood("The status call says failed, but of a call or of a verification?")
    return status


def read_log_page(reply: Reply, *, number: int = 1) -> LogPage:
    """The reply to the log call for the page of that number; "no records" is an empty page.

    Raises EkycMisunderstood when it has no rows, or none with a mobile number; EkycRefused,
    EkycUnavailable and EkycDenied.
    """
    if denies(reply) or _is_past_the_end(reply, number) or _has_nothing(reply):
        return _page([], total_pages=None)
    raise_for_http_status(reply)
    content, total_pages = reply.content, None
    keys = ROWS if has_failed(reply.envelope) else (*ROWS, "result", "detail")
    for _ in range(_MOST_WRAPPINGS):  # a bare list is in none
        if isinstance(content, dict):
            total_pages = read_count(content.get("total_pages")) or total_pages
            content = first(content, keys)
    if not isinstance(content, list):
        raise EkycMisunderstood("The reply to the log call has no list of rows")
    rows = [row for entry in content if (row := _row(entry)) is not None]
    if content and not rows:
        raise EkycMisunderstood("No row of the log names a mobile number")
    return _page(rows, total_pages=total_pages)


def _unwrapped(envelope: dict[str, Json]) -> dict[str, Json]:
    """The record of one verification, which 1.08 wraps once."""
    record = envelope
    for _ in range(_MOST_WRAPPINGS):
        data, result, detail = (only(record.get(key)) for key in ("data", "result", "detail"))
        if isinstance(data, dict) and data:
            record = data
        elif isinstance(result, dict) and _raw_status(result):
            record = result
        elif isinstance(detail, dict) and _raw_status(detail) and "detail" in detail:
            record = detail
        else:
            break
    return record


def _is_past_the_end(reply: Reply, number: int) -> bool:
    """Whether a page past the end was refused, as Django's paginators do ("Invalid page.").

    Others have other words, or show a page of the web server. Of the first page these would mean
    that the log is not there; where it has just been served, only the number can be wrong.
    """
    if number > 1 and reply.status in _REFUSED_NUMBER:
        return True
    return reply.status == 404 and read_reason(reply.envelope).lower().startswith("invalid page")


def _has_nothing(reply: Reply) -> bool:
    """Whether no rows come as no content, as a success whose list is null or an empty object, or
    in words, which are never about the register.
    """
    envelope = reply.envelope
    if reply.status in {200, 400, 404} and has_failed(envelope):
        return DENIAL.search(read_reason(envelope).lower()) is not None
    is_success = reply.status == 200 and read_word(envelope.get("status")) == "success"
    is_blank = any(key in envelope for key in ROWS) and not first(envelope, ROWS)
    return reply.status == 204 or (is_success and is_blank)


def _contradicts_itself(state: State, layers: Sequence[dict[str, Json]]) -> bool:
    """Whether the layers name several states, or a call that failed says that somebody passed."""
    words = {read_word(_raw_status(layer)) for layer in layers} & set(State)
    return len(words) > 1 or (state is State.PASSED and any(map(has_failed, layers)))


def _is_about_someone(status: Status, detail: Json) -> bool:
    """Whether "failed" is about a verification, not the call: it compares or names someone."""
    matches = (status.textual_match, status.card_photo_match, status.selfie_match)
    return (
        bool(status.scores)
        or any(match is not None for match in matches)
        or (
            isinstance(detail, dict)
            and status.nid_number is not None
            and not any(detail.get(key) for key in SAYING)  # such as "EC server timed out"
        )
    )


def _scores(fields: Fields) -> Iterator[FieldScore]:
    for name, stems in STEMS.items():
        for stem in stems:
            if f"{stem}_score" in fields or f"{stem}_from_ec" in fields:
                card = read_text(first(fields, (f"{stem}_from_card", stem)))
                register = read_text(fields.get(f"{stem}_from_ec"))
                score = read_score(fields.get(f"{stem}_score"))
                if score == 0 and card is not None and card == register:
                    score = None  # equal texts at 0: the comparison itself failed
                yield FieldScore(field=name, score=score, card=card, register=register)
                break


def _row(entry: Json) -> LogRow | None:
    """A row; None without a mobile number, since it cannot be an application of ours."""
    if not isinstance(entry, dict):
        return None
    mobile_number = read_mobile(first(entry, MOBILE))
    if mobile_number is None:
        return None
    raw_status = _raw_status(entry)
    return LogRow(
        mobile_number=mobile_number,
        customer_name=read_text(first(entry, CUSTOMER)) or "",
        nid_number=read_digits(first(entry, NID)) or "",
        submitted_on=read_text(entry.get("submitted_on")) or "",
        state=_state(raw_status)[0],
        raw_status=raw_status,
    )


def _page(rows: list[LogRow], *, total_pages: int | None) -> LogPage:
    content = json.dumps([dataclasses.astuple(row) for row in rows])
    digest = hashlib.sha256(content.encode()).hexdigest()
    return LogPage(rows=tuple(rows), total_pages=total_pages, page_digest=digest)


def _state(raw_status: str) -> tuple[State, bool]:
    """What a word means, and whether it is documented."""
    word = read_word(raw_status)
    return (State(word), True) if word in set(State) else (State.PENDING, False)


def _raw_status(fields: Fields) -> str:
    text = read_text(first(fields, STATE)) or ""
    return without_personal_data(text)[:RAW_STATUS_LENGTH]
