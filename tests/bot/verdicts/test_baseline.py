"""What the service shows before a submission, and which of it we cannot explain."""

from dataclasses import replace

import pytest

from bot.ekyc import Status
from bot.verdicts.baseline import NO_STATE, held_before, registered_here, unexplained
from bot.verdicts.look import Look
from conversations import events
from conversations.application import Application
from conversations.submission import ANOTHERS, EarlierAttempt, Held
from conversations.verdict import Decision
from conversations.verdict import Verdict as Told
from tests.bot.verdicts.test_judging import (
    FAILED,
    INVALID,
    OTHERS,
    OURS,
    PASSED,
    PENDING,
    look,
    row,
    status,
)
from tests.support.forms import FAILED as WE_FAILED
from tests.support.forms import (
    NOW,
    after,
    asked_about_record,
    begun,
    closed,
    decided,
    denied,
    in_doubt,
    pending,
    press,
    submitted,
)

OURSELVES = submitted()
BEING_CORRECTED = after(decided(WE_FAILED), press(events.CorrectionBegun))


def in_another_word(nid: str | None) -> Status:
    """A word outside the document, such as "warning" or "ec_requested"."""
    return replace(status(PENDING, nid), raw_status="unknown", is_known_status=False)


@pytest.mark.parametrize(
    ("seen", "held"),
    [
        (Look(is_denied=True, is_answered=True), None),
        (Look(), Held()),  # nothing could be asked
        (Look(is_answered=True), Held(status=NO_STATE)),
        (look(status(FAILED), None), Held(status="failed")),
        (look(status(FAILED), [row(FAILED)]), Held(status="failed", log=("failed 23/11/2026",))),
        (
            look(status(PASSED, OTHERS), [row(PASSED, OTHERS)]),
            Held(status=ANOTHERS, log=(), is_new=True),
        ),
        (look(status(PASSED, OTHERS), None), Held(status=ANOTHERS)),
        # The whole log shows whose pending it is; without it that is unknown.
        (
            look(status(PENDING, None), [row(PENDING, OTHERS)]),
            Held(status="pending", log=(), is_new=True),
        ),
        # It may mean that nobody has the number.
        (look(status(INVALID, None), []), Held(status="invalid", log=(), is_new=True)),
        (look(status(INVALID, None), [], is_complete=False), Held(status="invalid")),
        (look(status(INVALID, None), None), Held(status="invalid")),
        (look(in_another_word(None), []), Held(status="pending", log=(), is_new=True)),
        (look(in_another_word(None), None), Held(status="pending")),
        (look(status(FAILED), [row(FAILED)], is_complete=False), Held(status="failed")),
    ],
)
def test_what_the_service_holds_before(seen: Look, held: Held | None) -> None:
    assert held_before(OURSELVES, seen) == held


def corrected(decision: Decision) -> Application:
    """Its first attempt ended so."""
    assert OURSELVES.submission
    told = Told(decision=decision, found_at=NOW)
    attempt = EarlierAttempt(submission=OURSELVES.submission, verdict=told)
    return replace(OURSELVES, earlier=(attempt,))


def other(application: Application) -> Application:
    return replace(application, id="another2")


@pytest.mark.parametrize(
    ("application", "seen", "others", "found"),
    [
        (OURSELVES, Look(is_denied=True), [], ()),
        (OURSELVES, look(status(PASSED), None), [], ("passed",)),
        (OURSELVES, look(status(PASSED), [row(PASSED)]), [], ("passed 23/11/2026",)),
        (OURSELVES, look(status(PENDING, None), [row(PENDING)]), [], ("pending 23/11/2026",)),
        (OURSELVES, look(status(PENDING, None), None), [], ("pending",)),
        (OURSELVES, look(status(PASSED, OTHERS), [row(PASSED, OTHERS)]), [], ()),
        (OURSELVES, look(status(PENDING, None), [row(PENDING, OTHERS)]), [], ()),
        (OURSELVES, look(status(INVALID), None), [], ("invalid",)),
        (OURSELVES, look(status(INVALID, None), [row(INVALID)]), [], ("invalid 23/11/2026",)),
        # It may mean that nobody has the number.
        (OURSELVES, look(status(INVALID, None), []), [], ()),
        (OURSELVES, look(status(INVALID, None), None), [], ()),
        (OURSELVES, look(in_another_word(None), []), [], ()),
        (OURSELVES, look(in_another_word(None), None), [], ("pending",)),
        (OURSELVES, look(in_another_word(None), [], is_complete=False), [], ("pending",)),
        (OURSELVES, look(in_another_word(OURS), []), [], ("pending",)),
        (OURSELVES, look(in_another_word(None), [row(PENDING)]), [], ("pending 23/11/2026",)),
        # Our own attempts explain one record each.
        (corrected(Decision.FAILED), look(status(FAILED), [row(FAILED)]), [], ()),
        (corrected(Decision.FAILED), look(status(PASSED), None), [], ("passed",)),
        (
            corrected(Decision.FAILED),
            look(status(FAILED), [row(FAILED), row(PASSED)]),
            [],
            ("passed 23/11/2026",),
        ),
        (OURSELVES, look(status(FAILED), None), [(other(decided(WE_FAILED)), True)], ()),
        (OURSELVES, look(status(PASSED), None), [(other(pending()), True)], ()),
        (OURSELVES, look(status(PASSED), None), [(other(pending()), False)], ("passed",)),
        # What is back in the agent's hands, unsent, explains only its earlier attempts.
        (OURSELVES, look(status(PASSED), None), [(other(asked_about_record()), True)], ("passed",)),
        (
            OURSELVES,
            look(status(FAILED), [row(FAILED), row(PENDING)]),
            [(other(BEING_CORRECTED), True)],
            ("pending 23/11/2026",),
        ),
        # A status without a card number may be about another customer of ours with the number.
        (OURSELVES, look(status(PENDING, None), None), [(other(pending()), False)], ()),
    ],
)
def test_what_no_attempt_of_ours_explains(
    application: Application,
    seen: Look,
    others: list[tuple[Application, bool]],
    found: tuple[str, ...],
) -> None:
    assert unexplained(application, seen, others) == found


def sent_and_delayed() -> Application:
    """A submission that began, whose outcome the other process may know."""
    waiting = submitted()
    assert waiting.submission
    return replace(waiting, submission=replace(waiting.submission, token="a digest"))


@pytest.mark.parametrize(
    ("of_person", "found"),
    [
        (pending(), ("pending 23/11/2026",)),
        (in_doubt(), ("pending 23/11/2026",)),
        (closed(), ("pending 23/11/2026",)),
        (sent_and_delayed(), ("pending 23/11/2026",)),
        (decided(), ("passed 23/11/2026",)),
        (decided(WE_FAILED), ()),
        (BEING_CORRECTED, ()),
        (begun(), ()),
        (submitted(), ()),  # it waits to be sent
        (asked_about_record(), ()),
        (denied(), ()),
    ],
)
def test_what_the_service_has_of_the_person_from_another_application_of_ours(
    of_person: Application, found: tuple[str, ...]
) -> None:
    assert registered_here([other(of_person)]) == found


def test_a_submission_that_is_sent_again_explains_all() -> None:
    assert OURSELVES.submission
    again = replace(OURSELVES.submission, is_sent_again=True)

    assert unexplained(replace(OURSELVES, submission=again), look(status(PASSED), None), []) == ()
