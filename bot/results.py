"""The receipt and the verdict, as the agent reads them. Pure."""

from collections.abc import Iterator

from bot.outgoing import Send
from bot.phrases import customer_of, moment_in_dhaka
from bot.prompts import desk_row
from bot.texts import say
from conversations.application import Application
from conversations.bangla import bangla_digits
from conversations.national_id import masked
from conversations.verdict import Decision, Score, Verdict

_SIGNS = {Decision.PASSED: "✅", Decision.FAILED: "❌", Decision.INVALID: "❓"}
_BAR = 10  # squares for 100 points


def receipt(application: Application, language: str) -> Send:
    """Proof of acceptance, fit to be forwarded: no full number, no address."""
    submission = application.submission
    accepted_at = submission.accepted_at if submission else None
    lines = [
        f"<b>{say(language, 'receipt')}</b>",
        say(language, "receipt-customer", customer=customer_of(application, language)),
        say(language, "receipt-nid", nid=masked_number(application)),
        say(language, "receipt-reference", reference=application.id.upper()),
    ]
    if accepted_at:
        lines.append(say(language, "receipt-time", time=moment_in_dhaka(accepted_at, language)))
    lines.append(say(language, "receipt-next"))
    return Send(
        text="\n".join(lines),
        keyboard=[desk_row(language)],
        is_masked=True,
        is_forwardable=True,
    )


def verdict_message(application: Application, language: str, *, is_correction: bool) -> Send:
    lines = [say(language, "verdict-correction")] if is_correction else []
    lines += verdict_lines(application, language)
    return Send(text="\n".join(lines), keyboard=[desk_row(language)], is_masked=True)


def verdict_lines(application: Application, language: str) -> Iterator[str]:
    """Who, what, why, and what to do next."""
    verdict = application.verdict
    assert verdict is not None
    customer = customer_of(application, language)
    title = say(language, f"verdict-{verdict.decision}", customer=customer)
    yield f"{_SIGNS[verdict.decision]} <b>{title}</b>"
    yield say(
        language,
        "verdict-nid",
        nid=masked_number(application),
        reference=application.id.upper(),
    )
    if verdict.lowest_first:
        yield f"\n{say(language, 'verdict-scores')}"
        yield from (_score_line(score, language) for score in verdict.lowest_first)
    if verdict.decision != Decision.INVALID:
        yield _match_line("verdict-card-photo", verdict.card_photo_matches, language)
        yield _match_line("verdict-selfie", verdict.selfie_matches, language)
    yield f"\n{say(language, _next_step(verdict))}"


def masked_number(application: Application) -> str:
    number = application.value("nid_number")
    if number:
        return masked(number)
    return (application.remains and application.remains.national_id) or "—"


def sign_of(application: Application) -> str:
    """One sign for lists; the word always stands beside it."""
    if application.verdict:
        return _SIGNS[application.verdict.decision]
    return "📝" if application.is_draft else "⏳"


def _score_line(score: Score, language: str) -> str:
    points = score.points or 0.0
    filled = round(min(max(points, 0.0), 100.0) / 100 * _BAR)
    bar = "▰" * filled + "▱" * (_BAR - filled)
    shown = f"{points:.4g}"
    shown = bangla_digits(shown) if language == "bn" else shown
    line = f"<code>{bar}</code> {shown} · {say(language, _FIELD_KEYS[score.field])}"
    return f"{line} ({say(language, 'verdict-differs')})" if score.differs else line


#: The service compares under its own names; these are ours.
_FIELD_KEYS = {
    "nid": "nid_number",
    "date_of_birth": "date_of_birth",
    "name_english": "name_english",
    "name_bangla": "name_bangla",
    "father_name": "father_name",
    "mother_name": "mother_name",
    "present_address": "present_address",
    "blood_group": "blood_group",
}


def _match_line(key: str, matches: bool | None, language: str) -> str:
    word = {True: "match", False: "no-match", None: "unknown"}[matches]
    return say(language, key, result=say(language, f"verdict-{word}"))


def _next_step(verdict: Verdict) -> str:
    if verdict.decision != Decision.FAILED:
        return f"next-{verdict.decision}"
    if verdict.selfie_matches is False:
        return "next-failed-selfie"
    return "next-failed-text" if verdict.texts_match is False else "next-failed"
