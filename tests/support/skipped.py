"""Reports skipped tests prominently, or fails where nothing may be skipped."""

import os
from collections.abc import Generator
from typing import TypeVar

import pytest

#: Set in CI, where everything that tests need is installed.
NOTHING = "SKIP_NOTHING"


Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    return _failed_if_skipped(report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    return _failed_if_skipped(report)


def _failed_if_skipped(report: Report) -> Report:
    if report.skipped and os.environ.get(NOTHING):
        report.outcome = "failed"
        report.longrepr = f"Skipped, and {NOTHING} is set: {_reason(report)}"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.getreports("skipped")
    reasons = sorted({_reason(report) for report in skipped})
    if not reasons:
        return
    terminalreporter.section(f"{len(skipped)} NOT TRIED", sep="!", yellow=True, bold=True)
    for reason in reasons:
        terminalreporter.line(reason, yellow=True, bold=True)


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    """Why it was skipped, in the words of the test."""
    told = report.longrepr
    return str(told[2] if isinstance(told, tuple) else told).removeprefix("Skipped: ")
