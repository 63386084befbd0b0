"""Pages of the service's own log: masked, turned, filtered; the document promises little."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.chat.outgoing import Send, ServiceLog
from bot.ekyc import EkycClient, EkycUnavailable, LogPage, LogRow, State
from bot.reports.service_log import PER_PAGE, ServiceLogPages
from storage.agents import Agent, Role, Standing
from tests.support.forms import pending
from tests.support.office import Office

RAHIMA = 2005


class Service(EkycClient):
    """A log with this many rows."""

    happens: Callable[[], None] = staticmethod(lambda: None)  # while it is asked

    def __init__(self, rows: int, total_pages: int | None = None) -> None:
        super().__init__(url="http://127.0.0.1:9", token="none")
        self._rows = rows
        self._total_pages = total_pages

    async def list_log(self, *, status: str = "all", page: int = 1, per_page: int = 50) -> LogPage:
        self.happens()
        if self._rows < 0:
            raise EkycUnavailable("gone")
        first = (page - 1) * per_page
        rows = tuple(
            LogRow(
                mobile_number=f"0171200{number:04d}",
                customer_name="Rahima <i>Khatun</i>",
                nid_number="",
                submitted_on="23/11/2026",
                state=State.INVALID,
                raw_status=status,
            )
            for number in range(first, min(first + per_page, self._rows))
        )
        return LogPage(rows=rows, total_pages=self._total_pages, page_digest=str(page))


async def turned(
    service: Service, page: int = 1, status: str = "all", office: Office | None = None
) -> tuple[Send, Office]:
    office = office or Office()
    supervisor = Agent(id=RAHIMA, name="Rahima", role=Role.SUPERVISOR, language="en")
    office.store.agents.enrol(supervisor, office.now)
    pages = ServiceLogPages(office.store, lambda _: service, lambda: datetime.now(UTC))
    shown = await pages.page(RAHIMA, ServiceLog(status=status, page=page))
    await service.aclose()
    assert shown
    return shown, office


@pytest.mark.parametrize(
    ("rows", "page", "turns"),
    [
        (0, 1, []),
        (PER_PAGE - 1, 1, []),
        (PER_PAGE, 1, ["Next"]),  # it may be the last one; only the next page tells
        (25, 2, ["Previous", "Next"]),
        (25, 5, ["Previous"]),
    ],
)
async def test_pages_are_turned_both_ways(rows: int, page: int, turns: list[str]) -> None:
    shown, _ = await turned(Service(rows), page)

    assert [button.text for row in shown.keyboard[:-1] for button in row] == turns


async def test_where_the_service_tells_the_number_of_pages_the_last_one_is_the_last() -> None:
    shown, _ = await turned(Service(2 * PER_PAGE, total_pages=2), 2)

    assert [button.text for row in shown.keyboard[:-1] for button in row] == ["Previous"]


async def test_the_filters_are_those_of_the_document() -> None:
    shown, _ = await turned(Service(1), status="failed")

    assert [button.data for button in shown.keyboard[-1]] == [
        "~vendor.all.1",
        "~vendor.passed.1",
        "~vendor.pending.1",
    ]


async def test_a_row_is_masked_escaped_and_marked() -> None:
    shown, office = await turned(Service(1))

    (line,) = shown.text.splitlines()[1:]
    assert line == (
        "❓ R••• &lt;••• · — · •••• 000 · not found · 23/11/2026 (registered elsewhere)"
    )
    (entry,) = office.store.audit.entries(actions=("viewed",))
    assert entry.actor == str(RAHIMA)


async def test_a_page_is_about_the_customers_on_it_who_were_registered_here() -> None:
    """So that it leaves the chat with them."""
    office = Office()
    for name, mobile in (("here2345", "01712000001"), ("page2345", "01712000020")):
        form = pending()
        office.holds(replace(form, answers={**form.answers, "mobile_number": mobile}), name=name)

    shown, _ = await turned(Service(25), office=office)

    assert shown.about == ["here2345"]


async def test_a_service_that_does_not_answer_can_be_asked_again() -> None:
    shown, office = await turned(Service(-1))

    assert "cannot be read just now" in shown.text
    assert shown.keyboard[-1]
    assert office.store.audit.entries() == []


@pytest.mark.parametrize(
    ("role", "standing"),
    [
        (Role.AGENT, Standing.ACTIVE),
        (Role.SUPERVISOR, Standing.SUSPENDED),
        (Role.ADMIN, Standing.REMOVED),
    ],
)
async def test_somebody_no_longer_allowed_gets_no_page_requested_before(
    role: Role, standing: Standing
) -> None:
    service, office = Service(1), Office()
    person = Agent(id=RAHIMA, name="Rahima", role=role, language="en", standing=standing)
    office.store.agents.enrol(person, office.now)
    pages = ServiceLogPages(office.store, lambda _: service, lambda: datetime.now(UTC))

    assert await pages.page(RAHIMA, ServiceLog(status="all", page=1)) is None
    assert office.store.audit.entries(actions=("viewed",)) == []
    await service.aclose()


@pytest.mark.parametrize("rows", [1, -1])
async def test_nor_does_somebody_who_is_suspended_while_the_service_is_asked(rows: int) -> None:
    service, office = Service(rows), Office()
    supervisor = Agent(id=RAHIMA, name="Rahima", role=Role.SUPERVISOR, language="en")
    office.store.agents.enrol(supervisor, office.now)
    pages = ServiceLogPages(office.store, lambda _: service, lambda: datetime.now(UTC))
    service.happens = lambda: office.store.agents.put(RAHIMA, Standing.SUSPENDED, office.now)

    assert await pages.page(RAHIMA, ServiceLog(status="all", page=1)) is None
    assert office.store.audit.entries(actions=("viewed",)) == []
    await service.aclose()


async def test_a_supervisor_moved_while_the_service_is_asked_sees_the_log_of_the_new_team() -> None:
    north, south, office = Service(1), Service(2), Office()
    supervisor = Agent(id=RAHIMA, name="Rahima", role=Role.SUPERVISOR, language="en", team="North")
    office.store.agents.enrol(supervisor, office.now)
    office.store.service_tokens.give("team:South", "token")
    services = {"team:South": south}
    pages = ServiceLogPages(
        office.store, lambda holder: services.get(holder, north), lambda: datetime.now(UTC)
    )
    north.happens = lambda: office.store.agents.appoint(
        RAHIMA, Role.SUPERVISOR, "South", datetime.now(UTC)
    )

    shown = await pages.page(RAHIMA, ServiceLog(status="all", page=1))

    assert shown
    assert len(shown.text.splitlines()[1:]) == 2
    assert len(office.store.audit.entries(actions=("viewed",))) == 1
    for service in (north, south):
        await service.aclose()
