"""How an export is asked for, and by whom."""

from datetime import date

import pytest

from bot.chat.outgoing import Export
from bot.reports.period import Period
from tests.support.forms import decided
from tests.support.office import Office, notice, only, texts
from tests.support.supervision import (
    ADMIN,
    FORGED,
    SUPERVISOR,
    offered,
    recorded,
)


def file_buttons(kind: str, first: str, last: str) -> list[str]:
    """The buttons of both formats, and the one back to the days."""
    files = [f"~export.{each}.{kind}.{first}.{last}" for each in ("csv", "xlsx")]
    return [*files, f"~export-days.{kind}"]


@pytest.mark.parametrize(
    ("asker", "argument", "kind"),
    [
        (SUPERVISOR, "", "masked"),
        (SUPERVISOR, "full", None),
        (ADMIN, "", "masked"),
        (ADMIN, " FULL ", "full"),
    ],
)
def test_only_an_admin_is_offered_full_values(
    office: Office, asker: int, argument: str, kind: str | None
) -> None:
    buttons = offered(office.hears(f"/export {argument}", asker))

    names = ("today", "7", "31", "month", "last-month")
    assert buttons == ([f"~export-days.{kind}.{name}" for name in names] if kind else [])


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("today", "2026-11-23", "2026-11-23"),
        ("7", "2026-11-17", "2026-11-23"),
        ("31", "2026-10-24", "2026-11-23"),
        ("month", "2026-11-01", "2026-11-23"),
        ("last-month", "2026-10-01", "2026-10-31"),
    ],
)
def test_a_period_leads_to_the_format(office: Office, name: str, first: str, last: str) -> None:
    buttons = offered(office.sees_press(f"~export-days.masked.{name}", SUPERVISOR))

    assert buttons == file_buttons("masked", first, last)
    assert len(offered(office.sees_press(buttons[-1], SUPERVISOR))) == 5


@pytest.mark.parametrize(
    ("argument", "first", "last"),
    [
        ("2026-11-01 2026-11-30", "2026-11-01", "2026-11-30"),
        ("2026-11-30 2026-11-01", "2026-11-01", "2026-11-30"),
        ("২০২৬-১১-০১", "2026-11-01", "2026-11-01"),
    ],
)
def test_dates_lead_to_the_format_at_once(
    office: Office, argument: str, first: str, last: str
) -> None:
    for words, kind in ((argument, "masked"), (f"full {argument}", "full")):
        assert offered(office.hears(f"/export {words}", ADMIN)) == file_buttons(kind, first, last)


@pytest.mark.parametrize(
    "argument",
    ["yesterday", "2026-02-30", "2025-11-01 2026-11-30", "2026-11-01 2026-11-02 2026-11-03"],
)
def test_other_words_are_explained(office: Office, argument: str) -> None:
    (said,) = texts(office.hears(f"/export {argument}", SUPERVISOR))

    assert "Please give one or two dates like this" in said


NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))
OLD = Period(date(2026, 10, 23), date(2026, 11, 23))  # a button without days


@pytest.mark.parametrize(
    ("asker", "argument", "file", "period"),
    [
        (SUPERVISOR, "csv.masked.2026-11-01.2026-11-30", ("csv", True), NOVEMBER),
        (ADMIN, "xlsx.full.2026-11-01.2026-11-30", ("xlsx", False), NOVEMBER),
        (SUPERVISOR, "csv.masked", ("csv", True), OLD),
        (ADMIN, "xlsx.full", ("xlsx", False), OLD),
        (SUPERVISOR, "csv.full", None, OLD),
        (SUPERVISOR, "csv.full.2026-11-01.2026-11-30", None, OLD),
        (ADMIN, "pdf.full", None, OLD),
        (ADMIN, "csv.", None, OLD),
        (ADMIN, "csv", None, OLD),
        (ADMIN, "csv.masked.1", None, OLD),
        (ADMIN, "csv.masked.2026-11-01", None, OLD),
        (ADMIN, "csv.masked.2020-11-01.2026-11-30", None, OLD),
        (ADMIN, "csv.masked.2026-11-01.2026-11-30.2026-11-30", None, OLD),
    ],
)
def test_an_export_is_recorded_and_a_forged_one_refused(
    office: Office, asker: int, argument: str, file: tuple[str, bool] | None, period: Period
) -> None:
    office.holds(decided(), is_active=False)

    sent = office.sees_press(f"~export.{argument}", asker)

    if file is None:
        assert notice(sent) == FORGED
        assert recorded(office, "exported") == []
        return
    file_format, is_masked = file
    assert only(Export, sent) == Export(
        format=file_format, is_masked=is_masked, since=period.since, until=period.until
    )
    (entry,) = office.store.audit.entries(actions=("exported",))
    assert (entry.actor, entry.details["count"]) == (str(asker), 1)
    assert entry.details["first"] == str(period.first)


@pytest.mark.parametrize("argument", ["full.7", "masked.8", "other.7", "masked.", "", "masked.x"])
def test_days_that_were_not_offered_are_refused(office: Office, argument: str) -> None:
    sent = office.sees_press(f"~export-days.{argument}", SUPERVISOR)

    assert (notice(sent) == FORGED) is (argument != "masked.")
