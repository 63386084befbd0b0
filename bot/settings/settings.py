"""The settings of the bot, read once at the start.

SettingsInvalid    the operator must correct the environment or `.env`; names every problem
"""

import ipaddress
import re
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from dotenv import dotenv_values

from bot.applications.cleaning import CleaningRule
from bot.ekyc.address import checked_address
from bot.retention import Periods

_SHORTEST_STRONG_KEY = 16  # characters; shorter ones are guessed too easily
_LONGEST_INTERVAL = 86_400  # seconds
_SHORTEST_PATIENCE = timedelta(seconds=120)  # a loop may sleep for one minute, a poll for 40 s
_LANGUAGES = ("en", "bn")
_MOST_ATTEMPTS = 10_000
_MOST_MESSAGES = 100_000
_MOST_QUESTIONS = 1000
_MOST_DAYS = 3650
_MOST_MINUTES = 24 * 60  # Telegram deletes nothing that is older than 48 hours
_MOMENTS = ("acceptance", "verdict", "never")
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


class SettingsInvalid(ValueError):
    """The bot cannot start; each of `problems` names a key, what is wrong, and an example.

    No problem contains a value, because it may be a secret in the wrong place.
    """

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def _bot_token(text: str) -> str:
    # Not stricter: a Bot API server of one's own may give tokens of another form.
    if not re.fullmatch(r"[!-~]+", text) or re.search(r"[/?#%]", text):
        raise ValueError("must be one word that can stand in a web address")
    return text


def _url(text: str) -> str:
    """The address without a slash at its end; https, or any loopback address."""
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.scheme not in {"http", "https"} or re.search(r"\s", text):
        raise ValueError("is not a complete web address")
    if parts.username is not None or parts.query or parts.fragment:
        raise ValueError("must have no user name, question mark or # in it")
    if parts.scheme == "http" and not _is_loopback(host):
        raise ValueError("must begin with https, as tokens and customers' data travel there")
    return text.rstrip("/")


def _service_url(text: str) -> str:
    """The same, and one that the eKYC client takes as well."""
    url = _url(text)
    try:
        checked_address(url)
    except ValueError:
        raise ValueError("is not a complete web address") from None
    return url


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _service_token(text: str) -> str:
    if not re.fullmatch(r"[!-~]+", text):
        raise ValueError("must be one word, without Token before it")
    return text


def _database_key(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError("must be text in UTF-8") from None
    return text


def _user_ids(text: str) -> frozenset[int]:
    words = re.findall(r"[^,\s]+", text)
    if not all(re.fullmatch(r"[0-9]{1,19}", word) and int(word) > 0 for word in words):
        raise ValueError("must be numbers with commas between them, not user names")
    return frozenset(map(int, words))


def _seconds(text: str) -> timedelta:
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", text):
        raise ValueError("must be a number of seconds")
    if not 1 <= float(text) <= _LONGEST_INTERVAL:
        raise ValueError(f"must be from 1 to {_LONGEST_INTERVAL} seconds")
    return timedelta(seconds=float(text))


def _attempts(text: str) -> int:
    return _whole(text, 1, _MOST_ATTEMPTS)


def _messages(text: str) -> int:
    return _whole(text, 1, _MOST_MESSAGES)


def _questions(text: str) -> int:
    return _whole(text, 1, _MOST_QUESTIONS)


def _days(text: str) -> timedelta:
    return timedelta(days=_whole(text, 1, _MOST_DAYS))


def _minutes(text: str) -> timedelta:
    return timedelta(minutes=_whole(text, 0, _MOST_MINUTES))


def _whole(text: str, least: int, most: int) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text) or not least <= int(text) <= most:
        raise ValueError(f"must be a whole number from {least} to {most}")
    return int(text)


def _moment(text: str) -> str:
    if text.lower() not in _MOMENTS:
        raise ValueError("must be one of " + ", ".join(_MOMENTS))
    return text.lower()


def _patience(text: str) -> timedelta:
    patience = _seconds(text)
    if patience < _SHORTEST_PATIENCE:
        raise ValueError(f"must be at least {_SHORTEST_PATIENCE.total_seconds():.0f} seconds")
    return patience


def _language(text: str) -> str:
    if text.lower() not in _LANGUAGES:
        raise ValueError("must be one of " + ", ".join(_LANGUAGES))
    return text.lower()


def _level(text: str) -> str:
    if text.upper() not in _LEVELS:
        raise ValueError("must be one of " + ", ".join(_LEVELS))
    return text.upper()


@dataclass(frozen=True, slots=True)
class _Rule:
    """`read` turns text into the value or raises ValueError with a sentence without its subject.

    Without a default the setting must be given.
    """

    read: Callable[[str], Any]
    example: str
    default: str | None = None


