"""The eKYC service's messages: its fields by the names that agents know, its English in Bangla.

The document lists no messages. These patterns cover the known messages of its later versions and
example clients; any other message is shown unmodified, never guessed at.
"""

import re
from collections.abc import Iterator

from bot.ekyc import QUESTION_OF
from bot.texts import plain

#: Words about the register, or about the service's own trouble: no pattern below is meant.
_OF_OTHERS = re.compile(
    r"\b(server|service|database|register|registry|ec|election|system|connection|api)\b"
    r"|time[ds]?[ -]?out|match",
    re.IGNORECASE,
)

_PICTURE = r"\b(image|picture|photo|photograph|file|selfie)\b"
_NOT_SEEN = r"(\bnot|n.t)( be| been)? (detected|recogni[sz]ed|visible|read)\b"
_NUMBER = r"\b(nid|national id)( number| no)?"

_FIELD = re.compile(rf"(?:^|\s)({'|'.join(QUESTION_OF)}): ")

#: The first match counts, so specific patterns come before general ones.
_KNOWN = tuple(
    (re.compile(pattern, re.IGNORECASE), key)
    for pattern, key in (
        (r"shows the (front|back)|wrong side|sides? (are )?swapped", "said-wrong-side"),
        (rf"\bcard\b.*({_NOT_SEEN}|not found)|\bno\b.*\bcard\b", "said-no-card"),
        (rf"{_NUMBER}\b.*{_NOT_SEEN}|{_NUMBER} not found\W*$", "said-no-number"),
        (rf"\b(dob|date of birth)\b.*({_NOT_SEEN}|not found)", "said-no-date"),
        (rf"\bno face\b|\bface\b.*({_NOT_SEEN}|not found)", "said-no-face"),
        (r"\bblur|\bunclear|not (clear|readable)|unreadable|(low|poor) quality", "said-unclear"),
        (rf"{_PICTURE}.*\b(too (large|big)|exceeds)|^HTTP 413\b", "said-too-large"),
        (r"extension|not a valid image|unsupported|\bcorrupt", "said-not-an-image"),
        (rf"{_PICTURE}.*not (valid|accepted)", "said-not-an-image"),
        (r"undecided|already (in process|submitted|pending)|\bis pending\b", "said-in-process"),
        (r"\balready (exists?|registered|taken|used|in use)\b", "said-exists"),
        (r"mobile.*(invalid|not valid|digits|must)", "said-mobile"),
        (r"field (is )?required|required field|not be (blank|null)|\bmissing\b", "said-missing"),
    )
)


def complaints_in_words(said: str, language: str) -> str:
    """What the service says; a complaint about one of its fields follows the agent's name of it."""
    return " ".join(_complaints(said, language))


def _complaints(said: str, language: str) -> Iterator[str]:
    general, *named = _FIELD.split(said)
    if general:
        yield _in_words(general, general, language)
    for name, words in zip(named[::2], named[1::2], strict=True):
        complaint = _in_words(f"{name}: {words}", words, language)
        yield f"{plain(language, QUESTION_OF[name])}: {complaint}"


def _in_words(complaint: str, words: str, language: str) -> str:
    known = None if language == "en" else known_reason(complaint)
    return plain(language, known) if known else words


def known_reason(said: str) -> str | None:
    """The text key that says the same; None for unknown words."""
    if _OF_OTHERS.search(said):
        return None
    return next((key for pattern, key in _KNOWN if pattern.search(said)), None)
