"""Replies that deny an application: what a service says that has nothing of a customer; pure.

The register of voters may lack a card as well, in the same words. That is a state of an application
that the service has, so it denies nothing.
"""

import re

from bot.ekyc.lenient_json import Json
from bot.ekyc.models import State
from bot.ekyc.reasons import read_code, read_reason
from bot.ekyc.replies import Reply, first, has_failed, only, read_word
from bot.ekyc.scalars import read_digits, read_yes_or_no

NID = ("nid_from_card", "nid_no", "customer_nid_number", "nid")

_RECORDS = ("data", "results", "result")

NO_SUCH_APPLICANT, NO_RECORDS = 6004, 6005  # status_code of later servers
_HELD = "applicant|application|registration|customer|record|verification|user|entry|entries|data"
DENIAL = re.compile(
    rf"\bno (?:such |matching )?(?:{_HELD})s?\b"  # not "no database connection"
    rf"|\b(?:{_HELD}|number)s?\b.{{0,60}}(?:\bnot|n['’]t) (?:been )?(?:found|exist|registered)"
)
#: The same without a noun, which only the question about one number has.
BRIEF_DENIAL = re.compile(
    r"^(?:mobile_number: )?not[ _]found\W*$|\bunknown (?:mobile|phone|number)"
)
#: The same as the state of an application that is not there.
_DENYING_WORDS = frozenset({"not found", "notfound", "no record", "no records", "no data"})
_NOT_THERE = re.compile(r"\b(?:found|exists?|registered)\b")
#: What such words say of the register, they do not say of the service's own applications. It knows
#: no applications and no mobile numbers, which others look for in "the database".
REGISTER = re.compile(
    r"\b(?:ec|election|register|registry|nid server|voters?)\b"
    r"|^(?!.*\bno (?:such |matching )?application\b).*\b(?:nid|national|birth)\b"
    r"|^(?!.*\b(?:application|mobile|phone|our)\b).*\bdatabase\b"
)

#: Whoever can be asked by either number keeps applications.
_CARD, _PHONE = r"(?:nid|national id|voter id)(?: card)?(?: number| no\.?)?", r"(?:mobile|phone)"
_EITHER = r" ?(?:or|and|/|,) ?"
_EITHER_NUMBER = re.compile(
    rf"\b(?:{_CARD}{_EITHER}{_PHONE}|{_PHONE}(?: number| no\.?)?{_EITHER}{_CARD})\b"
)


def denies(reply: Reply) -> bool:
    """Whether a well-formed reply denies having such a record.

    Later servers answer so with 200 to an agent, with 400 to a bank.
    """
    return reply.status in {200, 400, 404} and is_denial(reply.envelope)


def is_denial(envelope: dict[str, Json]) -> bool:
    """Whether this object, the whole reply or a part of it, denies having such a record."""
    is_denied = _is_denied_by_word(envelope)
    if not (has_failed(envelope) or is_denied) or _is_of_record(envelope):
        return False
    if read_code(envelope) in {NO_SUCH_APPLICANT, NO_RECORDS}:
        return True
    reason = read_reason(envelope).lower()
    says_so = is_denied or DENIAL.search(reason) is not None
    return says_so and not _is_of_register(reason)


def denies_number(reply: Reply) -> bool:
    """Whether no record has the number, in whatever envelope the question about it is answered.

    A 404 in JSON is enough, as from Django REST framework ("Not found."). Some frameworks say the
    same about a wrong address, but the other calls of every lookup detect that.
    """
    envelope = reply.envelope
    word = read_word(envelope.get("status")).replace(" ", "_")
    is_invalid = word == State.INVALID and reply.status != 200  # of the call, not of a verification
    is_state = _is_of_record(envelope) or (word in set(State) - {State.FAILED} and not is_invalid)
    reason = read_reason(envelope).lower()
    if not envelope or is_state or reply.status not in {200, 400, 404} or _is_of_register(reason):
        return False
    if _is_denied_by_word(envelope) or (reply.status == 404 and not is_invalid):
        return True
    is_failure = word == "" or is_invalid or has_failed(envelope)
    says_so = DENIAL.search(reason) or BRIEF_DENIAL.search(reason)
    return is_failure and says_so is not None


def shows_nobody(reply: Reply) -> bool:
    """Whether it is a page of HTTP 404, or a success that has no record, as by an empty list, or
    says that there is none. Alone it proves nothing.
    """
    envelope = reply.envelope
    if not envelope:
        return reply.status == 404 or (reply.status == 200 and reply.content == [])
    has_state = _is_of_record(envelope) or bool(first(envelope, ("verification_status", *_RECORDS)))
    if reply.status != 200 or not _is_success(envelope) or has_state:
        return False
    reason = read_reason(envelope).lower()
    says_so = DENIAL.search(reason) is not None and _NOT_THERE.search(reason) is not None
    is_empty = any(key in envelope for key in _RECORDS)
    return is_empty or (says_so and not _is_of_register(reason))


def _is_success(envelope: dict[str, Json]) -> bool:
    is_said = read_yes_or_no(envelope.get("success")) is True
    return is_said or read_word(envelope.get("status")) == "success"


def _is_denied_by_word(envelope: dict[str, Json]) -> bool:
    """Whether the status itself is a denial: "not_found", "NotFound", "No record found".

    "No verification yet" is the state of an application.
    """
    word = re.sub("[_-]", " ", read_word(envelope.get("status")))
    says_so = DENIAL.search(word) is not None and _NOT_THERE.search(word) is not None
    return (word in _DENYING_WORDS or says_so) and not _is_of_register(word)


def _is_of_record(envelope: dict[str, Json]) -> bool:
    """Whether it has the values of an application, such as a card's number, which nobody sent."""
    has_detail = isinstance(only(envelope.get("detail")), dict)
    return has_detail or read_digits(first(envelope, NID)) is not None


def _is_of_register(reason: str) -> bool:
    return REGISTER.search(_EITHER_NUMBER.sub("mobile", reason)) is not None
