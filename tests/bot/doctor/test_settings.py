"""What the doctor says of the settings."""

from bot.doctor.finding import State, doubtful
from bot.doctor.settings import judge_misspellings, judge_settings
from bot.settings.misspelling import Misspelling
from bot.settings.settings import Settings
from tests.support.environment import REQUIRED


def test_a_misspelt_name_takes_the_place_of_the_good_news() -> None:
    settings = Settings.read(REQUIRED)

    first, *_ = judge_settings(settings, [Misspelling("EKYC_TOKN", "EKYC_TOKEN")])

    assert (first.name, first.state) == ("settings", State.WARNING)
    assert [each.name for each in judge_settings(settings)] == ["settings", "key"]


def test_the_cure_names_the_nearest_setting_if_there_is_one() -> None:
    names = [Misspelling("EKYC_TOKN", "EKYC_TOKEN"), Misspelling("ZZZZ", "")]

    assert list(judge_misspellings(names)) == [
        doubtful(
            "settings",
            "No setting is named EKYC_TOKN, so it is ignored.",
            "Write EKYC_TOKEN, if that is meant.",
        ),
        doubtful("settings", "No setting is named ZZZZ, so it is ignored.", "Remove it."),
    ]
