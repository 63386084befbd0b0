"""What the audit says about a change: that it happened, never the customer's values."""

from dataclasses import replace

import pytest

from bot.applications.audit_trail import Deed, deeds
from conversations import events, replies
from conversations.application import Application, Phase
from conversations.card_barcode import CardBarcode
from conversations.events import Event, Moment
from conversations.questions import READING
from conversations.replies import StillPending, SubmissionRefused, VerdictFound
from conversations.transitions import advance
from conversations.verdict import Source
from storage.keyed_hashes import KeyedHashes
from tests.support import forms
from tests.support.forms import FAILED, NOW, PASSED, READ, Happening

HASHES = KeyedHashes("ab" * 32)


def recorded(before: Application, happening: Happening) -> list[Deed]:
    event: Event = happening(before.version) if callable(happening) else happening
    after = advance(before, event, Moment(now=NOW, ticket="t")).application
    return list(deeds(before, after, event, HASHES))


def test_consent_is_recorded_with_its_version_and_language() -> None:
    assert recorded(forms.begun(), forms.consents()) == [
        Deed("consent-given", {"text_version": "2026-11", "language": "en"})
    ]


def test_a_no_is_recorded_as_withdrawn() -> None:
    no = forms.press(events.Withdrawn)

    assert recorded(forms.begun(), no) == [Deed("withdrawn", {"consent": "", "phase": "filling"})]


def test_a_reading_is_recorded_as_hashes_of_each_field() -> None:
    before = forms.until("gender")
    without = replace(before, reading=None)

    (deed,) = deeds(without, before, StillPending(ticket="t"), HASHES)

    values = deed.details["values"]
    assert isinstance(values, dict)
    assert values["nid_number"] == ["", HASHES.of("nid_number", READ["nid_number"])]
    assert deed.details["corrected"] == []


def test_a_correction_is_recorded_as_old_and_new_hash_and_marked() -> None:
    before = forms.until("gender")
    after = replace(before, answers={**before.answers, "name_english": "Somebody Else"})

    (deed,) = deeds(before, after, StillPending(ticket="t"), HASHES)

    assert deed == Deed(
        "values-changed",
        {
            "values": {
                "name_english": [
                    HASHES.of("name_english", READ["name_english"]),
                    HASHES.of("name_english", "Somebody Else"),
                ]
            },
            "corrected": ["name_english"],
        },
    )


@pytest.mark.parametrize("point", forms.every_point())
def test_no_value_is_recorded_in_any_row(point: str) -> None:
    application = forms.every_point()[point]
    said = str(list(deeds(forms.begun(), application, StillPending(ticket="t"), HASHES)))

    for key in (*READ, "mobile_number", "nominee"):
        value = application.value(key)
        assert not value or value not in said, key


def test_the_way_to_the_service_is_recorded() -> None:
    submitted = forms.submitted()
    assert submitted.submission is not None
    ticket = submitted.submission.ticket

    assert recorded(submitted, replies.SubmissionAccepted(ticket=ticket)) == [
        Deed("accepted", {"attempt": 1})
    ]
    assert recorded(submitted, replies.SubmissionUnclear(ticket=ticket)) == [
        Deed("outcome-unknown", {"attempt": 1})
    ]
    assert recorded(submitted, SubmissionRefused(ticket=ticket, reason="Rahima lives here")) == [
        Deed("refused", {"attempt": 1})
    ]


def test_a_verdict_is_recorded_with_where_it_came_from_and_what_it_was_before() -> None:
    pending = forms.pending()
    assert pending.submission is not None
    ticket = pending.submission.ticket
    found = VerdictFound(ticket=ticket, verdict=replace(FAILED, source=Source.LOG))
    decided = advance(pending, found, Moment(now=NOW, ticket="t")).application
    assert decided is not None
    assert decided.phase is Phase.DECIDED

    assert recorded(pending, found) == [
        Deed("verdict", {"old": "", "new": "failed", "source": "log"})
    ]
    corrected = VerdictFound(ticket=ticket, verdict=replace(PASSED, source=Source.STATUS))
    assert recorded(decided, corrected) == [
        Deed("verdict", {"old": "failed", "new": "passed", "source": "status"})
    ]
    assert recorded(decided, found) == []


class TestOverrides:
    """When the agent overrides the bot's advice, it is recorded, and only then."""

    def test_a_value_kept_as_printed(self) -> None:
        read = forms.being_read(READING)
        printed = forms.after(read, forms.read(read, mother_name="Ambia"))
        asked = forms.after(printed, forms.press(events.EditChosen, question="mother_name"))

        assert recorded(asked, forms.press(events.Kept)) == [
            Deed("overridden", {"override": "as-printed", "values": ["mother_name"]})
        ]

    def test_a_reading_upheld_against_the_barcode(self) -> None:
        waiting = forms.being_read(READING)
        back = replace(waiting.pictures["back"], barcode=CardBarcode(nid_number="0001980100141"))
        waiting = replace(waiting, pictures={**waiting.pictures, "back": back})
        differing = forms.after(waiting, forms.read(waiting))

        upheld = recorded(differing, forms.press(events.ReadingUpheld, question="nid_number"))
        taken = recorded(differing, forms.press(events.BarcodeTaken, question="nid_number"))

        assert upheld == [Deed("overridden", {"override": "as-printed", "values": ["nid_number"]})]
        assert [deed.action for deed in taken] == ["values-changed"]
        assert taken[0].details["corrected"] == ["nid_number"]

    def test_a_poor_photo_used_anyway(self) -> None:
        poor = forms.after(forms.begun(), forms.consents())
        for _ in range(2):
            poor = forms.after(poor, forms.photo())
            poor = forms.after(poor, forms.checked(poor, "front", None, "picture-blurred"))
        anyway = recorded(poor, forms.press(events.PictureInsisted, slot="front"))

        assert Deed("overridden", {"override": "poor-photo", "pictures": ["front"]}) in anyway

    def test_a_wrong_subject_used_anyway(self) -> None:
        sent = forms.after(forms.until("selfie"), forms.photo())
        doubt = forms.checked(sent, "selfie", None, "picture-several-faces")
        anyway = recorded(
            forms.after(sent, doubt), forms.press(events.PictureInsisted, slot="selfie")
        )

        assert Deed("overridden", {"override": "wrong-subject", "pictures": ["selfie"]}) in anyway

    def test_an_application_sent_again(self) -> None:
        again = recorded(forms.denied(), forms.press(events.SubmittedAgain))

        assert again == [
            Deed("overridden", {"override": "sent-again"}),
            Deed("submitted", {"attempt": 2}),
        ]

    def test_an_application_sent_despite_a_record_is_the_attempt_that_was_submitted(self) -> None:
        anyway = recorded(forms.asked_about_record(), forms.press(events.SubmittedAnyway))

        assert anyway == [Deed("overridden", {"override": "despite-record"})]

    @pytest.mark.parametrize("point", forms.every_point())
    def test_a_press_on_an_old_button_is_none(self, point: str) -> None:
        application = forms.every_point()[point]
        for button in (
            events.SubmittedAgain(version=0),
            events.PictureInsisted(version=0, slot="front"),
            events.ReadingRepeated(version=0),
            events.Kept(version=0),
        ):
            assert recorded(application, button) == [], button

    def test_a_press_that_does_nothing_is_none(self) -> None:
        for button in (
            forms.press(events.PictureInsisted, slot="front"),
            forms.press(events.SubmittedAgain),
            forms.press(events.ReadingRepeated),
        ):
            assert recorded(forms.until("gender"), button) == []
