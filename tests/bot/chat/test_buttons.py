"""A press is only a claim."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.chat.buttons import (
    EVENTS,
    STYLES,
    MenuPress,
    Press,
    menu_button,
    press_button,
    read_press,
)
from bot.chat.outgoing import Style
from bot.handlers.table import BUTTON_NAMED
from conversations import events
from tests.support.forms import begun, until

FORM = until("card")
MOST_BYTES = 64  # Bot API, InlineKeyboardButton.callback_data


@pytest.mark.parametrize(
    ("verb", "arguments", "event"),
    [
        ("decline", (), events.Withdrawn(version=FORM.version)),
        ("erase", (), events.Withdrawn(version=FORM.version)),
        ("stay", (), events.Stayed(version=FORM.version)),
        (
            "pick",
            ("gender", "male"),
            events.Chosen(version=FORM.version, question="gender", option="male"),
        ),
        ("keep", (), events.Kept(version=FORM.version)),
        (
            "barcode",
            ("nid_number",),
            events.BarcodeTaken(version=FORM.version, question="nid_number"),
        ),
        (
            "as-read",
            ("nid_number",),
            events.ReadingUpheld(version=FORM.version, question="nid_number"),
        ),
        ("back", (), events.WentBack(version=FORM.version)),
        ("edit", ("nominee",), events.EditChosen(version=FORM.version, question="nominee")),
        ("swap", ("0123456789abcdef",), events.SidesSwapped(front="0123456789abcdef")),
        ("card-ok", (), events.CardConfirmed(version=FORM.version)),
        ("read-again", (), events.ReadingRepeated(version=FORM.version)),
        ("submit", (), events.Submitted(version=FORM.version)),
        ("submit-again", (), events.SubmittedAgain(version=FORM.version)),
    ],
)
def test_what_a_button_carries_comes_back_as_what_the_agent_did(
    verb: str, arguments: tuple[str, ...], event: events.AgentEvent
) -> None:
    button = press_button("Tap", FORM, verb, *arguments)
    assert len(button.data.encode()) <= MOST_BYTES

    press = read_press(button.data)
    assert isinstance(press, Press)
    assert press.application_id == FORM.id
    assert press.event("en") == event


def test_consent_notes_the_language_in_which_it_was_shown() -> None:
    press = read_press(press_button("Yes", begun(), "consent").data)
    assert isinstance(press, Press)

    event = press.event("bn")
    assert isinstance(event, events.ConsentGiven)
    assert event.language == "bn"


def test_every_row_has_a_button_on_some_screen() -> None:
    screens = Path(__file__).parents[3] / "bot" / "screens"
    drawn = "".join(path.read_text("utf-8") for path in screens.glob("*.py"))

    undrawn = {verb for verb, _ in EVENTS if f'"{verb}"' not in drawn}

    assert undrawn == {"other"}, "only buttons of an earlier version still say that"


def test_a_menu_button_names_no_state() -> None:
    assert read_press(menu_button("Older", "log", "3").data) == MenuPress("log", "3")
    assert read_press(menu_button("New", "new").data) == MenuPress("new")


@pytest.mark.parametrize(
    "data",
    [
        *("", ".", "a", "a.b", "a.1", "a.১.keep", "a.-1.keep", "a.1e3.keep", "a.1234567890.keep"),
        *("গ্রাহক.1.keep", "~open.\ud800", "\ud800.1.keep"),
        *("~open.\0", "~receipt.en-\0", "\0.1.keep", "a.1.pick.gender.\0", "~new.\n"),
    ],
)
def test_data_that_no_button_carries_is_not_a_press(data: str) -> None:
    assert read_press(data) is None


@pytest.mark.parametrize("data", ["a.1.keep.me", "a.1.pick.gender", "a.1.dance", "a.1.swap"])
def test_a_verb_with_other_arguments_means_nothing(data: str) -> None:
    press = read_press(data)

    assert isinstance(press, Press)
    assert press.event("en") is None


@given(st.text(max_size=64))
@example("a.1.keep")
def test_any_bytes_are_read_without_harm(data: str) -> None:
    press = read_press(data)

    if isinstance(press, Press):
        event = press.event("en")
        assert event is None or isinstance(event, events.Pressed | events.SidesSwapped)


def test_every_colour_belongs_to_a_button_that_exists() -> None:
    assert STYLES.keys() <= {verb for verb, _ in EVENTS} | BUTTON_NAMED.keys()


@pytest.mark.parametrize(
    ("verb", "style"),
    [
        ("submit", Style.YES),
        ("consent", Style.YES),
        ("fix", Style.WANTED),
        ("erase", Style.LOSS),
        ("keep", Style.PLAIN),
    ],
)
def test_a_button_has_the_colour_of_what_it_does(verb: str, style: Style) -> None:
    assert press_button("Tap", FORM, verb).style is style


def test_the_same_words_of_a_menu_have_the_same_colour_everywhere() -> None:
    assert menu_button("New customer", "new").style is Style.WANTED
    assert menu_button("Remove", "remove-now").style is Style.LOSS
    assert menu_button("✕ 1", "withdraw").style is Style.LOSS
    assert menu_button("Invite", "invite").style is Style.WANTED
    assert menu_button("CSV", "export").style is Style.PLAIN
    assert menu_button("My applications", "log").style is Style.PLAIN
