"""What an agent picks most comes first."""

from bot.applications.habits import habits_of
from bot.chat.outgoing import Send
from bot.screens.prompts import prompt
from tests.support.forms import after, begun, picks, types, until
from tests.support.office import Office


def test_the_most_picked_come_first_and_typed_words_do_not_count() -> None:
    asked = until("profession")
    picked = [after(asked, picks("profession", key)) for key in ("farmer", "driver", "driver")]

    assert habits_of([*picked, after(asked, types("Tailor")), begun()]) == {
        "profession": ("driver", "farmer")
    }


def test_yesterdays_choice_is_the_first_button_of_today() -> None:
    office = Office()
    office.holds(after(until("profession"), picks("profession", "driver")), name="aaaaaaaa")
    with office.store.transaction():
        begun_today = office.clerk.begin(office.agent, office.now)
    assert begun_today.habits == {"profession": ("driver",)}

    asked = until("profession", begun_today)
    assert labels(prompt(asked, "en"))[:2] == ["Driver", "Private service"]


def test_other_says_what_to_type() -> None:
    office = Office()
    office.holds(until("profession"))

    assert "Other: type it" in labels(prompt(office.form, "en"))
    sent = office.sees_tap("other", "profession")
    assert any("Please type it and send: Profession" in str(each) for each in sent)
    assert office.form.asking == "profession"


def labels(message: Send) -> list[str]:
    return [button.text for row in message.keyboard for button in row]
