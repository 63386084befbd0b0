"""The list of people and the card of one of them. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.chat.buttons import menu_button
from bot.chat.outgoing import Button, Send
from bot.screens.labels import fitted, room
from bot.screens.namesakes import endings
from bot.screens.paging import Page, turning_row
from bot.screens.phrases import clipped_name, moment_in_dhaka, time_in_dhaka
from bot.screens.steps import rows_of
from bot.texts import number, plain, say
from conversations.application import DRAFT, Phase
from conversations.dhaka import day_in_dhaka
from conversations.languages import LANGUAGES
from conversations.verdict import Decision
from storage.agents import Agent, Listed, Role, Standing
from storage.refusals import Refusal

PAGE_SIZE = 5  # people; a screenful on a small phone
RECEIVERS_ON_A_PAGE = 8  # in pairs: four rows of buttons


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A person's work in numbers.

    `phases` counts their applications, `begun` by state those of the last `days` days, of which
    `corrected` are drafts after a verdict; `first_passed` is the percentage of their decided first
    attempts, None without any.
    """

    phases: Mapping[Phase, int]
    days: int
    begun: Mapping[str, int]
    corrected: int
    first_attempts: int
    first_passed: int | None


def people_page(
    people: Sequence[Listed], listed: Sequence[Agent], page: Page, language: str
) -> Send:
    """A page of the people whom the reader manages: those `listed`."""
    if not listed:
        return Send(text=say(language, "people-none"))
    lines = [f"<b>{say(language, 'people-heading', **page.bounds)}</b>"]
    rows: list[list[Button]] = []
    # People of one name follow each other, perhaps on the next page.
    ends = endings({one.id: clipped_name(one.name) for one in people[page.around]})
    for place, person in enumerate(listed, page.offset + 1):
        lines.append(f"{number(place, language)}. {_line(person, language, ends[person.id])}")
        label = f"{number(place, language)}. {person.name}"
        rows.append([_button(fitted(label), "person", person, page.number)])
    rows += turning_row(page, "people", language)
    return Send(text="\n".join(lines), keyboard=rows)


def person_card(
    person: Agent,
    work: Work,
    refusals: Mapping[Refusal, int],
    language: str,
    *,
    seen_at: datetime | None,
    now: datetime,
    page: int,
    may_restore: bool,
) -> Send:
    """One person, their work in numbers, and what can be done about them.

    `page` is the page of the list that leads here.
    """
    lines = [
        f"<b>{_line(person, language)}</b>",
        say(language, "person-id", id=str(person.id)),
        *([say(language, "person-team", team=person.team)] if person.team else []),
        _seen(seen_at, now, language),
        *_work_lines(work, language),
    ]
    lines += [
        say(language, f"refused-{kind}", count=count) for kind, count in sorted(refusals.items())
    ]
    if person.standing is Standing.SUSPENDED and not may_restore:
        lines.append(say(language, "restored-by-admin"))
    rows = _card_rows(person, language, page, may_restore=may_restore)
    rows.append([menu_button(plain(language, "button-people"), "people", str(page))])
    return Send(text="\n".join(lines), keyboard=rows)


def _seen(seen_at: datetime | None, now: datetime, language: str) -> str:
    if seen_at is None:
        return say(language, "person-unseen")
    if day_in_dhaka(seen_at) == day_in_dhaka(now):
        return say(language, "person-seen-today", time=time_in_dhaka(seen_at, language))
    return say(language, "person-seen", time=moment_in_dhaka(seen_at, language))


def _work_lines(work: Work, language: str) -> list[str]:
    drafts = sum(work.phases.get(phase, 0) for phase in DRAFT)
    decided = work.phases.get(Phase.DECIDED, 0)
    over = decided + work.phases.get(Phase.CLOSED, 0)
    begun = sum(work.begun.values())
    unsent = sum(work.begun.get(phase, 0) for phase in DRAFT) - work.corrected
    lines = [
        say(
            language,
            "person-work",
            drafts=drafts,
            waiting=sum(work.phases.values()) - drafts - over,
            decided=decided,
        ),
        say(
            language,
            "person-week",
            days=work.days,
            begun=begun,
            submitted=begun - unsent,
            passed=work.begun.get(Decision.PASSED, 0),
        ),
    ]
    if work.first_passed is not None:
        first = say(
            language, "report-rate-first", rate=work.first_passed, count=work.first_attempts
        )
        lines.append(first)
    return lines


def _card_rows(person: Agent, language: str, page: int, *, may_restore: bool) -> list[list[Button]]:
    def act(verb: str) -> Button:
        return _button(plain(language, f"button-{verb}"), verb, person, page)

    if person.is_served:
        return [[act("suspend"), act("remove")], [act("give")]]
    if person.standing is Standing.SUSPENDED:
        restore = [act("restore")] if may_restore else []
        return [[*restore, act("remove")], [act("give")]]
    return [[act("give")]]


def removal_question(person: Agent, language: str, *, page: int) -> Send:
    row = [
        _button(plain(language, "button-remove"), "remove-now", person, page),
        _button(plain(language, "button-leave"), "person", person, page),
    ]
    return Send(
        text=say(language, "remove-question", name=clipped_name(person.name)), keyboard=[row]
    )


def receivers_page(
    giver: Agent,
    receivers: Sequence[Listed],
    shown: Page,
    count: int,
    language: str,
    *,
    page: int,
) -> Send:
    """The people to whom one person's work can be given, a page `shown` of them.

    `page` is that of the list to go back to.
    """
    ends = endings({one.id: fitted(one.name, space=room(2)) for one in receivers[shown.around]})
    buttons = [
        menu_button(
            fitted(one.name, ends[one.id], space=room(2)),
            "give-to",
            f"{giver.id}.{one.id}-{page}",
        )
        for one in receivers[shown.offset : shown.end]
    ]
    rows = list(rows_of(buttons, 2))
    key = "give-question" if rows else "give-nobody"
    rows += turning_row(
        shown, "give", language, argument=lambda target: f"{giver.id}-{page}.{target}"
    )
    rows.append([_button(plain(language, "button-leave"), "person", giver, page)])
    return Send(text=say(language, key, name=clipped_name(giver.name), count=count), keyboard=rows)


def _button(label: str, verb: str, person: Agent, page: int) -> Button:
    """A button about that person, which knows the page of the list to go back to."""
    return menu_button(label, verb, f"{person.id}-{page}")


def _line(person: Agent, language: str, end: str = "") -> str:
    words = [clipped_name(person.name) + end, plain(language, f"role-{person.role}")]
    if not person.is_served:
        words.append(plain(language, f"standing-{person.standing}"))
    return say(language, "person-line", words=" · ".join(words))


def role_named(word: str) -> Role | None:
    """The role that a word means in either language."""
    return next((role for role in Role if word.casefold() in _names_of(role)), None)


def _names_of(role: Role) -> set[str]:
    return {role.value, *(plain(language, f"role-{role}") for language in LANGUAGES)}
