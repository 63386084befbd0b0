"""Readers that turn the text of a setting into its value.

Every reader raises ValueError with a sentence without its subject, which never repeats the text:
it may be a secret in the wrong place.
"""

import re
import ssl
from collections.abc import Callable, Collection, Mapping
from datetime import time, timedelta
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from bot.settings.small_file import read_small_file

_LARGEST_ID = 2**52  # Telegram: at most 52 significant bits
_LONGEST_INTERVAL = 86_400  # seconds
_MOST_AGES = 10
_LONGEST_NAME = 48  # characters
_LONGEST_HELPLINE = 40  # characters
_SHORTEST_CONSENT = 40  # characters; less names no purpose
_LONGEST_CONSENT = 500  # characters; both languages and the buttons are one screen of a phone
_FEWEST_DIGITS, _MOST_DIGITS = 3, 15  # 999; E.164 has at most 15
_SHORTEST_PATIENCE = 120  # seconds; a loop may sleep for one minute, a poll for 40 s


def bot_token(text: str) -> str:
    # Not stricter: a private Bot API server may give tokens of another form.
    if not re.fullmatch(r"[!-~]+", text) or re.search(r"[/?#%]", text):
        raise ValueError("must be one word that can be part of a web address")
    return text


def file(text: str) -> Path:
    if Path(text).name in {"", ".."}:
        raise ValueError("must be the path of a file")
    return Path(text)


def name(text: str) -> str:
    """A name of one line that fits into the heading of a receipt."""
    return _line(text, longest=_LONGEST_NAME)


def helpline(text: str) -> str:
    """A telephone number, a short code such as 16247, or a few words."""
    digits = re.sub(r"[\s()+-]", "", text)
    if digits.isdigit() and not _FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS:
        raise ValueError(f"must have {_FEWEST_DIGITS} to {_MOST_DIGITS} digits if it is a number")
    return _line(text, longest=_LONGEST_HELPLINE)


def _line(text: str, *, longest: int) -> str:
    if not text.isprintable() or len(text) > longest:
        raise ValueError(f"must be one line of at most {longest} characters")
    return text


def consent(languages: Collection[str]) -> Callable[[str], Mapping[str, str]]:
    """A reader of a folder with the consent's wording in a file for each language."""

    def read(folder: str) -> Mapping[str, str]:
        return {each: _wording(Path(folder) / f"{each}.txt") for each in languages if folder}

    return read


def _wording(path: Path) -> str:
    try:
        text = " ".join(read_small_file(path).split())
    except (OSError, ValueError):  # ValueError: not UTF-8, or no path at all
        raise ValueError(f"must be a folder with {path.name}, a text file in UTF-8") from None
    if not _SHORTEST_CONSENT <= len(text) <= _LONGEST_CONSENT or not text.isprintable():
        raise ValueError(
            f"must have {_SHORTEST_CONSENT} to {_LONGEST_CONSENT} characters of text in {path.name}"
        )
    return text


def user_ids(text: str) -> frozenset[int]:
    words = re.findall(r"[^,\s]+", text)
    if not all(
        re.fullmatch(r"[0-9]{1,16}", word) and 0 < int(word) <= _LARGEST_ID for word in words
    ):
        raise ValueError("must be numbers with commas between them, not user names")
    return frozenset(map(int, words))


