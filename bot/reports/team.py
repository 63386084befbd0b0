"""What a supervisor needs to know: counts, pass rate, reasons of failures, what waits. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from bot.chat.buttons import menu_button
from bot.chat.outgoing import Button, Send
from bot.reports.counts import commonest_reasons, rate_lines, reason_lines, states_in_words, summed
from bot.screens.phrases import clipped, day_in_words
from bot.texts import number, plain, say
from conversations.application import Application, Phase
from conversations.erasure import masked_name
from storage.figures import DayCount

PERIODS = (1, 7, 30)  # days
_MOST_REASONS = 5
_MOST_AGEING = 8  # lines; the oldest matter
_LONGEST_NAME = 24

#: So long may each of them take; what takes longer is stalled.
_STALLED_AFTER: Mapping[Phase, timedelta] = {
    Phase.FILLING: timedelta(days=1),
    Phase.REVIEWING: timedelta(hours=4),
    Phase.SUBMITTING: timedelta(hours=1),
    Phase.CHECKING: timedelta(hours=1),
    Phase.PENDING: timedelta(days=1),
}


def report_page(
    counts: Sequence[DayCount],
    decided: Iterable[Application],
    unfinished: Sequence[Application],
    names: Mapping[int, str],
    *,
    days: int,
    now: datetime,
    language: str,
) -> Send:
    """The report about the last `days` days; `unfinished` has the longest unmoved first."""
    lines = [f"<b>{say(language, 'report-heading', count=days)}</b>"]
    if counts:
        states = summed(counts)
        lines.append(say(language, "report-states", states=states_in_words(states, language)))
        lines += rate_lines(states, language)
        lines += reason_lines(commonest_reasons(decided, _MOST_REASONS), language)
        lines += ["", f"<b>{say(language, 'report-agents')}</b>"]
        lines += _agent_lines(counts, names, language)
        lines += ["", f"<b>{say(language, 'report-days')}</b>"]
        lines += _day_lines(counts, language)
    else:
        lines.append(say(language, "report-empty"))
    buttons: list[Button] = []
    if unfinished:
        lines += ["", f"<b>{say(language, 'report-ageing')}</b>"]
        for place, application in enumerate(unfinished[:_MOST_AGEING], 1):
            line = _ageing_line(application, names, now, language)
            lines.append(f"{number(place, language)}. {line}")
            label = f"{number(place, language)}. {application.id.upper()}"
            buttons.append(menu_button(label, "view", application.id))
    rows = [buttons[at : at + 2] for at in range(0, len(buttons), 2)]
    rows.append(
        [
            menu_button(plain(language, "button-days", count=period), "report", str(period))
            for period in PERIODS
        ]
    )
    return Send(text="\n".join(lines), keyboard=rows, is_masked=True)


def is_stalled(application: Application, now: datetime) -> bool:
    """Whether it takes longer than such a thing takes."""
    longest = _STALLED_AFTER.get(application.phase)
    return longest is not None and now - application.changed_at > longest


def _agent_lines(counts: Sequence[DayCount], names: Mapping[int, str], language: str) -> list[str]:
    lines = []
    for agent_id in dict.fromkeys(each.agent_id for each in counts):
        states = summed(each for each in counts if each.agent_id == agent_id)
        name = clipped(names.get(agent_id, str(agent_id)), _LONGEST_NAME)
        words = states_in_words(states, language)
        lines.append(say(language, "report-agent", name=name, states=words))
    return lines


def _day_lines(counts: Sequence[DayCount], language: str) -> list[str]:
    days: dict[date, Counter[str]] = {}
    for each in counts:
        days.setdefault(each.day, Counter())[each.state] += each.count
    return [
        say(
            language,
            "report-day",
            day=day_in_words(day, language),
            states=states_in_words(states, language),
        )
        for day, states in days.items()
    ]


def _ageing_line(
    application: Application, names: Mapping[int, str], now: datetime, language: str
) -> str:
    """The customer appears by first letters only."""
    hours = int((now - application.changed_at).total_seconds() // 3600)
    line = say(
        language,
        "report-waiting",
        reference=application.id.upper(),
        customer=masked_name(application.customer) or "—",
        state=plain(language, f"short-{application.phase}"),
        name=clipped(names.get(application.agent, ""), _LONGEST_NAME),
        count=hours,
    )
    return f"⚠ {line}" if is_stalled(application, now) else line
