"""What a look at the service shows about our submission: its verdict, and whether it arrived. Pure.

A verdict is news only if something is seen after our acceptance that was not there before it: a new
row, a changed date, a pending in between by the same source. What fits two explanations is called
ambiguous and never guessed. Assumptions about the service:

- a decided record keeps its date and its verdict until it is submitted again;
- the status call picks one record of the number, always by the same rule, such as the oldest;
- a log that was read far enough lists what was accepted, except perhaps what is invalid;
- a word outside the document that comes without a card's number may say that there is no record.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.ekyc import LogRow, State, Status
from bot.verdicts.look import Look, begin_of, date_of, may_be_since
from bot.verdicts.matching import NO_RIVALS, Rivals, is_about, is_ours
from conversations.application import Application
from conversations.submission import Submission
from conversations.verdict import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What is certain about a submission; `said` is None if nothing is.

    `is_explained`: the status reply is about this very submission, so its scores are as well.
    `is_unknown`: the service shows nothing that could be the submission. `is_ambiguous`: it shows
    a verdict that may be another record's. The submission has to remember `pending_seen_in`.
    """

    said: State | None
    is_explained: bool
    is_unknown: bool
    is_ambiguous: bool
    pending_seen_in: frozenset[Source]


def judge(application: Application, look: Look, rivals: Rivals = NO_RIVALS) -> Judgement:
    """What the look, taken after the acceptance, shows about the submission."""
    status, own = look.status, _own_rows(application, look, rivals)
    pending_in = _pending_seen_in(application, look, rivals)
    new = _new_rows(application, own, pending_in)
    by_log = _agreed(new, at_least=1 + rivals.of_person)
    is_trusted = _is_trusted(application, look, rivals, pending_in)
    by_status = status.state if status and is_trusted else None
    if status and status.nid_number is None and new:
        by_status = None  # the log says whose verdict it is
    said = _both(by_status, by_log)
    shown = {row.state for row in own}
    if status and _may_be_ours(status, application, rivals):
        shown.add(status.state)
        is_open = status.state is State.PENDING
    else:
        is_open = False
    return Judgement(
        said=said,
        is_explained=is_trusted and status is not None and status.state is said,
        is_unknown=said is None and not shown,
        is_ambiguous=said is None and not is_open and bool(shown - {State.PENDING}),
        pending_seen_in=pending_in,
    )


def arrival(application: Application, look: Look, rivals: Rivals = NO_RIVALS) -> bool | None:
    """Whether a submission whose reply was lost has arrived; None when the look proves nothing."""
    if judge(application, look, rivals).said is not None:
        return True
    submission, status = application.handed_in, look.status
    own = _own_rows(application, look, rivals)
    if submission.held_before is None:
        if own and not rivals.of_person:
            return True
        if _is_denied(look):
            return False
        if status and status.nid_number is None and status.is_known_status and look.rows is None:
            # Nobody had the number a moment ago, so its owner now is almost certainly ours.
            return None if rivals.of_number else True
        return False if _is_anothers_record(application, look, rivals) else None
    if not look.is_complete or rivals.of_person:
        return None
    if _is_denied(look):
        return False
    was_open = State.PENDING in _verdicts_before(submission)
    return False if status and status.state is not State.PENDING and not was_open else None


# -- the status call ----------------------------------------------------------------------------


def _is_denied(look: Look) -> bool:
    """Whether the service knows no such number. That nobody is shown needs the log as proof."""
    is_on_no_list = look.is_complete and not look.rows
    return look.is_denied or (look.is_nobody_shown and is_on_no_list)


def _is_trusted(
    application: Application, look: Look, rivals: Rivals, pending_in: frozenset[Source]
) -> bool:
    """Whether the status reply is about this very submission and nothing else."""
    status, held = look.status, application.handed_in.held_before
    if status is None:
        return False
    is_news = Source.STATUS in pending_in
    if status.nid_number is not None:
        is_new = held is None or held.is_new or is_news
        return is_new and is_about(status, application, rivals) and not rivals.of_person
    return (
        (held is None or is_news)
        and status.is_known_status
        and look.is_complete
        and not rivals.of_number
        and _is_nobody_else_listed(application, look, rivals)
    )


def _is_nobody_else_listed(application: Application, look: Look, rivals: Rivals) -> bool:
    """Whether all rows of the mobile number are ours; one without a card's number may be."""
    others = [
        row
        for row in look.rows or ()
        if row.mobile_number == application.value("mobile_number")
        and not is_ours(row, application, rivals)
    ]
    return len(others) <= 1 and not any(row.nid_number for row in others)


def _may_be_ours(status: Status, application: Application, rivals: Rivals) -> bool:
    return status.nid_number is None or is_about(status, application, rivals)


