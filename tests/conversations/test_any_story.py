"""Any events in any order, checked against a simple model of what an agent expects."""

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from conversations import events, replies
from conversations.application import Application, Phase
from conversations.card import CARD_FIELDS
from conversations.effects import Ask, ShowReceipt, ShowVerdict
from conversations.errands import Errand, Task
from conversations.events import Event, Moment
from conversations.questions import FORM, PICTURES, QUESTIONS, REVIEW, next_asked
from conversations.relatives import is_no_spouse_of
from conversations.replies import Replied
from conversations.transitions import advance
from conversations.verdict import Verdict
from tests.support.forms import (
    ANSWERS,
    FAILED,
    NOW,
    PASSED,
    Happening,
    after,
    begun,
    being_read,
    checked,
    consents,
    pending,
    photo,
    picks,
    press,
    read,
    refused,
    submitted,
    swap,
    types,
    unread,
    unreadable,
    until,
)
from tests.support.law import assert_legal

CHOICES = [(question.key, option.key) for question in FORM for option in question.options]
WORDS = ["01712345678", "0001980100147", "1 Oct 1980", "Ambia Khatun", "আম্বিয়া", "yes", "?"]
QUESTION_KEYS = list(QUESTIONS)
BEGINNINGS = [
    begun(),
    until("front"),
    being_read("gender"),
    being_read("mobile_number"),
    until("nominee"),
    unreadable(),
    until(REVIEW),
    after(until("selfie"), photo()),
    submitted(),
    pending(),
]


