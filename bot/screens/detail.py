"""One application with everything that an agent may know about it. Pure."""

import html
from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.chat.buttons import menu_button
from bot.chat.outgoing import Button, Send
from bot.screens.drafts import continue_button
from bot.screens.menu import menu_row
from bot.screens.phrases import (
    customer_heading,
    folded,
    masked_number,
    moment_in_dhaka,
    shown_value,
)
from bot.screens.receipt import customers_language, has_receipt
from bot.screens.states import sign_of, state_in_words
from bot.screens.verdict import fixing_row, verdict_lines
from bot.texts import plain, say
from conversations.application import Application, Phase
from conversations.mobile_number import grouped
from conversations.submission import Submission
from conversations.verdict import Verdict

#: In these phases the agent may have the service asked.
_ASKED_ABOUT = frozenset({Phase.PENDING, Phase.CLOSED})

#: Between the service's answer and what the bot did with it.
_SAME_LOOK = timedelta(minutes=1)


def detail(application: Application, language: str, *, next_try: datetime | None = None) -> Send:
    """One application with what can be done about it; `next_try` is the next attempt to send it."""
    facts, history = list(_facts(application, language)), _timeline(application, next_try, language)
    if application.verdict:
        lines = list(verdict_lines(application, language, facts=facts, history=history))
    else:
        lines = [
            f"<b>{customer_heading(application, language)}</b>",
            say(language, "receipt-nid", nid=masked_number(application)),
            say(language, "receipt-reference", reference=application.id.upper()),
            *facts,
            f"{sign_of(application)} {state_in_words(application, language)}",
        ]
        if application.is_unanswered and application.phase in _ASKED_ABOUT:
            lines.append(say(language, "detail-unanswered"))
        lines.append(folded(history))
    rows = _detail_rows(application, language)
    return Send(text="\n".join(lines), keyboard=rows, about=(application.id,))


def _facts(application: Application, language: str) -> Iterator[str]:
    """The mobile number, and what the organisation itself asked.

    Other fields of the form are seen in the review only.
    """
    mobile = application.value("mobile_number")
    if mobile:
        yield say(language, "detail-mobile", mobile=grouped(mobile))
    if application.remains:
        yield say(language, "detail-mobile", mobile=application.remains.mobile_number or "—")
    for question in application.extra:
        if answer := shown_value(application, question.key, language):
            yield html.escape(f"{question.names[language]}: {answer}", quote=False)


def _timeline(application: Application, next_try: datetime | None, language: str) -> Iterator[str]:
    """What happened and when, earliest first."""
    happened = [("detail-created", application.created_at)]
    if application.reading:
        happened.append(("detail-read", application.reading.read_at))
    for attempt in application.earlier:
        happened += _attempt(attempt.submission, attempt.verdict)
    if application.submission and not application.is_draft:
        happened += _attempt(application.submission, application.verdict)
    happened += [(f"detail-{each.decision}", each.found_at) for each in application.corrected]
    if application.phase is Phase.CLOSED:
        happened.append(("detail-closed", application.changed_at))
    if application.last_asked_at and _is_news(application.last_asked_at, application):
        happened.append(("detail-asked", application.last_asked_at))
    if next_try:
        happened.append(("detail-next-try", next_try))
    if application.remains and application.remains.erased_at:
        happened.append(("detail-erased", application.remains.erased_at))
    for key, moment in sorted(happened, key=lambda each: each[1]):
        yield say(language, key, time=moment_in_dhaka(moment, language))


def _is_news(asked_at: datetime, application: Application) -> bool:
    """Whether nothing else in the timeline shows that check with the service."""
    verdict = application.verdict
    if verdict is None:
        return application.phase in _ASKED_ABOUT
    return asked_at - verdict.found_at >= _SAME_LOOK


def _attempt(submission: Submission, verdict: Verdict | None) -> Iterator[tuple[str, datetime]]:
    yield "detail-submitted", submission.accepted_at or submission.pressed_at
    if verdict:
        yield f"detail-{verdict.decision}", verdict.found_at


def _detail_rows(application: Application, language: str) -> list[list[Button]]:
    rows: list[list[Button]] = []
    if application.is_draft:
        rows.append([continue_button(application, language)])
    elif application.phase in _ASKED_ABOUT and not application.remains:
        rows.append([menu_button(plain(language, "button-refresh"), "refresh", application.id)])
    fixing = fixing_row(application, language)
    rows += fixing
    if has_receipt(application):
        again = f"{customers_language(application, language)}-{application.id}"
        rows.append([menu_button(plain(language, "button-receipt"), "receipt", again)])
    national_id = application.value("nid_number")
    if national_id and not application.is_draft:
        copies = {"button-copy-nid": national_id, "button-copy-reference": application.id.upper()}
        rows.append([Button(plain(language, key), copy=copy) for key, copy in copies.items()])
    return [*rows, menu_row(language, is_wanted=not fixing)]
