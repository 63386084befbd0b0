"""One application with all that an agent may know of it. Pure."""

from datetime import datetime

from bot.buttons import desk_button
from bot.outgoing import Button, Send
from bot.phrases import customer_of, moment_in_dhaka
from bot.prompts import continue_button, desk_row, state_in_words
from bot.results import masked_number, sign_of, verdict_lines
from bot.texts import plain, say
from conversations.application import Application, Phase
from conversations.mobile_number import grouped


def detail(application: Application, language: str, *, next_try: datetime | None = None) -> Send:
    """One application with what can be done about it now; `next_try` is when it is sent again."""
    if application.verdict:
        lines = list(verdict_lines(application, language))
    else:
        customer = customer_of(application, language)
        lines = [
            f"<b>{say(language, 'receipt-customer', customer=customer)}</b>",
            say(language, "receipt-nid", nid=masked_number(application)),
            say(language, "receipt-reference", reference=application.id.upper()),
            f"{sign_of(application)} {state_in_words(application, language)}",
        ]
    lines.append("")
    mobile = application.value("mobile_number")
    if mobile:
        lines.append(say(language, "detail-mobile", mobile=grouped(mobile)))
    if application.remains:
        hidden = application.remains.mobile_number
        lines.append(say(language, "detail-mobile", mobile=hidden or "—"))
    times = {
        "detail-created": application.created_at,
        "detail-submitted": application.submission and application.submission.accepted_at,
        "detail-next-try": next_try,
        "detail-asked": application.last_asked_at,
        "detail-erased": application.remains and application.remains.erased_at,
    }
    lines += [
        say(language, key, time=moment_in_dhaka(moment, language))
        for key, moment in times.items()
        if moment
    ]
    rows = _detail_rows(application, language)
    return Send(text="\n".join(lines), keyboard=rows, about=(application.id,))


def _detail_rows(application: Application, language: str) -> list[list[Button]]:
    rows: list[list[Button]] = []
    if application.is_draft:
        rows.append([continue_button(application, language)])
    elif application.phase == Phase.PENDING:
        rows.append([desk_button(plain(language, "button-refresh"), "refresh", application.id)])
    return [*rows, desk_row(language)]
