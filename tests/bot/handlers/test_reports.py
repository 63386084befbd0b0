"""What supervisors and admins see of the work of others."""

from dataclasses import replace

import pytest

from bot.chat.outgoing import Disarm, Send, ServiceLog, TeamReport
from tests.support.forms import READ, decided
from tests.support.office import Office, notice, only
from tests.support.supervision import (
    ELSEWHERE,
    FORGED,
    NOT_YOURS,
    SUPERVISOR,
    recorded,
)


@pytest.mark.parametrize(
    ("argument", "log"),
    [
        ("vendor", ServiceLog(status="all", page=1)),
        ("Vendor FAILED", ServiceLog(status="failed", page=1)),
        ("vendor nonsense", ServiceLog(status="all", page=1)),
    ],
)
def test_the_services_own_log_is_shown_by_its_name(
    office: Office, argument: str, log: ServiceLog
) -> None:
    assert office.hears(f"/log {argument}", SUPERVISOR) == [log]
    assert not [
        message for message in office.hears(f"/log {argument}") if isinstance(message, ServiceLog)
    ]


@pytest.mark.parametrize(
    ("argument", "page"),
    [
        ("failed.1000", 1000),
        ("failed.1", 1),
        ("failed.0", None),
        ("failed.1001", None),
        ("failed.", None),
        ("failed.x", None),
        ("nonsense.1", None),
    ],
)
def test_the_services_log_is_turned_within_its_pages(
    office: Office, argument: str, page: int | None
) -> None:
    sent = office.sees_press(f"~vendor.{argument}", SUPERVISOR, 55)

    if page is None:
        assert notice(sent) == FORGED
    else:
        assert only(ServiceLog, sent) == ServiceLog(status="failed", page=page, message_id=55)


@pytest.mark.parametrize(
    ("argument", "days", "page"),
    [
        ("", 7, 0),
        ("30", 30, 0),
        ("৩০", 30, 0),
        ("1.2", 1, 2),
        ("8", 7, 0),
        ("7.x", 7, 0),
        ("-1", 7, 0),
    ],
)
def test_a_report_is_of_a_known_period_and_recorded(
    office: Office, argument: str, days: int, page: int
) -> None:
    sent = office.hears(f"/report {argument}".strip(), SUPERVISOR)

    assert sent == [TeamReport(days=days, page=page)]
    assert recorded(office, "viewed") == [(str(SUPERVISOR), "")]


def test_a_view_is_masked_and_recorded(office: Office) -> None:
    form = office.holds(decided(), is_active=False)

    page = only(Send, office.sees_press(f"~view.{form.id}", SUPERVISOR, None))

    assert not [value for value in READ.values() if value in page.text]
    assert "Rahim" in page.text
    assert page.is_masked
    assert recorded(office, "viewed") == [(str(SUPERVISOR), form.id)]


def test_a_view_of_another_teams_work_is_refused_and_not_called_viewed(office: Office) -> None:
    office.store.applications.save(replace(decided(), agent=ELSEWHERE))

    assert notice(office.sees_press("~view.abcd2345", SUPERVISOR)) == NOT_YOURS
    assert notice(office.sees_press("~view.nosuch23", SUPERVISOR)) == NOT_YOURS
    assert recorded(office, "viewed") == []


def test_the_evening_picture_is_turned_off_below_it_and_on_again_in_the_report(
    office: Office,
) -> None:
    off = office.sees_press("~evening.off", SUPERVISOR, 55)
    assert notice(off) == "The picture no longer comes. You can turn it on again in /report."
    assert only(Disarm, off) == Disarm(message_id=55)
    assert not office.store.evening_reports.is_wanted(SUPERVISOR)

    on = office.sees_press("~evening.on", SUPERVISOR, 56)
    assert notice(on) == "The picture comes every evening again."
    assert only(TeamReport, on) == TeamReport(days=7, message_id=56)
    assert office.store.evening_reports.is_wanted(SUPERVISOR)
    assert notice(office.sees_press("~evening.x", SUPERVISOR)) == FORGED