def whole(least: int, most: int) -> Callable[[str], int]:
    """A reader of whole numbers between the two, inclusive."""

    def read(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", text) or not least <= int(text) <= most:
            raise ValueError(f"must be a whole number from {least} to {most}")
        return int(text)

    return read


def days(text: str) -> timedelta:
    return timedelta(days=whole(1, 3650)(text))


def minutes(text: str) -> timedelta:
    return timedelta(minutes=whole(0, 24 * 60)(text))


def interval(text: str) -> timedelta:
    return _seconds(text, least=1)


def ages(text: str) -> tuple[timedelta, ...]:
    """Rising numbers of seconds."""
    found = tuple(_seconds(word, least=1) for word in re.findall(r"[^,\s]+", text))
    if not 0 < len(found) <= _MOST_AGES or list(found) != sorted(set(found)):
        raise ValueError(f"must be 1 to {_MOST_AGES} rising numbers with commas between them")
    return found


def patience(text: str) -> timedelta:
    return _seconds(text, least=_SHORTEST_PATIENCE)


def _seconds(text: str, *, least: int) -> timedelta:
    is_number = re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", text)
    if not is_number or not least <= float(text) <= _LONGEST_INTERVAL:
        raise ValueError(f"must be a number of seconds from {least} to {_LONGEST_INTERVAL}")
    return timedelta(seconds=float(text))


def hour(text: str) -> time | None:
    """A time of the day; None for the word off."""
    if text.lower() == "off":
        return None
    if not re.fullmatch(r"([01]?[0-9]|2[0-3]):[0-5][0-9]", text):
        raise ValueError("must be a time of the day such as 19:00, or off")
    hours, minutes = map(int, text.split(":"))
    return time(hours, minutes)


def one_of(words: Collection[str]) -> Callable[[str], str]:
    """A reader of one of these words, in capitals or not."""

    def read(text: str) -> str:
        found = next((word for word in words if word.lower() == text.lower()), None)
        if found is None:
            raise ValueError("must be one of " + ", ".join(words))
        return found

    return read


def proxy(text: str) -> str:
    """The address of a proxy, with http:// added if it has no scheme; empty for no proxy."""
    if not text:
        return ""
    address = text if "://" in text else f"http://{text}"
    try:
        parts = urlsplit(address)
        is_right = parts.scheme in {"http", "https"} and parts.hostname and (parts.port or 1)
    except ValueError:
        is_right = False
    if not is_right or re.search(r"\s", address):
        raise ValueError("must be the address of a proxy")
    return address.rstrip("/")


def listening(text: str) -> tuple[str, int] | None:
    """Host and port to listen at; none for an empty text."""
    if not text:
        return None
    try:
        parts = urlsplit(f"//{text}")
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    is_more = "@" in text or "/" in text or re.search(r"[\s?#]", text)
    if not host or not port or is_more:
        raise ValueError("must be a host and a port")
    return host, port


def optional(read: Callable[[str], str]) -> Callable[[str], str]:
    """A reader that also takes an empty text."""
    return lambda text: read(text) if text else ""


def webhook_secret(text: str) -> str:
    """A secret token for a webhook (Bot API, setWebhook); empty for none."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", text):
        raise ValueError("must have 1 to 256 of the letters A-Z and a-z, digits, _ and -")
    return text


def dsn(text: str) -> str:
    """Where Sentry takes reports, with the key of the project; empty for nowhere."""
    if not text:
        return ""
    try:
        parts = urlsplit(text)
        is_whole = parts.hostname and parts.username and (parts.port or 1)
    except ValueError:
        is_whole = False
    is_project = is_whole and re.fullmatch(r"(/[\w.-]+)*/[0-9]+", parts.path)
    is_safe = is_whole and (parts.scheme == "https" or _is_on_this_machine(parts))
    if not is_project or not is_safe or re.search(r"[\s?#]", text):
        raise ValueError("must be a DSN of Sentry, with https unless it is on this machine")
    return text


def _is_on_this_machine(parts: SplitResult) -> bool:
    return parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost", "::1"}


def certificates(text: str) -> Path | None:
    """A file with certificate authorities; none for an empty text."""
    if not text:
        return None
    try:
        if not Path(text).is_file():  # a pipe would be waited for, perhaps for ever
            raise ValueError("no file")  # noqa: TRY301 - the same sentence for all that is wrong
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(text)
    except (OSError, ValueError):  # ssl.SSLError is an OSError
        raise ValueError("must be a file with certificates as PEM that the bot may read") from None
    return Path(text)
