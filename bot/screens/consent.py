"""What the customer agrees to: the organisation's own wording, or the bot's. Pure."""

import hashlib
import json

from bot.texts import plain
from conversations.languages import LANGUAGES
from conversations.organisation import Organisation


def consent_text(organisation: Organisation, language: str) -> str:
    """The wording that is read aloud, in that language."""
    return organisation.consent.get(language) or plain(language, "consent-text")


def consent_version(organisation: Organisation) -> str:
    """The version of the wording: the beginning of its SHA-256, over all languages."""
    wording = [[language, consent_text(organisation, language)] for language in LANGUAGES]
    return hashlib.sha256(json.dumps(wording).encode()).hexdigest()[:16]
