"""What the audit says about a change: that it happened, never what the customer's values are."""

from dataclasses import replace

import pytest

from bot.trail import Deed, deeds
from conversations import events
from conversations.application import Application, Phase
from conversations.events import Event, Moment, StillPending, SubmissionRefused, VerdictFound
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
def test_no_value_stands_in_any_deed(point: str) -> None:
    application = forms.every_point()[point]
    said = str(list(deeds(forms.begun(), application, StillPending(ticket="t"), HASHES)))

    for key in (*READ, "mobile_number", "nominee"):
        value = application.value(key)
        assert not value or value not in said, key


def test_the_way_to_the_service_is_recorded() -> None:
    submitted = forms.submitted()
    assert submitted.submission is not None
    ticket = submitted.submission.ticket

    assert recorded(submitted, events.SubmissionAccepted(ticket=ticket)) == [
        Deed("accepted", {"attempt": 1})
    ]
    assert recorded(submitted, events.SubmissionUnclear(ticket=ticket)) == [
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
