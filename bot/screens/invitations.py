"""The dialog by which people are invited, and the list of open invitations. Pure."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import quote, urlencode

from bot.chat.buttons import menu_button
from bot.chat.outgoing import Button, QrCode, Send
from bot.screens.labels import fitted, room
from bot.screens.paging import Page, turning_row
from bot.screens.phrases import clipped, clipped_name, moment_in_dhaka
from bot.screens.steps import rows_of
from bot.texts import number, plain, say
from conversations.bangla import normalise
from conversations.name_list import MOST_NAMES, RefusedLine
from storage.agents import Agent, Role
from storage.invitations import OpenInvitation

PAGE_SIZE = 4  # open invitations
_LINKS_AT_ONCE = 4  # in one message, to be forwarded
TEAMS_ON_A_PAGE = 8  # in pairs: four rows of buttons
_LONGEST_REFUSED = 24
_MOST_REFUSED = 10  # lines; of a long list that somebody pastes, hundreds may be refused
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody for whom an invitation was made."""

    name: str = field(repr=False)
    link: str = field(repr=False)


def team_key(team: str) -> str:
    """What a button calls the team; names are too long for one and may not be ASCII."""
    return hashlib.sha256(team.encode()).hexdigest()[:12]


def team_named(team: str, language: str) -> str:
    return clipped_name(team) or plain(language, "team-unnamed")


def role_question(open_count: int, language: str) -> Send:
    row = [
        menu_button(plain(language, f"role-{role}").capitalize(), "invite-as", role)
        for role in Role
    ]
    return Send(text=say(language, "invite-whom"), keyboard=[row, *_open_row(open_count, language)])


def team_question(role: Role, teams: Sequence[str], page: Page, language: str) -> Send:
    """The teams of that page, in pairs."""
    buttons = [
        menu_button(
            fitted(team_named(team, language), space=room(2)),
            "invite-to",
            f"{role}.{team_key(team)}",
        )
        for team in teams[page.offset : page.end]
    ]
    turning = turning_row(page, "invite-as", language, argument=lambda at: f"{role}.{at}")
    text = say(language, "invite-team", role=plain(language, f"role-{role}"))
    return Send(text=text, keyboard=[*rows_of(buttons, 2), *turning])


def name_question(
    role: Role, team: str, open_count: int, language: str, *, is_form_open: bool
) -> Send:
    """Ask for the names; while a form is open, only a reply counts as one."""
    lines = [
        say(language, "invite-name", role=plain(language, f"role-{role}"), count=MOST_NAMES),
        *([say(language, "person-team", team=team)] if team else []),
        say(language, "invite-name-by-id"),
        *([say(language, "invite-name-as-reply")] if is_form_open else []),
    ]
    return Send(text="\n".join(lines), keyboard=_open_row(open_count, language))


def _open_row(count: int, language: str) -> list[list[Button]]:
    label = plain(language, "button-invitations", count=count)
    return [[menu_button(label, "invitations", "0")]] if count else []


def invitations_made(
    invited: Sequence[Invited], refused: Sequence[RefusedLine], days: int, language: str
) -> list[Send | QrCode]:
    """The links with a button that passes one on, or all in one list; then what was refused."""
    lines = [_refused_line(each, language) for each in refused[:_MOST_REFUSED]]
    if len(refused) > _MOST_REFUSED:
        lines.append(say(language, "evening-more", count=len(refused) - _MOST_REFUSED))
    if lines:
        lines = [say(language, "invite-refused-lines"), *lines]
    if len(invited) == 1:
        (one,) = invited
        made = say(language, "invite-made", name=one.name, link=one.link, count=days)
        words = plain(language, "invite-share", name=one.name)
        share = Button(plain(language, "button-share"), url=_share_address(one.link, words))
        code = QrCode(link=one.link, text=say(language, "invite-qr", name=one.name))
        text = "\n".join([made, *([""] if lines else []), *lines])
        return [Send(text=text, keyboard=[[share]], is_forwardable=True), code]
    if invited:
        heading = say(language, "invites-made", total=len(invited), count=days)
        links = [
            f"{number(place, language)}. {say(language, 'invite-line', name=one.name)}\n{one.link}"
            for place, one in enumerate(invited, 1)
        ]
        pages = [links[at : at + _LINKS_AT_ONCE] for at in range(0, len(links), _LINKS_AT_ONCE)]
        pages[0].insert(0, heading)
        if len(pages[-1]) + len(lines) <= _LINKS_AT_ONCE + 1:
            pages[-1] += [*([""] if lines else []), *lines]
        else:
            pages.append(lines)
        return [Send(text="\n".join(page), is_forwardable=True) for page in pages]
    return [Send(text="\n".join(lines), is_forwardable=True)]


def _refused_line(refused: RefusedLine, language: str) -> str:
    return say(
        language,
        "invite-refused-line",
        line=refused.number,
        name=clipped(refused.text, _LONGEST_REFUSED),
        reason=plain(language, refused.reason),
    )


def _share_address(link: str, words: str) -> str:
    """Where Telegram offers to pass the link on (core.telegram.org/widgets/share)."""
    return "https://t.me/share/url?" + urlencode({"url": link, "text": words}, quote_via=quote)


def invitation_opened(person: Agent, account: str, language: str, now: datetime) -> Send:
    """Tell the maker whom their link has let in, with the way to the card of that person."""
    text = say(
        language,
        "invite-opened",
        name=clipped_name(person.name),
        role=plain(language, f"role-{person.role}"),
        account=clipped_name(normalise(account)),
        id=str(person.id),
        time=moment_in_dhaka(now, language),
    )
    card = menu_button(fitted(person.name), "person", f"{person.id}-0")
    return Send(text=text, keyboard=[[card]], is_apart=True)


def open_invitations(
    listed: Sequence[OpenInvitation],
    page: Page,
    makers: Mapping[int, Agent],
    now: datetime,
    language: str,
) -> Send:
    """A page of the open invitations, each with the button that withdraws it."""
    again = [menu_button(plain(language, "button-invite"), "invite")]
    if not listed:
        return Send(text=say(language, "invitations-none"), keyboard=[again])
    lines = [f"<b>{say(language, 'invitations-heading', **page.bounds)}</b>"]
    buttons = []
    for place, each in enumerate(listed, page.offset + 1):
        shown = number(place, language)
        lines.append(f"{shown}. {_open_line(each, makers, now, language)}")
        buttons.append(menu_button(f"✕ {shown}", "withdraw", f"{each.key}-{page.number}"))
    lines.append(say(language, "invitations-withdraw"))
    turning = turning_row(page, "invitations", language)
    return Send(text="\n".join(lines), keyboard=[buttons, *turning, again])


def _open_line(
    each: OpenInvitation, makers: Mapping[int, Agent], now: datetime, language: str
) -> str:
    invitation = each.invitation
    maker = makers.get(invitation.made_by) if invitation.made_by else None
    words = [
        clipped_name(invitation.name),
        plain(language, f"role-{invitation.role}"),
        *([clipped_name(invitation.team)] if invitation.team else []),
        plain(language, "invitation-days", count=-((now - invitation.expires_at) // _DAY)),
        plain(
            language,
            "invitation-by",
            name=clipped_name(maker.name) if maker else plain(language, "operator"),
        ),
    ]
    return say(language, "person-line", words=" · ".join(words))
