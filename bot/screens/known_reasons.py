"""The eKYC service's English messages, put into Bangla.

The document lists no messages. These patterns cover the known messages of its later versions and
example clients; any other message is shown unmodified, never guessed at.
"""

import re

#: The first match counts, so specific patterns come before general ones.
_KNOWN = tuple(
    (re.compile(pattern, re.IGNORECASE), key)
    for pattern, key in (
        (r"shows the (front|back)|wrong side|sides? (are )?swapped", "said-wrong-side"),
        (r"no .*card|not recogni[sz]ed|card .*not (found|detected)", "said-no-card"),
        (r"(nid|national id).*(not (found|read|detected)|could ?n.t)", "said-no-number"),
        (r"(dob|date of birth).*(not (found|read|detected)|could ?n.t)", "said-no-date"),
        (r"face.*(not|no)|no face|photo.*(no|not).*(face|valid|accepted)", "said-no-face"),
        (r"blur|unclear|not readable|unreadable|quality", "said-unclear"),
        (r"(too|file) (large|big)|exceeds", "said-too-large"),
        (r"extension|not a valid image|unsupported|corrupt", "said-not-an-image"),
        (r"undecided|already (in process|exists|submitted)|pending", "said-in-process"),
        (r"mobile.*(invalid|not valid|digits|must)", "said-mobile"),
        (r"required|may not be (blank|null)|missing", "said-missing"),
    )
)


def known_reason(said: str) -> str | None:
    """The text key that says the same; None for unknown words."""
    return next((key for pattern, key in _KNOWN if pattern.search(said)), None)
