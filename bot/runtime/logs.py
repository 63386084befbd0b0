"""The log: one line per event on standard error, without secrets and personal data.

What is hidden is hidden in the finished line, so it cannot slip through by way of an argument,
an exception's text or a logger of a library.
"""

import logging
import re
import sys
import time
import traceback
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

#: They name every URL, and the bot's token is part of Telegram's; below WARNING the Bot API
#: client also prints every parameter and result, which are the customers' answers, and Pillow
#: what stands in a photo beside the picture: place, owner.
_TALKATIVE = ("httpx", "httpcore", "telegram", "PIL")

#: How @BotFather's tokens look, whoever's they are.
BOT_TOKEN = re.compile(r"[0-9]{6,}:[A-Za-z0-9_-]{30,}")

_AUTHORIZATION = re.compile(r"\bToken\s+[^\s'\",]+")
#: NID and mobile numbers, in any script's digits, also in the groups in which they are shown.
#: A date in front of a time of day is not one.
_NUMBER = re.compile(r"(?<!\d)(?!\d{4}-\d\d-\d\d\b)\d(?:[ -]?\d){9,}")
#: Line breaks would make two events of one, escape codes would act on the operator's terminal.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


#: A shorter secret would be found in every other word, and is none.
_SHORTEST_SECRET = 4  # characters


def configure(level: str, secrets: Iterable[str] = ()) -> None:
    """Send what is at least as grave as `level` ("INFO") to standard error, redacted.

    `secrets` are hidden wherever they stand, and so is what was a secret before. Replaces whatever
    else was configured; warnings of libraries become events as well.
    """
    formatter = RedactingFormatter(secrets)
    for former in _formatters():
        formatter.hide(*former.secrets)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level)))
    logging.captureWarnings(capture=True)


def hide(secret: str) -> None:
    """From now on hide this as well, which came to light after the log was configured."""
    for formatter in _formatters():
        formatter.hide(secret)


def _formatters() -> "list[RedactingFormatter]":
    found = [handler.formatter for handler in logging.getLogger().handlers]
    return [each for each in found if isinstance(each, RedactingFormatter)]


class RedactingFormatter(logging.Formatter):
    """Time in UTC, level, logger and message in one line; a traceback stands in the same line.

    Of exceptions only the types are told: their messages may hold what people typed.
    """

    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")
        self.converter = time.gmtime
        self.secrets: frozenset[str] = frozenset()
        self.hide(*secrets)

    def hide(self, *secrets: str) -> None:
        """Hide these wherever they stand, besides those that are hidden already."""
        self.secrets |= set(secrets)
        written = {form for secret in self.secrets for form in (secret, quote(secret, safe=""))}
        hidden = sorted((form for form in written if len(form) >= _SHORTEST_SECRET), key=len)
        # The longest first, as one may contain another.
        self._hidden = re.compile("|".join(map(re.escape, reversed(hidden))) or r"(?!)")

    def format(self, record: logging.LogRecord) -> str:
        line = self._hidden.sub("[secret]", super().format(record).rstrip())
        return _CONTROL.sub(_escaped, redacted(line))

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the name is logging's
        error = ei[1]
        return frames(error) if isinstance(error, BaseException) else ""


def redacted(text: str) -> str:
    """The text without bot tokens, authorization headers and runs of ten or more digits."""
    without_token = _AUTHORIZATION.sub("Token [hidden]", BOT_TOKEN.sub("[token]", text))
    return _NUMBER.sub("[number]", without_token)


def _escaped(control: re.Match[str]) -> str:
    return control[0].encode("unicode_escape").decode()


def frames(error: BaseException) -> str:
    """Where an exception came from, and the one before it, if that was its cause.

    Their messages are left out: they may hold what people typed.
    """
    lines = "".join(traceback.format_tb(error.__traceback__))
    told = f"{type(error).__name__}\n{lines}"
    cause = error.__cause__
    return f"{told}because of {frames(cause)}" if cause else told
