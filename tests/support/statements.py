"""A tour of all statements: every method of every table is called, in each of its ways."""

import functools
from collections.abc import Callable
from datetime import timedelta

from conversations.application import Phase
from conversations.errands import Errand, Task
from storage import Store
from storage.agents import Agent, Role, Standing
from storage.applications import Idle
from storage.caseloads import Place, Which
from storage.chat_messages import RunningOut
from storage.confirmations import Confirmation
from storage.invitations import Invitation, OpenInvitation
from storage.name_questions import NameQuestion
from storage.refusals import Refusal
from storage.submissions import Awaiting
from tests.support.forms import AGENT, FAILED, NOW, begun, decided
from tests.support.owed import ERRAND, FAR

#: These grow with the work; all others are limited by the number of people or settings.
GROWING = {
    "announcement_receivers",
    "announcements",
    "applications",
    "attempts",
    "audit",
    "chat_messages",
    "errands",
    "handled_updates",
    "invites",
    "outbox",
    "outbox_subjects",
    "refusals",
    "set_aside_updates",
    "shown",
    "strangers",
    "waiting_updates",
}

FORM = decided(FAILED)
DAY = timedelta(days=1)
PERSON = Agent(id=2002, name="Karim", role=Role.SUPERVISOR, language="bn", team="north")
INVITATION = Invitation(name="Salam", role=Role.AGENT, expires_at=NOW + DAY)
OPEN = OpenInvitation("0" * 24, INVITATION)
CONFIRMATION = Confirmation(yes="~erase-now.a", no="~log.0", message_id=None, asked_at=NOW)
QUESTION = NameQuestion(role=Role.AGENT, team="", message_id=7, asked_at=NOW)

Way = Callable[[Store], object]


def _of_agent(which: Which, store: Store) -> object:
    return store.caseloads.of_agent(AGENT, limit=9, offset=9, which=which)


def _count_of_agent(which: Which, store: Store) -> object:
    return store.caseloads.count_of_agent(AGENT, which)


def _note_receivers(store: Store) -> None:
    store.announcements.note_receivers(store.announcements.draft(AGENT, "x", NOW), [AGENT])


