"""The list of people and the card of one of them. Pure."""

from collections.abc import Iterable, Mapping, Sequence

from bot.chat.buttons import menu_button
from bot.chat.outgoing import Button, Send
from bot.screens.paging import Page, turning_row
from bot.screens.phrases import clipped, shortened
from bot.texts import number, plain, say
from conversations.application import DRAFT, Phase
from conversations.languages import LANGUAGES
from storage.agents import Agent, Role, Standing
from storage.refusals import Refusal

PAGE_SIZE = 8  # people; a screenful on a small phone
_LONGEST_NAME = 40


def people_page(listed: Sequence[Agent], page: Page, language: str) -> Send:
    """A page of the people whom the reader manages."""
    if not listed:
        return Send(text=say(language, "people-none"))
    lines = [f"<b>{say(language, 'people-heading', **page.bounds)}</b>"]
    rows: list[list[Button]] = []
    for place, person in enumerate(listed, page.offset + 1):
        lines.append(f"{number(place, language)}. {_line(person, language)}")
        label = f"{number(place, language)}. {person.name}"
        rows.append([menu_button(shortened(label), "person", str(person.id))])
    rows += turning_row(page, "people", language)
    return Send(text="\n".join(lines), keyboard=rows)


def person_card(
    person: Agent,
    phases: Mapping[Phase, int],
    refusals: Mapping[Refusal, int],
    language: str,
    *,
    may_restore: bool,
) -> Send:
    """One person, their work in numbers, and what can be done about them."""
    drafts = sum(phases.get(phase, 0) for phase in DRAFT)
    decided = phases.get(Phase.DECIDED, 0)
    lines = [
        f"<b>{_line(person, language)}</b>",
        say(language, "person-id", id=str(person.id)),
        say(
            language,
            "person-work",
            drafts=drafts,
            waiting=sum(phases.values()) - drafts - decided - phases.get(Phase.CLOSED, 0),
            decided=decided,
        ),
    ]
    if person.team:
        lines.append(say(language, "person-team", team=person.team))
    lines += [
        say(language, f"refused-{kind}", count=count) for kind, count in sorted(refusals.items())
    ]
    if person.standing is Standing.SUSPENDED and not may_restore:
        lines.append(say(language, "restored-by-admin"))
    keyboard = _card_rows(person, language, may_restore=may_restore)
    return Send(text="\n".join(lines), keyboard=keyboard)


def _card_rows(person: Agent, language: str, *, may_restore: bool) -> list[list[Button]]:
    def act(verb: str) -> Button:
        return menu_button(plain(language, f"button-{verb}"), verb, str(person.id))

    if person.is_served:
        return [[act("suspend"), act("remove")], [act("give")]]
    if person.standing is Standing.SUSPENDED:
        restore = [act("restore")] if may_restore else []
        return [[*restore, act("remove")], [act("give")]]
    return [[act("give")]]


def removal_question(person: Agent, language: str) -> Send:
    row = [
        menu_button(plain(language, "button-remove"), "remove-now", str(person.id)),
        menu_button(plain(language, "button-leave"), "person", str(person.id)),
    ]
    return Send(text=say(language, "remove-question", name=_name(person)), keyboard=[row])


def receivers_page(giver: Agent, receivers: Iterable[Agent], count: int, language: str) -> Send:
    """The people to whom one person's work can be given."""
    rows = [
        [menu_button(shortened(one.name), "give-to", f"{giver.id}.{one.id}")] for one in receivers
    ]
    key = "give-question" if rows else "give-nobody"
    rows.append([menu_button(plain(language, "button-leave"), "person", str(giver.id))])
    return Send(text=say(language, key, name=_name(giver), count=count), keyboard=rows)


def _line(person: Agent, language: str) -> str:
    words = [_name(person), plain(language, f"role-{person.role}")]
    if not person.is_served:
        words.append(plain(language, f"standing-{person.standing}"))
    return say(language, "person-line", words=" · ".join(words))


def _name(person: Agent) -> str:
    return clipped(person.name, _LONGEST_NAME)


def role_named(word: str) -> Role | None:
    """The role that a word means in either language."""
    return next((role for role in Role if word.casefold() in _names_of(role)), None)


def _names_of(role: Role) -> set[str]:
    return {role.value, *(plain(language, f"role-{role}") for language in LANGUAGES)}
