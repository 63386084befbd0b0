"""The four calls exactly as version 1.07 of the document writes them; pure values, no IO.

Every body is multipart/form-data, even the status call's, which has no file, because the document's
`curl --form` lines send that. File names are lower-case ASCII ending in .jpg because later servers
check the ending case-sensitively.
"""

from dataclasses import dataclass, field

from bot.ekyc.models import Picture, Registration

REGISTRATION = "/agent/customer-registration/"  # the slash at the end matters: without it the
STATUS = "/agent/get-verification-status/"  # service redirects, which turns POST into GET
LOG = "/agent/get-verification-log/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One field of a form: text when it has no file name, otherwise a JPEG."""

    name: str
    content: bytes = field(repr=False)
    file_name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One call, without host and token."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    parts: tuple[Part, ...] = ()


def card_request(front: Picture, back: Picture, *, crop: bool) -> Request:
    """Step 1 (section A): both sides of the card."""
    return Request(
        method="POST",
        path=REGISTRATION,
        query=(("step", "1"), ("crop", "1")) if crop else (("step", "1"),),
        parts=(
            Part(name="id_front", content=front.content, file_name="front.jpg"),
            Part(name="id_back", content=back.content, file_name="back.jpg"),
        ),
    )


def submission_request(registration: Registration, photo: Picture) -> Request:
    """Step 2 (section B): the fifteen texts and the applicant's photo."""
    return Request(
        method="POST",
        path=REGISTRATION,
        query=(("step", "2"),),
        parts=(
            *(text_part(name, text) for name, text in registration.to_form().items()),
            Part(name="applicant_photo", content=photo.content, file_name="applicant.jpg"),
        ),
    )


def status_request(mobile_number: str) -> Request:
    """Verification status (section C)."""
    return Request(method="POST", path=STATUS, parts=(text_part("mobile_number", mobile_number),))


def log_request(*, status: str, page: int, per_page: int) -> Request:
    """Verification log (section D); pages count from 1."""
    return Request(
        method="GET",
        path=LOG,
        query=(("status", status), ("page", str(page)), ("per_page", str(per_page))),
    )


def text_part(name: str, text: str) -> Part:
    """A text field in UTF-8; half a surrogate pair, which UTF-8 cannot write, becomes "?"."""
    return Part(name=name, content=text.encode("utf-8", "replace"))
