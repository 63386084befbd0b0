"""The wording of the consent, kept as proof of what customers agreed to."""

from datetime import datetime

from bot.screens.consent import consent_text, consent_version
from conversations.languages import LANGUAGES
from conversations.organisation import Organisation
from storage import Store
from storage.audit import OPERATOR


def note_wording(store: Store, organisation: Organisation, now: datetime) -> None:
    """Keep the text in the audit, once, under its version."""
    version = consent_version(organisation)
    with store.transaction():
        if not store.audit.entries(subject=version, actions=("consent-wording",), last=1):
            texts = {each: [consent_text(organisation, each)] for each in LANGUAGES}
            store.audit.record(
                "consent-wording", actor=OPERATOR, now=now, subject=version, texts=texts
            )