#: Calls by table and method.
TOUR: dict[str, list[Way]] = {
    "agents.find": [lambda s: s.agents.find(AGENT)],
    "agents.looking": [lambda s: s.agents.looking(AGENT)],
    "agents.still_looks": [lambda s: s.agents.still_looks(PERSON)],
    "agents.everybody": [lambda s: s.agents.everybody()],
    "agents.looked_after_by": [lambda s: s.agents.looked_after_by(PERSON)],
    "agents.with_role": [lambda s: s.agents.with_role(Role.ADMIN)],
    "agents.list_looked_after_by": [lambda s: s.agents.list_looked_after_by(PERSON)],
    "agents.team_of": [lambda s: s.agents.team_of(PERSON)],
    "agents.teams": [lambda s: s.agents.teams()],
    "agents.enrol": [lambda s: s.agents.enrol(PERSON, NOW)],
    "agents.put": [lambda s: s.agents.put(AGENT, Standing.SUSPENDED, NOW)],
    "agents.appoint": [lambda s: s.agents.appoint(AGENT, Role.AGENT, "north", NOW)],
    "agents.date_back": [lambda s: s.agents.date_back(NOW)],
    "agents.note_seen": [lambda s: s.agents.note_seen(AGENT, NOW)],
    "agents.seen_at": [lambda s: s.agents.seen_at(AGENT)],
    "agents.speak": [lambda s: s.agents.speak(AGENT, "bn")],
    "agents.activate": [lambda s: s.agents.activate(AGENT, FORM.id)],
    "agents.leave_all": [lambda s: s.agents.leave_all()],
    "agents.mark_reachable": [lambda s: s.agents.mark_reachable(AGENT, is_reachable=False)],
    "agents.note_own_number": [lambda s: s.agents.note_own_number(AGENT, "hash")],
    "agents.note_example": [lambda s: s.agents.note_example(AGENT, "front")],
    "announcements.draft": [lambda s: s.announcements.draft(AGENT, "x", NOW)],
    "announcements.drop_drafts": [lambda s: s.announcements.drop_drafts(AGENT)],
    "announcements.find": [lambda s: s.announcements.find(1)],
    "announcements.confirm": [lambda s: s.announcements.confirm(1, NOW)],
    "announcements.forget": [lambda s: s.announcements.forget(1)],
    "announcements.note_receivers": [_note_receivers],
    "announcements.note_reached": [lambda s: s.announcements.note_reached(1, AGENT)],
    "announcements.count_receivers": [lambda s: s.announcements.count_receivers(1)],
    "announcements.missed": [lambda s: s.announcements.missed(1)],
    "announcements.date_back": [lambda s: s.announcements.date_back(NOW)],
    "announcements.forget_some": [lambda s: s.announcements.forget_some(NOW)],
    "applications.find": [lambda s: s.applications.find(FORM.id)],
    "applications.missing": [lambda s: s.applications.missing((FORM.id, "gone2345"))],
    "applications.are_there": [lambda s: s.applications.are_there()],
    "applications.save": [lambda s: s.applications.save(FORM)],
    "applications.change": [lambda s: s.applications.change(begun(), FORM)],
    "applications.outdate_buttons": [lambda s: s.applications.outdate_buttons()],
    "applications.phase_of": [lambda s: s.applications.phase_of(FORM.id)],
    "applications.idle": [
        lambda s: s.applications.idle(Phase.FILLING, NOW, limit=9),
        lambda s: s.applications.idle(Phase.DECIDED, NOW, after=Idle("a", NOW), limit=9),
    ],
    "applications.date_back": [lambda s: s.applications.date_back(NOW)],
    "applications.erase": [lambda s: s.applications.erase(FORM.id)],
    "audit.record": [
        lambda s: s.audit.record("viewed", actor="1", now=NOW, subject=FORM.id),
        lambda s: s.audit.record("viewed", actor="1", now=NOW, subject=FORM.id),
    ],
    "audit.head": [lambda s: s.audit.head()],
    "audit.count_since": [lambda s: s.audit.count_since("1", ("begun", "viewed"), NOW, NOW)],
    "audit.entries": [
        lambda s: s.audit.entries(),
        lambda s: s.audit.entries(last=9),
        lambda s: s.audit.entries(subject=FORM.id),
        lambda s: s.audit.entries(subject=FORM.id, actions=("viewed",), last=1),
        lambda s: s.audit.entries(actions=("viewed",)),
    ],
    "audit.subjects_since": [lambda s: s.audit.subjects_since(7, ("erased", "withdrawn"))],
    "audit.shared_with": [lambda s: s.audit.shared_with(s.audit)],
    "audit.seal_of": [lambda s: s.audit.seal_of(7)],
    "audit.verify": [lambda s: s.audit.verify()],
    "backlog.messages": [lambda s: s.backlog.messages(NOW)],
    "backlog.errands": [lambda s: s.backlog.errands(Task.SUBMIT, NOW)],
    "backlog.verdicts": [lambda s: s.backlog.verdicts(NOW)],
    "backlog.updates_queued": [lambda s: s.backlog.updates_queued()],
    "backlog.updates_set_aside": [lambda s: s.backlog.updates_set_aside()],
    "caseloads.of_agent": [functools.partial(_of_agent, which) for which in Which],
    "caseloads.has_several_drafts": [lambda s: s.caseloads.has_several_drafts(AGENT)()],
    "caseloads.count_of_agent": [functools.partial(_count_of_agent, which) for which in Which],
    "caseloads.drafts_of_agent": [lambda s: s.caseloads.drafts_of_agent(AGENT, limit=9)],
    "caseloads.search": [lambda s: s.caseloads.search(AGENT, ("rahima", "01712"))],
    "caseloads.some_of_agent": [lambda s: s.caseloads.some_of_agent(AGENT, limit=9)],
    "caseloads.count_by_phase": [lambda s: s.caseloads.count_by_phase(AGENT)],
    "caseloads.by_mobile": [lambda s: s.caseloads.by_mobile(AGENT, "01712345678")],
    "caseloads.begun_since": [
        lambda s: list(s.caseloads.begun_since((AGENT, 2002), NOW)),
        lambda s: list(s.caseloads.begun_since((AGENT, 2002), NOW, until=NOW + DAY)),
        lambda s: list(s.caseloads.begun_since((AGENT,), NOW, after=Place(AGENT, 1.5, "a"))),
    ],
    "caseloads.count_begun": [lambda s: s.caseloads.count_begun((AGENT, 2002), NOW, NOW + DAY)],
    "caseloads.unfinished": [lambda s: s.caseloads.unfinished((AGENT, 2002), limit=9)],
    "caseloads.newest_draft": [lambda s: s.caseloads.newest_draft(AGENT)],
    "chat_messages.note": [lambda s: s.chat_messages.note((FORM.id,), AGENT, 7, NOW)],
    "chat_messages.date_back": [lambda s: s.chat_messages.date_back(NOW)],
    "chat_messages.chats_of": [lambda s: s.chat_messages.chats_of(FORM.id)],
    "chat_messages.in_chat": [lambda s: s.chat_messages.in_chat(AGENT, limit=9)],
    "chat_messages.newest_in": [lambda s: s.chat_messages.newest_in(AGENT)],
    "chat_messages.applications_in": [lambda s: s.chat_messages.applications_in(AGENT)],
    "chat_messages.about": [lambda s: s.chat_messages.about(FORM.id, AGENT, with_masked=True)],
    "chat_messages.deletable": [lambda s: s.chat_messages.deletable(FORM.id, AGENT, NOW)],
    "chat_messages.running_out_in": [lambda s: s.chat_messages.running_out_in(AGENT, NOW, limit=9)],
    "chat_messages.forget_some": [lambda s: s.chat_messages.forget_some(AGENT, 7, limit=9)],
    "chat_messages.forget": [lambda s: s.chat_messages.forget(AGENT, (7,))],
    "chat_messages.forget_about": [lambda s: s.chat_messages.forget_about(FORM.id)],
    "chat_messages.forget_undeletable": [
        lambda s: s.chat_messages.forget_undeletable(FORM.id, NOW)
    ],
    "chat_messages.forget_old": [lambda s: s.chat_messages.forget_old(NOW)],
    "chat_messages.running_out": [
        lambda s: s.chat_messages.running_out(NOW, limit=9),
        lambda s: s.chat_messages.running_out(NOW, after=RunningOut("a", NOW, AGENT), limit=9),
    ],
    "customers.sharing_number": [lambda s: s.customers.sharing_number(FORM)],
    "customers.of_mobile": [
        lambda s: s.customers.of_mobile("01712345678", limit=2),
        lambda s: s.customers.of_mobile("01712345678", agent_id=AGENT, limit=2),
    ],
    "customers.owners_of_mobile": [lambda s: s.customers.owners_of_mobile("01712345678")],
    "customers.references_of_mobile": [
        lambda s: s.customers.references_of_mobile("01712345678", limit=2)
    ],
    "customers.of_same_person": [lambda s: s.customers.of_same_person(FORM)],
    "customers.is_known": [
        lambda s: s.customers.is_known("01712345678", "1234567890"),
        lambda s: s.customers.is_known("01712345678", ""),
    ],
    "errands.owe": [lambda s: s.errands.owe(FORM.id, Errand(task=Task.SUBMIT, ticket="t"), NOW)],
    "errands.look": [
        lambda s: s.errands.look(NOW, {Task.SUBMIT: 9}, schedule="sweep"),
        lambda s: s.errands.look(NOW, dict.fromkeys(Task, 9), besides=(1, 2, 3)),
    ],
    "errands.start": [lambda s: s.errands.start(1, NOW)],
    "errands.begin_all": [lambda s: s.errands.begin_all(Task.SUBMIT, NOW)],
    "errands.is_begun": [lambda s: s.errands.is_begun(1)],
    "errands.begin_work": [lambda s: s.errands.begin_work(1, "one")],
    "errands.end_work": [lambda s: s.errands.end_work(1)],
    "errands.postpone": [lambda s: s.errands.postpone(ERRAND, NOW, DAY)],
    "errands.postpone_as_is": [lambda s: s.errands.postpone_as_is(1, NOW, DAY)],
    "errands.note_warning": [lambda s: s.errands.note_warning(1, 2)],
    "errands.hasten": [
        lambda s: s.errands.hasten(FORM.id, Task.SUBMIT, NOW),
        lambda s: s.errands.hasten(FORM.id, Task.SUBMIT, NOW, DAY),
    ],
    "errands.postpone_untried": [
        lambda s: s.errands.postpone_untried(FORM.id, Task.ASK_VERDICT, NOW, DAY)
    ],
    "errands.hasten_waiting": [lambda s: s.errands.hasten_waiting(tuple(Task))],
    "errands.due_at": [lambda s: s.errands.due_at(FORM.id, Task.SUBMIT)],
    "errands.pull_in": [lambda s: s.errands.pull_in(NOW)],
    "errands.finish": [lambda s: s.errands.finish(1)],
    "evening_reports.due": [lambda s: s.evening_reports.due(NOW.date())],
    "evening_reports.note_sent": [lambda s: s.evening_reports.note_sent(AGENT, NOW.date())],
    "evening_reports.want": [lambda s: s.evening_reports.want(AGENT, is_wanted=False)],
    "evening_reports.is_wanted": [lambda s: s.evening_reports.is_wanted(AGENT)],
    "evening_reports.date_back": [lambda s: s.evening_reports.date_back(NOW)],
    "figures.count_corrected": [lambda s: s.figures.count_corrected(AGENT, NOW)],
    "figures.attempts": [lambda s: s.figures.attempts((AGENT, 2002), NOW)],
    "figures.reasons": [lambda s: s.figures.reasons((AGENT, 2002), NOW)],
    "figures.by_day": [lambda s: s.figures.by_day((AGENT, 2002), NOW)],
    "inbox.note": [lambda s: s.inbox.note([(7, "{}"), (8, "{}"), (9, "{}")], NOW)],
    "inbox.forget_some": [lambda s: s.inbox.forget_some(NOW)],
    "inbox.date_back": [lambda s: s.inbox.date_back(NOW)],
    "inbox.let_wait": [lambda s: s.inbox.let_wait(AGENT, "{}")],
    "inbox.senders_waiting": [lambda s: s.inbox.senders_waiting()],
    "inbox.take_waiting": [lambda s: s.inbox.take_waiting(3, most=9)],
    "inbox.set_aside": [lambda s: s.inbox.set_aside(7, "{}", "KeyError", NOW)],
    "inbox.forget_set_aside": [
        lambda s: s.inbox.forget_set_aside(NOW, limit=9),
    ],
    "inbox.forget_set_aside_of": [lambda s: s.inbox.forget_set_aside_of(AGENT)],
    "inbox.list_set_aside": [lambda s: s.inbox.list_set_aside(limit=9)],
    "inbox.retry": [lambda s: s.inbox.retry(1)],
    "inbox.drop": [lambda s: s.inbox.drop(1)],
    "invitations.add": [lambda s: s.invitations.add("code", INVITATION, NOW)],
    "invitations.forget_some": [lambda s: s.invitations.forget_some(NOW)],
    "invitations.find": [lambda s: s.invitations.find("code", 4001, NOW)],
    "invitations.date_back": [lambda s: s.invitations.date_back(NOW)],
    "invitations.was_used_by": [lambda s: s.invitations.was_used_by("code", 4001)],
    "invitations.use": [lambda s: s.invitations.use("code", 4001, NOW)],
    "invitations.open": [
        lambda s: s.invitations.open(NOW, limit=5, offset=5),
        lambda s: s.invitations.open(NOW, limit=5, team="north"),
    ],
    "invitations.count_open": [lambda s: s.invitations.count_open(NOW, team="north")],
    "invitations.find_open": [lambda s: s.invitations.find_open("0" * 24, NOW)],
    "invitations.withdraw": [lambda s: s.invitations.withdraw(OPEN)],
    "invitations.withdraw_void": [lambda s: s.invitations.withdraw_void(AGENT, NOW)],
    "searches.keep": [lambda s: s.searches.keep(AGENT, [FORM.id])],
    "searches.of": [lambda s: s.searches.of(AGENT)],
    "confirmations.ask": [lambda s: s.confirmations.ask(AGENT, CONFIRMATION)],
    "confirmations.of": [lambda s: s.confirmations.of(AGENT)],
    "confirmations.end": [lambda s: s.confirmations.end(AGENT)],
    "confirmations.end_all": [lambda s: s.confirmations.end_all()],
    "name_questions.ask": [lambda s: s.name_questions.ask(AGENT, QUESTION)],
    "name_questions.of": [lambda s: s.name_questions.of(AGENT)],
    "name_questions.end": [lambda s: s.name_questions.end(AGENT)],
    "name_questions.end_all": [lambda s: s.name_questions.end_all()],
    "last_seen.note": [lambda s: s.last_seen.note(NOW)],
    "last_seen.at": [lambda s: s.last_seen.at()],
    "outbox.owe": [lambda s: s.outbox.owe(AGENT, "{}", NOW, label="l", subjects=(FORM.id,))],
    "outbox.about": [lambda s: s.outbox.about(FORM.id, "b", "c")],
    "outbox.owe_all": [lambda s: s.outbox.owe_all(AGENT, ["{}", "{}"], NOW, kind="disarm")],
    "shown.under": [lambda s: s.shown.under(["l", "m", "n"])],
    "shown.forget_all": [lambda s: s.shown.forget_all(["l", "m", "n"])],
    "outbox.is_any_owed": [lambda s: s.outbox.is_any_owed("announcement:7:")],
    "outbox.unsent_or_shown": [lambda s: s.outbox.unsent_or_shown("l")],
    "outbox.is_owed": [lambda s: s.outbox.is_owed("l")],
    "outbox.withdraw": [lambda s: s.outbox.withdraw("l", "m", "n")],
    "outbox.drop_about": [lambda s: s.outbox.drop_about(FORM.id)],
    "outbox.drop_lanes": [lambda s: s.outbox.drop_lanes(["1", "press:1"])],
    "outbox.shorten": [lambda s: s.outbox.shorten("1", 9)],
    "shown.forget_chat": [lambda s: s.shown.forget_chat(AGENT)],
    "due_messages.pull_in": [lambda s: s.due_messages.pull_in(NOW)],
    "due_messages.heads": [
        lambda s: s.due_messages.heads(NOW, hurried=9, others=9),
        lambda s: s.due_messages.heads(NOW, others=9, busy=("1", "2", "3"), resting=(1, 2)),
    ],
    "outbox.finish": [lambda s: s.outbox.finish(1, 2, 3)],
    "due_messages.postpone": [
        lambda s: s.due_messages.postpone(s.due_messages.heads(FAR, others=1).others[0], NOW, DAY)
    ],
    "outbox.move": [
        lambda s: s.outbox.move(
            str(AGENT),
            f"held:{AGENT}",
            NOW,
            kind="send",
            label="receipt",
            change=str.upper,
            is_kept=True,
        )
    ],
    "outbox.rewrite": [lambda s: s.outbox.rewrite(1, "{}")],
    "due_messages.expire": [lambda s: s.due_messages.expire(NOW)],
    "outbox.count": [lambda s: s.outbox.count()],
    "shown.note": [lambda s: s.shown.note("l", AGENT, 7)],
    "shown.note_newest": [lambda s: s.shown.note_newest(AGENT, 7)],
    "shown.newest": [lambda s: s.shown.newest(AGENT)],
    "shown.find": [lambda s: s.shown.find("l")],
    "hints.note": [lambda s: s.hints.note(AGENT, "{}", NOW)],
    "hints.given_at": [lambda s: s.hints.given_at(AGENT, "{}")],
    "hints.forget": [lambda s: s.hints.forget(AGENT)],
    "shown.forget": [
        lambda s: s.shown.forget("l"),
        lambda s: s.shown.forget("l", 7),
    ],
    "due_messages.hasten": [lambda s: s.due_messages.hasten((str(AGENT), "enquiry:2001"))],
    "refusals.note": [lambda s: s.refusals.note(5001, Refusal.STRANGER, NOW)],
    "refusals.in_this_hour": [lambda s: s.refusals.in_this_hour(5001, Refusal.STRANGER, NOW)],
    "refusals.count": [lambda s: s.refusals.count(5001)],
    "refusals.note_stranger": [lambda s: s.refusals.note_stranger(5001, NOW)],
    "refusals.forget_stranger": [lambda s: s.refusals.forget_stranger(5001)],
    "refusals.forget_some": [lambda s: s.refusals.forget_some(NOW)],
    "refusals.date_back": [lambda s: s.refusals.date_back(NOW)],
    "schedules.put": [lambda s: s.schedules.put("sweep", NOW)],
    "schedules.pull_in": [lambda s: s.schedules.pull_in(NOW)],
    "schedules.drop": [lambda s: s.schedules.drop("sweep")],
    "schedules.due_at": [lambda s: s.schedules.due_at("sweep")],
    "service_tokens.give": [lambda s: s.service_tokens.give("team:north", "token")],
    "service_tokens.take": [lambda s: s.service_tokens.take("team:north")],
    "service_tokens.find": [lambda s: s.service_tokens.find("team:north")],
    "service_tokens.holder_for": [lambda s: s.service_tokens.holder_for(PERSON)],
    "submissions.was_sent_with": [
        lambda s: s.submissions.was_sent_with("common", "01712345678", "1234", besides="abcd2345")
    ],
    "submissions.awaiting_verdict": [
        lambda s: s.submissions.awaiting_verdict(limit=9),
        lambda s: s.submissions.awaiting_verdict(after=Awaiting("a", "", "", "", NOW), limit=9),
    ],
    "submissions.is_being_sent": [lambda s: s.submissions.is_being_sent(FORM)],
    "troubles.note": [lambda s: s.troubles.note("denied", NOW)],
    "troubles.date_back": [lambda s: s.troubles.date_back(NOW)],
    "troubles.forget_some": [lambda s: s.troubles.forget_some(NOW)],
    "troubles.clear": [lambda s: s.troubles.clear("denied")],
    "troubles.present": [lambda s: s.troubles.present()],
}
