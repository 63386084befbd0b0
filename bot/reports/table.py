"""Applications as a table for other programs: masked, and safe to open in a spreadsheet."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from bot.screens.states import state_of
from conversations.application import Application
from conversations.card import CARD_FIELDS
from conversations.dhaka import DHAKA
from conversations.erasure import without_form
from conversations.extra_question import EARLIER, PREFIX, ExtraQuestion
from conversations.questions import FORM
from conversations.submission import EarlierAttempt
from conversations.verdict import Score
from storage import Store
from storage.agents import Agent

FORMATS = ("csv", "xlsx")

_HEADINGS = (
    "reference",
    "state",
    "agent_id",
    "agent",
    "team",
    "begun",
    "submitted",
    "decided",
    "attempts",
    "customer",
    "national_id",
    "mobile_number",
    "consent_version",
    "consent_language",
    "consent_given",
    "changed",
    "reasons",
    "earlier_attempts",
)
#: Only where full values were asked for.
_FULL_HEADINGS = (
    "card_read",
    "pressed",
    "scores",
    "texts_match",
    "card_photo_matches",
    "selfie_matches",
    "changed_from_card",
)
#: Every field of the form in its order; two have their columns under other names already.
_FIELDS = tuple(
    question.key
    for question in FORM
    if question.is_typed and question.key not in {"nid_number", "mobile_number"}
)
_CONSENT_HEADINGS = (
    "row",
    "seal",
    "time",
    "agent_id",
    "reference",
    "what",
    "consent_version",
    "consent_language",
)

#: A cell that begins with one of these is a formula for some spreadsheet (OWASP, CSV injection); in
#: East Asian settings the wide forms count as the narrow ones.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")

#: Where another kind of spreadsheet splits a cell, the rest would begin a new one.
_BURIED_FORMULA = re.compile(r"(?<=[;\t\r\n])(?=\s*[=+\-@＝＋－＠|%])")

_CORRECTED = "being corrected"  # the state of a draft that had a verdict before

Table = Iterable[Sequence[str]]


def application_table(
    applications: Iterable[Application],
    people: Mapping[int, Agent],
    *,
    is_masked: bool,
    extra: Sequence[ExtraQuestion] = (),
) -> Iterator[Sequence[str]]:
    """One row per application, under a row of headings.

    The organisation's `extra` questions of today have a column each; the answers to earlier ones
    are together in one.
    """
    keys = tuple(question.key for question in extra if not (is_masked and question.is_personal))
    own = (*keys, EARLIER)
    yield (*_HEADINGS, *own) if is_masked else (*_HEADINGS, *_FULL_HEADINGS, *_FIELDS, *own)
    for application in applications:
        row = _row(application, people.get(application.agent), is_masked=is_masked)
        full = () if is_masked else _full_row(application)
        yield (*row, *full, *_extra_row(application, keys, is_masked=is_masked))


def _extra_row(application: Application, keys: Sequence[str], *, is_masked: bool) -> Iterator[str]:
    """What was answered to the organisation's questions; personal answers only where not masked."""
    answers = {
        question.key: application.answers[question.key]
        for question in application.extra
        if question.key in application.answers and not (is_masked and question.is_personal)
    }
    yield from (answers.pop(key, "") for key in keys)
    yield "; ".join(f"{key.removeprefix(PREFIX)}: {answer}" for key, answer in answers.items())


def _state(application: Application) -> str:
    is_corrected = application.is_draft and application.earlier
    return _CORRECTED if is_corrected else str(state_of(application))


def _row(application: Application, agent: Agent | None, *, is_masked: bool) -> Sequence[str]:
    shown = without_form(application) if is_masked else application
    submission, consent = application.submission, application.consent
    verdict, remains = application.verdict, shown.remains
    return (
        application.id.upper(),
        _state(application),
        str(application.agent),
        agent.name if agent else "",
        agent.team if agent else "",
        _time(application.created_at),
        _time(submission.accepted_at if submission else None),
        _time(verdict.found_at if verdict else None),
        str(submission.attempt if submission else 0),
        shown.customer,
        remains.national_id if remains else shown.value("nid_number") or "",
        remains.mobile_number if remains else shown.value("mobile_number") or "",
        consent.text_version if consent else "",
        consent.language if consent else "",
        _time(consent.given_at if consent else None),
        _time(application.changed_at),
        " ".join(verdict.reasons) if verdict else "",
        "; ".join(map(_attempt, application.earlier)),
    )


def _attempt(earlier: EarlierAttempt) -> str:
    """Such as `failed 2026-11-23 12:00:00 selfie`."""
    verdict = earlier.verdict
    return " ".join([verdict.decision, _time(verdict.found_at), *verdict.reasons])


def _full_row(application: Application) -> Sequence[str]:
    submission, verdict = application.submission, application.verdict
    fields = [application.value(key) or "" for key in _FIELDS]
    return (
        _time(application.reading.read_at if application.reading else None),
        _time(submission.pressed_at if submission else None),
        " ".join(map(_score, verdict.scores)) if verdict else "",
        _yes_or_no(verdict.texts_match if verdict else None),
        _yes_or_no(verdict.card_photo_matches if verdict else None),
        _yes_or_no(verdict.selfie_matches if verdict else None),
        " ".join(key for key in CARD_FIELDS if application.is_changed_from_card(key)),
        *fields,
    )


def _score(score: Score) -> str:
    return f"{score.field}:{'' if score.points is None else f'{score.points:g}'}"


def _yes_or_no(value: bool | None) -> str:
    return "" if value is None else "yes" if value else "no"


def consent_table(store: Store) -> Iterator[Sequence[str]]:
    """Every consent given and withdrawn, from the audit, so that it outlives the application."""
    yield _CONSENT_HEADINGS
    for entry in store.audit.entries(actions=("consent-given", "withdrawn", "erased")):
        version = entry.details.get("text_version") or entry.details.get("consent") or ""
        what = entry.details.get("why") or entry.action
        yield (
            str(entry.number),
            entry.seal,
            _time(entry.at),
            entry.actor,
            entry.subject.upper(),
            str(what),
            str(version),
            str(entry.details.get("language") or ""),
        )


def as_file(table: Table, file_format: str) -> bytes:
    """The table as a file of that format."""
    return _WRITERS[file_format](table)


def _as_csv(table: Table) -> bytes:
    """In UTF-8 with a byte order mark, without which spreadsheets garble Bangla."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)
    writer.writerows([_harmless(cell) for cell in row] for row in table)
    return file.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet reads as a formula; a leading quotation mark makes it text."""
    begins_one = cell.lstrip(" \u00a0").startswith(_FORMULA_SIGNS)
    return ("'" if begins_one else "") + _BURIED_FORMULA.sub("'", cell)


def _as_xlsx(table: Table) -> bytes:
    import xlsxwriter  # noqa: PLC0415 - 20 ms and 2.4 MB that a start does without

    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(table):
            for column, cell in enumerate(row):
                sheet.write_string(place, column, cell)
        sheet.freeze_panes(1, 0)
    return file.getvalue()


_WRITERS: Mapping[str, Callable[[Table], bytes]] = {"csv": _as_csv, "xlsx": _as_xlsx}


def _time(moment: datetime | None) -> str:
    return f"{moment.astimezone(DHAKA):%Y-%m-%d %H:%M:%S}" if moment else ""
