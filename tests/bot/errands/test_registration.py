"""The form in the words of the eKYC client: nothing that was asked is forgotten on the way."""

from dataclasses import fields

from bot.ekyc import Registration
from bot.errands.registration import registration_of
from conversations import events
from conversations.card import CARD_FIELDS
from conversations.options import SAME_ADDRESS
from conversations.questions import FORM, REVIEW, asked_of
from tests.support.forms import READ, after, press, types, until

#: What the service gives a card's two pictures for names; the agent is not asked for them.
FROM_THE_READING = {"front_name", "back_name"}

#: Questions whose answers stay here; none is sent to the service.
KEPT_HERE: set[str] = set()


def test_every_answer_of_the_form_is_sent_and_everything_sent_is_asked_for() -> None:
    sent = {field.name for field in fields(Registration)} - FROM_THE_READING

    assert sent | KEPT_HERE == {*asked_of(FORM), *CARD_FIELDS}


def test_a_complete_form_has_a_value_for_every_text_of_step_two() -> None:
    form = until(REVIEW)
    registration = registration_of(form)

    assert registration.nid_number == READ["nid_number"]
    assert form.answers["permanent_address"] == SAME_ADDRESS
    assert registration.permanent_address == READ["present_address"]
    assert (registration.front_name, registration.back_name) == ("f.jpg", "b.jpg")


def test_a_date_goes_as_it_was_read_and_one_that_was_typed_as_the_service_writes_it() -> None:
    read = until(REVIEW)
    edited = after(read, press(events.EditChosen, question="date_of_birth"), types("25/10/1980"))

    assert registration_of(read).date_of_birth == "1980/10/1"
    assert registration_of(edited).date_of_birth == "1980/10/25"
