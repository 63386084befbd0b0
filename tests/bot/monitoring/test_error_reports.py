"""A report says where an error happened, and nothing about whom."""

import logging
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.monitoring.error_reports import ErrorReports
from bot.runtime import logs
from bot.runtime.egress import Egress
from storage import Store, open_database
from tests.support.clocks import until
from tests.support.collector import KEY, Collector, collecting
from tests.support.customers import ASADUZZAMAN, comes_to
from tests.support.processes import Process, machine_in

NAME = "Md. Asaduzzaman Miah"
NUMBER = "0001980100147"
SECRET = 'a "secret" key'
PERSONAL = (NAME, "Asaduzzaman", NUMBER, "1980100147", "01712345678", "1712345678", "Rahim")


@pytest.fixture
async def collector() -> AsyncIterator[Collector]:
    async with collecting() as running:
        yield running


@pytest.fixture
def log(collector: Collector) -> Iterator[logging.Logger]:
    """A logger of ours whose errors are reported."""
    reports = ErrorReports(collector.dsn, Egress())
    logs.also_to(reports, [SECRET])
    yield logging.getLogger("bot.errands.courier")
    logging.getLogger().removeHandler(reports)
    reports.close()


def fails_for(customer: str, number: str) -> None:
    form = {"name": customer, "nid": number, "key": SECRET}
    try:
        int(customer)
    except ValueError as cause:
        raise LookupError(f"{form} of {customer}") from cause


def sent(collector: Collector) -> str:
    return b"\n".join(collector.bodies).decode()


async def test_it_has_types_and_lines_of_code_and_no_data(
    log: logging.Logger, collector: Collector
) -> None:
    try:
        fails_for(NAME, NUMBER)
    except LookupError as error:
        log.error("Errand %s of %s failed: %s", "submit", NAME, logs.frames(error))  # noqa: TRY400 - as the loops log it
    await until(lambda: collector.events != [])

    (event,) = collector.events
    assert event["level"] == "error"
    assert event["logger"] == "bot.errands.courier"
    assert event["logentry"] == {"message": "Errand %s of %s failed: %s"}
    assert event["server_name"] == "onboarding-bot"
    cause, failure = event["exception"]["values"]
    assert (cause["type"], failure["type"]) == ("ValueError", "LookupError")
    assert [frame["function"] for frame in failure["stacktrace"]["frames"]] == [
        "test_it_has_types_and_lines_of_code_and_no_data",
        "fails_for",
    ]
    for frame in failure["stacktrace"]["frames"]:
        assert frame.keys() == {"filename", "function", "lineno"}
        assert frame["filename"] == "tests/bot/monitoring/test_error_reports.py"
    for word in (*PERSONAL, "secret", str(Path.home())):
        assert word not in sent(collector)
    assert KEY in collector.keys[0]


async def test_a_finished_sentence_of_a_library_is_left_out(
    log: logging.Logger, collector: Collector
) -> None:
    logging.getLogger("asyncio").error(f"Task exception was never retrieved: {NAME}")  # noqa: G004
    await until(lambda: collector.events != [])

    (event,) = collector.events
    assert event["logentry"] == {"message": "An error of asyncio"}
    assert NAME not in sent(collector)


async def test_what_is_sent_goes_through_the_redaction_of_the_log(
    log: logging.Logger, collector: Collector
) -> None:
    logs.hide("token-of-a-team")
    for message in (f"hidden {SECRET}", "hidden token-of-a-team", f"hidden {NUMBER}"):
        log.error(message)
    await until(lambda: len(collector.events) == 3)

    assert [event["logentry"]["message"] for event in collector.events] == [
        "hidden [secret]",
        "hidden [secret]",
        "hidden [number]",
    ]


async def test_warnings_and_the_reporting_itself_are_not_reported(
    log: logging.Logger, collector: Collector
) -> None:
    log.warning("a warning")
    logging.getLogger("urllib3.connectionpool").error("a loop of reports")
    log.error("an error")
    await until(lambda: collector.events != [])

    assert [event["logentry"]["message"] for event in collector.events] == ["an error"]


async def test_a_collector_out_of_reach_harms_nothing() -> None:
    reports = ErrorReports(f"http://{KEY}@127.0.0.1:9/7", Egress())
    logs.also_to(reports, [])
    try:
        logging.getLogger("bot").critical("The process ends.")
    finally:
        logging.getLogger().removeHandler(reports)
        reports.close()


async def test_a_whole_bot_reports_its_errors_and_no_secret_no_name_and_no_number(
    tmp_path: Path, collector: Collector
) -> None:
    """One error is expected, a refused token; the other is a bug: a row that cannot be read."""
    async with machine_in(tmp_path) as machine:
        bot = await machine.serving_bot(SENTRY_DSN=collector.dsn)
        (link,) = machine.invitations("Rahim Uddin")
        async with machine.person("Rahim", 2001) as rahim:
            await rahim.opens(link)
            await rahim.sees("Welcome")
            await comes_to(rahim, "review", ASADUZZAMAN)
            _spoil_the_form(machine.database())
            await rahim.says(f"{NAME} {NUMBER} 01712345678")
            await until(lambda: collector.said("was set aside"))

        (event,) = (one for one in collector.events if "set aside" in one["logentry"]["message"])
        frames = event["exception"]["values"][-1]["stacktrace"]["frames"]
        assert frames[0]["filename"] == "bot/intake/batch.py"
        assert all(frame.keys() == {"filename", "function", "lineno"} for frame in frames)
        secrets = [
            machine.environment[name]
            for name in ("TELEGRAM_BOT_TOKEN", "EKYC_TOKEN", "DATABASE_KEY")
        ]
        hidden = (*PERSONAL, *secrets, KEY, "2001", str(tmp_path), link.partition("start=")[2])
        kept = re.sub(
            r'"(event_id|timestamp|sent_at|trace_id|span_id)": ?"[^"]*"', "", sent(collector)
        )
        assert [word for word in hidden if word in kept] == []
        assert KEY not in bot.log


def _spoil_the_form(database: tuple[str, str]) -> None:
    opened = open_database(*database)
    with opened.transaction():
        opened.run('update applications set document = \'{"asking": "Asaduzzaman 0001980100147"}\'')
    Store(opened).close()


async def test_without_the_package_the_start_says_how_to_get_it(tmp_path: Path) -> None:
    """As where only the plain requirements are installed: the module cannot be found."""
    words = "import sys; sys.modules['sentry_sdk'] = None; from bot.__main__ import main; main()"
    environment = {
        "TELEGRAM_BOT_TOKEN": "42:TEST",
        "EKYC_URL": "http://127.0.0.1:9",
        "EKYC_TOKEN": "token",
        "DATABASE_KEY": "a long passphrase",
        "SENTRY_DSN": f"http://{KEY}@127.0.0.1:9/7",
    }
    process = Process("-c", words, "run", environment=environment, folder=tmp_path, name="bot")
    try:
        assert await process.ends() == 2
        assert "pip install 'onboarding-bot[sentry]'" in process.log
        assert "Traceback" not in process.log
    finally:
        process.close()