class AnyStory(RuleBasedStateMachine):
    """One customer, an agent who does anything, and services that answer late, twice or never."""

    beginning: Application

    def __init__(self) -> None:
        super().__init__()
        form = self.beginning
        self.form: Application | None = form
        self.owed: list[Errand] = []
        self.replies: list[Replied] = []  # that came once, and may come again
        self.expected = dict(form.answers)  # the model: field -> answer
        self.sent = self.expected  # before the correction that is under way
        self.receipts: Counter[str] = Counter()  # by the ticket of the submission
        self.told: defaultdict[str, list[Verdict | None]] = defaultdict(list)  # by the same
        self.now = NOW
        self.ticket = 0
        self.messages = 0
        for slot, picture in form.pictures.items():
            if not picture.is_checked:
                check = Errand(task=Task.CHECK_PICTURE, ticket=picture.ticket, subject=slot)
                self.owed.append(check)
        if form.reading_ticket:
            self.owed.append(Errand(task=Task.READ_CARD, ticket=form.reading_ticket))
        if form.submission:
            is_pending = form.phase is Phase.PENDING
            task = Task.ASK_VERDICT if is_pending else Task.SUBMIT
            self.owed.append(Errand(task=task, ticket=form.submission.ticket))
            self.receipts[form.submission.ticket] = int(is_pending)

    # -- what the agent does ------------------------------------------------------------------

    @rule()
    def goes_on(self) -> None:
        if self.form and self.form.asking in ANSWERS:
            self.answers(ANSWERS[self.form.asking]())

    @rule()
    def agrees(self) -> None:
        self.happens(consents())

    @rule(text=st.sampled_from(WORDS))
    def types(self, text: str) -> None:
        self.messages += 1
        self.answers(types(text, self.messages))

    @rule(text=st.sampled_from(WORDS), message=st.integers(1, 6))
    def edits_a_message(self, text: str, message: int) -> None:
        self.answers(events.TextEdited(text=text, message_id=message))

    @rule(choice=st.sampled_from(CHOICES))
    def picks_any(self, choice: tuple[str, str]) -> None:
        self.answers(picks(*choice))

    @rule(name=st.sampled_from("abcdef"), album=st.sampled_from([None, None, "1", "2"]))
    def sends_a_photo(self, name: str, album: str | None) -> None:
        self.happens(photo(name, album=album))

    @rule(kind=st.sampled_from([events.Kept, events.WentBack, events.Stayed, events.CardConfirmed]))
    def presses(self, kind: Callable[..., events.Pressed]) -> None:
        self.happens(press(kind))

    @rule(question=st.sampled_from(QUESTION_KEYS))
    def edits(self, question: str) -> None:
        self.happens(press(events.EditChosen, question=question))

    @rule()
    def has_the_card_read_again(self) -> None:
        self.happens(press(events.ReadingRepeated))

    @rule(slot=st.sampled_from(PICTURES))
    def insists_on_a_poor_photo(self, slot: str) -> None:
        self.happens(press(events.PictureInsisted, slot=slot))

    @precondition(lambda self: self.form and self.form.has_both_sides)
    @rule()
    def swaps(self) -> None:
        assert self.form
        self.happens(swap(self.form))

    @rule(
        event=st.sampled_from(
            [events.Resumed(), events.Interrupted(), events.CancelAsked(), events.VerdictAsked()]
        )
    )
    def does(self, event: Event) -> None:
        self.happens(event)

    @rule()
    def submits(self) -> None:
        self.happens(press(events.Submitted))

    @rule()
    def corrects(self) -> None:
        was_draft = self.form and self.form.is_draft
        self.happens(press(events.CorrectionBegun))
        if self.form and self.form.is_draft and not was_draft:
            self.sent = dict(self.expected)

    @rule(back=st.integers(1, 5))
    def presses_an_old_button(self, back: int) -> None:
        if self.form:
            before = self.form
            self.happens(lambda version: events.WentBack(version=version - back))
            assert self.form == before

    @precondition(lambda self: self.form and self.form.asking == "cancel")
    @rule(is_sure=st.integers(0, 9))
    def confirms_the_cancel(self, is_sure: int) -> None:
        if is_sure == 0:  # seldom, since it ends the story
            self.happens(press(events.Withdrawn))
            if self.form:
                self.expected = dict(self.sent)

    # -- what comes back ----------------------------------------------------------------------

    @precondition(lambda self: self.owed)
    @rule(data=st.data(), is_good=st.booleans(), is_kept=st.booleans())
    def an_errand_ends(self, data: st.DataObject, *, is_good: bool, is_kept: bool) -> None:
        errand = data.draw(st.sampled_from(self.owed))
        if not is_kept:
            self.owed.remove(errand)  # else it comes again, as after a crash
        self.ends(errand, is_good=is_good)

    @precondition(lambda self: self.owed)
    @rule()
    def all_errands_end_well(self) -> None:
        """Chance alone would hardly ever reach the receipt."""
        owed, self.owed = self.owed, []
        for errand in owed:
            self.ends(errand, is_good=True)

    @precondition(lambda self: self.replies)
    @rule(data=st.data())
    def a_reply_comes_again(self, data: st.DataObject) -> None:
        self.happens(data.draw(st.sampled_from(self.replies)))

    @rule()
    def a_reply_of_somebody_else_comes(self) -> None:
        before = self.form
        self.happens(replies.SubmissionAccepted(ticket="elsewhere"))
        assert self.form == before

    def ends(self, errand: Errand, *, is_good: bool) -> None:
        if reply := self.reply_to(errand, is_good=is_good):
            self.replies.append(reply)
            self.happens(reply)

    def reply_to(self, errand: Errand, *, is_good: bool) -> Replied | None:
        ticket, form = errand.ticket, self.form
        if form is None:
            return None
        match errand.task:
            case Task.CHECK_PICTURE:
                held = form.pictures.get(errand.subject)
                if held is None or held.ticket != ticket:
                    return None  # the courier finds nothing to do
                others = [slot for slot in form.pictures if slot != errand.subject]
                twin = others[0] if others and self.ticket % 7 == 0 else None
                doubts = ("picture-blurred",) if self.ticket % 3 == 0 else ()
                return (
                    checked(form, errand.subject, twin, *doubts)
                    if is_good
                    else refused(form, errand.subject)
                )
            case Task.READ_CARD:
                found = read(form) if is_good else unread(form)
                return found if form.reading_ticket == ticket else None
            case Task.SUBMIT if is_good:
                return replies.SubmissionAccepted(ticket=ticket)
            case Task.SUBMIT:
                return replies.SubmissionRefused(ticket=ticket, reason="no")
            case _:
                verdict = PASSED if is_good else FAILED
                return replies.VerdictFound(ticket=ticket, verdict=verdict)

    # -- the model ----------------------------------------------------------------------------

    def answers(self, happening: Happening) -> None:
        """An action that may change one answer and void those that depend on it."""
        before = self.form
        self.happens(happening)
        if before is None or self.form is None:
            return
        given = {
            key: value
            for key, value in self.form.answers.items()
            if before.answers.get(key) != value
        }
        if len(given) == 2:  # the nominee is somebody on the card, whose name was corrected
            self.expected["nominee"] = followed = given.pop("nominee")
            assert followed in given.values()
        assert len(given) <= 1
        for key, value in given.items():
            self.expected[key] = value
            for voided in QUESTIONS[key].voids:
                self.expected.pop(voided, None)
            if key == "gender" and is_no_spouse_of(
                value, self.expected.get("nominee_relation", "")
            ):
                del self.expected["nominee_relation"]

    def happens(self, happening: Happening) -> None:
        before = self.form
        if before is None:
            return
        self.now += timedelta(seconds=1)
        self.ticket += 1
        event = happening(before.version) if callable(happening) else happening
        outcome = advance(before, event, Moment(now=self.now, ticket=f"t{self.ticket}"))
        self.form = outcome.application
        self.owed += outcome.errands
        if self.form is None:
            assert isinstance(event, events.Withdrawn)
            self.expected = {}
            return
        sent = self.form.submission.ticket if self.form.submission else ""
        kinds = {type(effect) for effect in outcome.effects}
        self.receipts[sent] += ShowReceipt in kinds
        if ShowVerdict in kinds and isinstance(event, Replied):
            self.told[sent].append(self.form.verdict)
        rise = self.form.version - before.version
        assert rise in {0, 1, 2}
        if (before.phase, before.asking) != (self.form.phase, self.form.asking):
            assert rise == (2 if isinstance(event, Replied) else 1)
            shown = [one for one in outcome.effects if isinstance(one, Ask | ShowReceipt)]
            assert shown or self.form.phase in {Phase.CHECKING, Phase.DECIDED}

    @invariant()
    def it_is_legal(self) -> None:
        if self.form:
            assert_legal(self.form)

    @invariant()
    def no_answer_is_lost(self) -> None:
        if self.form:
            assert dict(self.form.answers) == self.expected

    @invariant()
    def what_waits_is_owed(self) -> None:
        """Nothing hangs: everything without a reply has an errand that will bring one."""
        if self.form is None:
            return
        owed = {(errand.task, errand.ticket) for errand in self.owed}
        came = {reply.ticket for reply in self.replies}
        for picture in self.form.pictures.values():
            if not picture.is_checked:
                assert (Task.CHECK_PICTURE, picture.ticket) in owed
        if self.form.reading_ticket:
            assert (Task.READ_CARD, self.form.reading_ticket) in owed
        if self.form.phase is Phase.SUBMITTING and self.form.submission:
            is_sent = (Task.SUBMIT, self.form.submission.ticket) in owed | {
                (Task.SUBMIT, ticket) for ticket in came
            }
            assert is_sent or not self.form.pictures["selfie"].is_checked

    @invariant()
    def only_what_is_complete_was_sent(self) -> None:
        if self.form and not self.form.is_draft:
            assert next_asked(self.form) == REVIEW
            assert all(self.form.value(key) for key in CARD_FIELDS)

    @invariant()
    def each_submission_brings_one_receipt_and_after_it_each_verdict_is_told_once(self) -> None:
        assert set(self.receipts.values()) <= {0, 1}
        for ticket, verdicts in self.told.items():
            assert self.receipts[ticket]
            assert None not in verdicts
            assert all(one != other for one, other in pairwise(verdicts))


@pytest.mark.parametrize("form", BEGINNINGS, ids=lambda form: f"{form.phase}-{form.asking}")
def test_any_story(form: Application) -> None:
    """From each of these, as chance alone would hardly ever reach the verdict."""

    class Story(AnyStory):
        beginning = form

    run_state_machine_as_test(
        Story,
        settings=settings(
            max_examples=10, stateful_step_count=60, suppress_health_check=list(HealthCheck)
        ),
    )
