"""The organisation as its settings describe it."""

from bot.settings.settings import Settings
from conversations.organisation import Organisation


def organisation_of(settings: Settings) -> Organisation:
    return Organisation(
        names={"en": settings.organisation, "bn": settings.organisation_bn},
        helpline=settings.helpline,
        consent=settings.consent_wording,
        extra=settings.extra_questions,
    )
