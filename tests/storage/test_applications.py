"""Customers' registrations: what is saved comes back, until it is erased."""

import json
from dataclasses import replace
from datetime import date

import pytest

from conversations.card_barcode import CardBarcode
from conversations.errands import Errand, Task
from storage import Store
from storage.documents import read_document, write_document
from tests.storage.conftest import Saved, named
from tests.support.forms import AGENT, NOW, begun, every_point, until
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
