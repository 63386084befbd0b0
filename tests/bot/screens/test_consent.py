"""The wording of the consent and its version."""

from bot.screens.consent import consent_version
from bot.screens.prompts import prompt
from bot.texts import plain
from conversations.organisation import NAMELESS, Organisation
from tests.support.forms import begun
from tests.support.plain_words import parse

OWN = Organisation(consent={"en": "Photos & checks: may we?", "bn": "ছবি তুলব?"})


def test_the_organisations_wording_is_shown_in_both_languages_in_place_of_the_bots() -> None:
    text, _ = parse(prompt(begun(), "en", organisation=OWN).text)

    assert "Photos & checks: may we?" in text
    assert "ছবি তুলব?" in text
    assert plain("en", "consent-text") not in text
    assert plain("en", "consent-question") in text


def test_each_wording_has_its_own_version_whatever_else_is_set() -> None:
    other = Organisation(consent={"en": "Photos & checks: may we?", "bn": "ছবি তুলি?"})
    named = Organisation(consent=OWN.consent, names={"en": "Meghna Bank"}, helpline="16247")

    assert len({consent_version(one) for one in (NAMELESS, OWN, other)}) == 3
    assert consent_version(named) == consent_version(OWN)
