"""The settings of the bot, read once at the start."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import time, timedelta
from pathlib import Path
from typing import Any, Self

from bot.ekyc.address import checked_address, checked_token
from bot.settings import readers
from bot.settings.database import PostgresAddress, database
from bot.settings.env_file import read_env_file
from bot.settings.extra_questions import extra_questions
from bot.settings.invalid import SettingsInvalid
from bot.settings.small_file import read_small_file
from conversations.extra_question import ExtraQuestion
from conversations.languages import LANGUAGES

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")  # of the log

_SHORTEST_STRONG_KEY = 16  # characters; shorter ones are guessed too easily


@dataclass(frozen=True, slots=True)
class _Rule:
    """`read` turns text into the value or raises ValueError with a sentence without its subject.

    Without a default the setting must be given.
    """

    read: Callable[[str], Any]
    example: str
    default: str | None = None


_RULES = {
    "TELEGRAM_BOT_TOKEN": _Rule(readers.bot_token, "123456789:AAF9qzW7vXkPu2mTj5cRbYd8hLs3nGe6oKw"),
    "TELEGRAM_API_URL": _Rule(
        checked_address, "https://api.telegram.org", "https://api.telegram.org"
    ),
    "EKYC_URL": _Rule(checked_address, "https://ekyc.example.com"),
    "EKYC_TOKEN": _Rule(checked_token, "9944b09199c62bcf9418ad846dd0e4bb"),
    "DATABASE": _Rule(database, "var/onboarding.db", "var/onboarding.db"),
    "DATABASE_KEY": _Rule(str, "seven-boats-cross-the-wide-river"),
    "ADMINS": _Rule(readers.user_ids, "123456789, 987654321", ""),
    "LANGUAGE": _Rule(readers.one_of(LANGUAGES), "bn", "bn"),
    "ORGANISATION": _Rule(readers.name, "Meghna Bank", ""),
    "ORGANISATION_BN": _Rule(readers.name, "মেঘনা ব্যাংক", ""),
    "HELPLINE": _Rule(readers.helpline, "16247", ""),
    "CONSENT_WORDING": _Rule(readers.consent(LANGUAGES), "docs/organisation/consent", ""),
    "EXTRA_QUESTIONS": _Rule(extra_questions(LANGUAGES), "docs/organisation/questions.toml", ""),
    "VERDICT_INTERVAL": _Rule(readers.interval, "30", "30"),
    "VERDICT_CHECKS": _Rule(readers.ages, "3600, 86400", "3600, 86400"),
    "MESSAGES_PER_SECOND": _Rule(readers.whole(1, 100_000), "30", "30"),
    "QUESTIONS_PER_SECOND": _Rule(readers.whole(1, 1000), "5", "5"),
    "ATTEMPTS_PER_HOUR": _Rule(readers.whole(1, 10_000), "60", "60"),
    "CLEAN_CHAT": _Rule(
        readers.one_of(("acceptance", "verdict", "never")), "acceptance", "acceptance"
    ),
    # Telegram deletes nothing older than 48 hours.
    "CLEAN_CHAT_MINUTES": _Rule(readers.minutes, "10", "10"),
    "FORM_KEPT_DAYS": _Rule(readers.days, "30", "30"),
    "UNDECIDED_KEPT_DAYS": _Rule(readers.days, "90", "90"),
    "DRAFT_KEPT_DAYS": _Rule(readers.days, "14", "14"),
    "EVENING_REPORT": _Rule(readers.hour, "19:00", "19:00"),
    "HTTPS_PROXY": _Rule(readers.proxy, "http://proxy.example.com:3128", ""),
    "SSL_CERT_FILE": _Rule(readers.certificates, "/etc/ssl/certs/ca-certificates.crt", ""),
    "RESTART_AFTER": _Rule(readers.patience, "300", "300"),
    "HEALTH": _Rule(readers.listening, "127.0.0.1:8080", ""),
    "WEBHOOK_URL": _Rule(readers.optional(checked_address), "https://bot.example.com/telegram", ""),
    "WEBHOOK_SECRET": _Rule(readers.webhook_secret, "pXw3vUq8Zt_5nLr-2kYb", ""),
    "WEBHOOK_LISTEN": _Rule(readers.listening, "127.0.0.1:8443", "127.0.0.1:8443"),
    "SENTRY_DSN": _Rule(readers.dsn, "https://0123456789abcdef@sentry.example.com/1", ""),
    "LOG_LEVEL": _Rule(readers.one_of(LEVELS), "INFO", "INFO"),
    "LOG_FORMAT": _Rule(readers.one_of(("text", "json")), "text", "text"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One field per setting, named like its key in lower case; `.env.example` explains them."""

    telegram_bot_token: str = field(repr=False)
    telegram_api_url: str  # without a slash at its end
    ekyc_url: str  # without a slash at its end
    ekyc_token: str = field(repr=False)
    database: Path | PostgresAddress = field(repr=False)  # the address may contain a password
    database_key: str = field(repr=False)
    admins: frozenset[int]
    language: str  # "en" or "bn"
    organisation: str  # "" where the receipt names none
    organisation_bn: str
    helpline: str
    consent_wording: Mapping[str, str]  # by language; empty for the bot's own
    extra_questions: tuple[ExtraQuestion, ...]
    verdict_interval: timedelta
    verdict_checks: tuple[timedelta, ...]  # rising
    messages_per_second: int
    questions_per_second: int
    attempts_per_hour: int
    clean_chat: str  # "acceptance", "verdict" or "never"
    clean_chat_minutes: timedelta
    form_kept_days: timedelta
    undecided_kept_days: timedelta
    draft_kept_days: timedelta
    evening_report: time | None  # in Dhaka; None for no reports
    https_proxy: str = field(repr=False)  # "" lets the environment decide
    ssl_cert_file: Path | None
    restart_after: timedelta
    health: tuple[str, int] | None  # host and port of /live, /ready and /metrics
    webhook_url: str  # without a slash at its end; "" polls
    webhook_secret: str = field(repr=False)  # only `run` needs it, with a webhook
    webhook_listen: tuple[str, int]  # host and port
    sentry_dsn: str = field(repr=False)  # "" sends no reports
    log_level: str
    log_format: str  # "text" or "json"

    @property
    def bot_id(self) -> int | None:
        """The bot's Telegram ID; None if the token does not begin with it."""
        number, colon, _ = self.telegram_bot_token.partition(":")
        return int(number) if colon and number.isdecimal() and number.isascii() else None

    @property
    def secrets(self) -> tuple[str, ...]:
        """Values that must never be written down."""
        hidden = [getattr(self, each.name) for each in fields(self) if not each.repr]
        of_database = () if isinstance(self.database, Path) else self.database.secrets
        return (*(value for value in hidden if isinstance(value, str)), *of_database)

    @property
    def database_address(self) -> Path | str:
        """What `storage.open_database` takes; never print it, it may contain a password."""
        return self.database if isinstance(self.database, Path) else self.database.uri

    @property
    def database_file(self) -> Path | None:
        """The file; None where a server has the database."""
        return self.database if isinstance(self.database, Path) else None

    @classmethod
    def read(cls, environment: Mapping[str, str], dotenv: Path | None = None) -> Self:
        """The settings in `environment`, those missing there from the file `dotenv` if it exists.

        White space around a value is ignored and a blank value counts as missing. Raises
        SettingsInvalid with all problems together.
        """
        given = _given(read_env_file(dotenv)) | _of_this_machine(_given(environment))
        values: dict[str, Any] = {}
        problems = []
        secrets = [each.name.upper() for each in fields(cls) if not each.repr]
        for key, rule in _RULES.items():
            try:
                text = _secret(key, given) if key in secrets else given.get(key)
                values[key.lower()] = _value(rule, text)
            except ValueError as error:
                problems.append(f"{key} {error}; for example {key}={rule.example}")
        if problems:
            raise SettingsInvalid(tuple(problems))
        return cls(**values)


