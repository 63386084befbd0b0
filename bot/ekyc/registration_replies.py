"""Replies to the two steps of a registration (sections A and B of the document); pure.

The unsafe call of this API is step 2: it has no idempotency key, and a later server is known to
save the application and then answer HTTP 500. So only a clear success is a success, only a clear
refusal is a refusal, and everything in between is EkycOutcomeUnknown.
"""

import http
import re
from collections.abc import Callable

from bot.ekyc.errors import (
    EkycDenied,
    EkycDuplicate,
    EkycMisunderstood,
    EkycOutcomeUnknown,
    EkycRefused,
    EkycUnavailable,
)
from bot.ekyc.images import read_image
from bot.ekyc.lenient_json import Json
from bot.ekyc.models import Reading
from bot.ekyc.reasons import SAYING, read_code, read_reason
from bot.ekyc.replies import Reply, has_failed, http_error, only, raise_for_http_status, read_word
from bot.ekyc.scalars import (
    is_nothing,
    read_count,
    read_digits,
    read_text,
    read_verbatim,
    read_yes_or_no,
)

# Later servers answer step 1 in the words of step 2; version 1.06 named pictures by their address.
NAMES_BANGLA = ("customer_name_ben", "applicant_name_ben")
NAMES_ENGLISH = ("customer_name_eng", "applicant_name_eng")
ADDRESSES = ("address", "pres_address")
FRONT_NAMES = ("id_front_name", "id_front_url")
BACK_NAMES = ("id_back_name", "id_back_url")
_MOST_WRAPPINGS = 3

#: What programs write in place of a field of the card that they could not read.
_UNREAD = frozenset({"", "not found", "not available", "unknown", "undefined", "nan", "n.a", "n/a"})

#: Words that are refusals where a reason follows; alone they might be the state of what was saved.
REFUSALS = frozenset({"invalid", "rejected", "refused", "declined", "duplicate", "not_ok"})
STILL_UNDECIDED = 6003  # status_code of later servers: an application of the same person is open
#: A picture that "no longer exists" or "has already been deleted" is none.
DUPLICATE = re.compile(
    r"\balready\b(?! (?:been )?(?:deleted|expired|removed))"
    r"|^(?!.*\bno (?:longer|such)\b).*\bexists\b|\bduplicate|\bawaiting\b|\bpending\b"
    r"|\bunder (?:review|verification|process)|\bin progress\b|ইতিমধ্যে|ইতোমধ্যে|আগেই"
)


def read_reading(reply: Reply) -> Reading:
    """The reply to step 1.

    Raises EkycUnavailable, EkycDenied, EkycMisunderstood, and EkycRefused when the card could not
    be read (later servers: HTTP 200 with code 6001 or 6002).
    """
    raise_for_http_status(reply)
    envelope = reply.required_envelope()
    if has_failed(envelope) or read_word(envelope.get("status")) not in {"success", ""}:
        raise _refusal(reply, envelope)
    card = _unwrapped(envelope)
    if has_failed(card):
        raise _refusal(reply, card)
    front_name = _first(card, FRONT_NAMES, read_verbatim)
    back_name = _first(card, BACK_NAMES, read_verbatim)
    if front_name is None or back_name is None:
        raise EkycMisunderstood("The reply to step 1 does not name the pictures step 2 needs")
    return Reading(
        nid_number=read_digits(card.get("nid_no")),
        date_of_birth=read_verbatim(card.get("dob")) if _read_printed(card.get("dob")) else None,
        name_bangla=_first(card, NAMES_BANGLA, _read_printed),
        name_english=_first(card, NAMES_ENGLISH, _read_printed),
        father_name=_read_printed(card.get("father_name")),
        mother_name=_read_printed(card.get("mother_name")),
        spouse_name=_read_printed(card.get("spouse_name")),
        address=_first(card, ADDRESSES, _read_printed),
        blood_group=read_text(card.get("blood_group")),
        front_name=front_name,
        back_name=back_name,
        front_image=read_image(card.get("id_front_image")),
        back_image=read_image(card.get("id_back_image")),
    )