def _is_anothers_record(application: Application, look: Look, rivals: Rivals) -> bool:
    """Whether the status shows another person's record, and the whole log shows none of ours."""
    status = look.status
    if status is None or not look.is_complete:
        return False
    if status.nid_number is not None:
        return not is_about(status, application, rivals)
    return any(row.nid_number and row.state is status.state for row in look.rows or ())


def _pending_seen_in(application: Application, look: Look, rivals: Rivals) -> frozenset[Source]:
    """The sources that have shown a pending where they showed something else before."""
    submission, status = application.handed_in, look.status
    held, seen = submission.held_before, submission.pending_seen_in
    if held is None:
        return seen
    if (
        status
        and status.state is State.PENDING
        and _may_be_ours(status, application, rivals)
        and held.status is not None
        and not held.status.startswith(State.PENDING)
    ):
        seen |= {Source.STATUS}
    if held.log is not None:
        rows = _own_rows(application, look, rivals)
        replaced = (_replaced_on(date, rows, held.log) for date in _dates(rows))
        if any(row.state is State.PENDING for found in replaced for row in found):
            seen |= {Source.LOG}
    return seen


# -- the log ------------------------------------------------------------------------------------


def _own_rows(application: Application, look: Look, rivals: Rivals) -> list[LogRow]:
    """Rows of this person, without those older than the submission if earlier ones existed."""
    rows = [row for row in look.rows or () if is_ours(row, application, rivals)]
    if _is_new(application.handed_in):
        return rows
    begin = begin_of(application)
    return [row for row in rows if may_be_since(row, begin)]


def _new_rows(
    application: Application, own: Sequence[LogRow], pending_in: frozenset[Source]
) -> list[LogRow]:
    """The rows that include the submission's own; empty when it may be missing."""
    submission = application.handed_in
    if _is_new(submission) or Source.LOG in pending_in:
        return list(own)
    held = submission.held_before
    if held is None or held.log is None:
        return []
    return [
        row
        for date in _dates(own)
        for row in (_added_on(date, own, held.log) or _replaced_on(date, own, held.log))
    ]


def _added_on(date: str, own: Sequence[LogRow], before: Sequence[str]) -> list[LogRow]:
    """Rows of that date, of which at least one was not there before.

    A record that was pending may since have been decided, so it explains any one of them.
    """
    rest, were_pending, _ = _compared_on(date, own, before)
    return rest if len(rest) > were_pending else []


def _replaced_on(date: str, own: Sequence[LogRow], before: Sequence[str]) -> list[LogRow]:
    """Rows of that date that replaced decided ones: a record submitted again."""
    rest, were_pending, gone = _compared_on(date, own, before)
    return rest if gone and len(rest) == were_pending + gone else []


def _compared_on(
    date: str, own: Sequence[LogRow], before: Sequence[str]
) -> tuple[list[LogRow], int, int]:
    """Rows that no earlier decided row explains, how many were pending, and how many are gone."""
    old = Counter(word for word in before if word.partition(" ")[2] == date)
    were_pending = old.pop(f"{State.PENDING} {date}", 0)
    rest = []
    for row in own:
        if date_of(row) == date:
            if old[words_of(row)]:
                old[words_of(row)] -= 1
            else:
                rest.append(row)
    return rest, were_pending, old.total()


def words_of(row: LogRow) -> str:
    """A row as the text by which it is remembered; it changes when its record does."""
    return f"{row.state} {date_of(row)}"


def _dates(rows: Sequence[LogRow]) -> list[str]:
    return list(dict.fromkeys(map(date_of, rows)))


def _agreed(rows: Sequence[LogRow], *, at_least: int) -> State | None:
    """What all of them say; PENDING while one of them is."""
    verdicts = {row.state for row in rows}
    if State.PENDING in verdicts:
        return State.PENDING
    return verdicts.pop() if len(verdicts) == 1 and len(rows) >= at_least else None


# -- both ---------------------------------------------------------------------------------------


def _both(by_status: State | None, by_log: State | None) -> State | None:
    """What both say together: a verdict may have come between two calls, but two verdicts
    contradict.
    """
    said = {by_status, by_log} - {None}
    decided = said - {State.PENDING}
    if len(decided) > 1:
        return None
    return next(iter(decided or said), None)


def _verdicts_before(submission: Submission) -> set[str]:
    held = submission.held_before
    assert held is not None
    words = [*(held.log or ()), held.status or ""]
    return {one.partition(" ")[0].strip(",") for one in words}


def _is_new(submission: Submission) -> bool:
    """Whether the service showed nothing of this person before the submission."""
    return submission.held_before is None or submission.held_before.is_new