def is_weak(database_key: str) -> bool:
    """Whether somebody with the file could guess the key."""
    return len(database_key) < _SHORTEST_STRONG_KEY


def _secret(key: str, given: Mapping[str, str]) -> str | None:
    """The value itself, or the content of the file that `<key>_FILE` names (Docker secrets)."""
    file = given.get(f"{key}_FILE")
    if file is None:
        return given.get(key)
    if key in given:
        raise ValueError(f"and {key}_FILE must not both be given")
    try:
        return read_small_file(file).strip() or None
    except (OSError, ValueError):  # not UTF-8, or no path at all
        raise ValueError(
            f"cannot be read from the file that {key}_FILE names; that must be text in UTF-8 which"
            " the bot may read, and no pipe or device"
        ) from None


def _value(rule: _Rule, text: str | None) -> Any:
    text = rule.default if text is None else text
    if text is None:
        raise ValueError("is missing")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError("must be text in UTF-8") from None
    return rule.read(text)


def _given(values: Mapping[str, str | None]) -> dict[str, str]:
    return {key: value.strip() for key, value in values.items() if value and value.strip()}


def _of_this_machine(given: dict[str, str]) -> dict[str, str]:
    """Without a LANGUAGE that is meant for gettext (`en_GB:en`), which every service inherits."""
    is_ours = given.get("LANGUAGE", "").lower() in LANGUAGES
    return given if is_ours else {key: given[key] for key in given if key != "LANGUAGE"}
