"""The consent's wording is kept in the audit once for each version."""

from bot.applications.wording import note_wording
from bot.screens.consent import consent_version
from conversations.organisation import NAMELESS
from tests.support.office import Office


def test_the_text_that_customers_agree_to_is_kept_once_in_every_language() -> None:
    office = Office()
    for _ in range(2):
        note_wording(office.store, NAMELESS, office.now)

    (entry,) = office.store.audit.entries(
        subject=consent_version(NAMELESS), actions=("consent-wording",)
    )
    texts = entry.details["texts"]
    assert isinstance(texts, dict)
    assert sorted(texts) == ["bn", "en"]
    assert all(text for (text,) in texts.values())
