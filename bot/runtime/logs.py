"""The log: one line per event on standard error, without secrets and personal data.

Finished text is redacted, so nothing slips through in an argument, an exception's text or a
library's logger.
"""

import json
import logging
import re
import sys
import time
import traceback
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

#: They name every URL, and the bot's token is part of Telegram's; below WARNING the Bot API client
#: also prints every parameter and result, which are the customers' answers, and Pillow a photo's
#: metadata: place, owner.
_TALKATIVE = ("httpx", "httpcore", "telegram", "PIL")

#: The form of @BotFather's tokens, whoever owns them.
BOT_TOKEN = re.compile(r"[0-9]{6,}:[A-Za-z0-9_-]{30,}")

_AUTHORIZATION = re.compile(r"\bToken\s+[^\s'\",]+")
#: NID and mobile numbers, in any script's digits, also in the groups in which they are shown.
#: A date in front of a time of day is not one.
_NUMBER = re.compile(r"(?<!\d)(?!\d{4}-\d\d-\d\d\b)\d(?:[ -]?\d){9,}")
#: Line breaks would make two events of one, escape codes would act on the operator's terminal.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


#: A shorter secret would be found in many words, and is not a secret.
_SHORTEST_SECRET = 4  # characters


def configure(level: str, secrets: Iterable[str] = (), form: str = "text") -> None:
    """Send events of at least `level` ("INFO") to standard error, redacted.

    `secrets` are hidden everywhere, and so are earlier ones. `form` is "text" or "json". Replaces
    an earlier configuration, but for what `also_to` added; libraries' warnings become events as
    well.
    """
    formatter, root = FORMS[form](secrets), logging.getLogger()
    for former in _formatters():
        formatter.hide(*former.secrets)
        former.hide(*secrets)
    for handler in [one for one in root.handlers if isinstance(one, logging.StreamHandler)]:
        root.removeHandler(handler)
    to_operator = logging.StreamHandler(sys.stderr)
    to_operator.setFormatter(formatter)
    root.addHandler(to_operator)
    root.setLevel(level)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level)))
    logging.captureWarnings(capture=True)
    logging.raiseExceptions = False  # it would print an event that fails, without the redaction


def also_to(handler: logging.Handler, secrets: Iterable[str]) -> None:
    """Send events to this handler as well, whose formatter hides the same."""
    handler.setFormatter(RedactingFormatter(secrets))
    logging.getLogger().addHandler(handler)


def hide(secret: str) -> None:
    """Also hide this secret, which became known after the log was configured."""
    for formatter in _formatters():
        formatter.hide(secret)


def _formatters() -> "list[RedactingFormatter]":
    found = [handler.formatter for handler in logging.getLogger().handlers]
    return [each for each in found if isinstance(each, RedactingFormatter)]


class RedactingFormatter(logging.Formatter):
    """Time in UTC, level, logger and message in one line; a traceback is on the same line.

    Only the types of exceptions are logged: their messages may contain what people typed.
    """

    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")
        self.converter = time.gmtime
        self.secrets: frozenset[str] = frozenset()
        self.hide(*secrets)

    def hide(self, *secrets: str) -> None:
        """Hide these everywhere, besides those already hidden."""
        self.secrets |= set(secrets)
        written = {form for secret in self.secrets for form in (secret, quote(secret, safe=""))}
        hidden = sorted((form for form in written if len(form) >= _SHORTEST_SECRET), key=len)
        # The longest first, as one may contain another.
        self._hidden = re.compile("|".join(map(re.escape, reversed(hidden))) or r"(?!)")

    def format(self, record: logging.LogRecord) -> str:
        return self.cleaned(super().format(record))

    def cleaned(self, text: str) -> str:
        """The text in one line, without secrets and numbers."""
        return _CONTROL.sub(_escaped, redacted(self._hidden.sub("[secret]", text.rstrip())))

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the name is logging's
        error = ei[1]
        return frames(error) if isinstance(error, BaseException) else ""


class JsonFormatter(RedactingFormatter):
    """The same as an object of JSON in one line; `error` is there if an exception was logged."""

    def format(self, record: logging.LogRecord) -> str:
        event = {
            "time": self.formatTime(record),
            "level": record.levelname,
            "logger": record.name,
            # Redacted before it is encoded: a secret with a quotation mark has another form then.
            "message": self.cleaned(record.getMessage()),
        }
        if record.exc_info:
            event["error"] = self.cleaned(self.formatException(record.exc_info))
        return json.dumps(event, ensure_ascii=False)


FORMS: Mapping[str, type[RedactingFormatter]] = {"text": RedactingFormatter, "json": JsonFormatter}


def redacted(text: str) -> str:
    """The text without bot tokens, authorization headers and runs of ten or more digits."""
    without_token = _AUTHORIZATION.sub("Token [hidden]", BOT_TOKEN.sub("[token]", text))
    return _NUMBER.sub("[number]", without_token)


def _escaped(control: re.Match[str]) -> str:
    return ascii(control[0])[1:-1]  # a codec is imported, which takes a free descriptor


def frames(error: BaseException) -> str:
    """Where an exception and its cause came from.

    Their messages are left out, because they may contain what people typed.
    """
    lines = "".join(traceback.format_tb(error.__traceback__))
    told = f"{type(error).__name__}\n{lines}"
    cause = error.__cause__
    return f"{told}because of {frames(cause)}" if cause else told
