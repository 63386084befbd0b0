"""The agent sees by a thumb on each photo that it was taken."""

import pytest

from bot.sandbox.person import Person
from tests.support.customers import ASADUZZAMAN, RAHIMA, comes_to
from tests.support.running import Trial

pytestmark = pytest.mark.one_engine


async def test_each_photo_that_is_good_gets_a_thumb(rahim: Person) -> None:
    await comes_to(rahim, "front")

    front = await rahim.sends_photo(ASADUZZAMAN.front)
    await rahim.sees_reaction("👍", on=front)
    back = await rahim.sends_photo(ASADUZZAMAN.back)
    await rahim.sees_reaction("👍", on=back)


async def test_two_photos_sent_together_get_one_thumb(rahim: Person) -> None:
    await comes_to(rahim, "front")

    front, _ = await rahim.sends_album(ASADUZZAMAN.front, ASADUZZAMAN.back)

    await rahim.sees_reaction("👍", on=front)


async def test_the_selfie_gets_a_thumb(rahim: Person) -> None:
    await comes_to(rahim, "selfie")

    selfie = await rahim.sends_photo(ASADUZZAMAN.selfie)

    await rahim.sees_reaction("👍", on=selfie)


async def test_a_photo_that_is_not_good_gets_none(rahim: Person) -> None:
    await comes_to(rahim, "front")

    face = await rahim.sends_photo(ASADUZZAMAN.selfie)
    await rahim.sees("⚠")

    assert face.message_id not in rahim.screen.reactions


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "no_reactions"},
        {"kind": "too_many_requests", "seconds": 20},
        {"kind": "delay", "seconds": 20},
        {"kind": "bad_gateway"},
    ],
)
async def test_where_telegram_takes_no_reaction_nothing_is_lost_or_late(
    rahim: Person, trial: Trial, fault: dict[str, object]
) -> None:
    await trial.fault("telegram", method="setMessageReaction", times="always", **fault)

    await comes_to(rahim, "gender", RAHIMA)

    assert rahim.screen.reactions == {}
