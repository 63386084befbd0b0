"""In Bangla a customer has the name in Bangla wherever the name is shown, and nowhere the other."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import chain

import pytest

from bot.alerts import Alerts
from bot.applications.periods import Periods
from bot.chat.outgoing import AnyOutgoing, Edit, Refresh, Replace, Send
from bot.reports.team import report_pages
from bot.reports.team_figures import TeamFigures
from bot.retention.expiry import Expiry
from bot.screens.receipt import receipt, receipt_of
from conversations import replies
from conversations.organisation import NAMELESS
from conversations.questions import READING
from tests.support.forms import (
    AGENT,
    FAILED,
    NOW,
    PASSED,
    being_read,
    denied,
    pending,
    read,
    reply,
    submitted,
    until,
)
from tests.support.office import Office

NAME, MASKED = "মো. আসাদুজ্জামান মিয়া", "ম••• আ••• ম•••"
OTHER = ("Asaduzzaman", "M•••")
DAY = timedelta(days=1)

Scene = Callable[[Office], list[AnyOutgoing]]


def expires(office: Office, *after: timedelta) -> list[AnyOutgoing]:
    """What comes of a draft that rests, looked at after each of these times."""
    form = office.holds(until("profession"))
    said = []
    for rested in after:
        with office.store.transaction():
            periods = Periods(form=30 * DAY, undecided=90 * DAY, draft=14 * DAY)
            Expiry(office.store, periods).deal_with(form, NOW + rested)
        office.now = NOW + rested
        said = office.delivers()
    return said


def warns(office: Office) -> list[AnyOutgoing]:
    form = office.holds(pending(), is_active=False)
    with office.store.transaction():
        Alerts(office.store).warn(form, "overdue", office.now)
    return office.delivers()


def repeats(office: Office) -> list[AnyOutgoing]:
    """The same person's card is read in another application."""
    office.holds(pending(), is_active=False, name="aaaaaaaa")
    office.holds(being_read(READING), name="bbbbbbbb")
    return [
        each
        for each in office.learns(read(office.form))
        if isinstance(each, Send) and "⚠" in each.text
    ]


def accepted(office: Office) -> list[AnyOutgoing]:
    """The customer agreed in Bangla."""
    form = submitted()
    assert form.consent
    form = office.holds(replace(form, consent=replace(form.consent, language="bn")))
    return office.learns(reply(form, replies.SubmissionAccepted))


def judged(office: Office, verdict: object) -> list[AnyOutgoing]:
    form = office.holds(pending(), is_active=False)
    return office.learns(reply(form, replies.VerdictFound, verdict=verdict), form)


def turned_to(office: Office) -> list[AnyOutgoing]:
    """Another draft is open, and the agent goes on with this customer's."""
    office.holds(until("profession"), is_active=False, name="aaaaaaaa")
    office.holds(until("gender"), name="bbbbbbbb")
    return office.sees_press("~continue.aaaaaaaa")


def asked_to_erase(office: Office) -> list[AnyOutgoing]:
    office.holds(pending(), is_active=False)
    return office.hears("/erase abcd2345")


def searched(office: Office, typed: str) -> list[AnyOutgoing]:
    office.holds(pending(), is_active=False)
    return office.hears(typed)


def held(office: Office, command: str) -> list[AnyOutgoing]:
    office.holds(until("profession"), is_active=False)
    return office.hears(command)


def sends_again(office: Office) -> list[AnyOutgoing]:
    office.holds(denied(), is_active=False)
    return office.sees_press("abcd2345.0.back")


SCENES: dict[str, tuple[Scene, str]] = {
    "the receipt": (accepted, NAME),
    "a passed verdict": (lambda office: judged(office, PASSED), NAME),
    "a failed verdict": (lambda office: judged(office, FAILED), NAME),
    "a search by the number": (lambda office: searched(office, "0147"), NAME),
    "a search by the English name": (lambda office: searched(office, "/log asaduzz"), NAME),
    "a search by the name in Bangla": (lambda office: searched(office, "আসাদুজ্জামান"), NAME),
    "the list": (lambda office: searched(office, "/log"), NAME),
    "the drafts": (lambda office: held(office, "/drafts"), NAME),
    "an open draft": (lambda office: held(office, "/new"), NAME),
    "the draft turned to": (turned_to, NAME),
    "sending again": (sends_again, NAME),
    "a duplicate": (repeats, NAME),
    "an overdue verdict": (warns, NAME),
    "a draft that expires": (lambda office: expires(office, 13.5 * DAY), NAME),
    "a draft that expired": (lambda office: expires(office, 13.5 * DAY, 14.5 * DAY), MASKED),
    "the question before erasing": (asked_to_erase, MASKED),
}


@pytest.mark.parametrize(("scene", "name"), SCENES.values(), ids=SCENES)
def test_the_name_is_in_bangla(scene: Scene, name: str) -> None:
    shown = scene(Office("bn"))

    texts = [each.text for each in shown if isinstance(each, Send | Replace | Refresh | Edit)]
    labels = [
        button.text
        for each in shown
        if isinstance(each, Send | Replace | Refresh | Edit)
        for button in chain.from_iterable(each.keyboard)
    ]
    assert any(name in text for text in texts), texts
    assert not [words for words in (*texts, *labels) if any(other in words for other in OTHER)]


def test_so_it_is_on_the_receipt_and_on_its_picture() -> None:
    form = pending()
    facts = receipt_of(form, "bn", NAMELESS).facts

    assert any(NAME in fact for fact in facts)
    assert NAME in receipt(form, "en", shown_in="bn").text


def test_the_customer_who_agreed_in_english_has_an_english_receipt_from_a_bangla_agent() -> None:
    form = pending()
    assert form.consent
    form = replace(form, consent=replace(form.consent, language="en"))

    assert "Md. Asaduzzaman Miah" in receipt(form, "bn").text


def test_the_report_names_the_first_letters_in_bangla() -> None:
    figures = TeamFigures(unfinished=[pending()], names={AGENT: "রহিম"})
    pages = report_pages(figures, days=7, now=NOW + 2 * DAY, language="bn")

    assert MASKED in pages[0].text