_RULES = {
    "TELEGRAM_BOT_TOKEN": _Rule(_bot_token, "123456789:AAF9qzW7vXkPu2mTj5cRbYd8hLs3nGe6oKw"),
    "TELEGRAM_API_URL": _Rule(_url, "https://api.telegram.org", default="https://api.telegram.org"),
    "EKYC_URL": _Rule(_service_url, "https://ekyc.example.com"),
    "EKYC_TOKEN": _Rule(_service_token, "9944b09199c62bcf9418ad846dd0e4bb"),
    "DATABASE": _Rule(Path, "var/onboarding.db", default="var/onboarding.db"),
    "DATABASE_KEY": _Rule(_database_key, "seven-boats-cross-the-wide-river"),
    "ADMINS": _Rule(_user_ids, "123456789, 987654321", default=""),
    "LANGUAGE": _Rule(_language, "bn", default="bn"),
    "VERDICT_INTERVAL": _Rule(_seconds, "30", default="30"),
    "MESSAGES_PER_SECOND": _Rule(_messages, "30", default="30"),
    "QUESTIONS_PER_SECOND": _Rule(_questions, "5", default="5"),
    "ATTEMPTS_PER_HOUR": _Rule(_attempts, "60", default="60"),
    "CLEAN_CHAT": _Rule(_moment, "acceptance", default="acceptance"),
    "CLEAN_CHAT_MINUTES": _Rule(_minutes, "10", default="10"),
    "FORM_KEPT_DAYS": _Rule(_days, "30", default="30"),
    "UNDECIDED_KEPT_DAYS": _Rule(_days, "90", default="90"),
    "DRAFT_KEPT_DAYS": _Rule(_days, "14", default="14"),
    "RESTART_AFTER": _Rule(_patience, "300", default="300"),
    "LOG_LEVEL": _Rule(_level, "INFO", default="INFO"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One field per setting, named like its key in lower case; `.env.example` explains them."""

    telegram_bot_token: str = field(repr=False)
    telegram_api_url: str  # without a slash at its end
    ekyc_url: str  # without a slash at its end
    ekyc_token: str = field(repr=False)
    database: Path
    database_key: str = field(repr=False)
    admins: frozenset[int]
    language: str  # "en" or "bn"
    verdict_interval: timedelta
    messages_per_second: int
    questions_per_second: int
    attempts_per_hour: int
    clean_chat: str  # "acceptance", "verdict" or "never"
    clean_chat_minutes: timedelta
    form_kept_days: timedelta
    undecided_kept_days: timedelta
    draft_kept_days: timedelta
    restart_after: timedelta
    log_level: str

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be written down."""
        return self.telegram_bot_token, self.ekyc_token, self.database_key

    @property
    def cleaning(self) -> CleaningRule:
        return CleaningRule(self.clean_chat, self.clean_chat_minutes)

    @property
    def periods(self) -> Periods:
        return Periods(
            form=self.form_kept_days,
            undecided=self.undecided_kept_days,
            draft=self.draft_kept_days,
        )

    @property
    def is_key_weak(self) -> bool:
        return len(self.database_key) < _SHORTEST_STRONG_KEY

    @classmethod
    def read(cls, environment: Mapping[str, str], dotenv: Path | None = None) -> Self:
        """The settings in `environment`, those missing there from the file `dotenv` if it exists.

        Space around a value does not count and a blank value is a missing one. Raises
        SettingsInvalid with all problems together.
        """
        given = _given(_in_file(dotenv)) | _given(environment)
        values: dict[str, Any] = {}
        problems = []
        for key, rule in _RULES.items():
            try:
                values[key.lower()] = _value(rule, given.get(key))
            except ValueError as error:
                problems.append(f"{key} {error}; for example {key}={rule.example}")
        if problems:
            raise SettingsInvalid(tuple(problems))
        return cls(**values)


def _value(rule: _Rule, text: str | None) -> Any:
    text = rule.default if text is None else text
    if text is None:
        raise ValueError("is missing")
    return rule.read(text)


def _given(values: Mapping[str, str | None]) -> dict[str, str]:
    return {key: value.strip() for key, value in values.items() if value and value.strip()}


def _in_file(path: Path | None) -> dict[str, str | None]:
    """What the file says, letter by letter: passphrases may contain ${…}."""
    if path is None:
        return {}
    try:
        if path.exists() and path.stat().st_mode & stat.S_IRWXO:
            raise SettingsInvalid(
                (f"{path} can be read by every user of this machine; run chmod 600 {path}",)
            )
        return dotenv_values(path, interpolate=False, encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise SettingsInvalid(
            (f"{path} cannot be read; it must be a text file in UTF-8",)
        ) from None
