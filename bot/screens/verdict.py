"""The verdict for the agent. Pure."""

from collections.abc import Iterable, Iterator

from bot.chat.buttons import press_button
from bot.chat.outgoing import Button, Send
from bot.screens.menu import menu_row
from bot.screens.phrases import customer_of, folded, masked_number
from bot.screens.states import SIGNS
from bot.texts import in_digits, plain, say
from conversations.application import Application
from conversations.corrections import FIELD_OF_SCORE, are_texts_unclear, failing_parts
from conversations.questions import PICTURES
from conversations.verdict import Decision, Score, Verdict

_BAR = 5  # squares for all points


def verdict_message(application: Application, language: str, *, is_correction: bool) -> Send:
    lines = [say(language, "verdict-correction")] if is_correction else []
    lines += verdict_lines(application, language)
    fixing = fixing_row(application, language)
    rows = [*fixing, menu_row(language, is_wanted=not fixing)]
    return Send(text="\n".join(lines), keyboard=rows, is_masked=True)


def fixing_row(application: Application, language: str) -> list[list[Button]]:
    """The button to correct what did not pass."""
    verdict = application.verdict
    if verdict is None or verdict.decision is Decision.PASSED or application.remains:
        return []
    return [[press_button(plain(language, "button-fix"), application, "fix")]]


def verdict_lines(
    application: Application,
    language: str,
    *,
    facts: Iterable[str] = (),
    history: Iterable[str] = (),
) -> Iterator[str]:
    """The verdict as text: customer, outcome, what to do next, and in a folded quote the scores.

    `facts` are further lines about the customer; `history`, of what happened, is folded as well.
    """
    verdict = application.verdict
    assert verdict is not None
    customer = customer_of(application, language)
    title = say(language, f"verdict-{verdict.decision}", customer=customer)
    yield f"{SIGNS[verdict.decision]} <b>{title}</b>{_all_match(verdict, language)}"
    reference = application.id.upper()
    named = say(language, "verdict-nid", nid=masked_number(application), reference=reference)
    if application.earlier:
        named += f" · {say(language, 'verdict-attempt', number=len(application.earlier) + 1)}"
    yield named
    yield from facts
    if application.is_form_erased and verdict.decision is not Decision.PASSED:
        yield say(language, "next-erased")
    else:
        yield from _next_steps(verdict, language)
    details = [*_compared(verdict, language), *history]
    if details:
        yield folded(details)


def _all_match(verdict: Verdict, language: str) -> str:
    """That everything matches, where each score and both photos were compared and say so."""
    is_everything = (
        verdict.decision is Decision.PASSED
        and bool(verdict.scores)
        and verdict.texts_match is not False
        and all(score.points is not None and not score.differs for score in verdict.scores)
        and verdict.card_photo_matches is True
        and verdict.selfie_matches is True
    )
    words = say(language, "verdict-all-match", count=len(verdict.scores))
    return f" · {words}" if is_everything else ""


def _compared(verdict: Verdict, language: str) -> Iterator[str]:
    if verdict.lowest_first:
        yield say(language, "verdict-scores")
        most = _most_points(verdict)
        yield from (_score_line(score, most, language) for score in verdict.lowest_first)
    if verdict.decision != Decision.INVALID:
        yield _match_line("verdict-card-photo", verdict.card_photo_matches, language)
        yield _match_line("verdict-selfie", verdict.selfie_matches, language)


def _most_points(verdict: Verdict) -> float:
    """The end of the scale, which the document does not give (docs/ekyc-api.md, trap 46): 100, or 1
    where no score is above it.
    """
    highest = max((score.points or 0.0 for score in verdict.scores), default=0.0)
    return 1.0 if 0.0 < highest <= 1.0 else 100.0


def _score_line(score: Score, most: float, language: str) -> str:
    points = score.points or 0.0
    filled = round(min(max(points, 0.0), most) / most * _BAR)
    bar = "▰" * filled + "▱" * (_BAR - filled)
    shown = in_digits(f"{points:.4g}", language)
    line = f"<code>{bar}</code> {shown} · {say(language, FIELD_OF_SCORE[score.field])}"
    return f"{line} ({say(language, 'verdict-differs')})" if score.differs else line


def _match_line(key: str, matches: bool | None, language: str) -> str:
    word = {True: "match", False: "no-match", None: "unknown"}[matches]
    return say(language, key, result=say(language, f"verdict-{word}"))


def _next_steps(verdict: Verdict, language: str) -> Iterator[str]:
    """One action for each photo that did not match, and one for all texts."""
    if verdict.decision != Decision.FAILED:
        yield say(language, f"next-{verdict.decision}")
        return
    parts = failing_parts(verdict)
    yield say(language, "next-failed" if parts else "next-failed-unknown")
    texts = [say(language, f"{part}.short") for part in parts if part not in PICTURES]
    if texts:
        action = say(language, "next-failed-text" if len(texts) == 1 else "next-failed-texts")
        yield f"• {', '.join(texts)}: {action}"
    for part in parts:
        if part in PICTURES:
            yield f"• {say(language, f'{part}.short')}: {say(language, f'next-failed-{part}')}"
    if parts and are_texts_unclear(verdict):
        yield f"• {say(language, 'next-failed-some-text')}"