def check_submission(reply: Reply) -> None:
    """The reply to step 2: return for a clear success.

    Raises EkycRefused for a clear refusal, EkycDuplicate where it says that the service has the
    application already, EkycDenied and EkycUnavailable when the service rejected the call unread,
    and EkycOutcomeUnknown for everything else.
    """
    if 200 <= reply.status < 300:
        if read_word(reply.envelope.get("status")) == "success":
            if any(has_failed(part) or _names_an_error(part) for part in _parts(reply.envelope)):
                raise EkycOutcomeUnknown("The reply to step 2 contradicts itself")
            return
        is_refusal = has_failed(reply.envelope) or _refuses_with_reason(reply.envelope)
        if is_refusal and not _names_a_crash(reply.envelope):
            raise _refusal_of_submission(reply, _refusal(reply, reply.envelope))
        raise EkycOutcomeUnknown(
            f"The reply to step 2 says neither yes nor no (HTTP {reply.status})"
        )
    error = http_error(reply)
    if isinstance(error, EkycRefused):
        raise _refusal_of_submission(reply, error)
    if isinstance(error, EkycDenied) and reply.status >= 400:
        error.refusal = error.refusal and _refusal_of_submission(reply, error.refusal)
        raise error
    if isinstance(error, EkycUnavailable) and (
        reply.status == 429 or (reply.status == 503 and error.retry_after is not None)
    ):
        raise error
    raise EkycOutcomeUnknown(f"The reply to step 2 is HTTP {reply.status}")


def _read_printed(value: Json) -> str | None:
    """A text that a card may have."""
    text = read_text(value)
    is_read = text and text.lower().replace("_", " ").strip(" .") not in _UNREAD
    return text if is_read else None


def _unwrapped(envelope: dict[str, Json]) -> dict[str, Json]:
    """The values of the card, which the document wraps once."""
    card = envelope
    for _ in range(_MOST_WRAPPINGS):
        inner = only(card.get("data"))
        if not isinstance(inner, dict):
            break
        card = inner
    return card


def _parts(envelope: dict[str, Json]) -> list[dict[str, Json]]:
    """The envelope and what it wraps."""
    inner = (only(envelope.get(key)) for key in ("data", "result", "detail"))
    return [envelope, *(each for each in inner if isinstance(each, dict))]


def _names_an_error(part: dict[str, Json]) -> bool:
    """Whether it has complaints, an HTTP status from 400 on, or a later server's failure code."""
    complaints = [part.get(key) for key in ("error", "errors", "non_field_errors")]
    codes = [read_count(part.get(key)) or 0 for key in ("status_code", "code")]
    return any(map(_is_complaint, complaints)) or any(
        400 <= code < 600 or 5000 <= code < 7000 for code in codes
    )


def _is_complaint(value: Json) -> bool:
    return bool(value) and not is_nothing(value) and read_yes_or_no(value) is not False


def _names_a_crash(envelope: dict[str, Json]) -> bool:
    """Whether the body has an HTTP status with which the server may have saved it."""
    codes = (read_word(envelope.get(key)) for key in ("status", "status_code", "code"))
    return any(re.fullmatch(r"5[0-9]{2}|408", code) for code in codes)


def _refuses_with_reason(envelope: dict[str, Json]) -> bool:
    has_values = isinstance(only(envelope.get("detail")), dict)
    said = {key: envelope[key] for key in SAYING if envelope.get(key)}
    is_refusal = read_word(envelope.get("status")).replace(" ", "_") in REFUSALS
    return is_refusal and not has_values and bool(said and read_reason(said))


def _refusal_of_submission(reply: Reply, error: EkycRefused) -> EkycRefused:
    is_duplicate = (
        reply.status == http.HTTPStatus.CONFLICT
        or read_word(reply.envelope.get("status")) == "duplicate"
        or error.code == STILL_UNDECIDED
        or DUPLICATE.search(error.reason.lower())
    )
    return EkycDuplicate(error.reason, error.code) if is_duplicate else error


def _refusal(reply: Reply, part: dict[str, Json]) -> EkycRefused:
    reason = read_reason(part, hidden=reply.hidden)
    return EkycRefused(reason or "no reason given", read_code(part))


def _first(
    card: dict[str, Json], keys: tuple[str, ...], read: Callable[[Json], str | None]
) -> str | None:
    return next((text for key in keys if (text := read(card.get(key))) is not None), None)
