"""What the service shows just before a submission, and which of it no attempt of ours explains.

Pure. The former later distinguishes an old verdict from the new one. The agent is asked about the
latter: the customer may have been registered elsewhere, or by a database that was since restored
from an older copy.
"""

from collections.abc import Iterable, Sequence

from bot.ekyc import LogRow, State, Status
from bot.verdicts.judging import words_of
from bot.verdicts.look import Look
from bot.verdicts.matching import NO_RIVALS, Rivals, is_about, is_ours
from conversations.application import Application, Phase
from conversations.dhaka import day_in_dhaka
from conversations.questions import FOUND, SEND_AGAIN
from conversations.submission import ANOTHERS, Held
from conversations.verdict import Decision

#: Replaces the status when the reply gives none.
NO_STATE = "no state"


def held_before(application: Application, look: Look, rivals: Rivals = NO_RIVALS) -> Held | None:
    """What the service holds for the number; None when it clearly holds nothing."""
    own = [row for row in look.rows or () if is_ours(row, application, rivals)]
    if look.is_denied and not own:
        return None
    status = look.status
    is_anothers = status is not None and _is_anothers(status, application, look, rivals)
    told: str | None = None
    if status and status.nid_number is not None and is_anothers:
        told = ANOTHERS
    elif status:
        scores = sorted(f"{score.field} {score.score}" for score in status.scores)
        told = ", ".join((status.state, *scores))
    elif look.is_answered:
        told = NO_STATE
    return Held(
        status=told,
        log=tuple(sorted(map(words_of, own))) if look.is_complete else None,
        is_new=look.is_whole
        and not own
        and (status is None or is_anothers or _may_mean_nobody(status, look)),
    )


def unexplained(
    application: Application,
    look: Look,
    others: Iterable[tuple[Application, bool]],
    rivals: Rivals = NO_RIVALS,
) -> tuple[str, ...]:
    """Records that no attempt of ours explains, as "passed 23/11/2026", the date if it is known.

    `others` are our other applications under the mobile number, each with whether it is of the same
    person. A submission that is sent again explains all of them.
    """
    submission = application.submission
    if submission and submission.is_sent_again:
        return ()
    status = look.status
    shown = [words_of(row) for row in look.rows or () if is_ours(row, application, rivals)]
    is_named = status is not None and status.nid_number is not None
    if not shown and status and not _is_anothers(status, application, look, rivals):
        shown = [] if _may_mean_nobody(status, look) else [str(status.state)]
    attempts = [attempt.verdict.decision for attempt in application.earlier]
    known: list[Decision | None] = list(attempts)
    for other, is_same_person in others:
        # A status without a card number may be about any application with the mobile number.
        if other.submission and (is_same_person or not (is_named or look.rows)):
            if not other.is_draft:  # its submission was refused, held back or is in `earlier`
                known.append(other.verdict.decision if other.verdict else None)
            known += [attempt.verdict.decision for attempt in other.earlier]
    return _without_explained(shown, known)


def registered_here(others: Iterable[Application]) -> tuple[str, ...]:
    """Our other applications of the person that the service has, or may have: open or passed.

    In the same words. Perhaps both were drafts for a while, so nobody could warn about this one.
    """
    return tuple(
        f"{state} {day_in_dhaka(other.submission.pressed_at):%d/%m/%Y}"
        for other in others
        if other.submission and (state := _standing(other))
    )


def _standing(other: Application) -> State | None:
    """Pending, passed, or None where nothing speaks against another application."""
    if other.phase is Phase.DECIDED:
        has_passed = other.verdict is not None and other.verdict.decision is Decision.PASSED
        return State.PASSED if has_passed else None
    if other.phase is Phase.SUBMITTING and other.submission and other.submission.token is None:
        return None  # it waits to be sent
    is_sent = not other.is_draft and other.asking not in {FOUND, SEND_AGAIN}
    return State.PENDING if is_sent else None


def _without_explained(shown: Sequence[str], known: Sequence[Decision | None]) -> tuple[str, ...]:
    """The states that no attempt is left to explain; None is an attempt whose verdict is unknown
    here.
    """
    decided = [decision for decision in known if decision]
    undecided = len(known) - len(decided)
    left = []
    for words in shown:
        verdict = words.partition(" ")[0]
        if verdict in decided:
            decided.remove(Decision(verdict))
        elif undecided:
            undecided -= 1
        else:
            left.append(words)
    return tuple(left)


def _may_mean_nobody(status: Status, look: Look) -> bool:
    """Whether the word may only say that nobody has the number, as nothing else shows anybody.

    The document does not explain `invalid` (docs/ekyc-api.md, trap 42), and does not have others.
    """
    if status.nid_number is not None or look.rows:
        return False
    return status.state is State.INVALID or (not status.is_known_status and look.is_whole)


def _is_anothers(status: Status, application: Application, look: Look, rivals: Rivals) -> bool:
    """Whether the status is certainly about another person: by its number, or by the whole log."""
    if status.nid_number is not None:
        return not is_about(status, application, rivals)
    rows: Sequence[LogRow] = look.rows or ()
    return look.is_whole and any(
        row.nid_number and row.state is status.state and not is_ours(row, application, rivals)
        for row in rows
    )
