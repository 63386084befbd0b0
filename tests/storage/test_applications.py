"""Customers' registrations: what is saved comes back, until it is erased."""

import json
from dataclasses import replace
from datetime import date

import pytest

from conversations import events
from conversations.application import Application
from conversations.card_barcode import CardBarcode
from conversations.errands import Errand, Task
from conversations.questions import REVIEW
from storage import Database, Store
from storage.documents import read_document, write_document
from tests.storage.conftest import Saved, named
from tests.support.forms import (
    AGENT,
    NOW,
    after,
    begun,
    checked,
    every_point,
    photo,
    press,
    read,
    until,
)
from tests.support.owed import owed_errands


@pytest.mark.parametrize("point", every_point())
def test_an_application_comes_back_as_it_was_saved(store: Store, saved: Saved, point: str) -> None:
    application = saved(every_point()[point])

    assert store.applications.find(application.id) == application


def test_what_a_barcode_says_comes_back_with_its_photo() -> None:
    form = until("gender")
    barcode = CardBarcode(nid_number="0001980100147", date_of_birth=date(1980, 10, 1), name="A")
    back = replace(form.pictures["back"], barcode=barcode)
    form = replace(form, pictures={**form.pictures, "back": back})

    assert read_document(write_document(form)) == form


def test_a_photo_saved_before_barcodes_were_read_has_none() -> None:
    form = until("gender")
    document = json.loads(write_document(form))
    for picture in document["pictures"].values():
        del picture["barcode"]

    assert read_document(json.dumps(document)) == form


def test_saving_again_replaces(store: Store, saved: Saved) -> None:
    saved(begun())
    later = saved(until("gender"))

    assert store.applications.find(later.id) == later
    assert store.caseloads.count_of_agent(AGENT) == 1


def test_a_customer_is_found_while_the_card_is_read_again_and_then_by_what_it_says(
    store: Store, saved: Saved
) -> None:
    form = saved(until(REVIEW))

    def found(change: Application) -> bool:
        store.applications.change(form, change)
        return bool(store.caseloads.search(AGENT, ["asaduzzaman"]))

    waiting = after(form, press(events.EditChosen, question="front"), photo())
    assert found(waiting)

    form, ready = waiting, after(waiting, checked(waiting, "front"))
    assert not found(after(ready, read(ready, name_english=None)))


def test_an_erased_application_is_gone_with_its_errands(store: Store, saved: Saved) -> None:
    saved(begun())
    store.errands.owe("abcd2345", Errand(task=Task.READ_CARD, ticket="t"), NOW)

    store.applications.erase("abcd2345")

    assert store.applications.find("abcd2345") is None
    assert owed_errands(store) == []


def test_applications_that_were_erased_are_missing(store: Store, saved: Saved) -> None:
    saved(named(begun(), "here"))
    saved(named(begun(), "erased"))
    store.applications.erase("erased")

    assert store.applications.missing(("here", "erased", "never")) == ["erased", "never"]
    assert store.applications.missing(()) == []


@pytest.mark.parametrize("point", every_point())
def test_a_change_leaves_what_saving_would(
    store: Store, database: Database, saved: Saved, point: str
) -> None:
    before = saved(until("mobile_number"))
    after = replace(every_point()[point], created_at=before.created_at)

    store.applications.change(before, after)
    changed = _row(database, after)
    saved(after)

    assert changed == _row(database, after)
    assert store.applications.find(after.id) == after


def _row(database: Database, application: Application) -> list[object]:
    """Its columns but for the document, opened where they are sealed."""
    row = database.row(
        "select agent_id, phase, decision, created_at, changed_at, submitted_at, mobile_hash,"
        " national_id_hash, is_erased, account, begun_on, sent_with,"
        " mobile_number, national_id_key, found_by from applications where id = ?",
        (application.id,),
    )
    assert row is not None
    *plain, mobile_number, national_id_key, found_by = row
    sealed = {
        "mobile_number": mobile_number,
        "national_id_key": national_id_key,
        "found_by": found_by,
    }
    opened = [
        text and database.unseal(text, f"applications.{column}", application.id)
        for column, text in sealed.items()
    ]
    return [*plain, *opened]
