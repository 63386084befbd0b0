"""The evening picture is owed once a day to each supervisor who wants it, whatever the clock."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.chat.documents import from_document
from bot.chat.outgoing import EveningReport
from bot.reports.evening import Evenings, evening_of
from bot.runtime.nudge import Nudge
from bot.runtime.trusted_time import TrustedTime
from storage import Store
from storage.agents import Role, Standing
from tests.support.clocks import Clock, ManualTimer
from tests.support.office import Office
from tests.support.owed import in_lane
from tests.support.supervision import ADMIN, COLLEAGUE, SOUTH, SUPERVISOR, supervised_office

EVERYBODY = [SUPERVISOR, ADMIN, COLLEAGUE, SOUTH]
SEVEN = time(19)
MONDAY = date(2026, 11, 23)
EVENING = datetime(2026, 11, 23, 13, tzinfo=UTC)  # 19:00 in Dhaka
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("now", "hour", "day"),
    [
        (EVENING - timedelta(microseconds=1), SEVEN, None),
        (EVENING, SEVEN, MONDAY),
        (EVENING + 5 * HOUR - timedelta(microseconds=1), SEVEN, MONDAY),  # late, but still today
        (EVENING + 5 * HOUR, SEVEN, None),  # after midnight
        (EVENING + DAY, SEVEN, MONDAY + DAY),
        (EVENING - 19 * HOUR, time(0), MONDAY),
        (EVENING, time(23, 59), None),
    ],
)
def test_the_evening_begins_at_its_hour_and_ends_at_midnight_in_dhaka(
    now: datetime, hour: time, day: date | None
) -> None:
    assert evening_of(now, hour) == day


class Machine:
    """The loop over a database, with a clock that a test sets."""

    def __init__(self, office: Office) -> None:
        self.store: Store = office.store
        self.clock = Clock()
        self.timer = ManualTimer()
        self.starts()

    def starts(self) -> None:
        """Start a new process, or a second one."""
        nudge = Nudge(self.timer)
        trusted = TrustedTime(self.clock, self.timer, seen=None)
        self.evenings = Evenings(
            self.store, SEVEN, nudge=nudge, postman=nudge, clock=self.clock, time=trusted
        )

    def looks(self, now: datetime) -> list[tuple[int, date]]:
        """The people owed a picture since the last look, each with its day."""
        self.clock.now = now
        self.evenings.owe_due()
        found = []
        for person in EVERYBODY:
            for owed in in_lane(self.store, f"enquiry:{person}"):
                message = from_document(owed.document)
                assert isinstance(message, EveningReport)
                found.append((person, message.day))
                self.store.outbox.finish(owed.id)
        return found


@pytest.fixture
def office() -> Iterator[Office]:
    office = supervised_office()
    yield office
    office.store.close()


@pytest.fixture
def machine(office: Office) -> Machine:
    return Machine(office)


def test_each_supervisor_and_admin_is_owed_one_a_day(machine: Machine) -> None:
    found = [machine.looks(EVENING + after) for after in (-HOUR, HOUR * 0, HOUR, DAY, DAY + HOUR)]

    monday, tuesday = ([(each, day) for each in EVERYBODY] for day in (MONDAY, MONDAY + DAY))
    assert found == [[], monday, [], tuesday, []]


def test_a_restart_and_a_second_process_owe_nothing_twice(machine: Machine) -> None:
    assert machine.looks(EVENING)
    machine.starts()

    assert machine.looks(EVENING + HOUR) == []


def test_a_missed_evening_goes_out_late_on_its_day_and_never_later(machine: Machine) -> None:
    assert [day for _, day in machine.looks(EVENING + 4 * HOUR)] == [MONDAY] * 4
    assert machine.looks(EVENING + DAY + 6 * HOUR) == []  # Tuesday's was missed


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(-3 * 24, 3 * 24), max_size=12))
def test_whatever_the_clock_shows_no_day_comes_twice(hours: list[int]) -> None:
    office = supervised_office()
    machine = Machine(office)
    days: list[date] = []
    for each in hours:
        now = EVENING + each * HOUR
        office.store.set_clock_right(now)  # as after a clock that was set back
        days += [day for person, day in machine.looks(now) if person == SUPERVISOR]
    office.store.close()

    assert len(days) == len(set(days))


def test_a_clock_that_was_a_year_ahead_costs_one_day_at_most(machine: Machine) -> None:
    machine.looks(EVENING + 365 * DAY)
    machine.store.set_clock_right(EVENING)

    assert machine.looks(EVENING) == []
    assert machine.looks(EVENING + DAY)


def test_people_who_do_not_want_it_or_cannot_have_it_are_left_out(
    machine: Machine, office: Office
) -> None:
    office.store.evening_reports.want(SUPERVISOR, is_wanted=False)
    office.store.agents.put(SOUTH, Standing.SUSPENDED, EVENING)
    office.store.agents.mark_reachable(COLLEAGUE, is_reachable=False)
    assert [person for person, _ in machine.looks(EVENING)] == [ADMIN]

    office.store.evening_reports.want(SUPERVISOR, is_wanted=True)
    office.store.agents.appoint(COLLEAGUE, Role.AGENT, "", EVENING)
    assert [person for person, _ in machine.looks(EVENING + HOUR)] == [SUPERVISOR]


async def test_a_clock_that_cannot_be_trusted_sends_nothing(machine: Machine) -> None:
    machine.clock.now = EVENING - 10 * HOUR
    machine.starts()
    machine.clock.now = EVENING  # the timer has not moved
    stop = asyncio.Event()
    running = asyncio.create_task(machine.evenings.run(stop))
    await asyncio.sleep(0)
    stop.set()
    await running

    assert machine.store.outbox.count() == 0
