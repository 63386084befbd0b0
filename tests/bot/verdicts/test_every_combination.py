"""Whose verdict it is, for every service, history and neighbour, against one that is always right.

In each story somebody may hold records already, we submit, and the service decides. After each
step the bot looks. It may say "unknown"; what it says must be true of our own submission, and
where the evidence suffices (`suffices`) it must have said it in the end.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal

import pytest

from bot.ekyc import State
from bot.verdicts.baseline import held_before, unexplained
from bot.verdicts.judging import arrival, judge
from bot.verdicts.matching import Rivals
from conversations.application import Application
from conversations.submission import EarlierAttempt
from conversations.verdict import Decision, Verdict
from tests.support.forms import NOW, pending
from tests.support.model_service import TODAY, ModelService, Picks, Reads, Record

PASSED, FAILED, INVALID, PENDING = State.PASSED, State.FAILED, State.INVALID, State.PENDING
DECIDED = (PASSED, FAILED, INVALID)
OURS, ANOTHER = "0001980100147", "0001999000000"
LONG_AGO = timedelta(days=3)

_PENDING = pending()

Attempt = Literal["first", "fix", "sent again", "lost reply"]
Sharing = Literal["nobody", "ours, before", "ours, after", "foreign, before", "foreign, after"]


@dataclass(frozen=True, slots=True)
class Story:
    """`before` is what the service holds of this person already, since `days` ago.

    `becomes` is what it is decided to later if it was pending. `neighbour` is the verdict of
    whoever shares the number, given between ours being accepted and decided. `is_slow`: the bot
    looks while our record is pending, and not only after its verdict.
    """

    picks: Picks
    log: Reads
    before: State | None
    days: int
    becomes: State
    sharing: Sharing
    neighbour: State
    attempt: Attempt
    truth: State
    is_slow: bool


def stories(picks: Picks, log: Reads, before: State | None) -> Iterator[Story]:
    sharings: tuple[Sharing, ...] = (
        "nobody",
        "ours, before",
        "ours, after",
        "foreign, before",
        "foreign, after",
    )
    attempts: tuple[Attempt, ...] = ("first", "fix", "sent again", "lost reply")
    for days, becomes, sharing, neighbour, attempt, truth, is_slow in itertools.product(
        (0, 3) if before else (0,),
        DECIDED if before is PENDING else (PASSED,),
        sharings,
        (PASSED, INVALID),
        attempts,
        DECIDED,
        (True, False),
    ):
        if sharing == "nobody" and neighbour is INVALID:
            continue  # as with the other one
        if attempt == "fix" and before in {None, PENDING, PASSED}:
            continue  # only a failure is corrected
        yield Story(
            picks,
            log,
            before,
            days,
            becomes,
            sharing,
            neighbour,
            attempt,
            truth,
            is_slow,
        )


class Bot:
    """What the bot knows about its submission, and what it has said about it."""

    def __init__(self, story: Story, service: ModelService) -> None:
        self._service = service
        self.rivals = (
            Rivals(of_number=True, national_ids=frozenset({ANOTHER}))
            if story.sharing.startswith("ours")
            else Rivals()
        )
        self._application = _PENDING
        if story.attempt == "fix":
            self._corrects(story)
        look = service.shows(self._application)
        self.found = unexplained(self._application, look, (), self.rivals)
        self._remembers(held_before=held_before(self._application, look, self.rivals))

    def _corrects(self, story: Story) -> None:
        submission = self._application.submission
        assert submission
        assert story.before
        told = Verdict(decision=Decision(story.before.value), found_at=NOW)
        attempt = EarlierAttempt(submission=submission, verdict=told)
        self._application = replace(self._application, earlier=(attempt,))

    def _remembers(self, **changes: object) -> None:
        submission = self._application.submission
        assert submission
        submission = replace(submission, **changes)  # type: ignore[arg-type]  # named by the tests
        self._application = replace(self._application, submission=submission)

    @property
    def application(self) -> Application:
        return self._application

    def looks(self) -> State | None:
        judgement = judge(self._application, self._service.shows(self._application), self.rivals)
        if judgement.pending_seen_in != self._application.handed_in.pending_seen_in:
            self._remembers(pending_seen_in=judgement.pending_seen_in)
        return judgement.said

    def has_arrived(self) -> bool | None:
        return arrival(self._application, self._service.shows(self._application), self.rivals)


class Stage:
    """A story being played; fails as soon as something untrue is said."""

    def __init__(self, story: Story, service: ModelService) -> None:
        self._story = story
        is_neighbour_first = story.sharing.endswith("before")
        neighbour = service.accepts(ANOTHER) if is_neighbour_first else None
        old: Record | None = None
        if story.before:
            old = service.accepts(OURS, TODAY - timedelta(days=story.days), story.before)
        self._bot = Bot(story, service)
        if story.attempt == "lost reply":
            assert self._bot.has_arrived() is not True, f"nothing was accepted yet: {story}"
        self._own = [service.accepts(OURS)]
        if story.attempt == "sent again":  # the first attempt had arrived after all
            self._own.append(service.accepts(OURS))
        if story.sharing.endswith("after"):
            neighbour = service.accepts(ANOTHER)
        self._old, self._neighbour = old, neighbour

    def final_word(self) -> State | None:
        story = self._story
        for decide in (self._nothing, self._decide_old, self._decide_neighbour):
            decide()
            if story.is_slow:
                self._look()
        for record in self._own:
            record.verdict = story.truth
        self._look()
        return self._look()

    def _nothing(self) -> None:
        """The first look comes at once."""

    def _decide_old(self) -> None:
        if self._old and self._old.verdict is PENDING:
            self._old.verdict = self._story.becomes

    def _decide_neighbour(self) -> None:
        if self._neighbour:
            self._neighbour.verdict = self._story.neighbour

    def _look(self) -> State | None:
        said, story = self._bot.looks(), self._story
        is_true = said in {None, PENDING} or said in {record.verdict for record in self._own}
        assert is_true, f"{said} is not the verdict of ours: {story}"
        if said is None and story.attempt == "lost reply" and not _may_look_unchanged(story):
            assert self._bot.has_arrived() is not False, f"it was accepted: {story}"
        return said


def _may_look_unchanged(story: Story) -> bool:
    """Whether the service may show what it had shown before, although it accepted ours.

    Sending once more is harmless there: the record is overwritten once more.
    """
    return story.picks == "overwriting" and story.before is story.truth and story.days == 0


def suffices(story: Story) -> bool:
    """Whether the evidence leaves only one explanation in the end."""
    if story.log != "nothing":
        if story.before is PENDING and story.days == 0:
            return story.becomes is story.truth  # two rows of one day, and nobody knows which
        return story.is_slow or not _may_look_unchanged(story)
    if story.truth is INVALID:
        return False  # such a reply has no card number, and the log cannot say whose it is
    is_neighbour_first = story.sharing.endswith("before")
    if story.picks == "oldest":
        return not story.before and not is_neighbour_first
    if story.sharing.endswith("after"):
        return False  # only the neighbour's record is shown
    if not story.before and not is_neighbour_first:
        return True
    # A pending must be seen instead of the old record, which must not be pending itself.
    return story.is_slow and bool(story.before) and story.before is not PENDING


BEFORE = (None, PASSED, FAILED, INVALID, PENDING)
COMBINATIONS = [
    (picks, log, before)
    for picks in ("newest", "oldest", "overwriting")
    for log in ("whole", "newest page", "nothing")
    for before in BEFORE
    if not (picks == "overwriting" and before is PENDING)  # it refuses a second one
]


@pytest.mark.parametrize(("picks", "log", "before"), COMBINATIONS)
def test_what_is_said_is_true_and_is_said_wherever_the_evidence_suffices(
    picks: Picks, log: Reads, before: State | None
) -> None:
    for story in stories(picks, log, before):
        if story.attempt == "first":
            continue  # as with a lost reply, about which more is asked
        said = Stage(story, ModelService(picks, log)).final_word()

        assert (said is story.truth) is suffices(story), f"{said}: {story}"


def test_in_most_stories_with_a_log_the_verdict_is_told() -> None:
    told = [
        suffices(story)
        for picks, log, before in COMBINATIONS
        if log != "nothing"
        for story in stories(picks, log, before)  # type: ignore[arg-type]  # of the table above
    ]

    assert sum(told) > 0.85 * len(told)


@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize("log", ["whole", "newest page"])
@pytest.mark.parametrize("picks", ["newest", "oldest"])
def test_a_service_that_does_not_list_what_is_invalid_leads_to_nothing_untrue(
    picks: Picks, log: Reads, before: State | None
) -> None:
    for story in stories(picks, log, before):
        if story.attempt == "first":
            Stage(story, ModelService(picks, log, lists_invalid=False)).final_word()


@pytest.mark.parametrize("log", ["whole", "nothing"])
@pytest.mark.parametrize("picks", ["newest", "oldest", "overwriting"])
def test_a_service_that_always_names_the_card_is_understood_without_a_log(
    picks: Picks, log: Reads
) -> None:
    for story in stories(picks, log, None):
        service = ModelService(picks, log, names_always=True)
        said = Stage(story, service).final_word()

        if story.sharing == "nobody":
            assert said is story.truth


@pytest.mark.parametrize("before", BEFORE)
def test_what_no_attempt_of_ours_explains_is_found_before_anything_is_sent(
    before: State | None,
) -> None:
    for story in stories("newest", "whole", before):
        service = ModelService("newest", "whole")
        if before:
            service.accepts(OURS, TODAY - LONG_AGO, before)

        found = Bot(story, service).found

        is_explained = story.attempt == "fix" or before is None
        assert found == (() if is_explained else (f"{before} 20/11/2026",))
