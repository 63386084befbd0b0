"""Reports of errors to Sentry, or to whatever takes its envelopes: what kind, where, how often.

A report has the types of exceptions and the lines of code they came through. It has no values of
variables, no messages of exceptions, no arguments of log lines, nothing about the machine. What is
left goes through the redaction of the log.
"""

import logging
import sys
import sysconfig
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import sentry_sdk
from sentry_sdk.types import Event, Hint

from bot import __version__
from bot.runtime.egress import Egress
from bot.runtime.logs import RedactingFormatter

#: Log lines of these are literals with arguments, which a test of style enforces; those of others
#: may be finished sentences.
_OURS = ("bot.", "storage.")

#: An error of these would report itself for ever.
_OF_REPORTING = ("sentry_sdk", "urllib3")

_LAST_SECONDS = 2.0  # for reports on their way at the end; the bot promises to end within five
_LONGEST_CHAIN = 5  # of exceptions that caused one another

_CODE = Path(__file__).parents[2]
_LIBRARIES = Path(sysconfig.get_path("purelib"))
_PYTHON = Path(sysconfig.get_path("stdlib"))


class ErrorReports(logging.Handler):
    """Reports each event of the log of level ERROR and above; a handler of the root logger.

    Sending happens in a thread of its own, with a short queue: what comes faster is dropped.
    """

    def __init__(self, dsn: str, egress: Egress) -> None:
        super().__init__(logging.ERROR)
        self._scrub = RedactingFormatter().cleaned
        self._client = sentry_sdk.Client(
            dsn,
            release=__version__,
            server_name="onboarding-bot",
            default_integrations=False,
            auto_enabling_integrations=False,
            auto_session_tracking=False,
            send_client_reports=False,
            include_local_variables=False,
            include_source_context=False,
            enable_backpressure_handling=False,
            enable_metrics=False,
            max_breadcrumbs=0,
            spotlight=False,
            before_send=self._before_send,
            shutdown_timeout=_LAST_SECONDS,
            https_proxy=egress.proxy_to(dsn),
            http_proxy=egress.proxy_to(dsn),
            ca_certs=str(egress.certificates) if egress.certificates else None,
        )

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.startswith(_OF_REPORTING):
            return
        try:
            error = record.exc_info[1] if record.exc_info else sys.exc_info()[1]
            self._client.capture_event(report(record, error))
            if record.levelno >= logging.CRITICAL:  # the process ends now
                self._client.flush(timeout=_LAST_SECONDS)
        except Exception:  # noqa: BLE001 - logging's way: a report that fails harms nothing
            self.handleError(record)

    def close(self) -> None:
        self._client.close(timeout=_LAST_SECONDS)
        super().close()

    def _before_send(self, event: Event, _: Hint) -> Event:
        scrubbed: Event = self._scrubbed(event)
        return scrubbed

    def _scrubbed(self, value: Any) -> Any:
        formatter = self.formatter
        scrub = formatter.cleaned if isinstance(formatter, RedactingFormatter) else self._scrub
        match value:
            case str():
                return scrub(value)
            case Mapping():
                return {key: self._scrubbed(each) for key, each in value.items()}
            case list() | tuple():
                return [self._scrubbed(each) for each in value]
        return value


def report(record: logging.LogRecord, error: BaseException | None) -> Event:
    """The event for a line of the log, and for the exception that was being handled."""
    is_ours = record.name.startswith(_OURS)
    event: Event = {
        "level": "fatal" if record.levelno >= logging.CRITICAL else "error",
        "logger": record.name,
        "logentry": {"message": str(record.msg) if is_ours else f"An error of {record.name}"},
    }
    if error:
        event["exception"] = {"values": _chain(error)}
    return event


def _chain(error: BaseException) -> list[dict[str, Any]]:
    """The exception and its causes, the first cause first."""
    found: list[dict[str, Any]] = []
    each: BaseException | None = error
    while each is not None and len(found) < _LONGEST_CHAIN:
        found.insert(0, {"type": type(each).__name__, "stacktrace": {"frames": _frames(each)}})
        each = each.__cause__
    return found


def _frames(error: BaseException) -> list[dict[str, Any]]:
    return [
        {"filename": _place(frame.filename), "function": frame.name, "lineno": frame.lineno}
        for frame in traceback.extract_tb(error.__traceback__)
    ]


def _place(filename: str) -> str:
    """The file below its folder of code: where that is installed may name a person."""
    path = Path(filename)
    for folder in (_CODE, _LIBRARIES, _PYTHON):
        if path.is_relative_to(folder):
            return str(path.relative_to(folder))
    return path.name
